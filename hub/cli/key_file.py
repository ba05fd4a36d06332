"""Owns reading a public key that a person hands over: a file with one JWK."""

from pathlib import Path

import orjson

from hub.errors import ConfigError
from hub.trust.keys import PublicKey


def read_public_key(path: Path, code: str) -> PublicKey:
    """Read a public key.

    Args:
        path: A file with one JWK.
        code: What to call it when the file holds none.

    Raises:
        ConfigError: `code`: there is no JWK to read.
        TrustError: `trust.key_malformed`: it is not a key of ours.
    """
    try:
        jwk = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        why = getattr(error, "strerror", None) or "not JSON"
        raise ConfigError(code, f"{path} is not a JWK: {why}") from error
    if not isinstance(jwk, dict):
        raise ConfigError(code, f"{path} is not a JWK: not an object")
    return PublicKey.from_jwk(jwk)
