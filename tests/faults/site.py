"""One hub of real processes with its participants' agents, each in a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hub.agent.home import AgentHome, Settings
from hub.bootstrap import create_hub, key_record, open_hub
from hub.config import Config, WebConfig
from hub.exchange.registrar import with_participant
from hub.sdk import Draft
from hub.trust.directory import ACTIVE, ParticipantRecord
from hub.trust.keys import PrivateKeySigner
from tests.faults.cast import AMQP, CAST, Member
from tests.faults.counting_plugin import FOLDER
from tests.needs import ROOT
from tests.servers.server import free_ports

HUBID = "faults"
SERVICES = ("intake", "heads", "clerk", "scheduler", "web")
START_LIMIT_S = 120.0
STOP_LIMIT_S = 40.0
LOOK_S = 0.1


def until(condition: Callable[[], object], what: str, limit_s: float = START_LIMIT_S) -> None:
    """Poll a condition.

    Raises:
        TimeoutError: It did not come about.
    """
    deadline_s = time.monotonic() + limit_s
    while not condition():
        if time.monotonic() > deadline_s:
            raise TimeoutError(f"{what}: not within {limit_s:.0f} s")
        time.sleep(LOOK_S)


class Site:
    """A home, its processes, and ways to kill them.

    Args:
        folder: Everything is in here.
        database: URL; empty for the embedded hub.
        bus: URL; empty for the embedded hub.
    """

    def __init__(
        self, folder: Path, database: str, bus: str, cast: Sequence[Member] = CAST
    ) -> None:
        self.home = folder / "home"
        self.effects = folder / "effects"
        self.logs = folder / "logs"
        for made in (self.effects, self.logs):
            made.mkdir(parents=True)
        self.cast = {member.id: member for member in cast}
        (self.port,) = free_ports(1)
        self.config = Config(
            self.home, hubid=HUBID, database=database, bus=bus, web=WebConfig(port=self.port)
        )
        self.hub: subprocess.Popen[bytes] | None = None
        self.agents: dict[str, subprocess.Popen[bytes]] = {}
        self._enrol()

    def _enrol(self) -> None:
        create_hub(self.config)
        hub = open_hub(self.config)
        at = datetime.now(UTC)
        roots = tuple(hub.root_keys.values())
        for who in self.cast.values():
            link = self.config.bus if who.link == AMQP else f"http://127.0.0.1:{self.port}"
            signer = PrivateKeySigner.generate()
            settings = Settings(who.id, HUBID, roots, link=link, plugin=who.plugin)
            self.agent_home(who.id).create(settings, signer)
            record = ParticipantRecord(
                who.id, who.id, who.id, who.role, who.department, who.region, who.level, ACTIVE,
                (key_record(signer.public, at),),
            )  # fmt: skip
            hub.registrar.publish(with_participant(record))
            self.agent_home(who.id).store().close()  # to be looked into from now on
        hub.close()

    def agent_home(self, who: str) -> AgentHome:
        return AgentHome(self.config.agent_home(who))

    def agent_database(self, who: str) -> Path:
        return self.config.agent_home(who) / "agent.db"

    # -- starting and ending -------------------------------------------------------------------

    def start_hub(self) -> None:
        """Start `hub up`."""
        self.hub = self._started("hub", ["up", "--home", str(self.home)])

    def start_agent(self, who: str, home: Path | None = None) -> subprocess.Popen[bytes]:
        """Start `hub agent run`; from a copied home it is not kept as the site's own."""
        command = ["agent", "run", "--home", str(home or self.home), "--participant", who]
        process = self._started(who if home is None else f"{who}-copy", command)
        if home is None:
            self.agents[who] = process
        return process

    def start(self) -> None:
        """Start the hub and every agent, and wait until the hub is well."""
        self.start_hub()
        for who in self.cast:
            self.start_agent(who)
        self.wait_well()

    def wait_well(self) -> None:
        until(lambda: self.health().get("status") == "ok", "the hub is well")

    def _started(self, name: str, words: Sequence[str]) -> subprocess.Popen[bytes]:
        with (self.logs / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "hub", *words],
                cwd=ROOT,
                env=os.environ | {FOLDER: str(self.effects)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def stop(self) -> None:
        """End everything politely, and see that nothing is left."""
        processes = [*self.agents.values(), *([self.hub] if self.hub else [])]
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(STOP_LIMIT_S)
        until(lambda: not self.left_behind(), "every process ends", STOP_LIMIT_S)
        self.hub, self.agents = None, {}

    def close(self) -> None:
        """End everything, whatever state it is in."""
        for process in [*self.agents.values(), *([self.hub] if self.hub else [])]:
            process.kill()
            process.wait()
        for pid in self.left_behind():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    # -- killing -------------------------------------------------------------------------------

    def service(self, name: str) -> int:
        """The process id of a hub service; 0 while it does not run."""
        return next((pid for pid, words in self._children_of_hub() if name in words), 0)

    def _children_of_hub(self) -> list[tuple[int, list[str]]]:
        if self.hub is None:
            return []
        return [(pid, _words(pid)) for pid in children(self.hub.pid)]

    def kill_service(self, name: str) -> bool:
        """Kill one hub service; the supervisor starts it again. False: it did not run."""
        pid = self.service("hub.web.run" if name == "web" else name)
        return bool(pid) and _killed(pid)

    def kill_hub(self) -> None:
        """Kill the supervisor and every service at once, as a power cut does, and start anew."""
        assert self.hub is not None
        pids = [pid for pid, _ in self._children_of_hub()]
        self.hub.kill()
        for pid in pids:
            _killed(pid)
        self.hub.wait()
        self.start_hub()

    def kill_agent(self, who: str) -> None:
        """Kill an agent and start it again."""
        self.end_agent(who)
        self.start_agent(who)

    def end_agent(self, who: str) -> None:
        """Kill an agent and leave it away."""
        process = self.agents.pop(who)
        process.kill()
        process.wait()

    def kill_plugin(self, who: str) -> bool:
        """Kill the plugin's process of an agent. False: it did not run."""
        found = children(self.agents[who].pid)
        return bool(found) and _killed(found[0])

    def left_behind(self) -> list[int]:
        """Every process of this site that still runs, whoever its parent is."""
        mark = f"{FOLDER}={self.effects}".encode()
        return [pid for pid in _all_pids() if pid != os.getpid() and mark in _environment(pid)]

    def fallen(self) -> list[str]:
        """Name the processes that ended although nobody killed them, with the end of their log."""
        running = dict(self.agents)
        if self.hub:
            running["hub"] = self.hub
        return [
            f"{name} ended ({process.returncode}): {self.tail(name)}"
            for name, process in running.items()
            if process.poll() is not None
        ]

    def tail(self, name: str, lines: int = 8) -> str:
        """Read the end of a process's log."""
        text = (self.logs / f"{name}.log").read_text(errors="replace")
        return "\n".join(text.splitlines()[-lines:])

    # -- looking and feeding -------------------------------------------------------------------

    def health(self) -> dict[str, Any]:
        url = f"http://127.0.0.1:{self.port}/v1/health"
        with suppress(OSError, ValueError):
            try:
                with urllib.request.urlopen(url, timeout=5) as answer:
                    return dict(json.load(answer))
            except urllib.error.HTTPError as error:
                return dict(json.load(error))
        return {}

    @contextmanager
    def outbox(self, who: str) -> Iterator[Callable[[Sequence[Draft]], None]]:
        """Give a way to put drafts into an agent's outbox from outside, as an import does."""
        agent = self.agent_home(who).open(plugin=False)

        def put(drafts: Sequence[Draft]) -> None:
            result = agent.enqueue(drafts, datetime.now(UTC))
            assert len(result.accepted) == len(drafts), result.refused[:3]

        try:
            yield put
        finally:
            agent.close()


def children(pid: int) -> list[int]:
    """The processes a process has started."""
    with suppress(OSError):
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [int(word) for word in text.split()]
    return []


def _words(pid: int) -> list[str]:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    return []


def _environment(pid: int) -> list[bytes]:
    with suppress(OSError):
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    return []


def _all_pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]


def _killed(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        return True
    return False
