"""What a person says of columns, made into a layout: used for one file, or saved; the same on both ways."""

from pathlib import Path

import pytest

from arcollect_tui.data.imports.layout_model import LAYOUT_FIELDS, PART
from arcollect_tui.data.imports.meanings import MEANINGS, choosable
from arcollect_tui.errors import ColumnsAsked, Refused, UsageError
from arcollect_tui.services.column_choices import Look, is_guess, look_at_columns, read_choices
from arcollect_tui.services.held_lines import plan_fix
from arcollect_tui.services.imports import ImportOptions, apply_import, plan_import
from arcollect_tui.services.imports_taken import imports_taken
from arcollect_tui.services.layouts import known_layouts, save_layout
from arcollect_tui.services.office import Office
from arcollect_tui.services.places import folder_of
from tests.data.imports.helpers import write
from tests.services.offices import assert_sound, item, office_at

LAYOUTS = Path(__file__).parents[2] / "data" / "layouts"
DATES = "Customer,Invoice No,Invoice Date,Balance,Cur\nHarbor,A-1,03/04/2026,25.50,USD\n"
AMOUNTS = 'Customer,Invoice No,Invoice Date,Balance,Currency\nHarbor,A-1,2026-04-03,"1.234",USD\n'
AGED = (
    "Debtor,Doc,Not yet,Soon,Late,Currency\n"
    "Harbor,A-1,10.00,,,USD\nHarbor,A-2,,5.00,,USD\nMill,A-3,,,7.00,USD\n"
)


@pytest.fixture(autouse=True)
def beside_a_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Layouts of an office on a server are kept in the folder of the test too."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def looked(office: Office, path: Path, **said: object) -> Look:
    options = ImportOptions(**said)  # type: ignore[arg-type]
    return look_at_columns(path, known_layouts(office.store.place), options)


@pytest.mark.parametrize(
    ("text", "about", "answer"),
    [
        (DATES, "dates", {"dates": "dmy"}),
        (AMOUNTS, "amounts", {"decimal": "comma"}),
        (
            DATES.replace(",Cur", ",Ship to").replace("USD", "x"),
            "dates",
            {"dates": "mdy", "currency": "EUR"},
        ),
    ],
)
def test_what_a_file_does_not_show_is_asked_and_answered(
    tmp_path: Path, text: str, about: str, answer: dict[str, str]
) -> None:
    path = write(tmp_path, text)
    with office_at(tmp_path / "office") as office:
        with pytest.raises(ColumnsAsked) as asked:
            plan_import(office, path, ImportOptions())
        assert about in asked.value.about.split()
        look = looked(office, path)
        assert (look.about, look.wrong) == (asked.value.about, asked.value.what)
        assert looked(office, path, **answer).wrong == ""
        plan = plan_import(office, path, ImportOptions(**answer))  # type: ignore[arg-type]
        assert sum(count for count, _ in plan.totals.values()) == 1
        assert is_guess(plan)


@pytest.mark.parametrize(
    ("text", "answer", "cure"),
    [
        (DATES.replace("03/04", "13/04"), {"dates": "mdy"}, "Leave the date order to the file"),
        (AMOUNTS.replace("1.234", "1.234,50"), {"decimal": "point"}, "Leave the decimal mark to the file"),
    ],
)
def test_an_answer_may_not_contradict_the_file(
    tmp_path: Path, text: str, answer: dict[str, str], cure: str
) -> None:
    with office_at(tmp_path / "office") as office, pytest.raises(ColumnsAsked, match=cure):
        plan_import(office, write(tmp_path, text), ImportOptions(**answer))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answer", "cure"),
    [({"dates": "ymd"}, "Give dmy or mdy"), ({"decimal": "dot"}, "Give point or comma")],
)
def test_an_answer_that_is_none_says_which_there_are(
    tmp_path: Path, answer: dict[str, str], cure: str
) -> None:
    with office_at(tmp_path / "office") as office, pytest.raises(UsageError, match=cure):
        plan_import(office, write(tmp_path, DATES), ImportOptions(**answer))  # type: ignore[arg-type]


def test_a_saved_layout_keeps_the_answers_for_files_that_show_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, DATES.replace(",Cur", ",Ship to").replace("25.50,USD", '"1.234",x'))
    with office_at(tmp_path / "office") as office:
        said = ImportOptions(dates="mdy", decimal="comma", currency="EUR")
        save_layout(office.store.place, "our_erp", path, said)
        plan = plan_import(office, path, ImportOptions())
        assert (plan.layout, plan.totals) == ("our_erp", {"EUR": (1, 123400)})
        evidence = {column.field: column.evidence for column in plan.columns}
        assert evidence["document_date"] == "month/day/year: the layout says so"
        assert evidence["open_amount"] == "decimal comma: the layout says so"
        assert not is_guess(plan)
        # A file that shows its order is read by it.
        shown = write(tmp_path, path.read_text("utf-8").replace("03/04/2026", "23/04/2026"), "next.csv")
        found = {one.field: one.evidence for one in plan_import(office, shown, ImportOptions()).columns}
        assert found["document_date"].startswith("day/month/year: 23/04/2026 fits no other order")


def test_a_layout_that_cannot_be_written_says_where(tmp_path: Path) -> None:
    path = write(tmp_path, DATES)
    with office_at(tmp_path / "office") as office:
        folder = folder_of(office.store.place)
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.write_text("in the way", "utf-8")
        with pytest.raises(Refused, match=r"our_erp.toml cannot be written: .* Make its folder writable"):
            save_layout(office.store.place, "our_erp", path, ImportOptions(dates="dmy"))


def test_columns_by_age_add_up_to_what_is_open(tmp_path: Path) -> None:
    path = write(tmp_path, AGED)
    parts = ("Not yet=open_part", "Soon=open_part", "Late=open_part")
    columns = read_choices(("Debtor=customer_name", "Doc=document_no", *parts))
    with office_at(tmp_path / "office") as office:
        plan = plan_import(office, path, ImportOptions(columns=columns))
        assert plan.totals == {"USD": (3, 2200)}
        less = plan_import(office, path, ImportOptions(columns=(*columns[:-1], ("Late", "-"))))
        assert (less.totals, len(less.held)) == ({"USD": (2, 1500)}, 1)
        saved = save_layout(office.store.place, "aged", path, ImportOptions(columns=columns))
        assert [column.field for column in saved.columns[2:5]] == [PART] * 3
        assert plan_import(office, path, ImportOptions()).totals == plan.totals


REFUSED = ("bank_statement.csv", "payments_list.csv")
SAMPLES = sorted(path.name for path in LAYOUTS.iterdir() if path.name not in REFUSED)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_known_layout_with_a_column_said_reads_the_rest_as_before(tmp_path: Path, name: str) -> None:
    with office_at(tmp_path / "office") as office:
        before = plan_import(office, LAYOUTS / name, ImportOptions(currency="EUR"))
        column = next(one for one in before.columns if one.header and one.field and "(" not in one.field)
        said = ImportOptions(currency="EUR", columns=((column.header, column.field),))
        after = plan_import(office, LAYOUTS / name, said)
        assert (after.totals, after.lines, after.held) == (before.totals, before.lines, before.held)


def test_a_held_line_of_a_file_whose_columns_were_said_is_fixed_later(tmp_path: Path) -> None:
    path = write(tmp_path, f"{DATES}Mill,A-2,04/04/2026,abc,USD\n".replace("Balance", "Zip"))
    with office_at(tmp_path / "office") as office:
        said = ImportOptions(columns=(("Zip", "open_amount"),), dates="dmy")
        apply_import(office, plan_import(office, path, said))
        apply_import(office, plan_fix(office, f"{imports_taken(office)[0].handle}:3", "40"))
        assert item(office, "A-2").open_amount == 40_00
        assert_sound(office)


def test_every_field_that_can_be_chosen_says_what_it_means() -> None:
    names = [name for name, _ in choosable()]
    assert set(names) == {*LAYOUT_FIELDS, PART}
    assert len(names) == len(set(names))
    assert [name for name, meaning in choosable() if not meaning] == []
    assert names[0] == next(iter(MEANINGS))
