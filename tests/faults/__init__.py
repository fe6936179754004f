"""What was saved is there after a kill, an I/O error, a full disk and a power cut.

The short form runs a sample of each sweep; `ARCOLLECT_LONG=1` runs them whole.
"""
