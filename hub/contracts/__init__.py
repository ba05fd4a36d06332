"""The engine that reads frozen contracts and judges bodies by them."""
