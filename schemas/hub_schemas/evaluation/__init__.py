"""Bodies of the ``evaluation.*`` contracts."""
