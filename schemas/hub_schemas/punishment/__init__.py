"""Bodies of the ``punishment.*`` contracts."""
