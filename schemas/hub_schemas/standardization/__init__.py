"""Bodies of the ``standardization.*`` contracts."""
