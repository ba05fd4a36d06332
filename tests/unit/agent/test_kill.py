"""`hub agent run` is killed with SIGKILL again and again, on both sides, in the middle of work."""

import random
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.agent.home import AgentHome, Settings
from hub.bootstrap import create_hub, key_record, open_hub
from hub.config import Config
from hub.exchange.registrar import with_participant
from hub.trust.directory import ParticipantRecord
from hub.trust.keys import PrivateKeySigner
from tests.unit.agent.world import INSURER, MARKET, drafts, sample

COUNT, KILLS = 1_500, 6
RUN = [sys.executable, "-c", "from hub.cli.agent import agent; agent()", "run"]


def made_home(folder: Path) -> dict[str, AgentHome]:
    config = Config(folder, hubid="test-hub")
    create_hub(config)
    hub = open_hub(config)
    homes = {}
    for name, role, department, region, level in (MARKET, INSURER):
        signer = PrivateKeySigner.generate()
        keys = (key_record(signer.public, datetime.now(UTC)),)
        record = ParticipantRecord(
            name, name, name, role, department, region, level, "active", keys
        )
        hub.registrar.publish(with_participant(record))
        homes[name] = AgentHome(config.agent_home(name))
        roots = tuple(hub.root_keys.values())
        plugin = sample("plain") if name == INSURER[0] else ""
        homes[name].create(Settings(name, "test-hub", roots, plugin=plugin), signer)
    hub.close()
    return homes


def started(folder: Path, name: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*RUN, "--home", str(folder), "--participant", name, "--wait", "0.05"],
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.timeout(180)
def test_sigkill_in_the_middle_loses_and_doubles_nothing(tmp_path: Path) -> None:
    homes = made_home(tmp_path)
    seed = random.randrange(1 << 32)  # noqa: S311 - said when it fails
    chance = random.Random(seed)  # noqa: S311 - times to kill at
    sender = homes[MARKET[0]].open()
    subjects = [f"uscc:9113010{i}MA0ABCDE1X" for i in range(5)]
    now = datetime.now(UTC)
    for i, subject in enumerate(subjects):
        sender.enqueue(drafts(COUNT // 5, subject, f"s{i}"), now)
    sender.close()
    processes = {name: started(tmp_path, name) for name in homes}
    try:
        for _ in range(KILLS):
            name = chance.choice(sorted(homes))
            time.sleep(chance.uniform(0.3, 1.2))
            processes[name].kill()
            processes[name].wait()
            processes[name] = started(tmp_path, name)
        assert settled(homes), f"seed {seed}: {[told(one) for one in homes.values()]}"
    finally:
        for process in processes.values():
            process.kill()
            process.wait()
    for home in homes.values():
        facts = told(home)
        assert facts["alarms"] == [], f"seed {seed}"
        assert facts["generation"] != 0


def settled(homes: dict[str, AgentHome]) -> bool:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if told(homes[MARKET[0]])["outbox"] == {"admitted": COUNT}:
            recipient = told(homes[INSURER[0]])
            if recipient["inbox"] == {"applied": COUNT} and recipient["last_number"] == COUNT:
                return True
        time.sleep(0.2)
    return False


def told(home: AgentHome) -> dict[str, object]:
    from hub.agent.status import status  # noqa: PLC0415

    store = home.store()
    try:
        return status(store)
    finally:
        store.close()
