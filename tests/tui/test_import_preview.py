"""The files taken in, the preview of one, and its held lines: by key press, at both sizes."""

import csv
from pathlib import Path

import pytest
import xlsxwriter

from arcollect_tui.errors import Refused
from arcollect_tui.screens.file_form import FileForm
from arcollect_tui.screens.fix_form import FixForm
from arcollect_tui.screens.held import HeldScreen
from arcollect_tui.screens.import_preview import ImportPreview
from arcollect_tui.screens.imports import ImportsScreen
from arcollect_tui.screens.mapper import Mapper
from arcollect_tui.screens.pick import Picker
from arcollect_tui.screens.text_drawer import TextDrawer
from arcollect_tui.services.held_lines import held_lines
from arcollect_tui.services.history import history
from arcollect_tui.services.imports_taken import imports_taken
from tests.cli.ledgers import FIRST, HEADER, write_ledger
from tests.services.next_day import next_file
from tests.services.offices import assert_sound
from tests.tui.office import NARROW, WIDE, Hand, opened, sample_store, workstation

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])
BAD_DATE = "1000,C9,Mill,9001,invoice,2026-13-01,2026-10-01,USD,100.00,100.00"
BAD_AMOUNT = "1000,C9,Mill,9002,invoice,2026-09-01,2026-10-01,USD,100.00,abc"


def keys(text: str) -> list[str]:
    return ["space" if sign == " " else sign for sign in text]


async def look_at(hand: Hand, path: Path) -> ImportPreview:
    await hand.press("g", "m", "a", *keys(str(path)), "enter")
    screen = hand.app.screen
    assert isinstance(screen, ImportPreview), hand.text()
    return screen


def rows(screen: ImportPreview) -> list[str]:
    found = screen.table.source.rows(0, screen.table.source.count)
    return [" ".join(row.cells) for row in found or ()]


async def go_to(hand: Hand, screen: ImportPreview, words: str) -> None:
    at = next(at for at, row in enumerate(rows(screen)) if words in row)
    await hand.press("g", "g", *["j"] * at)
    assert words in " ".join(screen.row().cells)


@SIZES
async def test_a_file_is_walked_through_let_through_and_taken_in(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    store = sample_store(tmp_path)
    with opened(store) as office:
        path, before = next_file(office, tmp_path / "next.csv"), len(history(office))
    async with workstation(store, size) as hand:
        await hand.press("g", "m")
        assert isinstance(hand.app.screen, ImportsScreen)
        assert "6 files" in hand.text()
        screen = await look_at(hand, path)
        shown = " ".join(hand.text().replace("│", " ").split())
        assert "layout: canonical, recognised; ledger main" in shown
        assert "2 held" in shown
        assert "USD total:" in shown
        groups = rows(screen)
        assert groups[0].startswith("> Stopped by shrink")
        assert groups[1].startswith("! guard shrink:")
        assert any(row.startswith("- gone from the file") for row in groups)
        assert any(row.startswith("* then:") for row in groups)
        await hand.press("enter")
        assert "Stopped by shrink" in hand.echo
        await go_to(hand, screen, "guard shrink")
        await hand.press("enter")
        assert isinstance(hand.app.screen, TextDrawer)
        await hand.press("escape")
        assert screen.plan.guards
        await hand.press("l")
        assert not screen.plan.guards
        assert "Enter applies" in rows(screen)[0]
        await hand.press("l")
        assert {guard.name for guard in screen.plan.guards} == {"shrink"}
        await hand.press("l", "g", "g", "enter")
        assert isinstance(hand.app.screen, ImportsScreen)
        assert "Imported next.csv" in hand.echo
        assert "u undo" in hand.echo
        assert "7 files" in hand.text()
        await hand.press("u")
        assert "Undone" in hand.echo
    with opened(store) as office:
        assert len(history(office)) == before + 2
        assert imports_taken(office)[0].undone_by
        assert_sound(office)


@SIZES
async def test_a_group_is_walked_row_by_row(tmp_path: Path, size: tuple[int, int]) -> None:
    store = sample_store(tmp_path)
    with opened(store) as office:
        path = next_file(office, tmp_path / "next.csv")
    async with workstation(store, size) as hand:
        screen = await look_at(hand, path)
        await go_to(hand, screen, "new items")
        await hand.press("enter")
        assert len(rows(screen)) == 4
        assert all("new open" in row for row in rows(screen))
        await hand.press("enter")
        assert isinstance(hand.app.screen, TextDrawer)
        await hand.press("escape", "escape")
        assert "new items" in " ".join(screen.row().cells)
        await hand.press("l")
        assert "l lets one guard through" in hand.echo


async def test_a_file_that_comes_in_behind_a_drawer_leaves_when_that_closes(tmp_path: Path) -> None:
    async with workstation(tmp_path / "new.arcollect") as hand:
        await hand.press("escape")
        screen = await look_at(hand, write_ledger(tmp_path / "monday.csv"))
        await hand.hit("A")
        await hand.hit("?")
        await hand.rest()
        assert screen in hand.app.screen_stack
        await hand.press("escape")
        assert isinstance(hand.app.screen, ImportsScreen)


@SIZES
async def test_held_lines_are_fixed_in_the_preview_and_later(tmp_path: Path, size: tuple[int, int]) -> None:
    path = write_ledger(tmp_path / "monday.csv", [*FIRST, BAD_DATE, BAD_AMOUNT])
    store = tmp_path / "new.arcollect"
    async with workstation(store, size) as hand:
        await hand.press("escape")
        screen = await look_at(hand, path)
        await hand.press("e")
        assert "open the held lines with Enter first" in hand.echo
        await go_to(hand, screen, "held lines")
        await hand.press("enter", "e")
        assert isinstance(hand.app.screen, FixForm)
        await hand.press("enter")
        assert "Type what should stand in document_date" in hand.echo
        await hand.press(*"2026-09-13", "enter")
        assert [row.split()[0] for row in rows(screen)] == ["10"]
        await hand.press("A")
        assert isinstance(hand.app.screen, ImportsScreen)
        assert "1 held line: h lists them" in hand.text()
        await hand.press("enter")
        assert isinstance(hand.app.screen, HeldScreen)
        assert "open_amount" in hand.text()
        await hand.press("d")
        assert "stays out for good" in hand.echo
        await hand.press("d")
        assert "waits again" in hand.echo
        await hand.press("e", *"40.00", "enter")
        again = hand.app.screen
        assert isinstance(again, ImportPreview)
        assert "Enter applies 1 change" in rows(again)[0]
        await hand.press("enter")
        assert isinstance(hand.app.screen, HeldScreen)
        assert "Imported monday.csv" in hand.echo
        assert "0 held lines" in hand.text()
    with opened(store) as office:
        assert held_lines(office) == []
        assert [row.items for row in imports_taken(office)] == [9, 8]
        assert_sound(office)


@SIZES
async def test_lines_are_left_out_one_by_one_and_by_kind(tmp_path: Path, size: tuple[int, int]) -> None:
    dates = [BAD_DATE.replace("9001", number) for number in ("9001", "9003", "9004")]
    path = write_ledger(tmp_path / "monday.csv", [*FIRST, *dates, BAD_AMOUNT, "run,by,night,,,,,,,"])
    store = tmp_path / "new.arcollect"
    async with workstation(store, size) as hand:
        await hand.press("escape")
        screen = await look_at(hand, path)
        await hand.press("d")
        assert "open them with Enter" in hand.echo
        await hand.press("D")
        assert "go to such lines first" in hand.echo
        await go_to(hand, screen, "held lines")
        await hand.press("enter", "d")
        assert "Line 9 is left out" in hand.echo
        await hand.press("D")
        assert "2 lines left out (document date)" in hand.echo
        assert [row.split()[:2] for row in rows(screen)] == [["12", "open_amount"]]
        await hand.press("d")
        assert not any("held" in row for row in rows(screen))
        await go_to(hand, screen, "unclassified lines")
        await hand.press("D")
        await go_to(hand, screen, "left out on purpose")
        assert screen.plan.lines["left_out"] == 5
        await hand.press("enter")
        assert [row.split()[:2] for row in rows(screen)] == [
            *(["9", "held"], ["10", "held"], ["11", "held"], ["12", "held"], ["13", "unclassified"]),
        ]
        await hand.press("d")
        assert "Line 9 is no longer left out" in hand.echo
        await hand.press("D")
        assert "2 lines are no longer left out" in hand.echo
        assert sum(screen.plan.lines.values()) == screen.plan.total_lines == 13
        await hand.press("A")
        assert "2 lines left out" in screen.plan.sentence
        await hand.press("h")
        assert [row.count("dropped") for row in hand.text().splitlines()].count(1) == 2
    with opened(store) as office:
        assert sorted((row.line, row.dropped) for row in held_lines(office)) == [
            *((9, False), (10, False), (11, False), (12, True), (13, True)),
        ]


async def test_the_errors_file_is_written_from_both_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = write_ledger(tmp_path / "monday.csv", [*FIRST, BAD_DATE])
    async with workstation(tmp_path / "new.arcollect") as hand:
        await hand.press("escape")
        await look_at(hand, path)
        await hand.press("x", "enter")
        assert hand.echo == "Wrote 1 held line to monday-errors.csv."
        await hand.press("A")
        await hand.press("h", "x", "enter")
        assert hand.echo == "Wrote 1 held line to held-lines-2026-11-23.csv."
    for name in ("monday-errors.csv", "held-lines-2026-11-23.csv"):
        (row,) = csv.DictReader((tmp_path / name).read_text(encoding="utf-8-sig").splitlines())
        assert (row["line"], row["field"]) == ("9", "document_date")


async def test_letters_that_can_be_read_in_several_ways_are_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "letters.csv"
    path.write_bytes(f"{HEADER}\n".encode() + FIRST[4].encode("cp1252"))
    async with workstation(tmp_path / "new.arcollect") as hand:
        await hand.press("escape", "g", "m", "a", *keys(str(path)), "enter")
        assert isinstance(hand.app.screen, Picker)
        assert "Which line spells the names right?" in hand.text()
        assert "Späth" in hand.text()
        await hand.press("escape")
        assert isinstance(hand.app.screen, FileForm)
        assert "can be read in" in hand.app.screen.field.echo
        await hand.press("enter")
        await hand.press(*keys("cp1252"), "enter")
        screen = hand.app.screen
        assert isinstance(screen, ImportPreview)
        assert "cp1252" in hand.text()
        await go_to(hand, screen, "new items")
        await hand.press("enter")
        assert "Späth" in rows(screen)[0]


async def test_another_sheet_of_a_workbook_is_chosen(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "two.xlsx")) as book:
        for name, lines in (("May", FIRST[:3]), ("June", FIRST[:2])):
            sheet = book.add_worksheet(name)
            for at, line in enumerate((HEADER, *lines)):
                sheet.write_row(at, 0, line.split(","))
    async with workstation(tmp_path / "new.arcollect", NARROW) as hand:
        await hand.press("escape")
        screen = await look_at(hand, tmp_path / "two.xlsx")
        assert "sheet May (t: another)" in " ".join(hand.text().replace("│", "").split())
        assert screen.plan.differences == {"new": 3}
        await hand.press("t")
        assert isinstance(hand.app.screen, Picker)
        await hand.press(*"June", "enter")
        assert screen.plan.differences == {"new": 2}
        assert screen.plan.parsed.sheet == "June"
        await hand.press("escape", "escape")
        await look_at(hand, write_ledger(tmp_path / "one.csv"))
        await hand.press("t")
        assert "one.csv has one list only" in hand.echo


async def test_the_columns_are_shown_with_sample_and_evidence(tmp_path: Path) -> None:
    async with workstation(tmp_path / "new.arcollect", NARROW) as hand:
        await hand.press("escape")
        preview = await look_at(hand, write_ledger(tmp_path / "monday.csv"))
        await hand.press("o")
        assert isinstance(hand.app.screen, Mapper)
        line = next(line for line in hand.text().splitlines() if "document_date" in line)
        assert "2026-09-01" in line
        assert "year first" in line
        await hand.press("A")
        assert hand.app.screen_stack[-1] is preview


async def test_what_is_in_already_is_said_and_not_applied(tmp_path: Path) -> None:
    path = write_ledger(tmp_path / "monday.csv")
    async with workstation(tmp_path / "new.arcollect") as hand:
        await hand.press("escape")
        await look_at(hand, path)
        await hand.press("A")
        screen = await look_at(hand, path)
        assert "these lines are in already" in rows(screen)[0]
        await hand.press("enter")
        assert "No change" in hand.echo
        await hand.press("x")
        assert "No line of monday.csv is held" in hand.echo
        await hand.press("s")
        assert "stand in their own order" in hand.echo
        await go_to(hand, screen, "the same")
        await hand.press("enter")
        assert "nothing to walk through" in hand.echo
        await hand.press("escape")
        assert isinstance(hand.app.screen, FileForm)
        assert hand.app.screen.field.value == str(path)
        await hand.press("escape", "enter")
        assert isinstance(hand.app.screen, TextDrawer)
        assert "It counts; no line of it waits" in hand.text()


async def test_a_store_that_is_only_read_takes_nothing_in(tmp_path: Path) -> None:
    store = sample_store(tmp_path)
    async with workstation(store, read_only=True) as hand:
        await hand.press("g", "m")
        assert "6 files" in hand.text()
        await hand.press("a")
        assert "Open for reading only" in hand.echo


async def test_a_file_that_is_refused_at_the_end_stays_on_the_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise Refused("The ledger changed since the preview. Import it again.")

    monkeypatch.setattr("arcollect_tui.screens.file_preview.apply_file", refused)
    async with workstation(tmp_path / "new.arcollect") as hand:
        await hand.press("escape")
        screen = await look_at(hand, write_ledger(tmp_path / "monday.csv"))
        await hand.press("enter")
        assert hand.app.screen is screen
        assert "The ledger changed since the preview" in hand.echo
        await hand.press("escape")
        assert isinstance(hand.app.screen, FileForm)
