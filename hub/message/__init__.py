"""Events, envelopes and bundles: bytes in, facts out."""
