"""What a figure was measured on, without naming the machine, and what a process has used."""

import os
import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("cryptography", "kombu", "nameko", "orjson", "pika", "psycopg", "sqlalchemy")
SECOND_US = 1_000_000
_AFTER_NAME = 2
_UTIME, _STIME = 13, 14


def facts() -> dict[str, object]:
    """Describe the machine: cores, versions, and how busy it was."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "architecture": platform.machine(),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "load_average_1_minute": round(os.getloadavg()[0], 2),
        "packages": {name: version(name) for name in PACKAGES},
    }


def cpu_us(process: int) -> int:
    """Tell the CPU time a process has used, user and system, to the kernel's tick.

    Source: proc(5), /proc/pid/stat, fields 14 and 15; the name before them may hold spaces.
    """
    text = Path(f"/proc/{process}/stat").read_text()
    fields = text.rpartition(")")[2].split()
    ticks = int(fields[_UTIME - _AFTER_NAME]) + int(fields[_STIME - _AFTER_NAME])
    return ticks * SECOND_US // os.sysconf("SC_CLK_TCK")


def cpu_us_of(processes: Iterable[int]) -> int:
    """Tell the CPU time of several processes together; those that ended count nothing."""
    total = 0
    for process in processes:
        try:
            total += cpu_us(process)
        except FileNotFoundError:
            continue
    return total
