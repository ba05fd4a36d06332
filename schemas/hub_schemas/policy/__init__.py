"""Bodies of the ``policy.*`` contracts."""
