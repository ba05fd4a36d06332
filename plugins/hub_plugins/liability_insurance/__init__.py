"""Reference plugin of a liability insurer: quotes by its tariff, every factor with evidence."""
