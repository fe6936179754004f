"""What is remembered: the store, its tables, the import and export of files.

The only room that knows SQL and file formats. Queries return frozen rows, never ORM objects.
"""
