"""Follows the hub's ledger: every checkpoint the agent meets must be of one history.

The newest one is kept. A newer one counts when its growth from there is proved, by what is stapled
to it or by the answer to `consistency`; an older one, when growth from it is proved. A fork, a
rollback or growth that is not proved stops the agent, with both signed checkpoints kept.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from hub.agent.contradiction import ContradictionError
from hub.agent.identity import Identity
from hub.agent.store import CHECKPOINT, remember, remembered
from hub.errors import LedgerError, TrustError
from hub.ledger.checkpoint import Checkpoint, decode_checkpoint, origin_of
from hub.ledger.proof import verify_consistency
from hub.message.staple import Consistency, Staple
from hub.trust.directory import Directory
from hub.trust.note import read_note
from hub.trust.verify import verify_hub_note

_OLDER_COUNT: Final = 4_096


@dataclass(frozen=True, slots=True)
class Seen:
    """A checkpoint whose signature is the hub's.

    Attributes:
        text: The signed note.
    """

    checkpoint: Checkpoint
    text: str

    @property
    def size(self) -> int:
        """Tell how many entries it covers."""
        return self.checkpoint.size


class GapError(TrustError):
    """Growth from one checkpoint to another is not proved yet: it is asked for."""

    def __init__(self, old: Seen, new: Seen) -> None:
        """Name both."""
        super().__init__("agent.checkpoint_gap", "how the ledger grew is asked for")
        self.old = old
        self.new = new


class Checkpoints:
    """The one history this agent has seen.

    Attributes:
        gap: What is to be asked next; None when nothing is open.
    """

    def __init__(self, identity: Identity) -> None:
        """Know whose ledger it is; what was seen is in the store."""
        self._identity = identity
        self._older: dict[int, bytes] = {}
        self._asked = ""
        self.gap: GapError | None = None

    def opened(self, text: str, directory: Directory, epoch: int) -> Seen:
        """Verify a checkpoint's signature.

        Raises:
            TrustError: It is not the hub's, of another ledger, or no checkpoint.
        """
        origin = origin_of(self._identity.hubid, epoch)
        body = verify_hub_note(text.encode(), directory, origin)
        found = _read(body)
        if found.origin != origin:
            raise TrustError("trust.wrong_hub", "the checkpoint is of another ledger")
        return Seen(found, text)

    def newest(self, rows: Connection) -> Seen | None:
        """Give the newest checkpoint of the history; None before the first."""
        raw = remembered(rows, CHECKPOINT)
        return None if raw is None else Seen(_read(read_note(raw).text), raw.decode())

    def follow(self, rows: Connection, seen: Seen, staple: Staple) -> None:
        """Require that a checkpoint is of the history; a newer one becomes the newest.

        Raises:
            GapError: It is not proved by what is stapled to it.
            ContradictionError: agent.checkpoint_fork, agent.checkpoint_inconsistent.
        """
        known = self.newest(rows)
        if known is None:
            remember(rows, CHECKPOINT, seen.text.encode())
        elif seen.size == known.size:
            _require_same(known, seen, known.checkpoint.root)
        elif seen.size < known.size:
            root = self._older.get(seen.size)
            if root is None:
                raise GapError(seen, known)
            _require_same(known, seen, root)
        elif staple.previous != known.size:
            raise GapError(known, seen)
        else:
            self._require_growth(known, seen, staple.consistency)
            remember(rows, CHECKPOINT, seen.text.encode())

    def asks(self, request_id: str) -> tuple[int, int]:
        """Tell the sizes to ask about under this request.

        Raises:
            ValueError: There is nothing to ask.
        """
        if self.gap is None:
            raise ValueError("no gap")
        self._asked = request_id
        return self.gap.old.size, self.gap.new.size

    def answered(self, rows: Connection, said: Consistency, directory: Directory) -> bool:
        """Take the answer to what was asked; False for an answer to something else.

        Raises:
            TrustError: Its checkpoint is not the hub's.
            ContradictionError: agent.checkpoint_rollback, agent.checkpoint_inconsistent.
        """
        gap = self.gap
        if gap is None or said.id != self._asked:
            return False
        newest = self.opened(said.checkpoint, directory, said.epoch)
        if newest.size < gap.new.size:
            raise _contradiction("agent.checkpoint_rollback", gap.new, newest)
        if (said.from_size, said.to_size) != (gap.old.size, gap.new.size):
            raise _contradiction("agent.checkpoint_inconsistent", gap.old, gap.new)
        self._require_growth(gap.old, gap.new, said.proof)
        known = self.newest(rows)
        if known is None or gap.new.size > known.size:
            remember(rows, CHECKPOINT, gap.new.text.encode())
        self.gap, self._asked = None, ""
        return True

    def _require_growth(self, old: Seen, new: Seen, proof: tuple[bytes, ...]) -> None:
        """Require growth and remember what it grew from.

        Raises:
            ContradictionError: agent.checkpoint_inconsistent.
        """
        before, after = old.checkpoint, new.checkpoint
        try:
            verify_consistency(before.size, after.size, proof, before.root, after.root)
        except LedgerError as error:
            raise _contradiction("agent.checkpoint_inconsistent", old, new) from error
        if len(self._older) >= _OLDER_COUNT:
            self._older.pop(next(iter(self._older)))
        self._older[before.size] = before.root


def _read(body: bytes) -> Checkpoint:
    try:
        return decode_checkpoint(body)
    except LedgerError as error:
        raise TrustError("agent.checkpoint_malformed", "the note is no checkpoint") from error


def _require_same(known: Seen, seen: Seen, root: bytes) -> None:
    if seen.checkpoint.root != root:
        raise _contradiction("agent.checkpoint_fork", known, seen)


def _contradiction(code: str, ours: Seen, theirs: Seen) -> ContradictionError:
    error = ContradictionError(
        code,
        "the hub signed two ledgers that cannot both be true: ours"
        f" {_shown(ours)}, theirs {_shown(theirs)}; both are kept in agent.db",
    )
    error.notes = (ours.text, theirs.text)
    return error


def _shown(seen: Seen) -> str:
    return f"size {seen.size} root {seen.checkpoint.root.hex()}"
