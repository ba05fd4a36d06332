"""The participant's side: the process that owns the key and runs the plugin."""
