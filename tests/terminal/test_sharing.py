"""Two collectors, two stores, one folder; and a schedule that syncs beside an open window."""

import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.terminal.desk import checked, deeds, items, top
from tests.terminal.program import COLLECTOR, options, run
from tests.terminal.raw import RawTerminal, needs_pty

pytestmark = needs_pty
COLLEAGUE = "A.Roy"
SOON = 15.0
NEXT = "Wed 25"
"""When the next action after a voice mail of that Monday is."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "share"
    found.mkdir()
    return found


@pytest.fixture
def other(store: Path, folder: Path) -> Path:
    """A colleague's store in a home of its own, which has joined the office of the first."""
    home = store.parent / "colleague"
    home.mkdir()
    path = home / "office.arcollect"
    assert synced(store, folder).returncode == 0
    assert synced(path, folder, COLLEAGUE, "--yes").returncode == 0
    for one in (store, path):
        settings = one.parent / "config" / "arcollect"
        settings.mkdir(parents=True)
        (settings / "config.toml").write_text(f'sync_folder = "{folder}"\n')
    return path


def synced(
    store: Path, folder: Path, collector: str = COLLECTOR, *words: str
) -> subprocess.CompletedProcess[str]:
    return run(store, "sync", str(folder), *words, collector=collector)


def sync_now(window: RawTerminal, said: str) -> None:
    """Press the keys until the echo line says what came of it; another sync may be under way."""
    window.keys("g", "y")
    window.wait_until(lambda shown: "Synced: " in shown and said in shown, f"{said!r} never came", SOON)


def record_digests(*stores: Path) -> set[str]:
    return {checked(store).record_digest for store in stores}


@pytest.mark.parametrize("size", [(120, 35), (80, 24)], ids=["120x35", "80x24"])
def test_a_call_logged_on_one_is_on_the_other(
    store: Path, other: Path, folder: Path, size: tuple[int, int]
) -> None:
    assert folder.is_dir()
    first = top(store)[0]
    with (
        RawTerminal(options(store), home=store.parent, size=size) as ann,
        RawTerminal(options(other, COLLEAGUE), home=other.parent, size=size) as bob,
    ):
        for window in (ann, bob):
            window.wait_for(first.number)
            time.sleep(1.5)  # what is synced at the start is synced by then
        ann.keys("c", "v")
        ann.wait_for(f"Logged: {first.number}")
        sync_now(ann, "record")
        sync_now(bob, "record")
        bob.keys("/", *first.number, "\r", pause=0.05)
        bob.wait_for("[Items", SOON)
        bob.keys("]")
        bob.wait_for("voicemail left", SOON)
        for window in (ann, bob):
            window.keys("\x11")
            assert window.end() == 0
    assert len(record_digests(store, other)) == 1


def test_a_conflict_is_shown_on_both_and_settled_once(store: Path, other: Path, folder: Path) -> None:
    first = top(store)[0]
    chosen = items(store, f"acct:{first.number} d:uncoded", 1)[0]
    for one, collector, reason in ((store, COLLECTOR, "PRC"), (other, COLLEAGUE, "QTY")):
        done = run(one, "code", reason, "--item", chosen.document_no, collector=collector)
        assert done.returncode == 0, done.stderr
    for one, collector in ((store, COLLECTOR), (other, COLLEAGUE), (store, COLLECTOR)):
        assert synced(one, folder, collector).returncode == 0
    with (
        RawTerminal(options(store), home=store.parent) as ann,
        RawTerminal(options(other, COLLEAGUE), home=other.parent) as bob,
    ):
        for window in (ann, bob):
            window.wait_for(first.number)
            window.keys("/", *first.number, "\r", pause=0.05)
            window.wait_for("conflict", SOON)
        ann.keys("i")
        ann.wait_for("Settled", SOON)
        sync_now(ann, "record")
        sync_now(bob, "record")
        bob.wait_until(lambda shown: "conflict" not in shown, "the conflict stayed", SOON)
        for window in (ann, bob):
            window.keys("\x11")
            assert window.end() == 0
    settled = [row for row in deeds(other, None) if row.kind == "settle"]
    assert [row.collector for row in settled] == [COLLECTOR]
    assert len(record_digests(store, other)) == 1
    for one in (store, other):
        assert run(one, "history", "--conflicts", "--json").stdout.strip() == "[]"


@contextmanager
def schedule(store: Path, folder: Path) -> Iterator[list[int]]:
    """`arcollect sync` again and again beside a window, as a schedule would, without a rest."""
    codes: list[int] = []
    ended = threading.Event()

    def work() -> None:
        while not ended.is_set():
            codes.append(synced(store, folder).returncode)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield codes
    finally:
        ended.set()
        thread.join()


def test_a_schedule_beside_an_open_window_disturbs_nothing(store: Path, other: Path, folder: Path) -> None:
    rows, before = top(store, 12), deeds(store, None)
    with RawTerminal(options(store), home=store.parent) as window:
        window.wait_for(rows[0].number)
        with schedule(store, folder) as codes:
            for row in rows[:10]:
                window.wait_for(f"> {row.number}", SOON)
                time.sleep(0.12)  # the same key within less is a key held down
                window.keys("c", "n")
                window.wait_for(f"Logged: {row.number}", SOON)
            done = run(other, "log", rows[11].number, "VM", collector=COLLEAGUE)
            assert done.returncode == 0, done.stderr
            assert synced(other, folder, COLLEAGUE).returncode == 0
            window.keys("/", *rows[11].number, "\r", pause=0.05)
            window.wait_for("voicemail left", SOON)
            while len(codes) < 3:
                time.sleep(0.05)
        assert set(codes) == {0}
        window.keys("\x11")
        assert window.end() == 0
    new = {row.entry for row in deeds(store, None)} - {row.entry for row in before}
    assert len(new) == 11
    assert checked(store).ok


@pytest.mark.parametrize("size", [(120, 35), (80, 24)], ids=["120x35", "80x24"])
def test_what_a_schedule_brings_leaves_cursor_and_form_alone(
    store: Path, other: Path, folder: Path, size: tuple[int, int]
) -> None:
    """News about the account under the cursor, and about others, while a note is half typed."""
    rows = top(store, 6)
    here, elsewhere = rows[3].number, rows[0].number

    def colleague_logs(number: str, note: str) -> None:
        done = run(other, "log", number, "VM", "--note", note, collector=COLLEAGUE)
        assert done.returncode == 0, done.stderr
        assert synced(other, folder, COLLEAGUE).returncode == 0
        assert synced(store, folder).returncode == 0

    with RawTerminal(options(store), home=store.parent, size=size) as window:
        window.wait_for(f"> {rows[0].number}")
        window.keys("3", "j")
        window.wait_for(f"> {here}")
        window.keys("a")
        time.sleep(0.5)
        window.keys(*"half ty", pause=0.02)
        window.wait_for("half ty")
        cursor = window.cursor()
        colleague_logs(here, "of a colleague")
        colleague_logs(elsewhere, "of a colleague too")
        window.wait_until(lambda shown: _says(shown, elsewhere, NEXT), "the news never came", SOON)
        shown = window.screen()
        assert f"> {here}" in shown
        assert "half ty" in shown
        window.wait_until(lambda _: window.cursor() == cursor, "the cursor left the form", SOON)
        window.keys(*"ped\r", pause=0.02)
        window.wait_for("Note saved", SOON)
        shown = window.wait_until(lambda now: _says(now, here, NEXT), "the news never came", SOON)
        assert f"> {here}" in shown
        window.keys("\x11")
        assert window.end() == 0
    assert next(row.text for row in deeds(store, None) if row.kind == "note").endswith("half typed")


def _says(shown: str, number: str, text: str) -> bool:
    """Whether the row of an account has a text."""
    return any(number in line and text in line for line in shown.splitlines())
