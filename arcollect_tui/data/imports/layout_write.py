"""A layout as TOML text, made from a file and what its columns are to be read as."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from arcollect_tui.data.imports.headers import bare_name, fold
from arcollect_tui.data.imports.layout_model import FileKind, Layout
from arcollect_tui.data.imports.proposal import Proposal

AMOUNTS: Final = frozenset(("open_amount", "amount", "debit", "credit"))
_OF_ITEMS: Final = AMOUNTS | {"document_no", "document_date", "due_date"}


@dataclass(frozen=True, slots=True)
class Said:
    """What the columns of a file are to be read as.

    Attributes:
        fields: column to field.
        parts: columns that add up to the open amount.
        dates: order of day and month where a file shows none, '' to ask.
        decimal: decimal mark where a file shows none, '' to ask.
        currency: code of lines without one, '' for the layout's own.
    """

    fields: dict[str, str]
    parts: tuple[str, ...] = ()
    dates: str = ""
    decimal: str = ""
    currency: str = ""


def toml_of(name: str, proposal: Proposal, said: Said) -> str:
    """The text of a layout that files with these columns are recognised by.

    Args:
        name: what it is to be called.
        proposal: the file as it was understood.
        said: what its columns are.
    """
    base, fields = proposal.layout, said.fields
    items = bool(_OF_ITEMS.intersection(fields.values())) or bool(said.parts)
    kind = FileKind.ITEMS if items else FileKind.CUSTOMERS
    named = [column for column in (*fields, *said.parts) if not column.startswith("@")]
    lines = [
        f"# Made from {_plain(proposal.file)}. Change it as you like: arcollect layouts show {name}",
        f"name = {_text(name)}",
        f"title = {_text('as ' + _plain(proposal.file))}",
        f"certainty = {_text('seen')}",
        f"source = {_text('a file of the office')}",
        f"kind = {_text(kind)}",
        f"fingerprint = {_list(named)}",
        f"recipe = {_list(base.recipe)}",
        f"recipe_optional = {_bool(base.recipe_optional)}",
        f"credits = {_text(base.credits)}",
        *_more(base),
        *_said(base, said, proposal.headed),
        "",
        "[columns]",
        *[f"{field} = {_list([column])}" for column, field in fields.items()],
    ]
    return "\n".join([*lines, *_tables(base)]) + "\n"


def _more(base: Layout) -> Iterable[str]:
    for key in ("net_by", "once_by", "item_needs"):
        words: tuple[str, ...] = getattr(base, key)
        if words:
            yield f"{key} = {_list(words)}"
    if base.carry:
        yield "carry = true"
    if base.parent_mark:
        yield f"parent_mark = {_text(base.parent_mark)}"


def _said(base: Layout, said: Said, headed: bool) -> Iterable[str]:
    """What a person said of the whole file, and what its customers stand in."""
    if said.parts:
        yield f"buckets = {_list([re.escape(fold(bare_name(part))) for part in said.parts])}"
    if base.headings or headed:
        yield "headings = true"
    words = {"dates": said.dates or base.dates, "decimal": said.decimal or base.decimal}
    words["currency"] = said.currency or base.currency
    yield from (f"{key} = {_text(word)}" for key, word in words.items() if word)


def _tables(base: Layout) -> Iterable[str]:
    """What the layout that the file seemed to have says of words and accounts."""
    words = {
        "status": {"closed": sorted(base.closed), "draft": sorted(base.draft)},
        "sides": {"plus": sorted(base.plus), "minus": sorted(base.minus)},
    }
    for table, lists in words.items():
        filled = [f"{key} = {_list(one)}" for key, one in lists.items() if one]
        if filled:
            yield from ("", f"[{table}]", *filled)
    if base.languages:
        codes = sorted(set(base.languages.values()))
        keys = {code: sorted(key for key, own in base.languages.items() if own == code) for code in codes}
        yield from ("", "[languages]", *[f"{code} = {_list(own)}" for code, own in keys.items()])
    if base.keep:
        yield from ("", "[keep]", *[f"{key} = {_text(pattern)}" for key, pattern in base.keep.items()])
    numbered = {key: getattr(base.preamble, key) for key in ("year", "as_of", "currency", "digits")}
    if any(numbered.values()):
        yield from ("", "[preamble]", *[f"{key} = {at}" for key, at in numbered.items() if at])
    kinds = sorted(set(base.types.values()))
    yield from ("", "[types]")
    for kind in kinds:
        yield f"{kind} = {_list([word for word, own in base.types.items() if own == kind])}"


def _text(value: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's too."""
    return json.dumps(value, ensure_ascii=False)


def _list(values: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _bool(value: bool) -> str:
    return "true" if value else "false"


def _plain(name: str) -> str:
    """A file's name for a comment: no line of its own may begin in it."""
    return " ".join(name.split())
