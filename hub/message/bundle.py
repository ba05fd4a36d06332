"""The bundle: what one bus message or HTTP body carries, 1 to 256 envelopes.

Lengths frame the envelopes, so that a bad one never spoils its neighbours: reading a
bundle looks into none of them.

    "SCB1" | u16 count | count times: u32 length, envelope
"""

from collections.abc import Iterable, Sequence
from typing import Final

from hub.errors import MessageError
from hub.message.limits import MAX_BUNDLE_BYTES, MAX_BUNDLE_COUNT, MAX_ENVELOPE_BYTES

MAGIC: Final = b"SCB1"
_HEAD_BYTES = 6
_LENGTH_BYTES = 4


def write_bundle(envelopes: Sequence[bytes]) -> bytes:
    """Frame envelopes.

    Raises:
        MessageError: `message.bundle_malformed`, `message.too_large`: beyond the limits.
    """
    if not 1 <= len(envelopes) <= MAX_BUNDLE_COUNT:
        raise _malformed(f"it must carry 1 to {MAX_BUNDLE_COUNT} envelopes")
    pieces = [MAGIC, len(envelopes).to_bytes(2, "big")]
    for envelope in envelopes:
        pieces += (len(envelope).to_bytes(_LENGTH_BYTES, "big"), envelope)
    raw = b"".join(pieces)
    _check_size(raw)
    return raw


def read_bundle(raw: bytes) -> list[bytes]:
    """Split a bundle into its envelopes, unread.

    Raises:
        MessageError: `message.bundle_malformed`, `message.too_large`.
    """
    _check_size(raw)
    if raw[:4] != MAGIC:
        raise _malformed("it does not start with SCB1")
    count = int.from_bytes(raw[4:_HEAD_BYTES], "big")
    if len(raw) < _HEAD_BYTES or not 1 <= count <= MAX_BUNDLE_COUNT:
        raise _malformed(f"it must carry 1 to {MAX_BUNDLE_COUNT} envelopes")
    envelopes = []
    at = _HEAD_BYTES
    for _ in range(count):
        start = at + _LENGTH_BYTES
        at = start + int.from_bytes(raw[at:start], "big")
        if len(raw) < start or len(raw) < at:
            raise _malformed("it ends within an envelope")
        envelopes.append(raw[start:at])
    if at != len(raw):
        raise _malformed("bytes follow the last envelope")
    return envelopes


def split_bundles(envelopes: Iterable[bytes]) -> list[list[bytes]]:
    """Pack envelopes, in their order, into as few lists as the limits of a bundle allow.

    Raises:
        MessageError: `message.too_large`: one of them fits no bundle.
    """
    groups: list[list[bytes]] = []
    size = MAX_BUNDLE_BYTES
    for envelope in envelopes:
        if len(envelope) > MAX_ENVELOPE_BYTES:
            raise MessageError("message.too_large", "an envelope is over its limit")
        added = _LENGTH_BYTES + len(envelope)
        if size + added > MAX_BUNDLE_BYTES or len(groups[-1]) == MAX_BUNDLE_COUNT:
            groups.append([])
            size = _HEAD_BYTES
        groups[-1].append(envelope)
        size += added
    return groups


def _check_size(raw: bytes) -> None:
    if len(raw) > MAX_BUNDLE_BYTES:
        raise MessageError(
            "message.too_large", f"bundle is over {MAX_BUNDLE_BYTES} bytes", limit=MAX_BUNDLE_BYTES
        )


def _malformed(why: str) -> MessageError:
    return MessageError("message.bundle_malformed", f"bundle refused: {why}")
