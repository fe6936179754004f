"""Files that an arcollect wrote come back on the screen: the review, one entry, one undo, at both sizes."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from arcollect_tui.screens.file_form import FileForm
from arcollect_tui.screens.imports import ImportsScreen
from arcollect_tui.screens.returned_preview import ReturnedPreview
from arcollect_tui.screens.text_drawer import TextDrawer
from arcollect_tui.services.calls import CallDraft, log_call
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.exports import export
from arcollect_tui.services.history import history
from arcollect_tui.services.items import ItemView, item_rows
from arcollect_tui.services.office import open_office
from arcollect_tui.services.worklist import WorklistView, worklist_rows
from tests.services.offices import assert_sound, items
from tests.tui.office import DAY, NARROW, WIDE, Hand, entries, opened, sample_store, workstation

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])
Rows = list[dict[str, str]]


def edited(path: Path, edit: Callable[[Rows], None]) -> Path:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    edit(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


async def look_at(hand: Hand, path: Path) -> ReturnedPreview:
    await hand.press("g", "m", "a", *str(path), "enter")
    screen = hand.app.screen
    assert isinstance(screen, ReturnedPreview), hand.text()
    return screen


def rows(screen: ReturnedPreview) -> list[str]:
    found = screen.table.source.rows(0, screen.table.source.count)
    return [" ".join(row.cells) for row in found or ()]


@SIZES
async def test_an_edited_worklist_is_reviewed_applied_and_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.chdir(tmp_path)
    store = sample_store(tmp_path)

    def edit(found: Rows) -> None:
        found[0].update(next_action_on="2026-12-04", note="[b]=1+1[/b]")
        found[1].update(next_action_on="whenever")
        found[2].update(customer_no="NOPE")

    with opened(store) as office:
        path = edited(export(office, "worklist", tmp_path / "w.csv", filter="od>60").path, edit)
        first = worklist_rows(office, WorklistView("od>60"))[0]
    before = entries(store)
    async with workstation(store, size) as hand:
        screen = await look_at(hand, path)
        assert "Worklist: exported, and edited elsewhere" in hand.text()
        assert "1 changed" in hand.text()
        shown = rows(screen)
        assert shown[0].endswith("Enter applies 1 change, as one undo step")
        assert [row[0] for row in shown] == [">", "!", "!", "~"]
        assert "next_action_on" in shown[1]
        assert '"NOPE"' in shown[2]
        assert f"{first.number} next action" in shown[3]
        assert "then 4 Dec" in shown[3]
        await hand.press("j", "enter")
        assert isinstance(hand.app.screen, TextDrawer)
        await hand.press("escape")
        await hand.press("x", "enter")
        assert hand.echo.startswith("Wrote 2 held lines to ")
        assert entries(store) == before
        await hand.press("g", "g", "enter")
        assert isinstance(hand.app.screen, ImportsScreen)
        assert hand.echo.startswith("1 row of w.csv taken over. 2 rows put aside.")
        with opened(store, read_only=True) as office:
            assert history(office)[1].entry == before[0].entry, "one entry"
            (now,) = [
                row for row in worklist_rows(office, WorklistView("od>60")) if row.number == first.number
            ]
            assert now.next_action_on == date(2026, 12, 4)
        await hand.press("u")
        assert hand.echo.startswith("Undone: ")
    with opened(store) as office:
        (now,) = [row for row in worklist_rows(office, WorklistView("od>60")) if row.number == first.number]
        assert now.next_action_on == first.next_action_on
        assert_sound(office)


async def test_promises_contacts_and_codings_come_back(tmp_path: Path) -> None:
    store = sample_store(tmp_path)
    with opened(store) as office:
        documents = [row.document_no for row in item_rows(office, ItemView("short d:uncoded"))[:2]]
        apply_coding(office, plan_coding(office, CodingRequest("PRC", items(office, *documents))))
        promises = edited(
            export(office, "promises", tmp_path / "p.csv").path, lambda rows: rows[0].update(note="Late")
        )
        contacts = edited(
            export(office, "contacts", tmp_path / "c.csv").path,
            lambda rows: rows.append(
                {**dict.fromkeys(rows[0], ""), "customer_no": rows[0]["customer_no"], "contact_name": "Bea"}
            ),
        )
        codings = edited(
            export(office, "coding", tmp_path / "k.csv").path,
            lambda rows: rows[-1].update(coding="disputed", reason="FRT", splits=""),
        )
    async with workstation(store) as hand:
        for path, words, said in (
            (promises, 'note: "Late"', "1 row of p.csv taken over."),
            (contacts, 'new contact "Bea"', "1 row of c.csv taken over."),
            (codings, "PRC, then FRT", "Coded from k.csv: 1 item"),
        ):
            screen = await look_at(hand, path)
            assert words in rows(screen)[-1]
            await hand.press("A")
            assert hand.echo.startswith(said), hand.echo
    assert [row.kind for row in entries(store, 3)] == ["coding", "contact", "note"]


@SIZES
async def test_a_colleagues_entries_are_taken_in(tmp_path: Path, size: tuple[int, int]) -> None:
    store = sample_store(tmp_path)
    with (
        open_office(tmp_path / "bo.arcollect", collector="bo", clock=Clock(DAY)) as bo,
        opened(store) as here,
    ):
        file = export(here, "entries", tmp_path / "here.jsonl").path
        from arcollect_tui.services.exchange import apply_exchange, plan_exchange

        apply_exchange(bo, plan_exchange(bo, file))
        first = worklist_rows(bo, WorklistView())[0]
        log_call(bo, CallDraft(first.customer_id, "NA", note="Rang out"))
        path = export(bo, "entries", tmp_path / "bo.jsonl").path
    async with workstation(store, size) as hand:
        screen = await look_at(hand, path)
        assert "Entries of a colleague" in hand.text()
        assert "1 new" in hand.text()
        assert "Enter takes the entries in" in rows(screen)[0]
        await hand.press("enter")
        assert hand.echo.startswith("Taken in: bo.jsonl: 1 entry of 1 desk new")
        screen = await look_at(hand, path)
        await hand.press("enter")
        assert isinstance(hand.app.screen, ReturnedPreview)
        assert hand.echo.startswith("! No change: the entries of bo.jsonl are in already.")
        await hand.press("escape")
        assert isinstance(hand.app.screen, FileForm)
    assert entries(store, 1)[0].text.endswith("Rang out")


async def test_what_cannot_be_taken_in_says_why(tmp_path: Path) -> None:
    store = sample_store(tmp_path)
    bundle = tmp_path / "b.arx"
    bundle.write_bytes(b"ARX1\n\0\0")
    with opened(store) as office:
        coding = export(office, "coding", tmp_path / "k.csv").path
    before = entries(store)
    coding.write_text(coding.read_text("utf-8-sig") + "," * 5 + "1001\n", "utf-8")
    async with workstation(store) as hand:
        await hand.press("g", "m", "a", *str(bundle), "enter")
        assert isinstance(hand.app.screen, FileForm)
        assert "arcollect sync FOLDER" in hand.text()
        await hand.press("escape")
        screen = await look_at(hand, coding)
        assert "Nothing can be applied: each row below says why" in rows(screen)[0]
        await hand.press("enter")
        assert hand.echo.startswith("! Nothing was coded from k.csv: line ")
        assert entries(store) == before


async def test_a_store_that_moved_since_is_not_written_blindly(tmp_path: Path) -> None:
    store = sample_store(tmp_path)
    with opened(store) as office:
        first = worklist_rows(office, WorklistView("od>60"))[0]
        path = edited(
            export(office, "worklist", tmp_path / "w.csv", filter="od>60").path,
            lambda rows: rows[0].update(next_action_on="2026-12-04"),
        )
    async with workstation(store) as hand:
        await look_at(hand, path)
        with opened(store) as beside:
            log_call(beside, CallDraft(first.customer_id, "NA"))
        await hand.press("enter")
        assert isinstance(hand.app.screen, ReturnedPreview)
        assert "changed since w.csv was planned" in hand.echo
