"""The conflicts of an account as lines of text. Pure, like `account_text`."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from arcollect_tui.rules.text import counted
from arcollect_tui.screens.messages import fold
from arcollect_tui.services.account import Account
from arcollect_tui.services.conflict_rows import ConflictRow, ConflictValue
from arcollect_tui.widgets.pane import PaneLine
from arcollect_tui.widgets.pick_list import Choice

MOST = 5


def conflict_lines(found: Sequence[ConflictRow], width: int) -> Iterable[PaneLine]:
    """What desks said differently, in as many lines as it needs: it is here that one chooses."""
    if not found:
        return
    yield ((f"! {counted(len(found), 'conflict')}  ", "alert"), ("i keeps what counts, O picks", "muted"))
    for row in found[:MOST]:
        yield from (((line, ""),) for line in fold(row.text, width))
    if len(found) > MOST:
        yield ((f"and {len(found) - MOST} more", "muted"),)


def conflict_words(found: Sequence[ConflictRow]) -> tuple[str, str]:
    """How many conflicts there are with the key that settles one, and what it keeps of the first."""
    return f"! {counted(len(found), 'conflict')}, i keeps ", found[0].brief


def value_choices(found: Sequence[ConflictRow]) -> tuple[tuple[Choice, ConflictRow, ConflictValue], ...]:
    """Every value of the conflicts as a choice."""
    values = [(row, value) for row in found for value in row.values]
    return tuple(
        (Choice(str(number), f"{row.about}: {value.says}", row.by(value)), row, value)
        for number, (row, value) in enumerate(values, 1)
    )


def without(found: Account, conflict: ConflictRow) -> Account:
    """The account as it is when a conflict is settled."""
    return replace(found, conflicts=tuple(row for row in found.conflicts if row.id != conflict.id))
