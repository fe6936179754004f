"""A morning of short pays: two hundred and more coded group by group, counted in keys and in minutes.

The minutes are those of the keystroke-level model (Card, Moran and Newell): a key takes a practised
typist 0.20 s, and each decision before a chunk of keys 1.35 s.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from arcollect_tui.services.items import ItemRow
from tests.terminal.desk import checked, deeds, items, new_deeds, top
from tests.terminal.program import options, run
from tests.terminal.tmux import Terminal, needs_tmux

pytestmark = needs_tmux
KEY_SECONDS, DECISION_SECONDS = 0.20, 1.35
MINUTES = 10.0
LEAST = 200
DECISIONS = 4
"""A group: which rows are alike; that they are to be coded; the reason; that the preview is right."""

WORDS = (
    ("pallet missing", "QTY", "qty"), ("pallet not", "QTY", "qty"), ("wet", "DMG", "dmg"),
    ("transit", "DMG", "dmg"), ("damage claim", "DMG", "dmg"), ("freight not", "FRT", "frt"),
    ("freight deducted", "FRT", "frt"), ("freight dap", "FRT", "frt"), ("co-op", "ALW", "alw"),
    ("qty", "QTY", "qty"), ("early pay", "TRM", "trm"), ("price diff", "PRC-PO", "prc-"),
    ("discount per", "PRC", "prc"), ("% discount", "TRM", "trm"), ("promo", "ALW", "alw"),
    ("price list", "PRC", "prc"), ("rebate", "ALW", "alw"), ("old price", "PRC", "prc"),
    ("contract", "CON", "con"), ("short shipped", "QTY", "qty"), ("price", "PRC", "prc"),
)  # fmt: skip
"""What a collector looks for in the customers' words, the reason, and how it is typed."""


@dataclass(frozen=True)
class Group:
    """Rows that are coded together: what is typed to mark them, and which they are."""

    name: str
    reason: str
    keys: tuple[str, ...]
    typed: tuple[str, ...]
    rows: tuple[ItemRow, ...]

    @property
    def presses(self) -> tuple[str, ...]:
        """Every key, from the list to the applied preview."""
        return (*self.keys, ";", "d", *self.typed, "Enter", "Enter")


def searched(row: ItemRow) -> str:
    """What a bare word of a filter is looked for in."""
    texts = (row.document_no, row.customer_no, row.name, row.po, row.reference, row.text)
    return "\n".join(texts).lower()


def groups(rows: list[ItemRow]) -> Iterator[Group]:
    """What is there to do, word by word; then what nobody said a word about, by an equal cell."""
    left = list(rows)
    for words, reason, typed in WORDS:
        found = [row for row in left if all(word in searched(row) for word in words.split())]
        left = [row for row in left if row not in found]
        if found:
            yield Group(words, reason, ("m", *words, "Enter"), tuple(typed), tuple(found))
    silent = [row for row in left if not row.text]
    if silent:
        yield Group("(nothing said)", "OTH", ("E",), tuple("oth"), tuple(silent))


def test_two_hundred_short_pays_before_coffee(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    short = items(store, "short d:uncoded sort:text")
    plan, before, coded = list(groups(short)), deeds(store, None), items(store, "coding:disputed")
    assert sum(len(group.rows) for group in plan) >= LEAST
    assert not short[0].text, "those without words stand on top, under the cursor"
    with Terminal(options(store), home=store.parent, size=(120, 35)) as screen:
        screen.wait_for(top(store)[0].number)
        screen.press("g", "i", "f", *"short d:uncoded sort:text", "Enter")
        screen.wait_for("sort:text")
        screen.press(*["Right"] * 10)
        arrived = screen.presses
        for group in plan:
            screen.press_at_once(*group.presses)
            screen.wait_for(f"Coded: dispute {group.reason} on {len(group.rows)} item")
        pressed = screen.presses
        screen.press("C-q")
        screen.wait_end()
    assert pressed - arrived == sum(len(group.presses) for group in plan)
    with capsys.disabled():
        minutes = ledger(plan, arrived)
    assert minutes < MINUTES
    _assert_just_those(store, plan, coded)
    assert [row.kind for row in new_deeds(store, before)] == ["coding"] * len(plan)
    assert checked(store).ok
    assert run(store, "check").returncode == 0


def _assert_just_those(store: Path, plan: list[Group], coded: list[ItemRow]) -> None:
    """The store holds the codings that were wanted, those of before, and no others."""
    wanted = {row.item_id: (group.reason, row.open_amount) for group in plan for row in group.rows}
    wanted |= {row.item_id: (row.reason, row.disputed_amount) for row in coded}
    now = {row.item_id: (row.reason, row.disputed_amount) for row in items(store, "coding:disputed")}
    assert now == wanted


def ledger(plan: list[Group], arrived: int) -> float:
    """Print the keys of every group and the modelled time.

    Returns:
        Minutes, the way to the list included.
    """
    print(f"\n{'group':<18} {'reason':<8} {'items':>5} {'keys':>5} {'seconds':>8}")
    seconds = arrived * KEY_SECONDS + DECISION_SECONDS
    print(f"{'to the list':<18} {'':<8} {'':>5} {arrived:>5} {seconds:>8.1f}")
    for group in plan:
        keys = len(group.presses)
        taken = keys * KEY_SECONDS + DECISIONS * DECISION_SECONDS
        seconds += taken
        print(f"{group.name:<18} {group.reason:<8} {len(group.rows):>5} {keys:>5} {taken:>8.1f}")
    keys = arrived + sum(len(group.presses) for group in plan)
    count = sum(len(group.rows) for group in plan)
    print(f"{len(plan)} groups, {count} items, {keys} keys, modelled {seconds / 60:.1f} minutes")
    return seconds / 60
