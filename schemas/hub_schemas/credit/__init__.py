"""Bodies of the ``credit.*`` contracts."""
