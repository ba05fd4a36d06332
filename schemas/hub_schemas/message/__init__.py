"""Bodies of the ``message.*`` contracts."""
