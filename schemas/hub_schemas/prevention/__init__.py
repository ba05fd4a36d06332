"""Bodies of the ``prevention.*`` contracts."""
