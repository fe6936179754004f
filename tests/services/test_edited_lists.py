"""Lists that come back from a spreadsheet: the difference first, one entry, and nobody's edit is lost."""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from arcollect_tui.errors import FileRefused, Refused
from arcollect_tui.services.account import account
from arcollect_tui.services.calls import CallDraft, PromiseDraft, log_call
from arcollect_tui.services.contacts import ContactDraft, add_contact, list_contacts, retire_contact
from arcollect_tui.services.edited_lists import EditedPlan, apply_edited, is_edited_list, plan_edited
from arcollect_tui.services.exports import export
from arcollect_tui.services.followups import reschedule
from arcollect_tui.services.history import history, undo
from arcollect_tui.services.office import Office
from arcollect_tui.services.worklist import WorklistView, worklist_rows
from tests.services.offices import HASTY, Line, assert_sound, customer, file_name, office_at, take_in

LEDGER = [
    Line("1001", contact="Lea", phone="+1 503 555 0100"),
    Line("2001", "C2"),
    Line("3001", "=C3", name="=1+1"),
]
Rows = list[dict[str, str]]
Edit = Callable[[Rows], None]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "office") as opened:
        take_in(opened, tmp_path, LEDGER)
        add_contact(opened, customer(opened), ContactDraft(name="Bea", phone="+1 503 555 0165"))
        yield opened


def send(office: Office, folder: Path, what: str, suffix: str = ".csv", layout: str | None = None) -> Path:
    text = "od>0" if what == "worklist" else ""
    return export(office, what, folder / file_name(what, layout, suffix), filter=text, layout=layout).path


def edited(path: Path, edit: Edit, delimiter: str = ",") -> Path:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    edit(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def row_of(rows: Rows, number: str) -> dict[str, str]:
    return next(row for row in rows if row["customer_no"].lstrip("'") == number)


def next_action(office: Office, number: str) -> date | None:
    (row,) = [one for one in worklist_rows(office, WorklistView("od>0")) if one.number == number]
    return row.next_action_on


def set_next(number: str, day: str, note: str = "") -> Edit:
    def edit(rows: Rows) -> None:
        row_of(rows, number).update(next_action_on=day, note=note)

    return edit


def of_bea(**cells: str) -> Edit:
    def edit(rows: Rows) -> None:
        next(row for row in rows if row["contact_name"] == "Bea").update(cells)

    return edit


def bea(office: Office) -> ContactDraft:
    (card,) = [card for card in list_contacts(office, customer(office)) if not card.from_ledger]
    return ContactDraft(card.name, card.role, card.phone, card.email)


def why(plan: EditedPlan) -> list[str]:
    return [f"{held.line} {held.field}: {held.reason}" for held in plan.held]


@pytest.mark.parametrize("what", ["worklist", "contacts"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("layout", ["people", "machine"])
def test_what_nobody_edited_changes_nothing(
    office: Office, tmp_path: Path, what: str, suffix: str, layout: str
) -> None:
    reschedule(office, customer(office), date(2026, 11, 30))
    path = send(office, tmp_path, what, suffix, layout)
    assert is_edited_list(path)
    plan = plan_edited(office, path)
    assert plan.known
    assert plan.differences == {"untouched": 3 if what == "worklist" else 2}
    assert apply_edited(office, plan).again


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("day", ["2026-12-07", "12/07/2026", "7 dec 2026"])
def test_next_action_and_note_are_one_entry_and_one_undo(
    office: Office, tmp_path: Path, delimiter: str, day: str
) -> None:
    def edit(rows: Rows) -> None:
        row_of(rows, "C1").update(next_action_on=day, note="=ask for the POD")
        row_of(rows, "=C3").update(note="calls back")

    path = edited(send(office, tmp_path, "worklist"), edit, delimiter)
    before = len(history(office))
    plan = plan_edited(office, path)
    assert plan.differences == {"changed": 2, "untouched": 1}
    assert "next action none, then 7 Dec" in plan.changes[0].words or "7 Dec" in plan.changes[1].words
    assert next_action(office, "C1") is None, "nothing is written by a plan"
    apply_edited(office, plan)
    assert next_action(office, "C1") == date(2026, 12, 7)
    assert any("=ask for the POD" in row.text for row in account(office, customer(office)).activities)
    assert len(history(office)) == before + 1
    again = plan_edited(office, path)
    assert again.known
    assert again.differences == {"already_so": 2, "untouched": 1}
    assert_sound(office)
    undo(office)
    assert next_action(office, "C1") is None


def test_an_edit_here_and_there_is_refused_by_name_and_the_rest_is_taken(
    office: Office, tmp_path: Path
) -> None:
    path = send(office, tmp_path, "worklist")

    def edit(rows: Rows) -> None:
        for number in ("C1", "C2"):
            row_of(rows, number)["next_action_on"] = "2026-12-07"

    edited(path, edit)
    reschedule(office, customer(office), date(2026, 11, 30))
    reschedule(office, customer(office, "=C3"), date(2026, 11, 30))
    plan = plan_edited(office, path)
    assert plan.differences == {"changed": 1, "changed_meanwhile": 1, "untouched": 1}
    assert why(plan) == [f"{plan.held[0].line} next_action_on: changed here meanwhile: it is 30 Nov now"]
    apply_edited(office, plan)
    assert next_action(office, "C1") == next_action(office, "=C3") == date(2026, 11, 30)
    assert next_action(office, "C2") == date(2026, 12, 7)


def test_a_plan_of_another_state_is_not_applied(office: Office, tmp_path: Path) -> None:
    plan = plan_edited(office, edited(send(office, tmp_path, "worklist"), set_next("C1", "2026-12-07")))
    reschedule(office, customer(office), date(2026, 11, 30))
    with pytest.raises(Refused, match="plan it again"):
        apply_edited(office, plan)
    assert next_action(office, "C1") == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"next_action_on": "2026-11-20"}, "is past"),
        ({"next_action_on": "soon"}, "is no date"),
        ({"next_action_on": "2026-12-07", "next_action_at": "noonish"}, "no time of day"),
        ({"version": ""}, "export the list anew"),
        ({"customer_no": "C9"}, "no customer"),
    ],
)
def test_a_row_that_cannot_be_is_named(
    office: Office, tmp_path: Path, cells: dict[str, str], words: str
) -> None:
    path = edited(send(office, tmp_path, "worklist"), lambda rows: row_of(rows, "C1").update(cells))
    plan = plan_edited(office, path)
    assert not plan.changes
    assert words in why(plan)[0]
    with pytest.raises(Refused, match=r"Nothing was changed.*[^.]\.$"):
        apply_edited(office, plan)


def test_contacts_are_corrected_added_and_retired(office: Office, tmp_path: Path) -> None:
    path = send(office, tmp_path, "contacts")

    def edit(rows: Rows) -> None:
        of_bea(role="AP", preferred="yes")(rows)
        new = dict.fromkeys(rows[0], "")
        rows.append(new | {"customer_no": "C2", "contact_name": "Neil", "phone": "+1 503 555 0199"})

    plan = plan_edited(office, edited(path, edit))
    assert plan.differences == {"added": 1, "changed": 1, "untouched": 1}
    apply_edited(office, plan)
    assert bea(office).role == "AP"
    assert [card.name for card in list_contacts(office, customer(office, "C2"))] == ["Neil"]
    assert plan_edited(office, path).differences == {"already_so": 2, "untouched": 1}
    path = send(office, tmp_path, "contacts")
    apply_edited(office, plan_edited(office, edited(path, of_bea(retired="x", preferred=""))))
    (card,) = [one for one in list_contacts(office, customer(office)) if one.name == "Bea"]
    assert card.retired
    assert_sound(office)


def test_only_one_contact_is_asked_first(office: Office, tmp_path: Path) -> None:
    add_contact(office, customer(office), ContactDraft(name="Ada", preferred=True))
    path = edited(send(office, tmp_path, "contacts"), of_bea(preferred="yes"))
    apply_edited(office, plan_edited(office, path))
    assert [card.name for card in list_contacts(office, customer(office)) if card.preferred] == ["Bea"]


def test_the_ledgers_contact_is_not_edited_here(office: Office, tmp_path: Path) -> None:
    def edit(rows: Rows) -> None:
        next(row for row in rows if row["contact"] == "ledger")["phone"] = "1"

    plan = plan_edited(office, edited(send(office, tmp_path, "contacts"), edit))
    assert plan.differences == {"not_to_edit": 1, "untouched": 1}
    assert "the ledger gives this contact" in why(plan)[0]


def test_a_contact_changed_here_meanwhile_is_refused(office: Office, tmp_path: Path) -> None:
    path = edited(send(office, tmp_path, "contacts"), of_bea(role="AP"))
    retire_contact(office, customer(office), "Bea")
    plan = plan_edited(office, path)
    assert "changed here meanwhile" in why(plan)[0]
    assert not plan.changes


def test_two_rows_about_one_thing_are_told(office: Office, tmp_path: Path) -> None:
    path = edited(send(office, tmp_path, "worklist"), lambda rows: rows.append(dict(rows[0], note="x")))
    assert "is about the same" in why(plan_edited(office, path))[0]


def test_promises_take_notes_and_stay_what_was_said(office: Office, tmp_path: Path) -> None:
    for day in (27, 28):
        promise = PromiseDraft(50_00, "USD", date(2026, 11, day))
        log_call(office, CallDraft(customer(office), "PP", promise=promise))
    path = send(office, tmp_path, "promises")

    def edit(rows: Rows) -> None:
        rows[0]["note"] = "paid by cheque"
        rows[1]["due_on"] = "2027-01-01"

    plan = plan_edited(office, edited(path, edit))
    assert plan.differences == {"changed": 1, "not_to_edit": 1}
    assert "log what is said now" in why(plan)[0]
    apply_edited(office, plan)
    assert plan_edited(office, path).differences == {"already_so": 1, "not_to_edit": 1}


def test_a_workbook_that_was_saved_again(office: Office, tmp_path: Path) -> None:
    rows = list(csv.reader(send(office, tmp_path, "worklist").read_text("utf-8-sig").splitlines()))
    at = rows[0].index("next_action_on"), rows[0].index("customer_no")
    with Workbook(str(tmp_path / "w.xlsx")) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(line, column, cell)
            if row[at[1]] == "C1":
                sheet.write_datetime(
                    line, at[0], date(2026, 12, 7), book.add_format({"num_format": "d/m/y"})
                )
    apply_edited(office, plan_edited(office, tmp_path / "w.xlsx"))
    assert next_action(office, "C1") == date(2026, 12, 7)


def test_other_files_are_no_such_list(office: Office, tmp_path: Path) -> None:
    for what in ("items", "customers", "activity", "history"):
        path = export(office, what, tmp_path / f"{what}.csv").path
        assert not is_edited_list(path)
        with pytest.raises(FileRefused, match="no list that was exported for editing"):
            plan_edited(office, path)


NAUGHTY = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]) | st.sampled_from("='+-@\",;\t 0"),
    max_size=30,
)
CARDS = st.lists(
    st.builds(
        ContactDraft, name=NAUGHTY.filter(lambda text: bool(text.strip())), role=NAUGHTY, email=NAUGHTY
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.parametrize("layout", ["people", "machine"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_contacts_go_out_come_in_elsewhere_and_go_out_the_same(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, layout: str
) -> None:
    @HASTY
    @given(CARDS)
    def round_trip(cards: list[ContactDraft]) -> None:
        folder = tmp_path_factory.mktemp("trip")
        with office_at(folder / "here") as here, office_at(folder / "there") as there:
            for office in (here, there):
                take_in(office, folder, LEDGER)
            for card in cards:
                add_contact(here, customer(here), card)
            first = export(here, "contacts", folder / file_name("a", layout, suffix), layout=layout).path
            apply_edited(there, plan_edited(there, first))
            second = export(there, "contacts", folder / file_name("b", layout, suffix), layout=layout).path
            assert second.read_bytes() == first.read_bytes()

    round_trip()
