"""Erased customers leave the kept files: their lines are cut out, or the whole file goes.

Lines can be cut out where each names its customer in a column of its own. Of other files (lists with
headings, joined tables, several accounts in one column) nobody can tell whose a line is: those of the
customer's ledger go whole, and so does a file that still speaks of the customer without such a line.
"""

import csv
from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, select

from arcollect_tui.data.imports.cutting import Cutter
from arcollect_tui.data.imports.gathering import ERASED, Packer, text_of
from arcollect_tui.data.imports.order import ledgers_brought
from arcollect_tui.data.kept import KeptBytes, chunks_of, kept, let_go, replace_cut
from arcollect_tui.data.standing.touched import KEYS, touch
from arcollect_tui.data.statements import Prepared, table
from arcollect_tui.data.tables import Customer

_C = table(Customer)
_KNOWN = Prepared(select(_C.c.ledger, _C.c.number, _C.c.name).where(_C.c.id.in_(KEYS)))


class Removed(NamedTuple):
    """What an erasure took out of the kept files: files that lost lines, and files that went whole."""

    cut: int
    whole: int


UNTOUCHED = Removed(0, 0)


def erase_kept(connection: Connection, ids: Collection[int]) -> Removed:
    """Remove the customers from every kept file.

    Do it before they leave the ledger tables, which tell where to look.
    """
    words, cut, whole = _words(connection, ids), 0, 0
    for file in kept(connection):
        if file.gone or file.ledger not in words:
            continue
        cutter = Cutter(file.ledger, ids, words[file.ledger])
        if not file.customers_at or not _cut_out(connection, file, cutter):
            let_go(connection, file, ERASED)
            whole += 1
        elif cutter.count:
            cut += 1
    return Removed(cut, whole)


def _words(connection: Connection, ids: Collection[int]) -> dict[str, list[str]]:
    """Numbers and names of the customers, by the ledgers in whose files they may be.

    One that no ledger table knows may be in the file of any.
    """
    touch(connection, ids)
    rows, words = _KNOWN.rows(connection), defaultdict[str, list[str]](list)
    for ledger, number, name in rows:
        words[ledger] += [number, name]
    if len(rows) < len(ids):
        words |= {ledger: words[ledger] for ledger in ledgers_brought(connection)}
    return words


def _cut_out(connection: Connection, file: KeptBytes, cutter: Cutter) -> bool:
    """Cut their lines out of a file; False when it speaks of them all the same."""
    blocks = (text_of(chunk, file.encoding) for chunk in chunks_of(connection, file))
    packer = Packer()
    try:
        texts = cutter.cut(blocks, file.delimiter, file.customers_at)
        chunks = list(packer.packed(text.encode(file.encoding) for text in texts))
    except csv.Error:
        return False
    if any(cutter.names(text_of(chunk, file.encoding)) for chunk in chunks):
        return False
    if cutter.count:
        replace_cut(connection, file, chunks, packer.digest(), cutter.count)
    return True
