"""The plain mode: the verbs of the screens as lines typed and lines answered.

For screen readers, braille displays, terminals that can do nothing, and scripts. Output is only ever
appended: no colour, no moving of the cursor, one line a row, at most 80 characters a line.
"""
