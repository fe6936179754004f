"""Reading: frozen rows out, never ORM objects."""
