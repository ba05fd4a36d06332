"""Owns who may begin, continue and end a case, at admission. Endings are sticky.

A case is named by its family and the event's ``correlationid``. Only who began it may end it; an
ended case stays ended; an ending of an unknown case leaves a tombstone, so that a late beginning
never beats it (DESIGN section 4).
"""

from dataclasses import replace

from hub.contracts.terms import Act, CaseRule
from hub.errors import CaseError
from hub.exchange.ports import CaseRow


def after(rule: CaseRule, key: str, source: str, row: CaseRow | None) -> CaseRow:
    """Tell what the case is after this act.

    Args:
        rule: The contract's place in the case's life.
        key: The event's correlation id.
        source: The participant that signed.
        row: The case so far; ``None`` when nothing is known of it.

    Returns:
        The case after the act; `recipients` still without those of this message.

    Raises:
        CaseError: The act is not this participant's to do, or not in this state.
    """
    match rule.act:
        case Act.BEGINS:
            return _begun(rule, key, source, row)
        case Act.MAY_BEGIN:
            return _begun(rule, key, source, row) if row is None else _own(key, source, row)
        case Act.ENDS:
            return _ended(rule, key, source, row)
        case Act.REOPENS:
            return _reopened(key, source, row)
        case Act.CONTINUES | Act.ANSWERS:
            return _carried_on(key, source, row)


def _begun(rule: CaseRule, key: str, source: str, row: CaseRow | None) -> CaseRow:
    if row is None:
        return CaseRow(rule.family, key, source, ended=False, recipients=())
    if row.ended:
        raise CaseError(
            "case.ended", "the case has ended and stays ended; begin a new one", case=key
        )
    raise CaseError(
        "case.begun_already", "the case is open; continue it or begin another", case=key
    )


def _ended(rule: CaseRule, key: str, source: str, row: CaseRow | None) -> CaseRow:
    if row is None:
        return CaseRow(rule.family, key, source, ended=True, recipients=())
    if row.source != source:
        raise CaseError("case.not_beginner", "only who began the case may end it", case=key)
    if row.ended:
        raise CaseError("case.ended", "the case has ended already", case=key)
    return replace(row, ended=True)


def _own(key: str, source: str, row: CaseRow) -> CaseRow:
    if row.source != source:
        raise CaseError("case.not_beginner", "another authority began the case", case=key)
    if row.ended:
        raise CaseError("case.ended", "the case has ended and stays ended", case=key)
    return row


def _reopened(key: str, source: str, row: CaseRow | None) -> CaseRow:
    if row is None:
        raise CaseError("case.unknown", "no such case; check the correlation id", case=key)
    if row.source != source:
        raise CaseError("case.not_beginner", "only who began the case may reopen it", case=key)
    if not row.ended:
        raise CaseError(
            "case.not_allowed", "the case is open; there is nothing to reopen", case=key
        )
    return replace(row, ended=False)


def _carried_on(key: str, source: str, row: CaseRow | None) -> CaseRow:
    if row is None:
        raise CaseError("case.unknown", "no such case; check the correlation id", case=key)
    if source != row.source and source not in row.recipients:
        raise CaseError("case.not_a_party", "this case was never sent to the signer", case=key)
    return row
