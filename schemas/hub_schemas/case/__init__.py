"""Bodies of the ``case.*`` contracts."""
