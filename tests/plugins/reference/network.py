"""Five plugins and nothing between them but the frozen contracts: who may send, who receives."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson

import hub_contracts
import hub_schemas
from hub.contracts import Catalogue
from hub.sdk import Draft, Handled, Participant
from hub.sdk.ids import message_id
from hub.sdk.testing import START_AT, Circumstances, PluginCase
from hub_plugins.bank_credit.plugin import plugin as bank_credit
from hub_plugins.emergency_management.plugin import plugin as emergency_management
from hub_plugins.industry_authority.plugin import plugin as industry_authority
from hub_plugins.liability_insurance.plugin import plugin as liability_insurance
from hub_plugins.market_regulation.plugin import plugin as market_regulation

EM = Participant("em-hebei", "regulator", "emergency_management", "13", "province")
MARKET = Participant("mr-hebei", "regulator", "market_regulation", "13", "province")
INDUSTRY = Participant("ia-hebei", "regulator", "industry", "13", "province")
BANK = Participant("bank-one", "bank", "finance", "", "national")
INSURER = Participant("insurer-one", "insurer", "insurance", "", "national")

PLUGINS = {
    EM: emergency_management,
    MARKET: market_regulation,
    INDUSTRY: industry_authority,
    BANK: bank_credit,
    INSURER: liability_insurance,
}


@dataclass
class Sent:
    """One message on the network."""

    id: str
    source: Participant
    draft: Draft
    at: datetime

    @property
    def body(self) -> Any:
        return self.draft.body


@dataclass
class Network:
    """Carries drafts to their recipients until nothing moves; proposals wait."""

    cases: dict[str, PluginCase] = field(
        default_factory=lambda: {p.id: PluginCase(plugin, p) for p, plugin in PLUGINS.items()}
    )
    catalogue: Catalogue = field(
        default_factory=lambda: Catalogue.from_files(hub_contracts.files())
    )
    now: datetime = START_AT
    sent: list[Sent] = field(default_factory=list)
    proposals: list[tuple[Participant, Draft]] = field(default_factory=list)
    answers: list[tuple[str, Sent, Handled]] = field(default_factory=list)
    _moving: deque[Sent] = field(default_factory=deque)
    _case_members: dict[str, set[str]] = field(default_factory=dict)

    def send(self, source: Participant, *drafts: Draft) -> list[Sent]:
        """Send drafts and play on until nothing moves."""
        first = [self._admit(source, draft) for draft in drafts]
        while self._moving:
            self._deliver(self._moving.popleft())
        return first

    def confirm_all(self) -> list[Sent]:
        """An officer confirms whatever waits, in order."""
        waiting, self.proposals = self.proposals, []
        return [one for source, draft in waiting for one in self.send(source, draft)]

    def pass_time(self, **time: int) -> None:
        self.now += timedelta(**time)

    def of(self, kind: type) -> list[Sent]:
        return [one for one in self.sent if isinstance(one.body, kind)]

    def state(self, participant: Participant, subject: str) -> dict[str, Any]:
        return self.cases[participant.id].states.get(subject, {})

    def _admit(self, source: Participant, draft: Draft) -> Sent:
        self.now += timedelta(seconds=1)
        contract = self.catalogue.get(hub_schemas.ref_of(draft.body))
        bodies = {"main": orjson.dumps(hub_schemas.dump(draft.body))}
        assert contract.problems(bodies) == ()
        division = contract.division(contract.read(bodies))
        assert contract.may_issue(source, division), f"{source.id} may not issue {contract.ref}"
        assert draft.draftkey is not None
        assert draft.time is not None
        assert draft.draftkey not in {o.draft.draftkey for o in self.sent if o.source == source}
        sent = Sent(message_id(source.id, draft.draftkey, draft.time), source, draft, self.now)
        known = {one.id for one in self.sent}
        for _, cited in contract.citations(contract.read(bodies)):
            assert cited in known, f"{contract.ref} cites {cited}, which was not sent"
        self.sent.append(sent)
        self._moving.append(sent)
        return sent

    def _recipients(self, sent: Sent) -> list[Participant]:
        contract = self.catalogue.get(hub_schemas.ref_of(sent.body))
        bodies = contract.read({"main": orjson.dumps(hub_schemas.dump(sent.body))})
        members = self._case_members.setdefault(sent.draft.correlationid or sent.id, set())
        members.add(sent.source.id)
        found = [
            participant
            for participant in PLUGINS
            if participant.id != sent.source.id
            and (
                contract.parts_for(participant, contract.division(bodies)) is not None
                or (participant.id in members and contract.parts_for_case(participant) is not None)
            )
        ]
        members.update(participant.id for participant in found)
        return found

    def _deliver(self, sent: Sent) -> None:
        for participant in self._recipients(sent):
            case = self.cases[participant.id]
            around = Circumstances(
                subject=sent.draft.subject,
                source=sent.source.id,
                admitted_at=sent.at,
                correlationid=sent.draft.correlationid or sent.id,
            )
            made = case.message(sent.body, around)
            message = type(made)(
                **{name: getattr(made, name) for name in made.__slots__} | {"id": sent.id}
            )
            handled = case.handle(message)
            self.answers.append((participant.id, sent, handled))
            for draft in handled.drafts:
                assert draft.causationid == sent.id
                if draft.proposal is None:
                    self._admit(participant, draft)
                else:
                    self.proposals.append((participant, draft))
