"""Keys, signatures and the directory: who may sign, and whether they did."""
