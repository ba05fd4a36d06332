"""How a service's process ends: its status tells the supervisor whether starting again may help."""

from typing import Final

from hub.errors import ConfigError, Fault, HubError

ADDRESS: Final = 69
"""The address to listen on is taken or not ours (`EX_UNAVAILABLE` of sysexits.h)."""
CONFIGURATION: Final = 78
"""The settings do not allow it (`EX_CONFIG` of sysexits.h)."""
STATUS: Final = {Fault.SENDER: 2, Fault.HUB: 70, Fault.ENVIRONMENT: 75}


def status_of(error: HubError) -> int:
    """Tell the status of a process that ends with this error."""
    if isinstance(error, ConfigError):
        return CONFIGURATION
    return ADDRESS if error.code == "web.address" else STATUS[error.fault]
