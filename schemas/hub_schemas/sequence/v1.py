"""Numbers that no message will ever fill."""

from hub_schemas import codes
from hub_schemas.body import count, paragraphs, registry
from hub_schemas.registry import body


@body("sequence.voided/1.0")
class SequenceVoided:
    """The issuer declares numbers of its own stream void: of its source and this subject.

    The message carries the first of the lost numbers as its own `sequence`; the stream goes
    on after the last. A number that was admitted cannot be voided.
    """

    first: int = count("首个作废序号", "First number that is void", smallest=1)
    last: int = count("末个作废序号", "Last number that is void, inclusive", smallest=1)
    reason: str = registry("作废原因", "Reason", codes.VoidReason)
    explanation: str | None = paragraphs("说明", "Explanation", 2000, default=None)
