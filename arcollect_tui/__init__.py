"""A collector's workstation in a terminal."""
