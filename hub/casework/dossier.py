"""Owns the file on a subject as a reader wants it: what is in force, on what basis; the past."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hub.casework.ceiling import Used, used
from hub.casework.clock import WorkCalendar
from hub.casework.duty import Duty, what_is_due
from hub.casework.record import Record, Step
from hub.casework.standing import (
    Restriction,
    basis,
    ground_gone,
    in_force,
    restrictions,
    shaken,
    standing,
    standing_messages,
)

FAMILIES: Final[Mapping[str, tuple[str, str]]] = {
    "enterprise": ("Registration", "登记"),
    "listing": ("Listings", "严重失信主体名单"),
    "punishment": ("Joint punishment", "联合惩戒"),
    "measure": ("Measures by executor", "惩戒措施"),
    "ban": ("Bans", "行业或者职业禁入"),
    "penalty": ("Penalties", "行政处罚"),
    "hazard": ("Hazards", "重大事故隐患"),
    "hazard_source": ("Major hazard sources", "重大危险源"),
    "production": ("Production stopped", "停产停业"),
    "closure": ("Closure", "关闭"),
    "accident": ("Accidents", "生产安全事故"),
    "licence": ("Licences", "许可证照"),
    "standardization": ("Standardization", "安全生产标准化"),
    "grade": ("Credit grades", "信用等级"),
    "policy": ("Policies", "保险单"),
    "premium": ("Premium quotes", "保费报价"),
    "claim": ("Claims", "赔案"),
    "prevention": ("Prevention services", "事故预防服务"),
    "incentive": ("Incentives", "守信激励"),
    "commitment": ("Commitments", "安全承诺"),
    "inspection": ("Inspections", "执法检查"),
    "evaluation": ("Reports of agencies", "安全评价检测"),
    "warning": ("Early warnings", "预警"),
    "supervision": ("Supervisory actions", "警示约谈"),
    "approval": ("Queries before approval", "审批征询"),
    "case": ("Cases handed over", "案件移送"),
    "dispute": ("Objections", "异议"),
    "participant": ("Succession", "机构承继"),
    "duty": ("What the hub said about duties", "督办提醒"),
}
"""The order in which a reader wants them, with their titles."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as of a day.

    Attributes:
        standing: Its state on the day; `ended` where its term is over.
        basis: The message on which it stands so; ``None`` where none holds.
        articles: The rules that message names.
        doubts: What stands against it: its basis has fallen, it is contested.
    """

    record: Record
    standing: str
    in_force: bool
    basis: Step | None
    articles: tuple[str, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """The file on one subject as of a day."""

    subject: str
    name: str
    on: date
    entries: tuple[Entry, ...]
    restrictions: tuple[Restriction, ...]
    duties: tuple[Duty, ...]
    inspections: tuple[Used, ...]

    @property
    def current(self) -> tuple[Entry, ...]:
        """What is in force."""
        return tuple(entry for entry in self.entries if entry.in_force)

    @property
    def past(self) -> tuple[Entry, ...]:
        """What is not, any more."""
        return tuple(entry for entry in self.entries if not entry.in_force)


def dossier(subject: str, records: Iterable[Record], on: date, calendar: WorkCalendar) -> Dossier:
    """Read the file on a subject.

    Args:
        subject: Whose.
        records: All its records, as they are known.
        on: The day it is read for.
        calendar: The working days, for what is due.
    """
    order = {family: place for place, family in enumerate(FAMILIES)}
    known = sorted(records, key=lambda r: (order.get(r.family, len(order)), r.since, r.key))
    doubts = _doubts(known)
    return Dossier(
        subject=subject,
        name=_name(known),
        on=on,
        entries=tuple(_entry(record, on, doubts) for record in known),
        restrictions=restrictions(known, on),
        duties=what_is_due(known, on, calendar),
        inspections=used(known, on),
    )


def _entry(record: Record, on: date, doubts: Mapping[tuple[str, str], tuple[str, ...]]) -> Entry:
    found = basis(record)
    named = found.detail.get("legal_basis", ()) if found else ()
    article = record.detail.get("article")
    return Entry(
        record=record,
        standing=standing(record, on),
        in_force=in_force(record, on),
        basis=found,
        articles=tuple(named) or ((str(article),) if article else ()),
        doubts=doubts.get(record.name, ()),
    )


def _doubts(records: list[Record]) -> Mapping[tuple[str, str], tuple[str, ...]]:
    messages = standing_messages(records)
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for record, _ground in shaken(records, messages):
        found[record.name] = ("basis_fallen",)
    for record in records:
        if record.family in {"punishment", "measure"} and ground_gone(record, messages):
            found[record.name] = ("ground_ended",)
        if record.family == "dispute" and record.state in {"raised", "flagged"}:
            contested = messages.get(str(record.detail.get("disputed_id", "")))
            if contested is not None:
                found[contested.name] = (*found.get(contested.name, ()), "contested")
    return found


def _name(records: list[Record]) -> str:
    named = [r.detail["subject_name"] for r in records if "subject_name" in r.detail]
    return str(named[0]) if named else ""
