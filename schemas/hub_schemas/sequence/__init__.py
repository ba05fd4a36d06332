"""Bodies of the ``sequence.*`` contracts."""
