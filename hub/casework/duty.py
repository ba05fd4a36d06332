"""Owns what is due: who owes what in which case, by which clock, and how late it is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from hub.casework.clock import Clock, Due, WorkCalendar, due, whole_day
from hub.casework.clocks import clock_for
from hub.casework.deed import first
from hub.casework.record import Record, Step
from hub.casework.standing import (
    ground_gone,
    shaken,
    standing_messages,
)
from hub.casework.watch import END, LIFT, REEXAMINE, WATCHES, Watch

SOON: Final = timedelta(days=5)
"""How long before its end a duty is worth a reminder. Source: assumption."""
LATE: Final = timedelta(days=10)
"""How long after its end it is told to those above. Source: assumption."""


class DutyState(StrEnum):
    """How near its end a duty is."""

    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True)
class Duty:
    """What somebody owes.

    Attributes:
        who: The participant that owes it.
        what: What it has to do, a word of `hub.casework.watch`.
        family: Of the case.
        key: The case: the record's key.
        case: The correlation id to answer under.
        started_on: ISO day the clock was started.
        cause: The message that started it.
        binding: False for those who are free to decide: they are reminded, never escalated.
    """

    who: str
    what: str
    family: str
    key: str
    case: str
    subject: str
    clock: Clock
    started_on: str
    cause: str
    due: Due
    state: DutyState
    binding: bool = True
    division: str = ""

    @property
    def basis(self) -> str:
        """The rule and its article."""
        return f"{self.clock.basis} {self.clock.article}".strip()


def what_is_due(
    records: Iterable[Record], on: date, calendar: WorkCalendar | None = None
) -> tuple[Duty, ...]:
    """Tell every duty that is open on a day, the most urgent first.

    Args:
        records: All records of the subjects in question, ended ones included: what an order rests
            on is looked up among them.
        on: The day, in China.
        calendar: The working days; plain weekdays, provisionally, where none is given.
    """
    known = tuple(records)
    duties = _Duties(on, calendar or WorkCalendar()).of(known)
    return tuple(sorted(duties, key=lambda d: (d.due.at, d.family, d.key, d.what, d.who)))


class _Duties:
    def __init__(self, on: date, calendar: WorkCalendar) -> None:
        self._on = on
        self._calendar = calendar
        self._messages: Mapping[str, Record] = {}

    def of(self, records: tuple[Record, ...]) -> Iterator[Duty]:
        self._messages = messages = standing_messages(records)
        for record in records:
            for watch in WATCHES.get((record.family, record.state), ()):
                yield from self._watched(record, watch)
        for record in records:
            if record.family == "punishment" and record.state == "ordered":
                ground = ground_gone(record, messages)
                if ground is not None:
                    yield from self._started(record, LIFT, _ending(ground))
        for record, ground in shaken(records, messages):
            yield from self._started(record, REEXAMINE, ground.steps[-1])

    def _watched(self, record: Record, watch: Watch) -> Iterator[Duty]:
        started = record.last(*watch.starts) if watch.starts else record.last(*_acts(record))
        if started is None or _met(record, started, watch):
            return
        if watch.only_if and not record.last(*watch.only_if):
            return
        yield from self._started(record, watch, started)

    def _started(self, record: Record, watch: Watch, started: Step) -> Iterator[Duty]:
        binding = record.detail.get("duty", "must_execute") == "must_execute"
        if not binding and watch.binding_only:
            return
        clock = clock_for(watch.clock, str(record.detail.get("division", "")))
        if clock is None:
            return
        end = self._end(record, watch, started, clock)
        if end is None:
            return
        bound = binding or not watch.free
        for who in self._owing(record):
            yield Duty(
                who=who,
                what=watch.what,
                family=record.family,
                key=record.key,
                case=str(record.detail.get("case", record.key)),
                subject=record.subject,
                clock=clock,
                started_on=started.on,
                cause=started.id,
                due=end,
                state=self._state(end, binding=bound),
                binding=bound,
                division=str(record.detail.get("division", "")),
            )

    def _owing(self, record: Record) -> tuple[str, ...]:
        """Tell who owes: whose the record is; who was asked; of a dispute, who said it."""
        if record.family == "dispute":
            contested = self._messages.get(str(record.detail.get("disputed_id", "")))
            return (record.source if contested is None else contested.source,)
        return tuple(record.detail.get("asked", ())) or (record.source,)

    def _end(self, record: Record, watch: Watch, started: Step, clock: Clock) -> Due | None:
        given = first(started.detail, watch.given) or first(record.detail, watch.given)
        if given:
            return whole_day(
                date.fromisoformat(given[:10]), date.fromisoformat(given[:10]), self._calendar
            )
        if watch.starts_at == END:
            if not record.until:
                return None
            end = date.fromisoformat(record.until)
            if watch.after_end and end >= self._on:
                return None
            return due(clock, end, self._calendar)
        return due(clock, date.fromisoformat(started.on), self._calendar)

    def _state(self, end: Due, *, binding: bool) -> DutyState:
        if self._on <= end.on:
            return DutyState.DUE if end.on - self._on <= SOON else DutyState.UPCOMING
        late = self._on - end.on > LATE
        return DutyState.ESCALATED if late and binding else DutyState.OVERDUE


def _acts(record: Record) -> set[str]:
    return {step.act for step in record.steps if step.act}


def _met(record: Record, started: Step, watch: Watch) -> bool:
    later = record.last(*watch.met) if watch.met else None
    return later is not None and later.index >= started.index


def _ending(ground: Record) -> Step:
    """Find the message that ended a ground."""
    return next((step for step in reversed(ground.steps) if step.act), ground.steps[-1])
