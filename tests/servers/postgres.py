"""A real PostgreSQL for the length of a test run, durable as in production (fsync stays on)."""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.servers.server import Server, ServerUnavailableError, free_ports, own_user

DEBIAN_BINARIES = Path("/usr/lib/postgresql")
INSTALL = "apt-get install postgresql"
SYSTEM_USER = "postgres"


def find_binaries() -> Path:
    """Find the folder of initdb and postgres, the newest installed version first.

    Raises:
        ServerUnavailableError: PostgreSQL is not installed, or root has no user to run it as.
    """
    found = shutil.which("initdb")
    versions = sorted(
        DEBIAN_BINARIES.glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]), reverse=True
    )
    places = [path.parent for path in versions] or ([Path(found).resolve().parent] if found else [])
    if not places:
        raise ServerUnavailableError(INSTALL)
    server_user()
    return places[0]


def server_user() -> str:
    """Name the user to run as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return own_user()
    try:
        return pwd.getpwnam(SYSTEM_USER).pw_name
    except KeyError as error:
        raise ServerUnavailableError(INSTALL) from error


class Postgres(Server):
    """One cluster, on 127.0.0.1 and on a socket in its own directory."""

    name = "postgres"
    polite_signal = signal.SIGINT  # the fast shutdown: it does not wait for clients

    def __init__(self) -> None:
        self.binaries = find_binaries()
        super().__init__(server_user())
        (self.port,) = free_ports(1)
        self.data = self.directory / "data"
        self._make_cluster()

    def _make_cluster(self) -> None:
        command: list[str | Path] = [
            self.binaries / "initdb", "--pgdata", self.data, "--username", "hub",
            "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-instructions",
        ]  # fmt: skip
        other = self.user != own_user()
        done = subprocess.run(
            command,
            cwd=self.directory,
            env=self.environment(),
            user=self.user if other else None,
            group=self.user if other else None,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            message = f"initdb failed: {done.stderr.strip()}"
            raise RuntimeError(message)

    def command(self) -> Sequence[str]:
        return [
            str(self.binaries / "postgres"), "-D", str(self.data), "-p", str(self.port),
            "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.directory}",
            "-c", "max_connections=200", "-c", "timezone=UTC", "-c", "logging_collector=off",
        ]  # fmt: skip

    def environment(self) -> Mapping[str, str]:
        mine = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        return mine | {"LC_ALL": "C.UTF-8"}

    @property
    def url(self) -> str:
        """The URL of the maintenance database."""
        return f"postgresql://hub@127.0.0.1:{self.port}/postgres"

    def answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Run a PostgreSQL for the length of the block.

    Raises:
        ServerUnavailableError: PostgreSQL is not installed.
    """
    server = Postgres()
    try:
        server.start()
        yield server
    finally:
        server.close()
