"""How much a stranger may send: submissions in which nothing was signed, per remote address."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from ipaddress import IPv6Address, ip_address
from math import ceil
from typing import Final

from werkzeug.wrappers import Request

BURST_COUNT: Final = 60
PER_S: Final = 1.0
ADDRESSES_COUNT: Final = 4096
"""So many are remembered; the longest unheard is forgotten first."""
IPV6_SITE_BITS: Final = 64


class StrangerQuota:
    """Counts what nobody signed; a bucket per address that empties with time.

    Args:
        burst: So many at once; then
        per_s: so many a second.
        clock: Monotonic seconds.
        proxies: Addresses whose `X-Forwarded-For` is believed.
    """

    def __init__(
        self,
        burst: int = BURST_COUNT,
        per_s: float = PER_S,
        clock: Callable[[], float] = time.monotonic,
        proxies: Collection[str] = (),
    ) -> None:
        self._burst = burst
        self._per_s = per_s
        self._clock = clock
        self._proxies = frozenset(proxies)
        self._lock = threading.Lock()
        self._empty_at_s: OrderedDict[str, float] = OrderedDict()

    def address_of(self, asked: Request) -> str:
        """Tell where a request comes from: of a proxy of ours, whom it names last."""
        address = asked.remote_addr or ""
        named = ",".join(asked.headers.getlist("X-Forwarded-For")).rpartition(",")[2].strip()
        return named if named and address in self._proxies else address

    def wait_s(self, address: str) -> int:
        """Tell how long an address has to wait before it may submit; 0: it may."""
        with self._lock:
            level = self._level(site_of(address))
        return max(0, ceil((level - self._burst + 1) / self._per_s))

    def count(self, address: str) -> None:
        """Count one submission in which nothing was signed."""
        site = site_of(address)
        with self._lock:
            level = self._level(site) + 1
            self._empty_at_s[site] = self._clock() + level / self._per_s
            self._empty_at_s.move_to_end(site)
            if len(self._empty_at_s) > ADDRESSES_COUNT:
                self._empty_at_s.popitem(last=False)

    def _level(self, site: str) -> float:
        empty_at_s = self._empty_at_s.get(site, 0.0)
        return max(0.0, empty_at_s - self._clock()) * self._per_s


def site_of(address: str) -> str:
    """Name who is counted together: an IPv4 address, or an IPv6 network of one site.

    Source: RFC 6177 section 2 (a site has at least a /64).
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return f"{found.packed[: IPV6_SITE_BITS // 8].hex()}/{IPV6_SITE_BITS}"
    return str(found)
