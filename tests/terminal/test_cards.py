"""Card numbers never reach the disk, whichever way they come in: every byte of every file is looked at."""

import csv
import json
import re
import sqlite3
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from arcollect_tui.services.calls import CallDraft, log_call
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.contacts import ContactDraft, add_contact
from arcollect_tui.services.drafts import new_token, save_draft
from arcollect_tui.services.exports import EXPORTS, export
from arcollect_tui.services.imports import GUARDS, ImportOptions, apply_import, plan_import
from arcollect_tui.services.notes import add_note
from arcollect_tui.services.references import find_customer, find_items
from tests.terminal.desk import office
from tests.terminal.program import TODAY, options
from tests.terminal.raw import RawTerminal, needs_pty

CARDS = ("4111111111111111", "5555555555554444", "378282246310005", "6011111111111117", "3530111333300000")
SPELLINGS = ("{}", "card {} thanks", "x{}y", "{} exp 12/27", "no. {}, cvv 123")
MARKS = ("", " ", "-", ".")
_BETWEEN = rb"(?:[ .\-\x00]|\xc2\xa0){0,3}"
_ANY_CARD = re.compile(b"|".join(_BETWEEN.join(b"%c" % digit for digit in card.encode()) for card in CARDS))
COLUMNS = (
    "customer_no", "document_no", "type", "document_date", "due_date", "currency", "amount", "open_amount",
    "customer_name", "reference", "po", "text", "contact_name", "email", "phone", "collector", "sales_rep",
    "terms",
)  # fmt: skip


def spelled() -> Iterator[str]:
    """The cards as people write them."""
    for place, card in enumerate(CARDS):
        for mark in MARKS:
            groups = mark.join(re.findall(".{1,4}", card))
            yield SPELLINGS[place % len(SPELLINGS)].format(groups)


def ledger_with_cards(folder: Path) -> Path:
    """A file with a card number wherever somebody may have typed one."""
    path = folder / f"statement {CARDS[0]}.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(COLUMNS)
        for place, text in enumerate(spelled()):
            item = (f"K{place:02}", f"D{place:02}", "invoice", "2026-08-01", "2026-09-01", "USD")
            writer.writerow([*item, "100.00", "20.00", *[text] * 10])
    return path


def found_in(folder: Path) -> list[str]:
    """The files that hold a card number, as it is or packed."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        if _ANY_CARD.search(data) or _ANY_CARD.search(str(path.relative_to(folder)).encode()):
            found.append(path.name)
        found += [f"{path.name}: {place}" for place in _packed(path, data)]
    return found


def _packed(path: Path, data: bytes) -> Iterator[str]:
    """The values of a store that hold one when unpacked."""
    if not data.startswith(b"SQLite format 3"):
        return
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        for (table,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table'"
        ).fetchall():
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                for value in row:
                    if isinstance(value, bytes) and _ANY_CARD.search(_unpacked(value)):
                        yield table
    connection.close()


def _unpacked(value: bytes) -> bytes:
    try:
        return zlib.decompress(value)
    except zlib.error:
        return value


def test_the_look_itself_finds_them(tmp_path: Path) -> None:
    for place, text in enumerate(spelled()):
        (tmp_path / f"{place}.txt").write_text(text)
    assert len(found_in(tmp_path)) == len(CARDS) * len(MARKS)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder for the store and all that is made from it; the ledger file stands outside."""
    folder = tmp_path / "desk"
    folder.mkdir()
    path = folder / "office.arcollect"
    with office(path) as opened:
        asked = ImportOptions(as_of=TODAY, accept=frozenset(GUARDS))
        apply_import(opened, plan_import(opened, ledger_with_cards(tmp_path), asked))
    return path


def test_imported(desk: Path) -> None:
    assert found_in(desk.parent) == []


def test_recorded_kept_and_exported(desk: Path) -> None:
    with office(desk) as opened:
        for place, text in enumerate(spelled()):
            customer = find_customer(opened, f"K{place:02}").id
            (item,) = find_items(opened, None, [f"D{place:02}"])
            add_note(opened, customer, text, pinned=True)
            add_contact(opened, customer, ContactDraft(text, text, "", "", "", "", preferred=False))
            log_call(opened, CallDraft(customer, "VM", contact=text, note=text, token=opened.token()))
            coding = plan_coding(opened, CodingRequest("PRC", (item.id,), mode="whole", note=text))
            apply_coding(opened, coding)
            save_draft(opened, "note", customer, new_token(), json.dumps({"text": text}))
        assert found_in(desk.parent) == []
        for what in EXPORTS:
            for suffix in (".csv", ".jsonl"):
                export(opened, what, desk.parent / f"{what}{suffix}")
    assert found_in(desk.parent) == []


@needs_pty
def test_typed_at_the_keyboard(desk: Path) -> None:
    card = CARDS[0]
    with RawTerminal(options(desk), home=desk.parent) as screen:
        screen.wait_for("K00")
        screen.keys("a", *f"paid by card {card}")
        screen.wait_for(card)
        time.sleep(0.6)
        assert found_in(desk.parent) == []
        screen.keys("\x1b")
        screen.wait_for("1 draft")
        assert found_in(desk.parent) == []
        screen.keys("a")
        screen.wait_for("•••• 1111")
        screen.keys("\r")
        screen.wait_for("ote saved")
        screen.keys("p", *"fri", *"\t" * 5, *card)
        screen.wait_for(card)
        time.sleep(0.6)
        screen.keys("\r")
        screen.wait_for("promise")
        screen.keys("f", *card, "\x1b", "/", *card, "\x1b", "\x11")
        assert screen.end() == 0
    assert found_in(desk.parent) == []
