"""One contract: what a message of its type says, who may send it and who receives it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from hub.contracts.body import Bodies, BodyChecker
from hub.contracts.terms import (
    Answer,
    CaseRule,
    Cite,
    IssuerRow,
    LegalBasis,
    Limit,
    PartRule,
    RecipientRow,
    Scope,
)
from hub.errors import ContractError, Problem


class Organisation(Protocol):
    """What a table row asks of a participant."""

    @property
    def role(self) -> str: ...
    @property
    def department(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def level(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A frozen agreement on one kind of message.

    Attributes:
        digest: SHA-256 over the frozen files, see `hub.contracts.lock`.
        division_path: JSON pointer in `main` to the division it is routed by, or None.
        expires: Whether the event carries an `expirytime`.
        ends_others: Whether it goes to everyone who was ever sent the message it cites.
    """

    type: str
    version: str
    digest: bytes
    title_zh: str
    title_en: str
    legal_basis: tuple[LegalBasis, ...]
    division_path: str | None
    expires: bool
    ends_others: bool
    case: CaseRule | None
    cites: tuple[Cite, ...]
    issuers: tuple[IssuerRow, ...]
    recipients: tuple[RecipientRow, ...]
    parts: Mapping[str, PartRule]
    answer: Answer | None
    limits: tuple[Limit, ...]
    checker: BodyChecker

    @property
    def ref(self) -> str:
        """The contract as messages name it: `listing.decided/0.1`."""
        return f"{self.type}/{self.version}"

    def read(self, bodies: Mapping[str, bytes]) -> Bodies:
        """Parse and check the parts of a message.

        Raises:
            ContractError: `contract.body_invalid` with everything that is wrong.
        """
        parsed, problems = self.checker.checked(bodies)
        if problems:
            raise ContractError(
                "contract.body_invalid",
                f"the body breaks {self.ref} in {len(problems)} places; correct and sign anew",
                problems=problems,
                contract=self.ref,
            )
        return parsed

    def problems(self, bodies: Mapping[str, bytes]) -> tuple[Problem, ...]:
        """Return everything that is wrong with the parts, in a stable order."""
        return self.checker.checked(bodies)[1]

    def division(self, bodies: Bodies) -> str | None:
        """Return the division the message is about, None where it names none."""
        return None if self.division_path is None else bodies.text_at(self.division_path)

    def citations(self, bodies: Bodies) -> Iterator[tuple[Cite, str]]:
        """Yield each rule of citation with the message id that the body cites by it."""
        for cite in self.cites:
            cited = bodies.text_at(cite.path)
            if cited is not None:
                yield cite, cited

    def may_issue(self, sender: Organisation, division: str | None) -> bool:
        """Say whether the table entitles a participant to send this about a division."""
        return any(row.admits(sender, division) for row in self.issuers)

    def parts_for(self, recipient: Organisation, division: str | None) -> frozenset[str] | None:
        """Return the parts a participant receives by the table; None if it is no recipient.

        Rows of scope `case` are not part of it: see `parts_for_case`.
        """
        return _parts(row for row in self.recipients if row.reaches(recipient, division))

    def parts_for_case(self, recipient: Organisation) -> frozenset[str] | None:
        """Return the parts a participant in the case receives; None if it receives nothing."""
        return _parts(
            row for row in self.recipients if row.scope is Scope.CASE and row.suits(recipient)
        )

    @property
    def follows_case(self) -> bool:
        """Whether any row reaches the participants of the case."""
        return any(row.scope is Scope.CASE for row in self.recipients)

    def duty_of(self, recipient: Organisation) -> str:
        """Return the strictest duty the table gives a participant; `inform` if none does."""
        duties = {row.duty for row in self.recipients if row.suits(recipient)}
        return next((d for d in ("must_execute", "advisory") if d in duties), "inform")

    def about(self) -> dict[str, Any]:
        """Return the facts that people and machines are shown."""
        return {
            "ref": self.ref,
            "digest": self.digest.hex(),
            "title_zh": self.title_zh,
            "title_en": self.title_en,
            "parts": sorted(self.parts),
        }


def _parts(rows: Iterator[RecipientRow]) -> frozenset[str] | None:
    found = [row.parts for row in rows]
    return frozenset().union(*found) if found else None
