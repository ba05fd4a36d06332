"""From what is known of an enterprise to the values of the tariff's factors, with evidence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hub_plugins.liability_insurance.dossier import Dossier
from hub_plugins.liability_insurance.table import table
from hub_plugins.liability_insurance.tariff import TABLE, Value
from hub_schemas.codes import DelistingReason, TariffFactor

_MOST_PENALTIES = 10
_NEW = Value("new")


def factor_values(dossier: Dossier, own: Mapping[str, str], on: date) -> dict[TariffFactor, Value]:
    """Value every factor as of a day; "last year" is the year before it.

    Args:
        own: What the insurer's own file says, by factor name; the tariff's defaults stand
            for what it leaves out.
    """
    defaults: Mapping[str, str] = {**table(TABLE)["defaults"], **own}
    listed = Value("yes", dossier.listings[-1]) if dossier.listings else Value("no")
    return {
        TariffFactor.LISTED: listed,
        TariffFactor.STANDARDISATION: Value(defaults["standardisation"]),
        TariffFactor.RISK_LEVEL: Value(defaults["risk_level"]),
        TariffFactor.HAZARD_CONTROL: hazard_control(dossier),
        TariffFactor.ACCIDENTS: accidents(dossier, on),
        TariffFactor.TWO_KEY: Value(defaults["two_key"]),
        TariffFactor.PENALTIES: penalties(dossier, on),
        TariffFactor.LOCATION: Value(defaults["location"]),
        TariffFactor.PREVENTION: Value(defaults["prevention"]),
        TariffFactor.CREDIT_GRADE: credit_grade(dossier),
    }


def hazard_control(dossier: Dossier) -> Value:
    """Value the listed hazards: one that is open outweighs all that were rectified."""
    open_ids = [known for known, ended in dossier.hazards.items() if not ended]
    if open_ids:
        return Value("not_fixed", open_ids[-1])
    fixed = [known for known, how in dossier.hazards.items() if how == DelistingReason.RECTIFIED]
    return Value("fixed", fixed[-1]) if fixed else _NEW


def accidents(dossier: Dossier, on: date) -> Value:
    """Value the worst accident of the last year."""
    recent = [one for one in dossier.accidents if _last_year(one.occurred_on, on)]
    if not recent:
        return Value("none") if _a_year_old(dossier, on) else _NEW
    worst = max(recent, key=lambda one: one.deaths)
    return Value("with_death" if worst.deaths else "no_death", worst.id)


def penalties(dossier: Dossier, on: date) -> Value:
    """Value the number of penalties of the last year."""
    recent = [known for known, day in dossier.penalties.items() if _last_year(day, on)]
    if not recent:
        return Value("0") if _a_year_old(dossier, on) else _NEW
    number = str(len(recent)) if len(recent) <= _MOST_PENALTIES else "11_or_more"
    return Value(number, recent[-1])


def credit_grade(dossier: Dossier) -> Value:
    """Value the grade by its letter; one the table does not know is as none."""
    known = table(TABLE)["factors_bp"][TariffFactor.CREDIT_GRADE]
    letter = dossier.grade[:1]
    return Value(letter, dossier.grade_id) if letter in known else _NEW


def _a_year_old(dossier: Dossier, on: date) -> bool:
    return dossier.registered_on is not None and not _last_year(dossier.registered_on, on)


def _last_year(day: str, on: date) -> bool:
    found = date.fromisoformat(day)
    try:
        return on < found.replace(year=found.year + 1)
    except ValueError:
        return on < date(found.year + 1, 2, 28)
