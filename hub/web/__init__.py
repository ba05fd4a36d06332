"""The HTTPS link and the health page."""
