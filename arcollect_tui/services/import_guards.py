"""What stops a file until somebody lets it through: it may be the wrong one, or not complete."""

from dataclasses import dataclass
from datetime import date

from arcollect_tui.data.imports.diff import Diff
from arcollect_tui.data.imports.layout_model import FileKind
from arcollect_tui.data.imports.order import ImportKey
from arcollect_tui.data.imports.read import ParsedFile
from arcollect_tui.data.imports.swapped import MEND
from arcollect_tui.data.queries import items as item_queries
from arcollect_tui.data.store import Connection

GUARDS = ("older", "shrink", "company", "customers", "total", "dates", MEND)
"""Names that `--accept` takes; the last one also mends: it exchanges day and month back."""

SHRINK_PERCENT = 30
STRANGERS_PERCENT = 50
FEW_ITEMS = 10
"""A currency with fewer items than this, and than the main one, may clear without a question."""
MANY_HELD = 10
"""Held lines from which it is asked whether the columns are read right, where fewer are read than held."""
GREW_TIMES = 10
LATER_PERCENT = 20
"""Share of items dated after the day of their file from which its dates are doubted."""
EARLY_DUE_PERCENT = 20
"""Share of items due before their own date from which day and month are probably swapped."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A reason to stop and ask."""

    name: str
    sentence: str


def guards_of(
    connection: Connection, key: ImportKey, have: list[ImportKey], diff: Diff, parsed: ParsedFile
) -> list[Guard]:
    """Every reason to stop this file, in the order of `GUARDS`.

    Args:
        connection: a transaction that sees the ledger.
        key: the import that the file would be.
        have: the imports that are folded in.
        diff: what the file would change.
        parsed: the file as read.
    """
    found = []
    newest = max((other.as_of for other in have), default=None)
    if newest is not None and key.as_of < newest:
        day = date.fromordinal(newest).isoformat()
        found.append(Guard("older", f"The file is older than the ledger, which stands at {day}."))
    found += (
        _shrink(diff)
        or _nothing_read(key, parsed)
        or _held_back(connection, diff, parsed)
        or _mostly_held(parsed)
    )
    strange = key.companies.difference(*[other.companies for other in have]) if have else frozenset()
    if strange:
        names = ", ".join(name or "(none)" for name in sorted(strange))
        found.append(Guard("company", f"Company {names} is new to this ledger. Is it the right file?"))
    strangers = sum(1 for card in diff.cards if card.before is None)
    items = parsed.layout.kind is FileKind.ITEMS
    if items and have and strangers * 100 > diff.customers_in_file * STRANGERS_PERCENT and strangers > 1:
        found.append(
            Guard("customers", f"{strangers} customers of the file are unknown here. Is it the right file?")
        )
    found += _total(diff, parsed)
    found += _dates(diff, parsed)
    return found


def _dates(diff: Diff, parsed: ParsedFile) -> list[Guard]:
    """Dates that cannot be so: due before the document, or written after the day of the file."""
    if diff.early_due > 1 and diff.early_due * 100 > diff.taken_apart * EARLY_DUE_PERCENT:
        many = f"{diff.early_due} of {diff.taken_apart} items"
        return [Guard("dates", f"{many} are due before their own date: are day and month swapped?")]
    if parsed.later > 1 and parsed.later * 100 > parsed.count * LATER_PERCENT:
        many = f"{parsed.later} of {parsed.count} items"
        day = parsed.as_of.isoformat()
        return [Guard("dates", f"{many} are dated after {day}, the file's day: are day and month swapped?")]
    return []


def _shrink(diff: Diff) -> list[Guard]:
    cleared = diff.counts["cleared"]
    if not cleared:
        return []
    many = cleared * 100 > diff.opened * SHRINK_PERCENT
    most = max(diff.opened_items.values())
    much = [
        code
        for code, value in diff.cleared_value.items()
        if value * 100 > diff.opened_value[code] * SHRINK_PERCENT
        and diff.opened_items[code] >= min(most, FEW_ITEMS)
    ]
    if not many and not much:
        return []
    share = cleared * 100 // diff.opened
    value = f" More than {SHRINK_PERCENT} % of the value in {', '.join(sorted(much))}." if much else ""
    return [Guard("shrink", f"{cleared} of {diff.opened} open items ({share} %) would clear.{value}")]


def _nothing_read(key: ImportKey, parsed: ParsedFile) -> list[Guard]:
    """A snapshot without one readable item says nothing about the ledger, least of all that all is paid."""
    if key.delta or any(parsed.lines[name] for name in ("item", "settled", "future", "erased")):
        return []
    return [Guard("shrink", f"{parsed.name} holds no item that can be read. Is it complete?")]


def _held_back(connection: Connection, diff: Diff, parsed: ParsedFile) -> list[Guard]:
    """An item whose line is held is not absent: nobody may take it for paid."""
    held = {line.document_no: line.line for line in parsed.left_out if line.document_no}
    held |= {line.document_no: line.line for line in parsed.held if line.document_no}
    gone = [change.item for change in diff.changes if change.kind == "cleared"] if held else []
    records = item_queries.records(connection, gone).values()
    lost = sorted(
        (held[item.document_no], item.document_no) for item in records if item.document_no in held
    )
    if not lost:
        return []
    line, number = lost[0]
    more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
    waits = any(one.line == line for one in parsed.held)
    state = "is only held: mend it." if waits else "is in the file: it is left out, not paid."
    return [Guard("shrink", f"Open item {number}{more} would clear, but its line {line} {state}")]


def _mostly_held(parsed: ParsedFile) -> list[Guard]:
    """More lines held than read: the columns are probably read wrong, and one fix mends them all."""
    held = len(parsed.held)
    if held < MANY_HELD or held <= parsed.count:
        return []
    reason = f"{held:,} lines are held and only {parsed.count:,} read: are the columns read right?"
    return [Guard("shrink", reason)]


def _total(diff: Diff, parsed: ParsedFile) -> list[Guard]:
    grown = [
        code
        for code, total in parsed.totals.items()
        if diff.opened_value[code]
        and abs(total.sum - parsed.erased.get(code, 0)) > diff.opened_value[code] * GREW_TIMES
    ]
    if not grown:
        return []
    codes = ", ".join(sorted(grown))
    return [Guard("total", f"The file's total in {codes} is more than ten times the ledger's before.")]
