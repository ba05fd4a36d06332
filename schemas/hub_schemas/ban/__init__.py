"""Bodies of the ``ban.*`` contracts."""
