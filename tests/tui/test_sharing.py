"""Sharing from the window: when it opens, when it is asked, when it is left; no key waits for it."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from arcollect_tui.services import sync as service
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.notes import add_note
from arcollect_tui.services.office import open_office
from arcollect_tui.services.worklist import WorklistView, worklist_rows
from tests.services.sharing import agree, files_in
from tests.tui.office import DAY, NARROW, WIDE, Hand, entries, opened, sample_store, workstation

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return sample_store(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "share"
    found.mkdir()
    return found


def colleague(path: Path, folder: Path, note: str) -> None:
    """A second desk writes a note on the first account and syncs."""
    with opened(path) as office:
        service.sync(office, folder, agree)
    with open_office(folder.parent / "bob.arcollect", collector="bob", clock=Clock(DAY)) as office:
        service.sync(office, folder, agree)
        first = worklist_rows(office, WorklistView(), 1)[0]
        add_note(office, first.customer_id, note)
        service.sync(office, folder, agree)


def said(hand: Hand, text: str) -> bool:
    """Whether it was said, by the sync that was asked for or by the one at the start before it."""
    return any(text in line for line in hand.app.said)


@SIZES
async def test_sync_brings_a_colleagues_note_to_the_pane(
    path: Path, folder: Path, size: tuple[int, int]
) -> None:
    colleague(path, folder, "ring Kim first")
    async with workstation(path, size, shared=folder) as hand:
        await hand.press("g", "y")
        await hand.until(lambda: said(hand, "Synced: 1 entry taken in, nothing to write."))
        await hand.until(lambda: "ring Kim first" in hand.text() if size == WIDE else True)
        await hand.press("g", "y")
        await hand.until(lambda: "Synced: nothing new, nothing to write.  record " in hand.echo)
        await hand.press("a", "o", "k", "enter", "g", "y")
        await hand.until(lambda: "nothing new, 1 entry written" in hand.echo)


async def test_the_window_syncs_when_it_opens(path: Path, folder: Path) -> None:
    colleague(path, folder, "ring Kim first")
    async with workstation(path, shared=folder) as hand:
        await hand.until(lambda: said(hand, "1 entry taken in"))
        await hand.until(lambda: "ring Kim first" in hand.text())


async def test_the_window_syncs_when_it_is_left(path: Path, folder: Path) -> None:
    with opened(path) as office:
        service.sync(office, folder, agree)
    before = files_in(folder)
    async with workstation(path, shared=folder) as hand:
        await hand.press("a", "o", "k", "enter", "ctrl+q")
        await hand.until(lambda: len(files_in(folder)) == len(before) + 1)
        await hand.until(lambda: not hand.app.is_running)


@SIZES
async def test_a_file_put_aside_is_said_and_named_among_the_messages(
    path: Path, folder: Path, size: tuple[int, int]
) -> None:
    colleague(path, folder, "ring Kim first")
    junk = folder / "junk.arx"
    junk.write_bytes(b"ARX")
    async with workstation(path, size, shared=folder) as hand:
        await hand.press("g", "y")
        await hand.until(lambda: "1 put aside.  ! tells which" in hand.text())
        await hand.press("!")
        assert "junk.arx: it is cut short" in hand.text()
        assert "signed, not encrypted" in hand.text()
        await hand.press("escape", "ctrl+q")
        await hand.until(lambda: not hand.app.is_running)
        (left,) = hand.app._exit_renderables
    assert str(left).endswith("1 file put aside. See which: arcollect sync")


async def test_without_a_folder_it_says_what_to_set(path: Path) -> None:
    async with workstation(path) as hand:
        await hand.press("g", "y")
        await hand.until(lambda: "name it in g s 7" in hand.echo)


async def test_joining_an_office_is_asked_elsewhere(path: Path, folder: Path, tmp_path: Path) -> None:
    colleague(path, folder, "ring Kim first")
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    other = fresh / "office.arcollect"
    with open_office(other, collector="cem", clock=Clock(DAY)):
        pass
    async with workstation(other, shared=folder) as hand:
        await hand.press("escape", "g", "y")
        await hand.until(lambda: any("arcollect sync FOLDER in a shell" in said for said in hand.app.said))
    assert entries(other) == []


async def test_who_may_only_look_shares_nothing(path: Path, folder: Path) -> None:
    async with workstation(path, read_only=True, shared=folder) as hand:
        await hand.press("g", "y")
        await hand.until(lambda: "reading only" in hand.echo)
    assert files_in(folder) == []


async def test_no_key_waits_for_a_sync(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held, real = threading.Event(), service.sync

    def slow(*given: object) -> service.Synced:
        held.wait(20)
        function: Callable[..., service.Synced] = real
        return function(*given)

    monkeypatch.setattr(service, "sync", slow)
    async with workstation(path, shared=folder) as hand:
        for key in ("g", "y"):
            await hand.hit(key)
        await hand.hit("c")
        await hand.hit("n")
        await hand.until(lambda: hand.echo.startswith("Logged: "))
        for key in ("g", "y"):
            await hand.hit(key)
        await hand.until(lambda: "under way" in hand.echo)
        assert files_in(folder) == []
        held.set()
        await hand.until(lambda: hand.echo.startswith("Synced: ") and bool(files_in(folder)))
    assert entries(path, 1)[0].kind == "call"
