"""Who is started, when again, and what is left behind: nothing."""

import os
import sys
from pathlib import Path

from hub.services.supervisor import Child, Supervisor, children_of
from hub.services.wiring import shards_for

ENDS = [sys.executable, "-c", "raise SystemExit(3)"]
STAYS = [sys.executable, "-c", "import time; time.sleep(60)"]


class Clock:
    """Time that stands until told otherwise."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def ended(child: Child) -> None:
    assert child.process is not None
    child.process.wait(20)


def test_a_child_that_keeps_ending_is_started_ever_more_rarely() -> None:
    clock, child = Clock(), Child("intake.0", ENDS)
    supervisor = Supervisor([child], clock)
    pauses = []
    for _ in range(7):
        supervisor.turn()
        ended(child)
        supervisor.turn()
        assert child.process is None
        pauses.append(child.not_before_s - clock.now)
        clock.now = child.not_before_s
    assert pauses == [0.5, 1, 2, 4, 8, 15, 15]


def test_a_child_that_ran_well_is_started_again_at_once() -> None:
    clock, child = Clock(), Child("intake.0", ENDS, failures=6)
    supervisor = Supervisor([child], clock)
    supervisor.turn()
    ended(child)
    clock.now += 3600
    supervisor.turn()
    assert child.not_before_s - clock.now == 0.5


def test_the_end_of_one_child_leaves_the_others_alone() -> None:
    clock, one, other = Clock(), Child("intake.0", ENDS), Child("clerk.0", STAYS)
    supervisor = Supervisor([one, other], clock)
    supervisor.turn()
    ended(one)
    supervisor.turn()
    assert one.process is None
    assert other.process is not None
    supervisor._end()
    assert other.process.returncode is not None


def test_every_process_knows_its_place_and_its_parent() -> None:
    children = children_of(Path("home"), {"intake": 2, "web": 1})
    assert [child.name for child in children] == ["intake.0", "intake.1", "web.0"]
    assert all("--parent" in child.command and "home" in child.command for child in children)


def test_shards_are_dealt_out_so_that_each_is_read() -> None:
    queues = ("s.0", "s.1", "s.2")
    for of in range(1, 7):
        dealt = [shards_for(queues, index, of) for index in range(of)]
        assert {name for mine in dealt for name in mine} == set(queues)
        assert all(dealt)
    assert [shards_for(queues, index, 2) for index in range(2)] == [("s.0", "s.2"), ("s.1",)]


def test_a_terminals_interrupt_is_not_for_the_children() -> None:
    child = Child("clerk.0", STAYS)
    supervisor = Supervisor([child], Clock())
    supervisor.turn()
    assert child.process is not None
    assert os.getpgid(child.process.pid) != os.getpgid(0)
    child.process.kill()
    child.process.wait(20)
