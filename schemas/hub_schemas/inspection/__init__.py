"""Bodies of the ``inspection.*`` contracts."""
