"""Who signed, and whether that is to be believed: keys, the directory, verification.

Sans I/O: the directory and the time are arguments. Fails closed: what is not known is
refused.
"""
