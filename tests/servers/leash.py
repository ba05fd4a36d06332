"""Run a server that ends when whoever started it is gone, killed or not.

    python leash.py DIRECTORY USER SIGNAL COMMAND...

The parent holds the other end of standard input. When it closes, by a polite end or by
SIGKILL, the server is asked to stop by SIGNAL, then its process group is killed and
DIRECTORY is removed. The server's
process id is the first line of standard output. A server that ends by itself ends the
leash and leaves DIRECTORY alone, so that it can be started again on the same data.
"""

import os
import pwd
import select
import shutil
import signal
import subprocess
import sys
from contextlib import suppress

POLITE_LIMIT_S = 15


def signal_group(pid: int, signal_number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal_number)


def start(user: str, command: list[str]) -> subprocess.Popen[bytes]:
    entry = pwd.getpwnam(user)
    other = entry.pw_uid != os.geteuid()
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        start_new_session=True,
        user=entry.pw_uid if other else None,
        group=entry.pw_gid if other else None,
        extra_groups=[] if other else None,
    )


def wait_for_either(server: subprocess.Popen[bytes]) -> None:
    """Return when the server has ended or standard input is closed."""
    ended = os.pidfd_open(server.pid)
    select.select([ended, sys.stdin], [], [])
    os.close(ended)


def stop(server: subprocess.Popen[bytes], polite: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        server.send_signal(polite)
    with suppress(subprocess.TimeoutExpired):
        server.wait(POLITE_LIMIT_S)


def main(directory: str, user: str, polite: str, *command: str) -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Only the parent's end ends the leash. Not SIG_IGN: the server would inherit that.
        signal.signal(number, lambda _number, _frame: None)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())  # nor what the parent blocks
    server = start(user, list(command))
    sys.stdout.write(f"{server.pid}\n")
    sys.stdout.flush()
    wait_for_either(server)
    parent_is_gone = server.poll() is None
    if parent_is_gone:
        stop(server, signal.Signals[polite])
    signal_group(server.pid, signal.SIGKILL)
    server.wait()
    if parent_is_gone:
        shutil.rmtree(directory, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
