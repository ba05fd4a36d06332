"""Bodies of the ``listing.*`` contracts."""
