"""A plugin's process does not outlive its agent, not even one that hangs."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.servers.server import poll_until

AGENT = """
import sys, time
from hub.agent.host import PluginHost
host = PluginHost(sys.argv[1])
host.start()
print(host.pid, flush=True)
time.sleep(60)
"""


def test_a_plugin_ends_when_its_agent_is_killed_without_a_word() -> None:
    agent = subprocess.Popen(
        [sys.executable, "-c", AGENT, "bank_credit"], stdout=subprocess.PIPE, text=True
    )
    assert agent.stdout is not None
    plugin = int(agent.stdout.readline())
    agent.send_signal(signal.SIGKILL)
    agent.wait()
    agent.stdout.close()
    poll_until(lambda: not alive(plugin), "the plugin ends", 10)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return state != "Z"
