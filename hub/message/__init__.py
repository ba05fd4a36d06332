"""Bytes in, facts out: the forms of everything that travels, with no I/O, clock or trust.

Decoding is total: any bytes give a value or a MessageError and nothing else. Nothing
here believes what it reads; `hub.trust` does that.
"""
