"""The columns of a file that no layout knows, said by key press at both sizes: used at once, and saved."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from arcollect_tui.screens.file_form import FileForm
from arcollect_tui.screens.import_preview import ImportPreview
from arcollect_tui.screens.imports import ImportsScreen
from arcollect_tui.screens.layout_form import LayoutForm, proposed_name
from arcollect_tui.screens.mapper import Mapper
from arcollect_tui.screens.pick import Picker
from arcollect_tui.services.items import ItemView, item_rows
from arcollect_tui.services.layouts import known_layouts
from arcollect_tui.services.leaving_out import leave_lines_out
from tests.tui.office import NARROW, WIDE, Hand, opened, workstation
from tests.tui.test_import_preview import keys

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])
STRANGE = (
    'Kd,Bel,Wann,Rst,Farbe\nHarbor Ltd,A-1,03/04/2026,"1.234",red\nMill & Sons,A-2,05/06/2026,"700",blue\n'
)
GENERIC = (
    "Customer,Inv Ref,Currency,Invoice Date,Balance\n"
    "Harbor,A-1,USD,2026-10-01,25.50\nMill,A-2,USD,2026-10-02,4.00\n"
)


def file_of(folder: Path, text: str = STRANGE) -> Path:
    path = folder / "Open items.csv"
    path.write_text(text, "utf-8")
    return path


async def type_path(hand: Hand, path: Path) -> None:
    await hand.press("escape", "g", "m", "a", *keys(str(path)), "enter")


async def map_of(hand: Hand, path: Path) -> Mapper:
    await type_path(hand, path)
    screen = hand.app.screen
    assert isinstance(screen, Mapper), hand.text()
    return screen


def said(hand: Hand) -> str:
    """What stands above the columns."""
    return " ".join(hand.text().replace("│", " ").split())


async def choose(hand: Hand, screen: Mapper, row: str, answer: str) -> None:
    """Go to a row and pick an answer for it."""
    names = [one.name for one in screen.table.source.rows(0, screen.table.source.count) or ()]
    await hand.press("g", "g", *["j"] * names.index(row), "enter")
    assert isinstance(hand.app.screen, Picker), hand.text()
    await hand.press(*keys(answer), "enter")
    assert hand.app.screen_stack[-1] is screen


def found(store: Path) -> Sequence[tuple[str, str, date | None, int]]:
    with opened(store) as office:
        return [
            (row.name, row.document_no, row.document_date, row.open_amount)
            for row in item_rows(office, ItemView())
        ]


@SIZES
async def test_a_file_of_unknown_columns_gets_in_without_being_saved(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    store = tmp_path / "new.arcollect"
    async with workstation(store, size) as hand:
        screen = await map_of(hand, file_of(tmp_path))
        assert "No column gives amount" in said(hand)
        await hand.press("A")
        assert "Enter on the column that gives it" in said(hand)
        assert hand.app.screen is screen
        await choose(hand, screen, "Rst", "open_amount")
        assert "can be read as day/month or as month/day" in said(hand)
        assert "1.234 or 1234" in said(hand)
        await choose(hand, screen, "Dates", "dmy")
        await choose(hand, screen, "Amounts", "comma")
        assert "names its currency" in said(hand)
        await choose(hand, screen, "Currency", "EUR")
        await choose(hand, screen, "Bel", "document_no")
        assert "A reads the file so" in said(hand)
        await hand.press("A")
        preview = hand.app.screen
        assert isinstance(preview, ImportPreview), hand.text()
        assert "as you chose" in said(hand)
        assert preview.plan.totals == {"EUR": (2, 193400)}
        await hand.press("A")
        assert isinstance(hand.app.screen, ImportsScreen)
    assert sorted(found(store)) == [
        ("Harbor Ltd", "A-1", date(2026, 4, 3), 123400),
        ("Mill & Sons", "A-2", date(2026, 6, 5), 70000),
    ]
    with opened(store) as office:
        assert not any(layout.own for layout in known_layouts(office.store.place).layouts)


async def test_columns_are_saved_under_a_name_and_known_the_next_time(tmp_path: Path) -> None:
    store, path = tmp_path / "new.arcollect", file_of(tmp_path)
    async with workstation(store, NARROW) as hand:
        screen = await map_of(hand, path)
        await hand.press("w")
        assert "No column gives amount" in said(hand)
        await choose(hand, screen, "Rst", "open_amount")
        await choose(hand, screen, "Dates", "mdy")
        await choose(hand, screen, "Amounts", "point")
        await choose(hand, screen, "Currency", "USD")
        await hand.press("w")
        form = hand.app.screen
        assert isinstance(form, LayoutForm)
        assert "goes into new.arcollect.layouts/open_items.toml" in said(hand)
        await hand.press("X", "enter")
        assert "is no name. Write small letters" in said(hand)
        await hand.press("backspace", *keys("open_items"), "enter")
        assert hand.app.screen is screen
        assert "Saved as open_items" in hand.echo
        await hand.press("ctrl+s")
        assert "replaces new.arcollect.layouts/open_items.toml" in said(hand)
        await hand.press("escape", "A")
        preview = hand.app.screen
        assert isinstance(preview, ImportPreview), hand.text()
        assert (preview.plan.layout, preview.plan.sureness) == ("open_items", 1.0)
        await hand.press("escape", "escape")
        await type_path(hand, path)
        again = hand.app.screen
        assert isinstance(again, ImportPreview), hand.text()
        assert "open_items, recognised" in said(hand)
        # The order, the mark and the currency that were said are of the layout too.
        assert again.plan.totals == {"USD": (2, 70123)}


async def test_a_line_left_out_may_be_right_with_the_columns_that_were_saved(tmp_path: Path) -> None:
    store, rows = tmp_path / "new.arcollect", GENERIC.replace("4.00", "abc").splitlines()
    path = file_of(
        tmp_path,
        "\n".join(f"{row},{more}" for row, more in zip(rows, ("Saldo", "25.50", "4.00"), strict=True)),
    )
    async with workstation(store, NARROW) as hand:
        await map_of(hand, path)
        await hand.press("A", "G")
        preview = hand.app.screen
        assert isinstance(preview, ImportPreview), hand.text()
        preview.plan = leave_lines_out(preview.ws.office, preview.plan, ["3"])
        await hand.press("o")
        mapper = hand.app.screen
        assert isinstance(mapper, Mapper)
        await choose(hand, mapper, "Saldo", "open_amount")
        await hand.press("w", *keys("our_erp"), "enter")
        assert "Saved as" in hand.echo
        await hand.press("A")
        assert isinstance(hand.app.screen, ImportPreview), said(hand)
        assert hand.app.screen.plan.totals == {"USD": (2, 2950)}
        assert hand.app.screen.plan.lines["left_out"] == 0


@SIZES
async def test_a_file_that_is_only_guessed_is_looked_through_first(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    store = tmp_path / "new.arcollect"
    async with workstation(store, size) as hand:
        screen = await map_of(hand, file_of(tmp_path, GENERIC))
        assert "No layout knows this file" in said(hand)
        await choose(hand, screen, "Inv Ref", "reference")
        assert "* Inv Ref" in hand.text()
        await hand.press("A")
        assert isinstance(hand.app.screen, ImportPreview)
        # o looks again, - leaves a column out.
        await hand.press("o")
        mapper = hand.app.screen
        assert isinstance(mapper, Mapper)
        await hand.press("-")
        assert "leaves a column out: go to one first" in hand.echo
        await hand.press("G", "-")
        assert "No column gives amount" in said(hand)
        await hand.press("-")
        assert "is not read as it is" in hand.echo
        await hand.press("escape")
        assert "Esc again drops what you chose" in hand.echo
        await hand.press("escape")
        assert isinstance(hand.app.screen, ImportPreview)
        assert hand.app.screen.plan.totals == {"USD": (2, 2950)}


async def test_a_field_goes_from_one_column_to_another(tmp_path: Path) -> None:
    async with workstation(tmp_path / "new.arcollect") as hand:
        screen = await map_of(hand, file_of(tmp_path, GENERIC.replace("Inv Ref", "Invoice No")))
        await hand.press("G", "e")
        assert "now Invoice No" in hand.text()
        await hand.press(*keys("document_no"), "enter")
        assert "document_no is Balance now; Invoice No is read no longer" in hand.echo
        fields = {row.name: row.field for row in screen.table.source.rows(0, 20) or ()}
        assert (fields["Balance"], fields["Invoice No"]) == ("document_no", "")


async def test_leaving_the_columns_of_a_refused_file_asks_for_the_file_again(tmp_path: Path) -> None:
    path = file_of(tmp_path)
    async with workstation(tmp_path / "new.arcollect", NARROW) as hand:
        await map_of(hand, path)
        await hand.press("escape")
        form = hand.app.screen
        assert isinstance(form, FileForm)
        assert form.field.value == str(path)


async def test_what_the_ledger_lacks_is_said_above_the_columns(tmp_path: Path) -> None:
    store = tmp_path / "new.arcollect"
    first = (
        "Company,Customer,Invoice No,Invoice Date,Balance,Currency\n1000,Harbor,A-1,2026-10-01,25.50,USD\n"
    )
    async with workstation(store, NARROW) as hand:
        await map_of(hand, file_of(tmp_path, first))
        await hand.press("A")
        assert isinstance(hand.app.screen, ImportPreview)
        await hand.press("A")
        assert isinstance(hand.app.screen, ImportsScreen)
        screen = await map_of(hand, file_of(tmp_path, first.replace("Company", "Site")))
        await hand.press("A")
        assert "has no column for company, by which ledger main tells its items apart" in said(hand)
        await choose(hand, screen, "Site", "company")
        await hand.press("A")
        preview = hand.app.screen
        assert isinstance(preview, ImportPreview), hand.text()
        assert preview.plan.differences == {"same": 1}


@pytest.mark.parametrize(
    ("file", "name"),
    [("Open items 2026-11.csv", "open_items"), ("x.csv", "our_ledger"), ("Öp.xlsx", "our_ledger")],
)
def test_a_name_is_proposed_from_that_of_the_file(file: str, name: str) -> None:
    assert proposed_name(file) == name


NO_CURRENCY = (
    "Customer,Inv Ref,Invoice Date,Balance\nHarbor,A-1,2026-10-01,25.50\nMill,A-2,2026-10-02,4.00\n"
)


@SIZES
async def test_enter_asks_for_the_currency_and_then_the_columns_are_looked_through_once(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with workstation(tmp_path / "new.arcollect", size) as hand:
        await map_of(hand, file_of(tmp_path, NO_CURRENCY))
        assert "not yet: Enter asks" in said(hand)
        await hand.press("enter")
        assert isinstance(hand.app.screen, Picker)
        await hand.press(*keys("USD"), "enter", "enter")
        assert isinstance(hand.app.screen, ImportPreview), hand.text()
        assert hand.app.screen.plan.totals == {"USD": (2, 2950)}
        assert "USD total: 29.50 in 2 items" in hand.text()
        assert any(
            "no item of the file will ever be overdue" in one for one in hand.app.screen.plan.warnings
        )


async def test_an_office_whose_first_file_needs_nothing_is_not_called_empty(tmp_path: Path) -> None:
    async with workstation(tmp_path / "new.arcollect", NARROW) as hand:
        path = file_of(tmp_path, NO_CURRENCY)
        await hand.press("down", "enter")
        await hand.press(*keys(str(path)), "enter")
        await choose(hand, mapper_of(hand), "Currency", "USD")
        await hand.press("A")
        await hand.press("A")
        assert "Nothing needs an action today" in said(hand)
        await hand.press("u")
        assert "The office is empty" in said(hand)


def mapper_of(hand: Hand) -> Mapper:
    assert isinstance(hand.app.screen, Mapper), hand.text()
    return hand.app.screen
