"""Bodies of the ``approval.*`` contracts."""
