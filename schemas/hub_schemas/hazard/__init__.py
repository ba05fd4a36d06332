"""Bodies of the ``hazard.*`` contracts."""
