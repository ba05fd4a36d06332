"""The agreed and frozen contracts, language-neutral files read as package data."""
