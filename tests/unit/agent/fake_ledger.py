"""A ledger in a list, for a hub that proves what it says; it can be made to lie."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from hub.ledger.checkpoint import Checkpoint, encode_checkpoint, origin_of
from hub.ledger.entry import Entry, encode_entry, leaf_hash
from hub.ledger.multiproof import multiproof
from hub.ledger.proof import consistency_proof, subtree_over
from hub.ledger.tree import root
from hub.message.staple import Staple
from hub.trust.keys import PrivateKeySigner
from hub.trust.note import sign_note


@dataclass
class FakeLedger:
    """Leaf hashes, and what the recipient was told last."""

    hubid: str
    key: PrivateKeySigner
    leaves: list[bytes] = field(default_factory=list)
    told: int = 0

    def append(self, entry: Entry) -> int:
        self.leaves.append(leaf_hash(encode_entry(entry)))
        return len(self.leaves) - 1

    def checkpoint(self, epoch: int = 1, size: int | None = None) -> str:
        size = len(self.leaves) if size is None else size
        origin = origin_of(self.hubid, epoch)
        body = encode_checkpoint(Checkpoint(origin, size, root(self.leaves[:size])))
        return sign_note(self.key, origin, body).decode()

    def growth(self, old: int, new: int) -> tuple[bytes, ...]:
        if old in {0, new}:
            return ()
        return tuple(consistency_proof(old, new, subtree_over(self.leaves)))

    def staple(self, indices: Iterable[int], epoch: int = 1, *, tells: bool = True) -> Staple:
        size, previous = len(self.leaves), self.told
        if tells:
            self.told = size
        proof = multiproof(sorted(set(indices)), size, subtree_over(self.leaves))
        grown = self.growth(previous, size) if previous <= size else ()
        return Staple(self.checkpoint(epoch), tuple(proof), previous, grown)
