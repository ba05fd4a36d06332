"""Builds the draft of a registration, for commands, importers and the demo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hub.errors import PluginError
from hub.sdk import Draft
from hub_plugins.market_regulation import uscc
from hub_schemas import EnterpriseRegistered, Money
from hub_schemas.codes import EnterpriseStatus


@dataclass(frozen=True, slots=True)
class Enterprise:
    """One entry of the register."""

    uscc: str
    name: str
    division: str
    status: EnterpriseStatus = EnterpriseStatus.ACTIVE
    registered_on: date | None = None
    address: str | None = None
    industry: str | None = None
    sector: str | None = None
    headcount: int | None = None
    capital_minor: int | None = None


def registration_draft(enterprise: Enterprise, stated_at: datetime) -> Draft:
    """Draft `enterprise.registered`.

    Args:
        stated_at: When the register says so, aware UTC; with the code it is the business key.

    Raises:
        PluginError: plugin.uscc_invalid; the register issues codes, so its own are right.
    """
    if not uscc.is_valid(enterprise.uscc):
        raise PluginError(
            "plugin.uscc_invalid", "a registered code fails its check; correct the register"
        )
    capital = enterprise.capital_minor
    return Draft(
        subject=f"uscc:{enterprise.uscc}",
        body=EnterpriseRegistered(
            subject_name=enterprise.name,
            division=enterprise.division,
            address=enterprise.address,
            status=enterprise.status,
            registered_on=enterprise.registered_on,
            industry=enterprise.industry,
            sector=enterprise.sector,
            headcount=enterprise.headcount,
            registered_capital=None
            if capital is None
            else Money(amount_minor=capital, currency="CNY"),
        ),
        correlationid=f"registration-{enterprise.uscc}",
        draftkey=f"registration-{enterprise.uscc}-{stated_at:%Y%m%dT%H%M%S}",
        time=stated_at,
    )
