"""Owns the decision on each message under the lock: duplicate, order, content, recipients.

The rules, in the order they are tried (DESIGN section 4):

1. An id seen before with the same signing input gets the same answer for ever; with another one
   it is refused as a security event.
2. An older generation of the sender's agent is fenced.
3. A number too high is held, bounded, and the sender told what is missing; too low is stale.
4. At its turn a message uses its number, whether it is admitted or refused on content.
5. Each number used may release held ones behind it.
"""

from collections.abc import Iterator
from datetime import timedelta

from hub.contracts.terms import Cite
from hub.errors import CaseError, HubError
from hub.exchange import casebook
from hub.exchange.model import Candidate, Refused, Unsound
from hub.exchange.ports import CaseRow, Cited, HeldRow, Known, Standing
from hub.exchange.problems import encode_problems
from hub.exchange.results import admitted, held, known_result, refused_result
from hub.exchange.routing import Router, grown
from hub.exchange.state import AdmissionState, case_of, stream_of
from hub.exchange.writer import Writer
from hub.message.instant import from_microseconds
from hub.message.limits import MAX_HELD_PER_SOURCE_COUNT, MAX_SKEW_S
from hub.message.receipt import Result

SKEW = timedelta(seconds=MAX_SKEW_S)


class Admission:
    """Decides one batch, message by message, in arrival order.

    Args:
        state: What the lock protects.
        router: Recipients under the directory in force.
        writer: Takes the rows.
    """

    def __init__(self, state: AdmissionState, router: Router, writer: Writer) -> None:
        self._state = state
        self._router = router
        self._writer = writer
        self._at = from_microseconds(writer.at_us)

    def take(self, candidate: Candidate) -> list[Result]:
        """Decide one message.

        Returns:
            Its result first, then those of messages of the same stream it released.
        """
        event = candidate.event
        known = self._state.known.get((event.source, event.id))
        if known is not None:
            return [self._known(candidate, known)]
        early = self._untimely(candidate)
        if early is not None:
            return [refused_result(candidate, early)]
        last = self._state.last(stream_of(candidate))
        if event.sequence <= last:
            return [refused_result(candidate, Refused("order.stale"))]
        if event.sequence > last + 1:
            return [self._hold(candidate)]
        return [self._at_its_turn(candidate), *self._released(candidate)]

    def _known(self, candidate: Candidate, known: Known) -> Result:
        if known.signing_digest != candidate.signing_digest:
            return refused_result(candidate, Refused("order.id_reused"))
        if known.standing is Standing.HELD:
            key = stream_of(candidate)
            return held(candidate, self._state.missing(key, candidate.event.sequence))
        return known_result(known)

    def _untimely(self, candidate: Candidate) -> Refused | None:
        if candidate.event.generation != self._state.generation(candidate.event.source):
            return Refused("order.generation_fenced")
        if candidate.event.time > self._at + SKEW:
            return Refused("event.from_future")
        return None

    def _hold(self, candidate: Candidate) -> Result:
        event, key = candidate.event, stream_of(candidate)
        if event.sequence in self._state.held.get(key, {}):
            return refused_result(candidate, Refused("order.stale"))
        if self._state.held_counts.get(event.source, 0) >= MAX_HELD_PER_SOURCE_COUNT:
            return refused_result(candidate, Refused("order.held_full"))
        row = HeldRow(
            source=event.source,
            subject=event.subject,
            sequence=event.sequence,
            id=event.id,
            digest=candidate.digest,
            signing_digest=candidate.signing_digest,
            at_us=self._writer.at_us,
            envelope=candidate.raw,
        )
        self._state.hold(row)
        self._writer.batch.held.append(row)
        self._remember(candidate, Standing.HELD, None)
        return held(candidate, self._state.missing(key, event.sequence))

    def _released(self, candidate: Candidate) -> Iterator[Result]:
        key = stream_of(candidate)
        while (found := self._state.release(key, self._state.last(key) + 1)) is not None:
            row, checked = found
            self._drop(row)
            if isinstance(checked, Candidate):
                yield self._at_its_turn(checked)
            elif isinstance(checked, Unsound):
                self._state.known.pop((row.source, row.id), None)
                yield refused_result(row, checked.refused)
                return

    def _drop(self, row: HeldRow) -> None:
        held_now = self._writer.batch.held
        if row in held_now:
            held_now.remove(row)
        else:
            self._writer.batch.released.append(row)

    def _at_its_turn(self, candidate: Candidate) -> Result:
        """Admit or refuse on content; either way the number is used."""
        event, key = candidate.event, stream_of(candidate)
        self._state.streams[key] = self._writer.batch.streams[key] = event.sequence
        refused = candidate.refused or self._late(candidate)
        if refused is None:
            try:
                return self._admit(candidate)
            except HubError as error:
                refused = Refused(error.code, error.problems)
        row = self._writer.refusal(candidate, refused)
        self._remember(candidate, Standing.REFUSED, row.index, refused)
        directory = self._writer.since.directory_version
        return refused_result(candidate, refused, index=row.index, at=self._at, directory=directory)

    def _late(self, candidate: Candidate) -> Refused | None:
        event = candidate.event
        if event.expirytime is not None and event.expirytime <= self._at:
            return Refused("event.expired")
        if event.draftkey is not None and (event.source, event.draftkey) in self._state.draftkeys:
            return Refused("order.already_known")
        return None

    def _admit(self, candidate: Candidate) -> Result:
        event, contract = candidate.event, candidate.contract
        if contract is None:
            raise CaseError("contract.unknown", "no such contract")
        cited = self._cited(candidate)
        before, case = self._case(candidate)
        ends = cited if contract.ends_others else ()
        route = self._router.route(candidate, contract, before, ends)
        if case is not None:
            self._keep_case(case, route)
        index = self._writer.message(candidate, route)
        if event.draftkey is not None:
            self._state.draftkeys.add((event.source, event.draftkey))
        self._remember(candidate, Standing.ADMITTED, index)
        sent = Cited(index, event.source, event.id, event.type, event.subject, tuple(route))
        self._state.cited[event.id].append(sent)
        return admitted(candidate, index, self._at, self._writer.since.directory_version)

    def _case(self, candidate: Candidate) -> tuple[CaseRow | None, CaseRow | None]:
        key = case_of(candidate)
        if key is None or candidate.contract is None or candidate.contract.case is None:
            return None, None
        before = self._state.cases.get(key)
        event = candidate.event
        after = casebook.after(candidate.contract.case, event.correlationid, event.source, before)
        return before, after

    def _keep_case(self, case: CaseRow, route: dict[str, str]) -> None:
        row = grown(case, route)
        self._state.cases[row.family, row.key] = row
        self._writer.batch.cases[row.family, row.key] = row

    def _cited(self, candidate: Candidate) -> list[Cited]:
        found: list[Cited] = []
        for cite, value in candidate.citations:
            rows = self._state.cited.get(value, [])
            matching = [row for row in rows if _fits(cite, row, candidate)]
            if not matching and (rows or cite.required):
                raise CaseError(
                    "contract.cite_missing",
                    "the message cited was not admitted, or is not one that may be cited here",
                    cited=value,
                )
            found += matching
        return found

    def _remember(
        self,
        candidate: Candidate,
        standing: Standing,
        index: int | None,
        refused: Refused | None = None,
    ) -> None:
        event = candidate.event
        self._state.known[event.source, event.id] = Known(
            standing=standing,
            source=event.source,
            id=event.id,
            digest=candidate.digest,
            signing_digest=candidate.signing_digest,
            index=index,
            at_us=self._writer.at_us,
            code="" if refused is None else refused.code,
            problems="" if refused is None else encode_problems(refused.problems),
        )


def _fits(cite: Cite, row: Cited, candidate: Candidate) -> bool:
    event = candidate.event
    return (
        cite.type in {"*", row.type}
        and (not cite.same_source or row.source == event.source)
        and (not cite.same_subject or row.subject == event.subject)
    )
