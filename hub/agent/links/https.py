"""The HTTPS link: for agencies whose firewall lets nothing else through.

Answers come back with the request and wait in memory for `receive`; deliveries are asked
for by number with a long poll. A private authority and a proxy are settings.
"""

import json
import re
import ssl
from collections import deque
from collections.abc import Callable, Sequence
from math import ceil
from pathlib import Path
from typing import Final

import httpx

from hub.agent.links.link import Frame
from hub.errors import TransportError
from hub.message.limits import MAX_WAIT_S

CONNECT_S: Final = 10.0
ANSWER_S: Final = 60.0
RETRY_LIMIT_S: Final = 300
MEDIA_BUNDLE: Final = "application/octet-stream"
MEDIA_JOSE: Final = "application/jose"
MEDIA_PROBLEM: Final = "application/problem+json"
PROBLEM_LIMIT_BYTES: Final = 64 * 1024
CODE: Final = re.compile(r"\A[a-z0-9_.]{1,64}\Z")
"""What is shown of a refusal: a code of a stable form, and no other text of a stranger's."""
_LENGTH_BYTES: Final = 4

PullSigner = Callable[[int, int], bytes]
"""Signs a `pull` request: deliveries after this number, waiting at most so many seconds."""


class HttpsLink:
    """One participant's way over HTTPS."""

    pulls = True

    def __init__(
        self,
        url: str,
        sign_pull: PullSigner,
        ca_file: Path | None = None,
        proxy: str | None = None,
    ) -> None:
        """Name the way; nothing is connected yet."""
        context = ssl.create_default_context(cafile=None if ca_file is None else str(ca_file))
        self._client = httpx.Client(
            base_url=url,
            verify=context,
            proxy=proxy,
            timeout=httpx.Timeout(ANSWER_S, connect=CONNECT_S),
            trust_env=False,
        )
        self._sign_pull = sign_pull
        self._arrived: deque[Frame] = deque()

    def submit(self, bundle: bytes) -> None:
        """Post a bundle; its receipt comes out of `receive`."""
        answer = self._send("POST", "/v1/submissions", bundle, MEDIA_BUNDLE)
        if answer.content:
            self._arrived.append(Frame(answer.content))

    def request(self, jws: bytes) -> None:
        """Post a signed request; its frames come out of `receive`."""
        answer = self._send("POST", "/v1/requests", jws, MEDIA_JOSE)
        self._arrived.extend(Frame(body) for body in split_frames(answer.content))

    def receive(self, after: int, wait_s: float) -> list[Frame]:
        """Take answers that came, else ask for deliveries."""
        if not self._arrived:
            wait = min(ceil(wait_s), MAX_WAIT_S)  # never 0 for an idle agent
            token = self._sign_pull(after, wait).decode("ascii")
            answer = self._send(
                "GET", f"/v1/deliveries?after={after}&wait={wait}", authorization=f"JWS {token}"
            )
            if answer.status_code == httpx.codes.OK:
                self._arrived.append(Frame(answer.content))
        frames = list(self._arrived)
        self._arrived.clear()
        return frames

    def settle(self, frames: Sequence[Frame]) -> None:
        """Nothing to settle: numbers say what was stored."""

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _send(
        self,
        method: str,
        path: str,
        content: bytes | None = None,
        media: str = "",
        *,
        authorization: str = "",
    ) -> httpx.Response:
        """Send one request.

        Raises:
            TransportError: link.hub_away: not reachable or too slow; link.hub_busy: 429 or
                503, with `retry_after_s`; link.hub_refused: any other answer that is not 2xx.
        """
        headers = {"Content-Type": media} if media else {}
        if authorization:
            headers["Authorization"] = authorization
        try:
            answer = self._client.request(method, path, content=content, headers=headers)
        except httpx.HTTPError as error:
            raise TransportError(
                "link.hub_away", f"the hub cannot be reached ({type(error).__name__})"
            ) from error
        if answer.is_success:
            return answer
        if answer.status_code in {httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE}:
            raise TransportError(
                "link.hub_busy",
                f"the hub asks to wait ({_named(answer)})",
                retry_after_s=_retry_after_s(answer),
            )
        raise TransportError(
            "link.hub_refused",
            f"the hub refused the connection's request ({_named(answer)}); see hub agent check",
            status=answer.status_code,
        )


def split_frames(raw: bytes) -> list[bytes]:
    """Split an answer of frames, each framed by its length.

    Raises:
        TransportError: link.answer_cut: the answer does not end where a frame ends.
    """
    frames: list[bytes] = []
    at = 0
    while at < len(raw):
        start = at + _LENGTH_BYTES
        at = start + int.from_bytes(raw[at:start], "big")
        if len(raw) < start or len(raw) < at:
            raise TransportError("link.answer_cut", "the hub's answer ends within a frame")
        frames.append(raw[start:at])
    return frames


def _named(answer: httpx.Response) -> str:
    """Name an answer that refuses: its status, and its problem's code when it tells one."""
    status = f"HTTP {answer.status_code}"
    if not answer.headers.get("Content-Type", "").startswith(MEDIA_PROBLEM):
        return status
    try:
        document = json.loads(answer.content[:PROBLEM_LIMIT_BYTES])
    except (ValueError, RecursionError):
        return status
    code = document.get("code") if isinstance(document, dict) else None
    return f"{status}, {code}" if isinstance(code, str) and CODE.match(code) else status


def _retry_after_s(answer: httpx.Response) -> int:
    text = answer.headers.get("Retry-After", "")
    return min(int(text[:6]), RETRY_LIMIT_S) if text.isdecimal() else 1
