"""What reaches the terminal from a hostile ledger: the program's own sequences, and text."""

import base64
import re
from pathlib import Path

import pytest

from arcollect_tui.services.imports import GUARDS, ImportOptions, apply_import, plan_import
from arcollect_tui.services.notes import add_note
from arcollect_tui.services.references import find_customer
from tests.terminal.desk import office
from tests.terminal.program import TODAY, options, run
from tests.terminal.raw import RawTerminal, needs_pty
from tests.tui.hostile import ESCAPES, TEXTS, UNSEEN, ledger_file, number_of

pytestmark = needs_pty
_OWN = re.compile(
    rb"\x1b\[[?>=<]?[0-9;:]*\$?[A-Za-z]"  # CSI
    rb"|\x1b\]22;[a-z]*(?:\x07|\x1b\\)"  # the mouse pointer's shape
    rb"|\x1b\]52;c;([A-Za-z0-9+/=]*)\x07"  # what is copied on request
)
"""The sequences that the program itself sends."""

_HIDDEN = re.compile("[\x00-\x06\x07\x0e-\x1a\x1c-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")
SCREENS = (
    "fbal>0\r", "z", "z", "z", "=", "\x1b", "j", "j", "J", "cd", "\x1b", "p", "\x1b", "a", "\x1b", "e",
    "\x1b", "\r", "=", "\x1b", "d", "\x1b", "\x1b", "/PWN", "\x1b", "yi", "gi", "\r", "\x1b", "*;doth\r",
    "\x1b", "C", "d", "\x1b", "gp", "ga", "\r", "\x1b", "gu", "\r", "\x1b", "!", "\x1b", "gw", "?", "\x1b",
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    path = folder / "office.arcollect"
    with office(path) as opened:
        asked = ImportOptions(as_of=TODAY, accept=frozenset(GUARDS))
        apply_import(opened, plan_import(opened, ledger_file(folder), asked))
        for name, text in TEXTS.items():
            add_note(opened, find_customer(opened, number_of(name)).id, text, pinned=True)
    return path


def test_no_sequence_of_a_ledger_reaches_the_terminal(hostile_store: Path) -> None:
    with RawTerminal(options(hostile_store), home=hostile_store.parent) as screen:
        screen.wait_for("H0")
        for keys in SCREENS:
            screen.keys(*keys)
            screen.quiet(0.05)
        screen.keys("\x11")
        assert screen.end() == 0
        written = screen.written
    assert b"PWN" in written
    for name, text in {**ESCAPES, **UNSEEN}.items():
        start = next(place for place, sign in enumerate(text) if not sign.isprintable())
        harm = text[start : start + 16].encode()
        assert len(harm) < 4 or harm not in written, name
    copied = [base64.b64decode(match[1]).decode() for match in _OWN.finditer(written) if match[1]]
    rest = _OWN.sub(b"", written).decode()
    assert "\x1b" not in rest, rest[max(0, rest.find("\x1b") - 40) : rest.find("\x1b") + 40]
    assert not _HIDDEN.findall(rest)
    assert copied
    for text in copied:
        assert not _HIDDEN.findall(text)


@pytest.mark.parametrize(
    "words",
    [
        ("worklist", "--filter", "bal>0"),
        ("items",),
        ("history",),
        ("account", number_of("clipboard")),
    ],
    ids=" ".join,
)
def test_no_command_prints_one(hostile_store: Path, words: tuple[str, ...]) -> None:
    with RawTerminal(
        [*options(hostile_store), *words], home=hostile_store.parent, size=(200, 50)
    ) as screen:
        assert screen.end() == 0
        rest = re.sub(rb"\x1b\[[0-9;]*m", b"", screen.written).decode()
    assert "\x1b" not in rest
    assert not _HIDDEN.findall(rest)


def test_no_message_of_an_import_or_a_refusal_prints_one(hostile_store: Path, tmp_path: Path) -> None:
    file = ledger_file(tmp_path)
    for words in (
        ("import", str(file), "--dry-run"),
        ("account", TEXTS["clipboard"].replace("\x00", "")),
        ("log", number_of("colour"), TEXTS["window title"]),
        ("items", "--filter", TEXTS["eight-bit title"]),
    ):
        done = run(hostile_store, *words)
        assert not _HIDDEN.findall(done.stdout + done.stderr), words
        assert "\x1b" not in done.stdout + done.stderr, words
