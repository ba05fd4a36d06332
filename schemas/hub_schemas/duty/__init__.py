"""Bodies of the ``duty.*`` contracts."""
