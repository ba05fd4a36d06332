"""The kinds of signed text: what a header's `cty` may say."""

from enum import StrEnum
from typing import Final

PROFILE: Final = "safety-credit.v1+jose"
"""The `typ` of every header: names the version of the signing profile."""


class Kind(StrEnum):
    """What a signed text is; a text of one kind is never taken for another."""

    EVENT = "cloudevents+json"
    ACKNOWLEDGEMENT = "safety-credit.acknowledgement+json"
    REQUEST = "safety-credit.request+json"
    RECEIPT = "safety-credit.receipt+json"
    DELIVERIES = "safety-credit.deliveries+json"
    HEAD = "safety-credit.head+json"
    WELCOME = "safety-credit.welcome+json"
    CONSISTENCY = "safety-credit.consistency+json"
    DIRECTORY = "safety-credit.directory+json"
