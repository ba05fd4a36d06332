"""Bodies of the ``premium.*`` contracts."""
