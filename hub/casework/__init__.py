"""What admitted messages amount to: pure state machines, made anew by replay at any time."""
