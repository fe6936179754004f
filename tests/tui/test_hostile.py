"""Hostile text in every field: shown as text on every screen, and nothing else happens."""

import shutil
import unicodedata
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import time
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.events import Paste

from arcollect_tui.app import ArcollectApp
from arcollect_tui.services.calls import CallDraft, log_call
from arcollect_tui.services.checks import run_checks
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.contacts import ContactDraft, add_contact
from arcollect_tui.services.followups import reschedule
from arcollect_tui.services.history import history
from arcollect_tui.services.imports import GUARDS, ImportOptions, apply_import, plan_import
from arcollect_tui.services.items import ItemView, item_rows
from arcollect_tui.services.notes import add_note
from arcollect_tui.services.office import Office
from arcollect_tui.services.references import find_customer
from arcollect_tui.widgets.safe import clean
from tests.tui.hostile import TEXTS, ledger_file, number_of
from tests.tui.office import DAY, NARROW, WIDE, Hand, opened

pytestmark = pytest.mark.filterwarnings("default")
UNSEEN = frozenset(
    "\u200b\u200e\u200f\u061c\u2060\u2064\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
EVERYWHERE = (
    "f b a l > 0 enter", "z", "z", "z", "=", "escape", "c", "escape", "c d", "escape", "p", "f2", "escape",
    "escape", "a", "escape", "e", "f2", "escape", "escape", "r", "escape", "enter", "=", "escape",
    "space", "d", "escape", "; d", "escape", "escape", "d", "escape", "f P W N", "escape",
    "/ P W N enter", "escape", "!", "escape", "?", "escape", ": r e d o", "escape", "V s", "V b", "V o",
    "g i", "enter", "=", "escape", "escape", "s", "* ; d o t h enter", "f2", "tab", "escape",
    "f P W N enter", "m P W N enter", "E", "X", "k", "; d", "pagedown", "pagedown", "pagedown", "escape",
    "\\", "\\", "o", "escape", "V = k enter", "escape", "M enter",
    "g p", "enter", "escape", "g a", "enter", "escape", "x", "escape", "g u", "enter", "escape", "g w",
    "g t", "tab", "pagedown", "a", "escape", "enter", "escape", "ctrl+t P W N enter", "escape", "R", "8",
    "g w",
)  # fmt: skip
"""Every screen, form and question, by its keys."""


@pytest.fixture(scope="session")
def hostile_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that took in a hostile file, with hostile deeds on every customer."""
    folder = tmp_path_factory.mktemp("hostile")
    path = folder / "office.arcollect"
    with opened(path) as office:
        plan = plan_import(office, ledger_file(folder), ImportOptions(as_of=DAY, accept=frozenset(GUARDS)))
        assert not plan.held, plan.held
        apply_import(office, plan)
        for name, text in TEXTS.items():
            _do_everything(office, number_of(name), text)
        assert run_checks(office).ok
    return path


def _do_everything(office: Office, number: str, text: str) -> None:
    customer = find_customer(office, number).id
    add_note(office, customer, text, pinned=True)
    card = ContactDraft(name=text, role=text, phone="", email="", language="", country="", preferred=True)
    add_contact(office, customer, card)
    log_call(office, CallDraft(customer, "NA", contact=text, note=text, token=office.token()))
    reschedule(office, customer, DAY, time(0, 1))
    (item,) = [row for row in item_rows(office, ItemView("short")) if row.customer_id == customer]
    request = CodingRequest(
        "OTH", (item.item_id,), note=text, claim=text, their_code=text, their_words=text
    )
    apply_coding(office, plan_coding(office, request))


@asynccontextmanager
async def window(store: Path, size: tuple[int, int]) -> AsyncGenerator[Hand]:
    with opened(store) as office:
        app = ArcollectApp(office)
        try:
            async with app.run_test(size=size) as pilot:
                hand = Hand(app, pilot)
                await hand.rest()
                yield hand
        finally:
            app.finish()


def copied(store: Path, folder: Path) -> Path:
    path = folder / "office.arcollect"
    shutil.copyfile(store, path)
    return path


def assert_only_text(hand: Hand) -> None:
    """Nothing on the screen but characters with a picture, and every line as wide as the screen."""
    for line in hand.text().split("\n"):
        found = {sign for sign in line if sign in UNSEEN or unicodedata.category(sign) in ("Cc", "Cs")}
        assert not found, (found, line)
        assert cell_len(line) == hand.app.size.width, line


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])
async def test_every_screen_shows_it_as_text(hostile_store: Path, size: tuple[int, int]) -> None:
    async with window(hostile_store, size) as hand:
        for keys in EVERYWHERE:
            await hand.press(*keys.split())
            assert hand.app.bug is None
            assert_only_text(hand)
        assert hand.app.is_running


async def test_each_name_is_shown_as_it_is_written(hostile_store: Path) -> None:
    async with window(hostile_store, WIDE) as hand:
        await hand.press("f", *"bal>0", "enter", "z")
        seen = ""
        for _ in TEXTS:
            seen += hand.text()
            await hand.press("j")
        for name, text in TEXTS.items():
            shown = clean(text).strip()[:24].rstrip()
            line = next(line for line in seen.split("\n") if number_of(name) in line)
            assert shown in line, name


async def test_a_click_on_a_name_runs_nothing(hostile_store: Path) -> None:
    async with window(hostile_store, WIDE) as hand:
        await hand.press("f", *"click", "enter", "z")
        lines = hand.text().split("\n")
        rows = [place for place, line in enumerate(lines) if "[@click=" in line]
        assert len(rows) >= 2
        for row in rows:
            for column in range(lines[row].index("[@click="), lines[row].index("PWN") + 3, 3):
                await hand.pilot.click(offset=(column, row))
        await hand.rest()
        assert hand.app.is_running
        assert hand.app.bug is None


@pytest.mark.parametrize(
    "name", ["clipboard", "eight-bit colour", "override", "click", "line feed", "long"]
)
async def test_pasted_into_a_note_it_is_stored_clean(
    hostile_store: Path, tmp_path: Path, name: str
) -> None:
    path = copied(hostile_store, tmp_path)
    async with window(path, WIDE) as hand:
        await hand.press("f", *"bal>0", "enter", "a")
        hand.app.post_message(Paste(TEXTS[name]))
        await hand.rest()
        assert_only_text(hand)
        await hand.press("enter")
        assert "Not" in hand.echo
    with opened(path, read_only=True) as office:
        said = history(office, limit=1)[0]
    assert said.kind == "note"
    assert not {sign for sign in said.text if unicodedata.category(sign) == "Cc" or sign in UNSEEN}


GRID_COLUMNS = (
    "document_no,name,reference,po,text,terms,collector,sales_rep",
    "customer_no,name,type,company,ledger,line,parent_no,state,reason",
)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])
async def test_every_column_of_the_grid_shows_it_as_text(
    hostile_store: Path, size: tuple[int, int]
) -> None:
    async with window(hostile_store, size) as hand:
        for columns in GRID_COLUMNS:
            for one in columns.split(","):
                await hand.press("g", "i", "f", *f"cols:{one},document_no", "enter")
                for _ in range(4):
                    assert_only_text(hand)
                    await hand.press("E", "pagedown")
        assert hand.app.bug is None


FIELDS = ("reason", "amount", "note", "claim", "their_code", "their_words", "ask")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])
async def test_pasted_into_every_field_of_the_coding_drawer(
    hostile_store: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    path = copied(hostile_store, tmp_path)
    async with window(path, size) as hand:
        await hand.press("g", "i", "f", *"d:uncoded", "enter", "*", ";", "d")
        for place, field in enumerate(FIELDS):
            for name in ("clipboard", "override", "click", "formula", "line feed", "wide", "long"):
                hand.app.post_message(Paste(TEXTS[name]))
                await hand.rest()
                assert_only_text(hand)
                await hand.press("ctrl+u", *["delete"] * 4)
                assert hand.app.bug is None, (field, name)
            assert place == FIELDS.index(field)
            await hand.press("tab")
        await hand.press(*"oth", "tab", *"whole", "tab", "tab")
        hand.app.post_message(Paste(TEXTS["clipboard"]))
        await hand.press("tab", "tab")
        hand.app.post_message(Paste(TEXTS["formula"]))
        await hand.press("enter", "enter")
        assert_only_text(hand)
        assert hand.echo.startswith("Coded: dispute OTH")
    with opened(path, read_only=True) as office:
        assert run_checks(office).ok


@pytest.mark.parametrize("name", ["window title", "override", "click", "bold", "line feed", "wide"])
async def test_as_the_name_of_a_view_it_is_text(hostile_store: Path, tmp_path: Path, name: str) -> None:
    path = copied(hostile_store, tmp_path)
    async with window(path, NARROW) as hand:
        await hand.press("V", "s", "V", "=", "k", "enter")
        hand.app.post_message(Paste(TEXTS[name]))
        await hand.press("enter")
        assert hand.echo.startswith("Saved: V k shows")
        for keys in ("V", "escape", "?", "escape", ": s a v e d", "escape", "V = k"):
            await hand.press(*keys.split())
            assert_only_text(hand)
        assert hand.app.bug is None


async def test_typed_as_a_filter_it_is_words_or_refused(hostile_store: Path) -> None:
    async with window(hostile_store, NARROW) as hand:
        for place in ("g w", "g i", "g p", "g u"):
            await hand.press(*place.split())
            for text in ("[b", "[/]", "[@click=app.exit]x[/]", "\x1b]52;c;x\x07", "';", '"', "("):
                await hand.press("f")
                hand.app.post_message(Paste(text))
                await hand.press("enter")
                assert_only_text(hand)
                await hand.press("escape")
        assert hand.app.bug is None
        assert hand.app.is_running
