"""Bodies of the ``interest.*`` contracts."""
