"""Reference plugin of a market regulator: registers enterprises, publishes, carries out."""
