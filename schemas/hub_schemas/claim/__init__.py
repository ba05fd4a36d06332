"""Bodies of the ``claim.*`` contracts."""
