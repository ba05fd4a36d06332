"""One signature: the header is pinned to the key, never the other way round."""

from hub.errors import TrustError
from hub.message.jws import SignedText
from hub.trust.keys import PublicKey


def verify_text(signed: SignedText, key: PublicKey) -> None:
    """Verify a signed text with a key that somebody vouches for.

    Raises:
        TrustError: `trust.unknown_key` (the header names another key),
            `trust.algorithm_mismatch`, `trust.bad_signature`.
    """
    if signed.header.kid != key.kid:
        raise TrustError("trust.unknown_key", "the header names another key")
    if signed.header.alg != key.alg:
        raise TrustError(
            "trust.algorithm_mismatch", f"the key signs with {key.alg} only", alg=key.alg
        )
    key.verify(signed.signing_input, signed.signature)
