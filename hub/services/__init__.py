"""Nameko services: they declare, hand over and settle."""
