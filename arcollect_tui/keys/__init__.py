"""What the keys do: the action table, the engine that reads keys, and the hints made from both."""
