"""Bodies of the ``dispute.*`` contracts."""
