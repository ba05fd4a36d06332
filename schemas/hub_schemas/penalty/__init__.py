"""Bodies of the ``penalty.*`` contracts."""
