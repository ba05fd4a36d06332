"""Bodies of the ``closure.*`` contracts."""
