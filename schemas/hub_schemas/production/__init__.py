"""Bodies of the ``production.*`` contracts."""
