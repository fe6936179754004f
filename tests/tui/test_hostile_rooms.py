"""Hostile text in what the rooms beside the lists show and take: tabs, settings, forms, files, keys."""

from pathlib import Path
from types import SimpleNamespace
from unicodedata import category

import pytest
from textual.events import Paste

from arcollect_tui.keys.keymap import load_keymap
from arcollect_tui.services.checks import run_checks
from arcollect_tui.services.contacts import ContactDraft, add_contact
from arcollect_tui.services.policies import apply_policy, plan_policy
from arcollect_tui.services.references import find_customer
from arcollect_tui.widgets.field import Field
from tests.plain.sitting import sit
from tests.services.offices import assert_sound
from tests.tui.half_typed import FORMS, HalfTyped, open_form
from tests.tui.hostile import ESCAPES, TEXTS, number_of
from tests.tui.office import NARROW, WIDE, Hand, opened, workstation
from tests.tui.test_hostile import UNSEEN as UNSEEN_SIGNS
from tests.tui.test_hostile import assert_only_text, copied, hostile_store, window

__all__ = ["hostile_store"]
pytestmark = pytest.mark.filterwarnings("default")
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])
PASTED = ("clipboard", "eight-bit colour", "override", "click", "line feed", "wide", "combining", "long")
"""One of each kind."""
FILED = ("clipboard", "colour", "bell", "override", "click", "wide", "quotes", "long")
"""Texts that a file may be called after; no system has a stroke in a name."""
TABS = 6


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings of this test alone."""
    path = tmp_path / "settings" / "config.toml"
    monkeypatch.setattr("arcollect_tui.config.config_path", lambda: path)
    return path


async def pressed(hand: Hand, *keys: str) -> None:
    """Press keys; after each of them there is text on the screen and nothing else."""
    for key in keys:
        await hand.press(key)
        assert hand.app.bug is None
        assert_only_text(hand)


@SIZES
@pytest.mark.parametrize("name", PASTED)
async def test_every_tab_of_an_account_and_what_enter_shows_there(
    hostile_store: Path, tmp_path: Path, size: tuple[int, int], name: str
) -> None:
    path = copied(hostile_store, tmp_path)
    text = TEXTS[name]
    with opened(path) as office:
        who = find_customer(office, number_of(name)).id
        card = ContactDraft(text, text, text, text, "", "", preferred=False, time_zone="")
        add_contact(office, who, card)
    async with window(path, size) as hand:
        await hand.press("f", *"bal>0", "enter", "/", *number_of(name), "enter")
        assert number_of(name) in hand.text().splitlines()[0]
        for _ in range(TABS):
            await pressed(hand, "enter", "f2", "escape", "escape", "z", "z", "z", "s", "]")


@SIZES
@pytest.mark.parametrize("name", PASTED)
async def test_names_of_the_office_and_of_outcomes(
    hostile_store: Path, tmp_path: Path, size: tuple[int, int], name: str
) -> None:
    path = copied(hostile_store, tmp_path)
    with opened(path) as office:
        wanted = [("office.name", TEXTS[name][:60]), ("outcome.NA.name", TEXTS[name][:30])]
        apply_policy(office, plan_policy(office, wanted))
        assert_sound(office)
    async with window(path, size) as hand:
        await hand.press("g", "s")
        await pressed(hand, "6", "escape", "2", "j", "enter", "escape", "escape", "7", "escape")
        await pressed(hand, "g", "w", "c", "escape", "c", "o", "escape", "c", "w", "f2", "escape", "escape")
        await pressed(hand, "f", *"bal>0", "enter", "c", "n", "g", "a", "g", "u", "enter", "escape")


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
async def test_pasted_into_every_field_of_every_form(
    hostile_store: Path, tmp_path: Path, form: HalfTyped
) -> None:
    """Whatever a field makes of it: it is text there, in the echo beside it, and in its draft."""
    path = tmp_path / "new.arcollect"
    if form.new:
        opened(path).close()
    else:
        path = copied(hostile_store, tmp_path)
    async with window(path, NARROW) as hand:
        if not form.new:
            await hand.press("f", *"bal>0", "enter")
        screen = await open_form(hand, form)
        fields = sum(1 for field in screen.query(Field) if field.display)
        for _ in range(fields + 1):
            for name in PASTED:
                hand.app.post_message(Paste(TEXTS[name]))
                await hand.rest()
                assert_only_text(hand)
                assert hand.app.bug is None, name
                await hand.press("ctrl+u")
            hand.app.post_message(Paste(TEXTS["clipboard"]))
            await hand.press("tab")
        await pressed(hand, "enter", "escape", "escape")
        with opened(path, read_only=True) as office:
            assert run_checks(office).ok


@pytest.mark.parametrize("size", [NARROW], ids=["80x24"])
@pytest.mark.parametrize("name", FILED)
async def test_the_welcome_and_a_first_file_with_such_a_name(
    tmp_path: Path, size: tuple[int, int], name: str
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    text = TEXTS[name].replace("/", "-").replace("\0", "")[:60]
    ledger = folder / f"a {text}.csv"
    line = f'C1,"{text.replace(chr(34), "")}",D1,invoice,2026-08-01,2026-09-01,USD,10.00,10.00'
    head = "customer_no,customer_name,document_no,type,document_date,due_date,currency,amount,open_amount"
    ledger.write_text(f"{head}\n{line}\n", "utf-8")
    opened(tmp_path / "new.arcollect").close()
    async with window(tmp_path / "new.arcollect", size) as hand:
        await pressed(hand, "j", "down", "enter")
        hand.app.post_message(Paste(f"{folder}/a"))
        await pressed(hand, "tab", "enter", "pagedown", "enter", "g", "u", "enter", "escape", "g", "s")
        await pressed(hand, "8")
        hand.app.post_message(Paste(str(ledger)))
        await pressed(hand, "tab", "enter", "escape", "!", "escape")


@pytest.mark.parametrize("name", PASTED)
async def test_mistakes_in_the_file_of_keys(tmp_path: Path, name: str) -> None:
    """Such text as name of an action, as a key, and where TOML does not allow it at all."""
    opened(tmp_path / "new.arcollect").close()
    text = TEXTS[name][:200]
    quoted = "".join(
        sign if sign.isprintable() and sign not in '"\\' else f"\\U{ord(sign):08x}" for sign in text
    )
    for lines in (f'"{quoted}" = ["Q"]\n', f'"edit.undo" = ["{quoted}"]\n', f"{text} = [\n"):
        (tmp_path / "keys.toml").write_text(lines, "utf-8")
        keymap = load_keymap(tmp_path / "keys.toml")
        assert keymap.problems
        async with workstation(tmp_path / "new.arcollect", NARROW, keymap=keymap) as hand:
            await pressed(hand, "escape", "!", "pagedown", "escape", "?", "escape")


@SIZES
async def test_columns_looks_and_a_call_that_comes_in(
    hostile_store: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    path = copied(hostile_store, tmp_path)
    async with window(path, size) as hand:
        await pressed(hand, "f", *"bal>0", "enter", "o", "J", "space", "enter", "g", "v", "j", "escape")
        await pressed(hand, "g", "i", "o", "space", "J", ">", "f", "enter")
        for name in PASTED:
            await pressed(hand, "g", "w", "a")
            hand.app.post_message(Paste(TEXTS[name]))
            await pressed(hand, "ctrl+t")
            hand.app.post_message(Paste(TEXTS[name][:40]))
            await pressed(hand, "ctrl+u", *number_of(name), "enter", "escape", "escape", "R", "escape")


async def test_found_by_contact_and_by_note(hostile_store: Path) -> None:
    async with window(hostile_store, NARROW) as hand:
        for words in ("PWN", "[b]", "田中", "[@click", "'", "{0.__class__}", "' OR 1=1"):
            await hand.press("/")
            hand.app.post_message(Paste(words))
            await pressed(hand, "down", "down", "enter", "escape")


def spoken(name: str) -> SimpleNamespace:
    number, text = number_of(name), TEXTS[name].replace("\n", " ")
    return SimpleNamespace(number=number, text=text)


def test_in_plain_mode_it_is_said_as_text(hostile_store: Path, tmp_path: Path) -> None:
    path = copied(hostile_store, tmp_path)
    with opened(path) as office:
        for name in TEXTS:
            about = spoken(name)
            said = sit(
                office, "f bal>0", about.number, "i", "t", f"/{about.text}", f"a {about.text}", "drafts",
                f"f {about.text}", about.text, "q", script=False,
            )  # fmt: skip
            for harm in ESCAPES.values():
                assert harm not in said.out, name
            assert not UNSEEN_SIGNS.intersection(said.out), name
            assert {sign for sign in said.out if category(sign) in ("Cc", "Cs")} <= {"\n"}, name
        assert run_checks(office).ok
