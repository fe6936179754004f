"""Entries as sealed files in a folder that desks share.

`header.py` is what a sealed file says of itself, `seal.py` what it looks like, `refusals.py` why one is
put aside, `keys.py` the keys and words of a desk, `peers.py` and `notes.py` what this desk knows of other
desks and of files, `spans.py` counts what is lacking, `origins.py` who vouches for what, `folder.py` reads
and writes the files.
"""
