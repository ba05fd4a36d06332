"""Bodies of the ``warning.*`` contracts."""
