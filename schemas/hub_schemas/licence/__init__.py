"""Bodies of the ``licence.*`` contracts."""
