"""The safety-credit hub: signed, ordered and provable exchange between organisations."""
