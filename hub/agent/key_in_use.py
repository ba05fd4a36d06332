"""The key an agent signs with while it runs: its file may be replaced under it."""

import logging
from pathlib import Path

from hub.errors import ConfigError
from hub.trust.keys import PrivateKeySigner, PublicKey

log = logging.getLogger(__name__)


class KeyInUse:
    """A signer that looks at its file when told to, and at no other time.

    One step of the agent signs with one key: header and signature never differ.
    """

    def __init__(self, path: Path, passphrase: bytes | None) -> None:
        """Read the key.

        Raises:
            ConfigError: config.no_key, config.key_unreadable.
        """
        self._path = path
        self._passphrase = passphrase
        self._read()

    def look(self) -> None:
        """Take up a key that has replaced this one; keep this one while that cannot be read."""
        try:
            if self._stamp() != self._seen:
                before = self.kid
                self._read()
                log.info("signing with %s instead of %s", self.kid, before)
        except ConfigError as error:
            log.warning("the key in use stays: %s", error)

    def _read(self) -> None:
        self._seen = self._stamp()
        self._signer = read_key(self._path, self._passphrase)

    def _stamp(self) -> tuple[int, int]:
        try:
            found = self._path.stat()
        except OSError as error:
            text = f"cannot read {self._path}: {error.strerror}"
            raise ConfigError("config.no_key", text) from error
        return found.st_ino, found.st_mtime_ns

    @property
    def alg(self) -> str:
        """Name the algorithm."""
        return self._signer.alg

    @property
    def public(self) -> PublicKey:
        """Give the public key."""
        return self._signer.public

    @property
    def kid(self) -> str:
        """Name the key."""
        return self._signer.kid

    def sign(self, signing_input: bytes) -> bytes:
        """Sign with the key last looked at."""
        return self._signer.sign(signing_input)


def read_key(path: Path, passphrase: bytes | None) -> PrivateKeySigner:
    """Read a key file.

    Raises:
        ConfigError: config.no_key, config.key_unreadable.
    """
    try:
        pem = path.read_bytes()
    except OSError as error:
        raise ConfigError("config.no_key", f"cannot read {path}: {error.strerror}") from error
    return PrivateKeySigner.from_pem(pem, passphrase)
