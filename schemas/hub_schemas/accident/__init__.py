"""Bodies of the ``accident.*`` contracts."""
