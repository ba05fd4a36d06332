"""The participant side: links, inbox, outbox, plugin host, proposals."""
