"""The screens: each owns its focus and its messages, and asks the services off the UI thread."""
