"""What Enter shows of a row on an account's tabs, as lines for a drawer."""

from collections.abc import Iterable, Sequence

from arcollect_tui.rules.formats import OfficeFormat, long_day, short_day
from arcollect_tui.rules.money import shown
from arcollect_tui.screens.messages import fold
from arcollect_tui.services.account_tabs import AccountTabs, ChangeRow, TimelineRow
from arcollect_tui.services.promises import PromiseRow
from arcollect_tui.widgets.pane import PaneLine


def timeline_lines(row: TimelineRow, width: int) -> list[PaneLine]:
    """An entry, a file or a verdict in full: when, who, and every word of it."""
    when = long_day(row.day) + (f" {row.at.astimezone():%H:%M}" if row.at else "")
    head = "  ".join(filter(None, (when, row.kind.replace("_", " "), row.who, row.id if row.at else "")))
    undone = "" if row.counts else "undone: it no longer counts"
    texts = [part for line in row.text.splitlines() for part in fold(line, width) or [""]]
    return [
        ((head, "strong"),),
        *([((undone, "alert"),)] if undone else []),
        *(((text, ""),) for text in texts),
    ]


def promise_lines(row: PromiseRow, more: AccountTabs | None, fmt: OfficeFormat) -> list[PaneLine]:
    """A promise with its items and the files that it was judged by."""

    def money(minor: int) -> str:
        return f"{shown(minor, row.currency, fmt)} {row.currency}"

    due, made = long_day(row.due_on), short_day(row.made_on)
    lines: list[PaneLine] = [
        ((f"{money(row.amount)} by {due}: {row.state}", "strong"),),
        ((f"promised {made}, {' '.join(filter(None, (row.contact, row.method))) or 'nobody named'}", ""),),
        ((f"{money(row.paid)} came", ""),),
    ]
    verdict = more.verdicts.get(row.entry) if more else None
    if verdict is not None:
        lines.append(((f"judged by the file of {long_day(verdict.as_of)} {verdict.file}".rstrip(), ""),))
    lines.append(((f"items: {' '.join(row.items) or 'none named: all that is open counts'}", ""),))
    lines += _evidence(row, more.changes if more else (), fmt)
    return lines


def _evidence(row: PromiseRow, changes: Sequence[ChangeRow], fmt: OfficeFormat) -> Iterable[PaneLine]:
    """What files took off the items since the promise was made, oldest first."""
    for change in reversed(changes):
        named = not row.items or change.document_no in row.items
        if named and change.as_of > row.made_on and change.moved < 0 and change.currency == row.currency:
            amount = shown(change.moved, change.currency, fmt)
            text = f"{short_day(change.as_of):>6}  {change.document_no:<12} {change.kind:<12} {amount:>12}"
            yield ((text, "muted"),)
