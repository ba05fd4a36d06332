"""Bodies of the ``supervision.*`` contracts."""
