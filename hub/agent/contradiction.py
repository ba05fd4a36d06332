"""What stops an agent for good: the hub and it contradict each other."""

from hub.errors import TrustError


class ContradictionError(TrustError):
    """Nothing goes on until a person has looked.

    Attributes:
        notes: Two signed checkpoints that cannot both be true, ours first; empty when the
            contradiction is another one.
    """

    notes: tuple[str, ...] = ()
