"""Reference plugin of an emergency-management authority: it proposes, officers decide."""
