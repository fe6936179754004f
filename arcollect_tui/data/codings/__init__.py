"""Coding files: what was coded, as a file that goes out and comes back; their layouts are TOML data."""
