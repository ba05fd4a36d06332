"""Kill, cut, fill, delay: the hub and its agents as real processes, and a referee at the end."""
