"""The view words of a filter, `sort:-score,name` and `cols:std`: one line is one saved view."""

import re

from arcollect_tui.rules.query_fields import (
    COLUMN_SETS,
    COLUMNS,
    FIELDS,
    SHOWN_ONLY,
    SORT,
    Field,
    find_field,
    likely,
)
from arcollect_tui.rules.query_terms import Piece, Reading, Term, pieces
from arcollect_tui.rules.text import quoted

_VIEW_WORD = re.compile(r'"[^"]*"|(?:^|\s+)(sort|cols):\S*', re.IGNORECASE)


def without_view_words(text: str, *names: str) -> str:
    """A filter line without its `sort:` and `cols:`.

    Args:
        text: the filter line; what stands between quotes is left alone.
        names: only these of them; both when none is given.
    """

    def kept(found: re.Match[str]) -> str:
        dropped = found[1] and (not names or found[1].lower() in names)
        return "" if dropped else found[0]

    return _VIEW_WORD.sub(kept, text).strip()


def is_view_word(term: Term) -> bool:
    """Whether the term says how rows are shown, not which."""
    return term.name.lower() in {SORT, COLUMNS}


def sort_of(term: Term, reading: Reading) -> tuple[tuple[str, bool], ...]:
    """Pairs of full field name and whether it runs downwards.

    Raises:
        QueryError: no such field, or no column that can be sorted by.
    """
    found = []
    for piece in _listed(term, reading):
        field = _named(piece, piece.text.removeprefix("-"), reading)
        if not field.sortable:
            sentence = f"A list cannot be sorted by {field.name}."
            raise reading.wrong(piece.start, piece.end, sentence)
        found.append((field.name, piece.text.startswith("-")))
    return tuple(found)


def columns_of(term: Term, reading: Reading) -> tuple[str, ...]:
    """Full field names, and names of sets of columns.

    Raises:
        QueryError: no such field.
    """
    ready = {*COLUMN_SETS, *SHOWN_ONLY[reading.target]}
    return tuple(
        piece.text.lower() if piece.text.lower() in ready else _named(piece, piece.text, reading).name
        for piece in _listed(term, reading)
    )


def _listed(term: Term, reading: Reading) -> list[Piece]:
    if term.op != ":":
        sentence = f"{term.name} takes a colon,"
        raise reading.wrong(term.start, term.value_start, sentence, f"e.g. {term.name}:name.")
    return list(pieces(term.raw, term.value_start, by_comma=True))


def _named(piece: Piece, name: str, reading: Reading) -> Field:
    field = find_field(name, reading.target)
    if field is not None:
        return field
    near = likely(name, [known.name for known in FIELDS[reading.target]])
    cure = f"Did you mean {near}?" if near else "Tab lists the fields."
    sentence = f"There is no field {quoted(name)} to show or to sort by."
    raise reading.wrong(piece.start, piece.end, sentence, cure)
