"""Bodies of the ``participant.*`` contracts."""
