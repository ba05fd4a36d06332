"""Who is started, when again, and what is left behind: nothing."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from hub.bootstrap import create_hub
from hub.config import Config, WebConfig
from hub.errors import ConfigError, HubError, TransportError
from hub.services.statuses import ADDRESS, CONFIGURATION, status_of
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


def ends_with(status: int) -> list[str]:
    return [sys.executable, "-c", f"raise SystemExit({status})"]


@pytest.mark.parametrize(
    ("status", "failures", "error"), [(CONFIGURATION, 1, ConfigError), (ADDRESS, 4, TransportError)]
)
def test_a_child_that_cannot_start_ends_the_whole_hub(
    status: int, failures: int, error: type[HubError]
) -> None:
    clock, stays = Clock(), Child("clerk.0", STAYS)
    child = Child("web.0", ends_with(status), failures=failures - 1)
    supervisor = Supervisor([stays, child], clock)
    with pytest.raises(error, match=r"web\.0"):
        supervisor.run()
    assert stays.process is not None
    assert stays.process.returncode is not None


def test_an_address_that_is_being_freed_is_tried_again() -> None:
    clock, child = Clock(), Child("web.0", ends_with(ADDRESS))
    supervisor = Supervisor([child], clock)
    for _ in range(3):
        supervisor.turn()
        ended(child)
        supervisor.turn()
        clock.now = child.not_before_s
    assert child.failures == 3


@pytest.mark.parametrize("status", [CONFIGURATION, ADDRESS])
def test_a_child_that_ran_well_before_is_started_again_whatever_it_says(status: int) -> None:
    clock, child = Clock(), Child("web.0", ends_with(status), failures=9, proven=True)
    supervisor = Supervisor([child], clock)
    supervisor.turn()
    ended(child)
    supervisor.turn()
    assert child.failures == 10


def test_the_web_tells_by_its_status_that_its_address_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        create_hub(Config(tmp_path, web=WebConfig(port=taken.getsockname()[1])))
        command = [sys.executable, "-m", "hub.web.run", "--home", str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == ADDRESS
    assert "cannot listen" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_may_pass_has_another_status() -> None:
    assert status_of(ConfigError("config.no_home", "x")) == CONFIGURATION
    assert status_of(TransportError("store.away", "x")) == 75


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
