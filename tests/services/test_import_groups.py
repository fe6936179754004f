"""Every kind of difference is walked row by row, each row with before, after and what it means."""

from pathlib import Path

from arcollect_tui.services.import_groups import ORDER, difference_rows, groups_of
from arcollect_tui.services.imports import ImportOptions, apply_import, plan_import
from tests.services.offices import DAY, days, office_at

HEAD = (
    "customer_no,customer_name,phone,document_no,document_date,due_date,terms,reference,currency,"
    "amount,open_amount"
)
MASTER = "Customer No,Company Name,Phone\nC1,Harbor Ltd,555\nC3,Quay,\n"
WALKED = tuple(kind for kind in ORDER if kind not in ("same", "erased"))


def line(number: str, *, left: str = "100.00", name: str = "Harbor", **changed: str) -> str:
    cells = {"due": "2026-10-01", "terms": "N30", "reference": "R1", "customer": "C1"} | changed
    dates = f"2026-09-01,{cells['due']},{cells['terms']},{cells['reference']}"
    return f"{cells['customer']},{name},,{number},{dates},USD,100.00,{left}"


FIRST = [line(str(number)) for number in range(1, 10)]
SECOND = [line(str(number)) for number in range(1, 9)]
THIRD = [
    line("1", left="10.00"),
    line("2", left="60.00"),
    line("3", left="130.00"),
    line("4", due="2026-11-01"),
    line("5", terms="N45"),
    line("6", reference="R2"),
    line("7", left="-20.00"),
    line("9"),
    line("10", customer="C2", name="Mill"),
]
"""Item 8 is gone, item 9 is back, item 10 is new with its customer."""


def test_every_kind_of_difference_is_walked_with_before_and_after(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    with office_at(tmp_path / "office") as office:
        for day, lines in enumerate((FIRST, SECOND)):
            path.write_text("\n".join([HEAD, *lines]), "utf-8")
            options = ImportOptions(as_of=days(day - 3))
            apply_import(office, plan_import(office, path, options))
        path.write_text("\n".join([HEAD, *THIRD]), "utf-8")
        master = tmp_path / "master.csv"
        master.write_text(MASTER, "utf-8")
        plans = [plan_import(office, one, ImportOptions(as_of=DAY)) for one in (path, master)]
        found = {
            group.kind: difference_rows(office, plan, group.kind)
            for plan in plans
            for group in groups_of(plan)
        }
    told = {kind: (rows[0].before, rows[0].after, rows[0].means) for kind, rows in found.items() if rows}
    assert told == {
        "new": ("", "100.00 USD", "new open invoice, due 1 Oct 26"),
        "short_paid": ("100.00", "10.00", "90.00 USD paid, 10.00 left: short paid"),
        "part_paid": ("100.00", "60.00", "40.00 USD paid, 60.00 left"),
        "increased": ("100.00", "130.00", "30.00 USD more"),
        "cleared": ("100.00", "0.00", "gone from the file: 100.00 USD taken for paid"),
        "reappeared": ("cleared", "100.00", "stands in the file again: open again"),
        "due_moved": ("1 Oct 26", "1 Nov 26", "due date moved +31 days"),
        "terms_changed": ("N30", "N45", "changed"),
        "other": ("R1", "R2", "changed"),
        "customer_new": ("", "", "new customer"),
        "customer_changed": ("Harbor", "Harbor Ltd", "also phone"),
        "credited": ("100.00", "-20.00", "credited 120.00 USD"),
    }
    assert set(told) == set(WALKED)
