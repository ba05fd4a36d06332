"""Bodies of the ``commitment.*`` contracts."""
