"""Who may do what to a case: every act in every state is decided."""

from dataclasses import replace

import pytest

from hub.contracts.terms import Act, CaseRule
from hub.errors import CaseError
from hub.exchange.casebook import after
from hub.exchange.ports import CaseRow

OPEN = CaseRow("listing", "l-1", "lister", ended=False, recipients=("bank",))
ENDED = replace(OPEN, ended=True)
TOMBSTONE = CaseRow("listing", "l-1", "lister", ended=True, recipients=())
STATES = {"unknown": None, "open": OPEN, "ended": ENDED}

DECIDED = {
    (Act.BEGINS, "unknown"): replace(OPEN, recipients=()),
    (Act.BEGINS, "open"): "case.begun_already",
    (Act.BEGINS, "ended"): "case.ended",
    (Act.MAY_BEGIN, "unknown"): replace(OPEN, recipients=()),
    (Act.MAY_BEGIN, "open"): OPEN,
    (Act.MAY_BEGIN, "ended"): "case.ended",
    (Act.CONTINUES, "unknown"): "case.unknown",
    (Act.CONTINUES, "open"): OPEN,
    (Act.CONTINUES, "ended"): ENDED,
    (Act.ANSWERS, "unknown"): "case.unknown",
    (Act.ANSWERS, "open"): OPEN,
    (Act.ANSWERS, "ended"): ENDED,
    (Act.ENDS, "unknown"): TOMBSTONE,
    (Act.ENDS, "open"): ENDED,
    (Act.ENDS, "ended"): "case.ended",
    (Act.REOPENS, "unknown"): "case.unknown",
    (Act.REOPENS, "open"): "case.not_allowed",
    (Act.REOPENS, "ended"): OPEN,
}


def outcome(act: Act, state: str, source: str) -> CaseRow | str:
    try:
        return after(CaseRule("listing", act), "l-1", source, STATES[state])
    except CaseError as error:
        return error.code


@pytest.mark.parametrize(("act", "state"), [(act, state) for act in Act for state in STATES])
def test_every_act_of_the_lister_is_decided_in_every_state(act: Act, state: str) -> None:
    assert outcome(act, state, "lister") == DECIDED[act, state]


@pytest.mark.parametrize("act", [Act.MAY_BEGIN, Act.ENDS])
def test_another_authority_neither_goes_on_with_nor_ends_what_it_did_not_begin(act: Act) -> None:
    assert outcome(act, "open", "other") == "case.not_beginner"


def test_another_authority_does_not_reopen(  # a removal obtained by fraud is the lister's to undo
) -> None:
    assert outcome(Act.REOPENS, "ended", "other") == "case.not_beginner"


def test_a_party_answers_even_after_the_end_and_a_stranger_never() -> None:
    assert outcome(Act.ANSWERS, "ended", "bank") == ENDED
    assert outcome(Act.ANSWERS, "open", "stranger") == "case.not_a_party"
