"""Whether a new quote is due, and its draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone

from hub.sdk import Context, Draft, Message
from hub_plugins.liability_insurance.dossier import Dossier
from hub_plugins.liability_insurance.table import cited, table
from hub_plugins.liability_insurance.tariff import FEN, TABLE, Base, Price, base, price
from hub_plugins.liability_insurance.underwriting import factor_values
from hub_schemas import CoverLimits, Factor, Money, PremiumQuoted

_CHINA = timezone(timedelta(hours=8))
_LIMIT_UNIT_YUAN = 10_000


@dataclass(frozen=True, slots=True)
class Quoted:
    """The dossier after quoting; no draft when none is due, the reason says why."""

    dossier: Dossier
    reason: str
    draft: Draft | None = None


def quoted(message: Message, context: Context, dossier: Dossier, own: Mapping[str, str]) -> Quoted:
    """Quote anew when anything that prices has changed since the last quote."""
    on = local_day(context.now)
    tariff_class = own.get("class") or table(TABLE)["class_of_sector"].get(dossier.sector)
    if not dossier.active:
        return Quoted(dossier, "no quote: the enterprise is not active")
    if tariff_class is None or dossier.headcount is None:
        return Quoted(dossier, f"no quote: sector or staff is not in the tariff {cited(TABLE)}")
    package = own.get("package") or table(TABLE)["defaults"]["package"]
    found = base(tariff_class, package, dossier.headcount)
    priced = price(found, factor_values(dossier, own, on))
    basis = _basis(priced)
    if basis == dossier.quoted:
        return Quoted(dossier, f"the quote stands: {priced.text}")
    draft = quote_draft(message, context, dossier, priced)
    return Quoted(replace(dossier, quoted=basis), priced.text, draft)


def quote_draft(message: Message, context: Context, dossier: Dossier, priced: Price) -> Draft:
    """Draft the quote that a message led to."""
    on, tariff = local_day(context.now), table(TABLE)
    days = timedelta(days=tariff["valid_days"])
    body = PremiumQuoted(
        division=dossier.division,
        sector=dossier.sector,
        headcount=dossier.headcount,
        tariff_id=tariff["id"],
        tariff_version=tariff["version"],
        base_premium=_money(priced.base.premium_minor),
        factors=tuple(
            Factor(factor=factor, value=one.value, multiplier_bp=bp, evidence_id=one.evidence_id)
            for factor, one, bp in priced.factors
        ),
        multiplier=priced.multiplier_decimal,
        premium=_money(priced.premium_minor),
        limits=_limits(priced.base),
        prevention_share_bp=prevention_share_bp(dossier.division or ""),
        quoted_on=on,
        valid_until=on + days,
    )
    return Draft(
        subject=message.subject,
        body=body,
        correlationid=f"quote-{message.id}",
        causationid=message.id,
        draftkey=f"quote-{message.id}",
        time=context.now,
        expirytime=context.now + days,
    )


def prevention_share_bp(division: str) -> int | None:
    """Return the share for prevention where the region has one.

    Source:
        DOMAIN 4.2: the rules of the regions contradict each other.
    """
    shares: Mapping[str, int] = table("prevention")["share_bp"]
    fitting = [prefix for prefix in shares if division.startswith(prefix)]
    return shares[max(fitting, key=len)] if fitting else None


def local_day(moment: datetime) -> date:
    """Tell the day it is in China at a moment."""
    return moment.astimezone(_CHINA).date()


def _basis(priced: Price) -> str:
    values = [f"{factor}={one.value}" for factor, one, _ in priced.factors]
    return " ".join((cited(TABLE), str(priced.base.premium_minor), *values))


def _limits(found: Base) -> CoverLimits:
    return CoverLimits(
        aggregate=_money(found.aggregate * _LIMIT_UNIT_YUAN * FEN),
        per_accident=_money(found.per_accident * _LIMIT_UNIT_YUAN * FEN),
        per_person=_money(found.per_person * _LIMIT_UNIT_YUAN * FEN),
    )


def _money(amount_minor: int) -> Money:
    return Money(amount_minor=amount_minor, currency=table(TABLE)["currency"])
