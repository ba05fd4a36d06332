"""Names what nobody has read at its source yet, so that a person can go and read it."""

from collections.abc import Iterator
from dataclasses import dataclass

from hub.contracts.contract import Contract
from hub.contracts.terms import Clock


@dataclass(frozen=True, slots=True)
class Unverified:
    """A value that waits to be verified.

    Attributes:
        place: Where in `contract.toml`, e.g. `limits/publish/clock`.
        value: The value as it stands.
        basis: What it is said to rest on, and how that is known.
    """

    ref: str
    place: str
    value: str
    basis: str


def unverified(contract: Contract) -> Iterator[Unverified]:
    """Yield every unverified value of a contract, in the order of its file."""
    for place, clock in _clocks(contract):
        if not clock.verified:
            value = f"{clock.number} {clock.unit}"
            yield Unverified(contract.ref, place, value, clock.basis)
    for basis in contract.legal_basis:
        if not basis.verified:
            value = f"{basis.title_en}, {basis.article}"
            yield Unverified(contract.ref, f"legal_basis/{basis.id}", value, basis.note)


def _clocks(contract: Contract) -> Iterator[tuple[str, Clock]]:
    if contract.answer:
        yield "answer/clock", contract.answer.clock
    for name, part in contract.parts.items():
        yield f"parts/{name}/retention", part.retention
    for limit in contract.limits:
        yield f"limits/{limit.id}/clock", limit.clock
