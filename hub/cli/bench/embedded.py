"""`hub bench admission`: how fast one process admits, embedded, on SQLite."""

import cProfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hub.bootstrap import Hub, create_hub, open_hub
from hub.cli.bench.counting import admitted_in, hub_counts, hub_expected
from hub.cli.bench.figures import Turn, percentile
from hub.cli.bench.gate import require
from hub.cli.bench.traffic import RECIPIENTS, SENDER, Traffic, bundled
from hub.config import Config
from hub.exchange.model import Answered, Submission
from hub.message.bundle import write_bundle

BUNDLE_COUNT: Final = 64
NS_IN_US: Final = 1000

Admit = Callable[[Sequence[Submission]], Answered]


@dataclass(frozen=True, slots=True)
class Admission:
    """What was measured.

    Attributes:
        turn: `p50_us` and `p99_us` are of one bundle, from submission to committed and signed.
        bytes_each: Size of one envelope.
    """

    turn: Turn
    bytes_each: int


def measure_admission(
    messages: int, progress: Callable[[int], None], profile: cProfile.Profile | None = None
) -> Admission:
    """Admit pre-signed bundles one after the other.

    Args:
        messages: How many in all.
        progress: Told how many more are admitted.
        profile: Switched on around the admission, when given.

    Raises:
        BenchError: The database or the receipts do not have every message.
    """
    with _temporary_hub() as hub:
        _, envelopes = Traffic(hub).signed(messages)
        admit: Admit = hub.exchange.admit
        if profile is not None:
            admit = partial(_profiled, profile, admit)
        cpu_ns, begun_ns = time.process_time_ns(), time.perf_counter_ns()
        latencies, receipts = _admitted(admit, envelopes, progress)
        wall_us = (time.perf_counter_ns() - begun_ns) // NS_IN_US
        cpu_us = (time.process_time_ns() - cpu_ns) // NS_IN_US
        _check(hub, messages, receipts)
    turn = Turn(
        arm="admission",
        messages=messages,
        wall_us=wall_us,
        cpu_us={"hub": cpu_us},
        p50_us=percentile(latencies, 50),
        p99_us=percentile(latencies, 99),
    )
    return Admission(turn, sum(map(len, envelopes)) // messages)


def _admitted(
    admit: Admit, envelopes: Sequence[bytes], progress: Callable[[int], None]
) -> tuple[list[int], list[bytes]]:
    """Admit bundle by bundle; the time each took in microseconds, and the receipts."""
    latencies: list[int] = []
    receipts: list[bytes] = []
    for group in bundled(envelopes, BUNDLE_COUNT):
        bundle = write_bundle(list(group))
        start_ns = time.perf_counter_ns()
        receipts += admit([Submission(SENDER, bundle)]).answers
        latencies.append((time.perf_counter_ns() - start_ns) // NS_IN_US)
        progress(len(group))
    return latencies, receipts


def _profiled(
    profile: cProfile.Profile, admit: Admit, submissions: Sequence[Submission]
) -> Answered:
    with profile:
        return admit(submissions)


def _check(hub: Hub, messages: int, receipts: list[bytes]) -> None:
    admitted = sum(map(admitted_in, receipts))
    found = hub_counts(hub.store, RECIPIENTS) | {"admitted by receipt": admitted}
    require(hub_expected(RECIPIENTS, messages) | {"admitted by receipt": messages}, found)


@contextmanager
def _temporary_hub() -> Iterator[Hub]:
    with TemporaryDirectory(prefix="hub-bench-") as folder:
        config = Config(home=Path(folder) / "home", hubid="bench")
        create_hub(config)
        hub = open_hub(config)
        try:
            yield hub
        finally:
            hub.close()
