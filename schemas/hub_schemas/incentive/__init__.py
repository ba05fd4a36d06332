"""Bodies of the ``incentive.*`` contracts."""
