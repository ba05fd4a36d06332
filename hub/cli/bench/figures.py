"""What is measured and how it is put together: percentiles, medians, ratios."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

SECOND_US = 1_000_000


@dataclass(frozen=True, slots=True)
class Turn:
    """One run of one arm over one set of messages.

    Attributes:
        wall_us: From the first submission to the last delivery.
        cpu_us: By process, the CPU time it used, user and system.
        p50_us: Median time from a message's submission to its delivery, over all recipients.
    """

    arm: str
    messages: int
    wall_us: int
    cpu_us: Mapping[str, int] = field(default_factory=dict)
    p50_us: int = 0
    p99_us: int = 0

    @property
    def per_s(self) -> float:
        """Messages a second."""
        return self.messages * SECOND_US / self.wall_us if self.wall_us else 0.0

    def cpu_each_us(self, process: str) -> float:
        """CPU time of a process for one message."""
        return self.cpu_us[process] / self.messages


def percentile(values: Sequence[int], percent: int) -> int:
    """Give the nearest-rank percentile; 0 of nothing."""
    if not values:
        return 0
    rank = -(-len(values) * percent // 100)
    return sorted(values)[max(rank, 1) - 1]


def middle(turns: Sequence[Turn], figure: Callable[[Turn], float]) -> float:
    """Give the median of a figure over the rounds."""
    return median(figure(turn) for turn in turns)


def ratio(
    turns: Sequence[Turn], of: str, to: str, figure: Callable[[Turn], float] = lambda t: t.per_s
) -> float:
    """Give the median over the rounds of one arm's figure divided by another's.

    Args:
        turns: Of each arm as many, in the order of the rounds.
        of: Name of the arm in the numerator.
        to: Name of the arm in the denominator.
    """
    pairs = zip(
        [figure(turn) for turn in turns if turn.arm == of],
        [figure(turn) for turn in turns if turn.arm == to],
        strict=True,
    )
    return median(above / below if below else 0.0 for above, below in pairs)


def summary(turns: Sequence[Turn]) -> dict[str, object]:
    """Put the rounds of one arm together: the median of every figure."""
    return {
        "messages": turns[0].messages,
        "rounds": len(turns),
        "messages_per_s": round(middle(turns, lambda turn: turn.per_s)),
        "cpu_us_per_message": {
            process: round(middle(turns, lambda turn, p=process: turn.cpu_each_us(p)))  # type: ignore[misc]
            for process in turns[0].cpu_us
        },
        "latency_p50_us": round(middle(turns, lambda turn: turn.p50_us)),
        "latency_p99_us": round(middle(turns, lambda turn: turn.p99_us)),
    }
