"""The hub's tables on SQLite and PostgreSQL: rows in, rows out, one conformance suite for both."""
