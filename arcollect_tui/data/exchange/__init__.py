"""Entries as a file: what one desk hands to another, and how it is taken in.

`form.py` is the format of the lines, `write.py` and `read.py` make and verify a file, `forks.py` compares
it with the store, `receive.py` moves it in.
"""
