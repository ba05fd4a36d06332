"""Who takes part, and what they send."""

from collections.abc import Iterator
from dataclasses import dataclass

from hub.sdk import Draft
from hub_schemas import EnterpriseRegistered
from hub_schemas.codes import EnterpriseStatus
from tests.bodies import accident

AMQP, HTTPS = "amqp", "https"
PLUGIN = "tests.faults.counting_plugin:plugin"
FRAGILE = "tests.faults.counting_plugin:fragile"
SUBJECT_COUNT = 60


@dataclass(frozen=True)
class Member:
    """One participant, the way its agent goes, and the plugin it runs."""

    id: str
    role: str
    department: str
    region: str
    level: str
    link: str
    plugin: str = PLUGIN


EMERGENCY = Member("em-hebei", "regulator", "emergency_management", "13", "province", AMQP)
MARKET = Member("market-hebei", "regulator", "market_regulation", "13", "province", HTTPS)
INDUSTRY = Member("industry-hebei", "regulator", "industry", "13", "province", HTTPS)
BANK = Member("bank-one", "bank", "finance", "", "national", AMQP)
INSURER = Member("insurer-one", "insurer", "insurance", "", "national", HTTPS)
CAST = (EMERGENCY, MARKET, INDUSTRY, BANK, INSURER)
"""Of every message each of the others is a recipient."""


def subject(number: int) -> str:
    return f"uscc:91130100MA0AA{number:05d}"


def registered(name: str = "Example Works") -> EnterpriseRegistered:
    return EnterpriseRegistered(
        subject_name=name, division="130102", status=EnterpriseStatus.ACTIVE
    )


def facts(member: Member, first: int, count: int) -> Iterator[Draft]:
    """Draft what a sender states; the hub refuses one in fifty of the emergency authority's.

    Args:
        first: Number of the first; the business key of each is its number.
    """
    for number in range(first, first + count):
        theirs = member is MARKET or number % 50 == 49
        body = registered(f"Works {number}") if theirs else accident(summary=f"Accident {number}.")
        yield Draft(subject(number % SUBJECT_COUNT), body, draftkey=f"fact-{number}")
