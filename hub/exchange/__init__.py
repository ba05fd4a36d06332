"""The hub's use cases: admit, route, acknowledge, replay. Decides everything, touches nothing.

No I/O, clock or randomness here: the store is a port, times come from the store's clock, keys and
contracts are given at construction.
"""
