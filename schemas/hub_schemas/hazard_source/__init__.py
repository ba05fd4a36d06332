"""Bodies of the ``hazard_source.*`` contracts."""
