"""Any order, repetition and loss of frames ends in the same inbox."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.agent.conftest import Bench

SUBJECTS = ["uscc:A1", "uscc:B2"]


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    sizes=st.lists(st.integers(1, 3), min_size=1, max_size=5),
    played=st.lists(st.integers(0, 4), max_size=12),
)
def test_any_order_repetition_and_loss_ends_in_the_same_state(
    sizes: list[int], played: list[int]
) -> None:
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder)).opened()
        frames, count = [], 0
        for size in sizes:
            messages = []
            for _ in range(size):
                messages.append(bench.hub.message(count // 2 + 1, SUBJECTS[count % 2]))
                count += 1
            frames.append(bench.hub.deliveries(*messages))
        for which in played:
            bench.hub.frames.append(frames[which % len(frames)])
            bench.steps(1)
        bench.hub.frames += frames
        bench.steps(3 + len(frames))  # growth from each overtaken frame may be asked for
        inbox = bench.inbox()
        assert [row["number"] for row in inbox] == list(range(1, count + 1))
        assert {(row["state"], row["outcome"]) for row in inbox} == {("applied", "noted")}
        assert inbox[-1]["running"] == bench.hub.running
        assert bench.alarms() == []
        bench.agent.close()
