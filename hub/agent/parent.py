"""A child process that ends with its parent, even one killed without a word."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int | None) -> None:
    """Ask the kernel for SIGTERM when the parent ends; end at once if it has ended already.

    Args:
        parent: Process id of the parent; ``None``: this process stands alone.

    Source: prctl(2), PR_SET_PDEATHSIG; it is cleared by exec of a set-user-id program only.
    """
    if parent is None:
        return
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        raise SystemExit(0)
