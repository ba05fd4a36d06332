"""Reference plugin of a bank or credit bureau: advice is considered, never an order."""
