"""Owns who receives a message, and which of its parts.

The contract's table decides over role, department, region and level. An act in a case also goes to
the case's parties; an ending goes to everyone who was ever sent the beginning, whatever their
interest or role today (promise 6). Nobody is sent his own message.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from hub.contracts.contract import Contract
from hub.contracts.terms import Act
from hub.exchange.model import Candidate
from hub.exchange.ports import CaseRow, Cited
from hub.trust.directory import Directory

MAIN = "main"
ALL_PARTS = "*"
MAX_REMEMBERED_COUNT = 10_000


class Router:
    """Routes under one version of the directory; remembers the answers of the table.

    Args:
        directory: The participants as of the version in force.
    """

    def __init__(self, directory: Directory) -> None:
        self._active = [p for p in directory.participants.values() if p.status == "active"]
        self._directory = directory
        self._by_table: dict[tuple[str, str | None], Mapping[str, str]] = {}

    def route(
        self, candidate: Candidate, contract: Contract, case: CaseRow | None, cited: Iterable[Cited]
    ) -> dict[str, str]:
        """Tell each recipient's parts, in a stable order.

        Args:
            candidate: The message, admitted.
            contract: Its contract.
            case: The case it belongs to, as it was before; ``None`` for none.
            cited: Messages it ends, when its contract ends others.
        """
        present = sorted(candidate.event.parts)
        route = dict(self._table(contract, candidate.division, present))
        if case is not None:
            self._add_parties(route, contract, case, present)
        for message in cited:
            for recipient in (message.source, *message.recipients):
                route.setdefault(recipient, MAIN)
        route.pop(candidate.event.source, None)
        return dict(sorted(route.items()))

    def _table(
        self, contract: Contract, division: str | None, present: list[str]
    ) -> Mapping[str, str]:
        key = (f"{contract.ref} {','.join(present)}", division)
        known = self._by_table.get(key)
        if known is None:
            known = {
                participant.id: _names(present, parts)
                for participant in self._active
                if (parts := contract.parts_for(participant, division)) is not None
            }
            if len(self._by_table) > MAX_REMEMBERED_COUNT:
                self._by_table.clear()
            self._by_table[key] = known
        return known

    def _add_parties(
        self, route: dict[str, str], contract: Contract, case: CaseRow, present: list[str]
    ) -> None:
        ending = contract.case is not None and contract.case.act is Act.ENDS
        for party in {case.source, *case.recipients}:
            record = self._directory.participants.get(party)
            parts = None if record is None else contract.parts_for_case(record)
            if parts is not None:
                route[party] = _names(present, parts)
            elif ending:
                route.setdefault(party, MAIN)


def grown(case: CaseRow, route: Mapping[str, str]) -> CaseRow:
    """Add those just sent to everyone the case was ever sent to."""
    return replace(case, recipients=tuple(sorted({*case.recipients, *route})))


def _names(present: list[str], allowed: frozenset[str]) -> str:
    if allowed.issuperset(present):
        return ALL_PARTS
    return ",".join(name for name in present if name in allowed)
