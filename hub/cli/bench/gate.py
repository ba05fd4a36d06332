"""A run counts only if the database and the clients counted the same."""

from collections.abc import Mapping, Sequence

from hub.errors import HubError


class BenchError(HubError):
    """A run that proves nothing: what differs, one line each."""

    def __init__(self, differences: Sequence[str]) -> None:
        super().__init__("bench.counts_differ", "the run does not count: " + "; ".join(differences))
        self.differences = tuple(differences)


def differences(expected: Mapping[str, int], found: Mapping[str, int]) -> tuple[str, ...]:
    """Name every count that is not as expected, missing ones included."""
    return tuple(
        f"{name}: expected {expected.get(name, 'nothing')}, found {found.get(name, 'nothing')}"
        for name in sorted({*expected, *found})
        if expected.get(name) != found.get(name)
    )


def require(expected: Mapping[str, int], found: Mapping[str, int]) -> None:
    """Let a run pass only if its counts agree.

    Raises:
        BenchError: They do not.
    """
    wrong = differences(expected, found)
    if wrong:
        raise BenchError(wrong)
