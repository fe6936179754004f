"""The groups of the action table, in the order of the help; `keys.actions` puts them together."""
