"""The hub command."""
