"""State machines over admitted messages, rebuilt by replay."""
