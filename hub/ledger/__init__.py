"""The append-only log as pure functions: entries to bytes, leaves to roots and proofs.

Where the entries are kept, and the lock under which they are appended, is the store's.

Source: RFC 6962 section 2.1, RFC 9162 section 2.1; DESIGN sections 3 and 6.
"""
