"""Bodies of the ``enterprise.*`` contracts."""
