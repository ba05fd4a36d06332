"""A real RabbitMQ node for the length of a test run, alone on the machine for all it knows."""

import base64
import hashlib
import json
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pika
import pika.exceptions

from tests.servers.server import Server, ServerUnavailableError, free_ports, listens, own_user

DEBIAN_SCRIPTS = Path("/usr/lib/rabbitmq/lib")
INSTALL = "apt-get install rabbitmq-server"
USER = "hub"
READY_VHOSTS = 8


def find_scripts() -> Path:
    """Find the folder of the server's own scripts; the ones on PATH insist on a system user.

    Raises:
        ServerUnavailableError: RabbitMQ is not installed.
    """
    places = sorted(DEBIAN_SCRIPTS.glob("rabbitmq_server-*/sbin/rabbitmq-server"))
    if places:
        return places[-1].parent
    found = shutil.which("rabbitmq-server")
    if not found:
        raise ServerUnavailableError(INSTALL)
    return Path(found).resolve().parent


def password_hash(password: str) -> str:
    """Hash a password the way a definitions file wants it: salt, then SHA-256 of salt and text."""
    salt = secrets.token_bytes(4)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


class RabbitMQ(Server):
    """One node with its own name, cookie, port mapper and data; the user `hub` may do anything."""

    name = "rabbitmq"

    def __init__(self) -> None:
        self.scripts = find_scripts()
        super().__init__(own_user())
        self.port, self.distribution_port, self.mapper_port = free_ports(3)
        self.password = secrets.token_hex(8)
        self.node = f"hub-test-{self.port}@localhost"
        self.vhosts = ["/", *(f"test-{number}" for number in range(READY_VHOSTS))]
        self._unused = self.vhosts[1:]
        self._mapper = PortMapper(self.mapper_port)
        self._write_files()

    def _write_files(self) -> None:
        cookie = self.directory / ".erlang.cookie"
        cookie.write_text(secrets.token_hex(16))
        cookie.chmod(0o400)
        (self.directory / "enabled_plugins").write_text("[].\n")
        (self.directory / "definitions.json").write_text(json.dumps(self._definitions()))
        (self.directory / "rabbitmq.conf").write_text(
            f"listeners.tcp.local = 127.0.0.1:{self.port}\n"
            f"load_definitions = {self.directory}/definitions.json\n"
            "log.console = true\nlog.console.level = warning\nlog.file = false\n"
            "disk_free_limit.absolute = 50MB\n"
        )

    def _definitions(self) -> dict[str, object]:
        everything = {"configure": ".*", "write": ".*", "read": ".*"}
        return {
            "users": [
                {
                    "name": USER,
                    "password_hash": password_hash(self.password),
                    "hashing_algorithm": "rabbit_password_hashing_sha256",
                    "tags": ["administrator"],
                }
            ],
            "vhosts": [{"name": name} for name in self.vhosts],
            "permissions": [{"user": USER, "vhost": name} | everything for name in self.vhosts],
        }

    def command(self) -> Sequence[str]:
        return [str(self.scripts / "rabbitmq-server"), "-noinput"]

    def environment(self) -> Mapping[str, str]:
        here = str(self.directory)
        mine = {key: value for key, value in os.environ.items() if not key.startswith("RABBITMQ_")}
        return mine | {
            "HOME": here,
            "LC_ALL": "C.UTF-8",
            "ERL_EPMD_PORT": str(self.mapper_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_ALLOW_INPUT": "true",  # the script becomes the server: one process to signal
            "RABBITMQ_CONF_ENV_FILE": f"{here}/none.conf",
            "RABBITMQ_CONFIG_FILE": f"{here}/rabbitmq.conf",
            "RABBITMQ_DIST_PORT": str(self.distribution_port),
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{here}/enabled_plugins",
            "RABBITMQ_LOG_BASE": f"{here}/log",
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_MNESIA_BASE": f"{here}/mnesia",
            "RABBITMQ_NODENAME": self.node,
            "RABBITMQ_PID_FILE": f"{here}/node.pid",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none",
        }

    @property
    def url(self) -> str:
        """The URL of the default virtual host."""
        return self.vhost_url("/")

    def vhost_url(self, vhost: str) -> str:
        name = "%2F" if vhost == "/" else vhost
        return f"amqp://{USER}:{self.password}@127.0.0.1:{self.port}/{name}"

    def fresh_vhost_url(self) -> str:
        """The URL of a virtual host nobody has used; the first few are made with the node."""
        if self._unused:
            return self.vhost_url(self._unused.pop(0))
        name = f"test-{len(self.vhosts)}"
        self.control("add_vhost", name)
        self.control("set_permissions", "--vhost", name, USER, ".*", ".*", ".*")
        self.vhosts.append(name)
        return self.vhost_url(name)

    def remembers(self, queue: str, vhost: str = "/") -> bool:
        """Say whether a new quorum queue would survive a kill now.

        A node writes the names of its quorum queues a moment after it answered the
        declaration. Killed before that (tried: 3.10.8) it comes back with the queue listed
        and for ever without a leader: each use of it hangs for a minute and fails.
        """
        name = f"{quote(vhost, safe='')}_{queue}".encode()
        places = (self.directory / "mnesia").glob("*/quorum/*/names.dets")
        return any(name in place.read_bytes() for place in places)

    def control(self, *arguments: str) -> str:
        """Run rabbitmqctl against this node and return what it says.

        Raises:
            subprocess.CalledProcessError: It refused.
        """
        command = [str(self.scripts / "rabbitmqctl"), "--quiet", "--node", self.node, *arguments]
        done = subprocess.run(
            command, env=self.environment(), capture_output=True, text=True, check=True
        )
        return done.stdout

    def start(self) -> None:
        if not self._mapper.answers():
            self._mapper.start()
        super().start()

    def answers(self) -> bool:
        if not listens(self.port):  # pika logs every refused connection at length
            return False
        try:
            pika.BlockingConnection(pika.URLParameters(self.url)).close()
        except (pika.exceptions.AMQPError, OSError):
            return False
        return True

    def close(self) -> None:
        super().close()
        self._mapper.close()


class PortMapper(Server):
    """Erlang's port mapper; a node that finds none leaves one behind for ever."""

    name = "epmd"

    def __init__(self, port: int) -> None:
        super().__init__(own_user())
        self.port = port

    def command(self) -> Sequence[str]:
        return ["epmd", "-port", str(self.port), "-address", "127.0.0.1"]

    def answers(self) -> bool:
        return listens(self.port)


@contextmanager
def running_rabbitmq() -> Iterator[RabbitMQ]:
    """Run a RabbitMQ for the length of the block.

    Raises:
        ServerUnavailableError: RabbitMQ is not installed.
    """
    server = RabbitMQ()
    try:
        server.start()
        yield server
    finally:
        server.close()
