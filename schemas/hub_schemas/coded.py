"""What a code is: a short text on the wire, with its Chinese and English words."""

import re
from enum import StrEnum
from typing import Self


class Coded(StrEnum):
    """A code and its texts."""

    zh: str
    en: str

    def __new__(cls, value: str, zh: str, en: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        member.en = en
        return member

    @classmethod
    def registry_name(cls) -> str:
        """Return the list's name on the wire, e.g. ``ground_scheme``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
