"""Coding files: they say all that was coded, come back to the same codings, and change nothing at home."""

import csv
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from arcollect_tui.data import policy
from arcollect_tui.data.codings.look import layout_of_file
from arcollect_tui.data.journal import Deed
from arcollect_tui.data.standing import Aspect
from arcollect_tui.errors import FileRefused, Refused, UsageError
from arcollect_tui.services import history
from arcollect_tui.services.coding_files import (
    CodingFilePlan,
    apply_coding_file,
    is_coding_file,
    plan_coding_file,
)
from arcollect_tui.services.export_forms import LAYOUTS, OF_CODING
from arcollect_tui.services.exports import export
from arcollect_tui.services.office import Office
from tests.places import copy_folder
from tests.services.coded import FORMULA, LEDGER, bare_office, code, coded_office, sayings
from tests.services.offices import (
    HASTY,
    LONG,
    assert_money,
    assert_sound,
    days,
    file_name,
    item,
    office_at,
    state,
    take_in,
)

COLUMNS = [
    "entry", "date", "collector", "ledger", "company", "document_no", "line", "customer_no", "name",
    "currency", "open_amount", "coding", "reason", "reason_name", "owner", "disputed_amount", "note",
    "fiscal_year", "amount_mode", "disputed_now", "splits", "claim", "their_code", "their_words", "ask",
    "rule", "cause", "cause_department", "item", "texts",
]  # fmt: skip
SAP = [
    "CASE_TYPE", "EXT_KEY", "PROCESSOR", "RESPONSIBLE", "STAT_ORDERNO", "REASON_CODE", "PRIORITY",
    "EXT_REF", "BUKRS", "KUNNR", "BELNR", "GJAHR", "BUZEI", "FIN_COORDINATOR", "FIN_ROOT_CCODE",
    "FIN_DUE_DATE", "FIN_ORIGINAL_AMT", "FIN_DISPUTED_AMT", "FIN_PAID_AMT", "FIN_CREDITED_AMT",
    "FIN_WRT_OFF_AMT", "FIN_NOT_SOLV_AMT", "FIN_DISPUTE_CURR", "FIN_CUSTDISP_AMT", "FIN_CUSTDISP_CUR",
    "ZZ_ITEM", "ZZ_LEDGER", "ZZ_REASON", "ZZ_THEIR_CODE", "ZZ_THEIR_WORDS", "ZZ_NOTE", "ZZ_ASK",
    "ZZ_RULE", "ZZ_TEXTS",
]  # fmt: skip
FORMS = [(layout, suffix) for layout in OF_CODING for suffix in (".csv", ".xlsx")]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two desks with the same ledger, one where everything is coded and one where nothing is."""
    folder = tmp_path_factory.mktemp("made")
    with coded_office(folder / "ann"), bare_office(folder / "bob"):
        return folder


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Iterator[Office]:
    copy_folder(made / "ann", tmp_path / "ann")
    with office_at(tmp_path / "ann" / "office", seated=False) as opened:
        yield opened


@pytest.fixture
def other(made: Path, tmp_path: Path) -> Iterator[Office]:
    copy_folder(made / "bob", tmp_path / "bob")
    with office_at(tmp_path / "bob" / "office", collector="bob", seated=False) as opened:
        yield opened


def out(office: Office, folder: Path, layout: str = "people", suffix: str = ".csv") -> Path:
    return export(
        office, "coding", folder / file_name(f"coding-{layout}", layout, suffix), layout=layout
    ).path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def rewritten(path: Path, change: Callable[[dict[str, str]], None], delimiter: str = ",") -> Path:
    """The file as somebody saved it again after changing its rows."""
    rows = rows_of(path)
    for row in rows:
        change(row)
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        lines.writeheader()
        lines.writerows(rows)
    return path


def taken(office: Office, path: Path) -> CodingFilePlan:
    plan = plan_coding_file(office, path)
    apply_coding_file(office, plan)
    return plan


def test_the_columns_are_frozen(office: Office, tmp_path: Path) -> None:
    assert list(rows_of(out(office, tmp_path))[0]) == COLUMNS
    assert list(rows_of(out(office, tmp_path, "sap"))[0]) == SAP


def test_a_row_says_all_that_the_coding_says(office: Office, tmp_path: Path) -> None:
    rows = {row["document_no"]: row for row in rows_of(out(office, tmp_path, "machine"))}
    first, split, short = rows["1001"], rows["1003"], rows["1002"]
    assert (first["coding"], first["reason"], first["amount_mode"], first["disputed_amount"]) == (
        "disputed", "PRC", "whole", "100.00",
    )  # fmt: skip
    assert (first["claim"], first["their_code"], first["note"]) == ("00123", "10", "old price\nsee mail")
    assert (first["cause"], first["cause_department"], first["owner"]) == ("CON", "Sales", "Sales")
    assert (split["splits"], split["ask"], split["disputed_amount"]) == (
        "FRT 80.00; TAX 0.55", "write_off", "80.55",
    )  # fmt: skip
    assert (short["their_words"], short["amount_mode"], short["disputed_now"]) == (
        FORMULA,
        "stated",
        "20.00",
    )
    assert rows["3001"]["coding"] == "collectible"
    assert rows["3001"]["disputed_amount"] == rows["3001"]["amount_mode"] == ""


@pytest.mark.parametrize(("layout", "suffix"), FORMS)
def test_home_again_it_changes_nothing(office: Office, tmp_path: Path, layout: str, suffix: str) -> None:
    path = out(office, tmp_path, layout, suffix)
    before, entries = state(office), len(history.history(office))
    plan = plan_coding_file(office, path)
    assert plan.known, (plan.differences, plan.held)
    assert set(plan.differences) == {"already_so"}
    saved = apply_coding_file(office, plan)
    assert saved.again
    assert saved.sentence.startswith("No change: ")
    assert (state(office), len(history.history(office))) == (before, entries)


@pytest.mark.parametrize(("layout", "suffix"), FORMS)
def test_elsewhere_it_says_the_same(
    office: Office, other: Office, tmp_path: Path, layout: str, suffix: str
) -> None:
    path = out(office, tmp_path, layout, suffix)
    empty = state(other)
    plan = taken(other, path)
    assert plan.held == ()
    sap = layout.startswith("sap")
    assert sayings(other, disputes=sap) == sayings(office, disputes=sap)
    assert len(history.history(other)) == 2
    assert_sound(other)
    assert_money(other)
    assert plan_coding_file(other, path).known
    again = export(other, "coding", tmp_path / file_name("again", layout, suffix), layout=layout).path
    assert plan_coding_file(office, again).known
    history.undo(other)
    assert state(other) == empty
    history.redo(other)
    assert sayings(other, disputes=sap) == sayings(office, disputes=sap)


@pytest.mark.parametrize("layout", [*OF_CODING])
def test_every_line_is_accounted_for(office: Office, tmp_path: Path, layout: str) -> None:
    path = out(office, tmp_path, layout)
    path.write_bytes(path.read_bytes() + b"\r\n" + b"x,y\r\n")
    plan = plan_coding_file(office, path)
    count = len(rows_of(out(office, tmp_path, layout)))
    assert plan.lines == {"header": 1, "blank": 1, "cut_off": 1, "row": count}
    assert sum(plan.differences.values()) == count + 1
    assert [held.reason for held in plan.held] == ["the line is cut off"]


@pytest.mark.parametrize("layout", ["people", "sap"])
def test_a_file_saved_by_a_spreadsheet_of_another_country(
    office: Office, other: Office, tmp_path: Path, layout: str
) -> None:
    """Semicolons, decimal commas, dates the other way round; the apostrophes stay as they are."""

    def german(row: dict[str, str]) -> None:
        for name, cell in row.items():
            if cell and (
                name.endswith("_AMT") or name in ("open_amount", "disputed_amount", "disputed_now")
            ):
                row[name] = cell.replace(".", ",")
            if name in ("date", "FIN_DUE_DATE") and cell:
                row[name] = ".".join(reversed(cell.split("-")))

    path = rewritten(out(office, tmp_path, layout), german, ";")
    assert plan_coding_file(office, path).known
    assert taken(other, path).held == ()
    sap = layout == "sap"
    assert sayings(other, disputes=sap) == sayings(office, disputes=sap)


def test_what_somebody_changes_in_the_file_is_coded_anew(office: Office, tmp_path: Path) -> None:
    def change(row: dict[str, str]) -> None:
        match row["document_no"]:
            case "1001":
                row |= {"reason": "TAX", "disputed_amount": "40.00", "amount_mode": "stated"}
            case "1002":
                row["claim"] = "D-9"
            case "2002":
                row["splits"] = "PRC 4000; FRT 3000"
                row["reason"] = ""
            case "3001":
                row |= {"coding": "uncoded", "note": ""}
            case "0042":
                row |= {"their_words": "", "ask": "credit"}

    plan = taken(office, rewritten(out(office, tmp_path), change))
    assert plan.differences == {"recoded": 5, "already_so": 4}
    assert plan.totals == {"JPY": (1, 7000), "USD": (4, 70_00)}
    assert (item(office, "1001").reason, item(office, "1001").disputed_amount) == ("TAX", 40_00)
    assert item(office, "3001").coding == "uncoded"
    assert (item(office, "2002").reason, item(office, "2002").disputed_amount) == ("PRC", 7000)
    assert_sound(office)
    assert_money(office)
    history.undo(office)
    assert (item(office, "1001").reason, item(office, "3001").coding) == ("PRC", "collectible")


HEAD = "document_no,coding,reason,disputed_amount,currency,amount_mode,splits,ask,claim,item"
LINES = [
    ("1001,disputed,PRC,,,,,,,", "coded", "", ""),
    ("1001,,prc,,,,,,,", "coded", "", ""),
    ("1001,disputed,PRC,40.00,USD,,,,,", "coded", "", ""),
    ("1001,disputed,PRC,0,USD,,,,,", "unreadable", "disputed_amount", "more than zero"),
    ("1001,disputed,PRC,-4.00,USD,,,,,", "unreadable", "disputed_amount", "more than zero"),
    ("1001,disputed,PRC,40.00,,,,,,", "unreadable", "currency", "needs its currency"),
    ("1001,disputed,PRC,40.0051,USD,,,,,", "unreadable", "disputed_amount", "finer than USD"),
    ("1001,disputed,PRC,forty,USD,,,,,", "unreadable", "disputed_amount", "is not an amount"),
    ("1001,disputed,PRC,140.00,USD,,,,,", "skipped", "disputed_amount", "less is open"),
    ("1001,disputed,PRC,40.00,EUR,,,,,", "skipped", "currency", "in USD"),
    ("1001,disputed,PRC,40.00,XXZ,,,,,", "unreadable", "currency", "no currency code"),
    ("1001,disputed,PRC,40.00,USD,whole,,,,", "unreadable", "disputed_amount", "write stated"),
    ("1001,disputed,PRC,,USD,stated,,,,", "unreadable", "disputed_amount", "missing"),
    ("1001,disputed,PRC,,USD,half,,,,", "unreadable", "amount_mode", "whole or stated"),
    ("1001,disputed,,,,,,,,", "unreadable", "reason", "needs a reason"),
    ("1001,,,,,,,,,", "unreadable", "coding", "uncoded, collectible, disputed"),
    ("1001,maybe,PRC,,,,,,,", "unreadable", "coding", "maybe"),
    ("1001,collectible,PRC,,,,,,,", "unreadable", "reason", "belongs to a dispute"),
    ("1001,collectible,,,,,,,C-1,", "unreadable", "claim", "belongs to a dispute"),
    ("1001,collectible,,,,,,,,", "coded", "", ""),
    ("1001,uncoded,,,,,,,,", "already_so", "", ""),
    ("1001,disputed,PRC,,,,,refund,,", "unreadable", "ask", "credit, write_off"),
    ("1001,disputed,,,USD,,PRC 80.00; FRT 20.00,,,", "coded", "", ""),
    ('1001,disputed,,,USD,,"PRC 80,00; FRT 20,00",,,', "coded", "", ""),
    ("1001,disputed,TAX,,USD,,PRC 80.00; FRT 20.00,,,", "unreadable", "reason", "PRC"),
    ("1001,disputed,PRC,99.00,USD,,PRC 80.00; FRT 20.00,,,", "unreadable", "splits", "add up"),
    ("1001,disputed,PRC,,USD,,PRC 80.00,,,", "unreadable", "splits", "two reasons"),
    ("1001,disputed,PRC,,USD,,PRC 80.00; PRC 20.00,,,", "unreadable", "splits", "once"),
    ("1001,disputed,PRC,,USD,,PRC 100.00; FRT 0,,,", "unreadable", "splits", "more than zero"),
    ("1001,disputed,PRC,,,,PRC 80.00; FRT 20.00,,,", "unreadable", "currency", "needs its currency"),
    ("1001,disputed,PRC,,USD,,PRC; FRT,,,", "unreadable", "splits", "PRC 80.55; FRT 19.45"),
    ("1001,disputed,PRC,,USD,,PRC 90.00; FRT 20.00,,,", "skipped", "disputed_amount", "less is open"),
    ("9999,disputed,PRC,,,,,,,", "unknown_item", "document_no", "9999"),
    (",disputed,PRC,,,,,,,", "unreadable", "document_no", "names no item"),
    (",disputed,PRC,,,,,,,i0123456789abcdef", "unknown_item", "item", "no such item"),
    (",disputed,PRC,,,,,,,17", "unreadable", "item", "no key"),
]


@pytest.mark.parametrize(("line", "what", "column", "why"), LINES)
def test_a_line_that_somebody_wrote(
    other: Office, tmp_path: Path, line: str, what: str, column: str, why: str
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(f"our codings of today\n{HEAD}\n{line}\n", encoding="utf-8")
    plan = plan_coding_file(other, path)
    assert plan.differences == {what: 1}, plan.held
    if column:
        (held,) = plan.held
        assert (held.line, held.field) == (3, column)
        assert why in held.reason
        with pytest.raises(Refused, match=r"Nothing was coded from mine\.csv: line 3"):
            apply_coding_file(other, plan)
    else:
        apply_coding_file(other, plan)
        assert_money(other)
        assert_sound(other)


def test_two_lines_about_one_item_and_items_of_one_number(other: Office, tmp_path: Path) -> None:
    more = [*LEDGER, *(line for line in LEDGER if line.number == "1001")]
    more[-1] = more[-1].__class__("1001", "C9", company="30")
    take_in(other, tmp_path, more)
    path = tmp_path / "mine.csv"
    path.write_text(
        "document_no,customer_no,coding,reason\n1001,,disputed,PRC\n1001,C9,disputed,PRC\n"
        "1002,C1,disputed,PRC\n1002,,collectible,\n1003,C9,disputed,PRC\n"
    )
    plan = plan_coding_file(other, path)
    assert plan.differences == {"coded": 2, "ambiguous": 1, "skipped": 1, "unreadable": 1}
    assert [(held.line, held.reason) for held in plan.held] == [
        (2, "2 items have the number 1001"),
        (5, "line 4 is about the same item"),
        (6, "1003 is of customer C1, not of C9"),
    ]


def test_a_key_beside_the_number_of_another_item(office: Office, tmp_path: Path) -> None:
    """As when a column was dragged down in a spreadsheet; a lost leading zero is no other number."""

    def dragged(row: dict[str, str]) -> None:
        row["document_no"] = {"1001": "1002", "0042": "42"}.get(row["document_no"], row["document_no"])

    plan = plan_coding_file(office, rewritten(out(office, tmp_path), dragged))
    (held,) = plan.held
    assert (held.field, held.reason) == ("item", "its key is of 1001, not of 1002")
    assert plan.differences == {"already_so": 8, "ambiguous": 1}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("customer_no,coding,reason\nC1,disputed,PRC\n", ["no column document_no or item", "customer_no"]),
        (
            "document_no,coding,reason\n1001,disputed,PRC\n1002,disputed,PRX\n1003,disputed,XXX\n",
            ["line 3, column reason", '"PRX"', "Did you mean PRC", "1 more line"],
        ),
        (
            "document_no,coding,reason,splits,currency\n1001,disputed,,PRC 5; FRX 5,USD\n",
            ["column splits", '"FRX"', "FX (bank"],
        ),
        (
            "document_no,coding,reason,disputed_amount,currency\n1001,disputed,PRC,1.204,USD\n",
            ["disputed_amount", "two ways"],
        ),
    ],
)
def test_a_file_that_is_refused_as_a_whole(
    other: Office, tmp_path: Path, text: str, words: list[str]
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        taken(other, path)
    assert all(word in refused.value.sentence for word in words), refused.value.sentence
    assert refused.value.sentence.startswith("mine.csv")
    assert sayings(other) == []


@pytest.mark.parametrize(
    ("currency", "cell", "minor"),
    [("KWD", "1.204", 1204), ("KWD", "1,204", 1204), ("JPY", "1,204", 1204), ("JPY", "1.204", 1204)],
)
def test_amounts_that_only_their_currency_makes_clear(
    other: Office, tmp_path: Path, currency: str, cell: str, minor: int
) -> None:
    number = {"KWD": "2003", "JPY": "2002"}[currency]
    path = tmp_path / "mine.csv"
    path.write_text(
        f'document_no,coding,reason,disputed_amount,currency\n{number},disputed,PRC,"{cell}",{currency}\n'
    )
    (coding,) = plan_coding_file(other, path).codings
    assert coding.said.stated == minor


def test_what_was_stated_when_more_was_open_still_stands(
    office: Office, other: Office, tmp_path: Path
) -> None:
    later = [line.paid_down(30_00) if line.number == "1003" else line for line in LEDGER]
    for desk in (office, other):
        take_in(desk, tmp_path, later)
    for layout in ("people", "sap"):
        path = out(office, tmp_path, layout)
        assert plan_coding_file(office, path).known
        assert plan_coding_file(other, path).held == ()
    taken(other, out(office, tmp_path))
    assert sayings(other) == sayings(office)
    assert item(other, "1003").disputed_amount == 30_00
    assert_money(other)


def test_a_cleared_item_is_left_out_elsewhere_and_so_at_home(
    office: Office, other: Office, tmp_path: Path
) -> None:
    rest = [line for line in LEDGER if line.number != "1001"]
    for desk in (office, other):
        take_in(desk, tmp_path, rest)
    path = out(office, tmp_path)
    assert plan_coding_file(office, path).known
    assert [(held.document_no, held.reason) for held in plan_coding_file(other, path).held] == [
        ("1001", "cleared")
    ]
    assert "1001" not in {row["BELNR"] for row in rows_of(out(office, tmp_path, "sap"))}


def test_the_store_moved_between_preview_and_enter(office: Office, other: Office, tmp_path: Path) -> None:
    plan = plan_coding_file(other, out(office, tmp_path))
    code(other, "QTY", "3003")
    apply_coding_file(other, plan)  # an item that the file does not name
    history.undo(other)
    code(other, "QTY", "1001")
    before = state(other)
    with pytest.raises(Refused, match="changed since the preview"):
        apply_coding_file(other, plan)
    assert state(other) == before
    again = plan_coding_file(other, out(office, tmp_path))
    assert again.differences == {"coded": 7, "recoded": 1, "already_so": 1}


def test_a_draft_is_stored_once(office: Office, other: Office, tmp_path: Path) -> None:
    plan = plan_coding_file(other, out(office, tmp_path))
    token = other.token()
    first = apply_coding_file(other, plan, token)
    second = apply_coding_file(other, plan, token)
    assert (first.again, second.again, first.handle) == (False, True, second.handle)


def test_the_amounts_of_a_case_add_up(office: Office, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in out(office, tmp_path, "sap", ".jsonl").read_text().splitlines()]
    assert len(rows) == 9  # seven disputed items, two of them in two pieces
    for row in rows:
        parts = ("DISPUTED", "PAID", "CREDITED", "WRT_OFF", "NOT_SOLV")
        assert float(row["FIN_ORIGINAL_AMT"]) == sum(float(row[f"FIN_{part}_AMT"]) for part in parts)
        assert float(row["FIN_ORIGINAL_AMT"]) > 0
        assert (row["CASE_TYPE"], row["STAT_ORDERNO"], row["PROCESSOR"]) == ("F_DM", "001", "ann")
        assert (row["EXT_KEY"] or "", row["PRIORITY"] or "") == ("", "")
    by_item: dict[str, float] = {}
    for row in rows:
        by_item[row["BELNR"]] = by_item.get(row["BELNR"], 0) + float(row["FIN_DISPUTED_AMT"])
    assert by_item["1003"] == 80.55
    assert by_item["2002"] == 7000
    first = next(row for row in rows if row["BELNR"] == "1001")
    assert (first["FIN_ROOT_CCODE"], first["RESPONSIBLE"], first["FIN_DUE_DATE"]) == (
        "CON",
        "Sales",
        "2026-12-01",
    )
    assert first["FIN_CUSTDISP_AMT"] is None


def test_customers_words_are_text_in_every_format(office: Office, tmp_path: Path) -> None:
    for layout, column in (("people", "their_words"), ("sap", "ZZ_THEIR_WORDS")):
        path = out(office, tmp_path, layout)
        assert f"'{FORMULA}" in {row[column] for row in rows_of(path)}
        sheet = CalamineWorkbook.from_path(str(out(office, tmp_path, layout, ".xlsx"))).get_sheet_by_index(
            0
        )
        header, *rows = sheet.to_python()
        words = [row[header.index(column)] for row in rows]
        assert FORMULA in words
        assert all(isinstance(word, str) for word in words)
    assert FORMULA in {row["their_words"] for row in rows_of(out(office, tmp_path, "machine"))}


@pytest.mark.parametrize("name", ["items.csv", "items.xlsx", "contacts.csv", "activity.csv"])
def test_other_files_of_ours_are_no_coding_files(office: Office, tmp_path: Path, name: str) -> None:
    path = export(office, name.partition(".")[0], tmp_path / name).path
    assert not is_coding_file(path)


def test_a_coding_file_is_known_by_its_header(office: Office, tmp_path: Path) -> None:
    for layout, suffix in FORMS:
        path = out(office, tmp_path, layout, suffix)
        found = layout_of_file(path)
        assert found is not None
        assert found.name == OF_CODING[layout]
    assert layout_of_file(tmp_path) is None
    assert layout_of_file(tmp_path / "missing.csv") is None
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04coding reason")
    assert layout_of_file(broken) is None


def test_only_what_is_new_goes_out(office: Office, tmp_path: Path) -> None:
    for layout in OF_CODING:
        first = export(
            office, "coding", tmp_path / file_name("a", layout, ".csv"), since="last", layout=layout
        )
        assert first.rows == 9
        assert (
            export(
                office, "coding", tmp_path / file_name("b", layout, ".csv"), since="last", layout=layout
            ).rows
            == 0
        )
    code(office, "PRC", "3003")
    for layout in OF_CODING:
        assert (
            export(
                office, "coding", tmp_path / file_name("c", layout, ".csv"), since="last", layout=layout
            ).rows
            == 1
        )
    assert export(office, "coding", tmp_path / "d.csv", since=days(1)).rows == 0


def with_codes_of_the_ledger(office: Office, **codes: str) -> None:
    with office.deed() as connection:
        values = {f"reason.{reason}.sap": code for reason, code in codes.items()}
        deed = Deed("policy", [policy.part(connection, values)], office.token())
        office.record(connection, deed, [], Aspect(0))
    office.settings_changed()


def test_reasons_go_out_as_the_ledgers_codes_and_come_back(
    office: Office, other: Office, tmp_path: Path
) -> None:
    """One code for two reasons, and one that is the name of another reason of ours."""
    codes = {"PRC": "Z01 Z02", "DMG": "Z07", "QTY": "Z01", "CON": "C1", "FRT": "TAX"}
    for desk in (office, other):
        with_codes_of_the_ledger(desk, **codes)
    path = out(office, tmp_path, "sap")
    rows = {(row["BELNR"], row["ZZ_REASON"]): row["REASON_CODE"] for row in rows_of(path)}
    assert rows["1001", "PRC"] == rows["2003", "QTY"] == "Z01"
    assert rows["1003", "FRT"] == rows["1003", "TAX"] == "TAX"
    assert rows["2001", "DSC"] == "DSC"
    assert {row["FIN_ROOT_CCODE"] for row in rows_of(path)} == {"", "C1"}
    assert plan_coding_file(office, path).known
    taken(other, path)
    assert sayings(other, disputes=True) == sayings(office, disputes=True)


def test_what_the_ledger_made_of_a_reason_counts(office: Office, tmp_path: Path) -> None:
    with_codes_of_the_ledger(office, PRC="Z01", QTY="Z01", DMG="Z07")

    def changed(row: dict[str, str]) -> None:
        if row["BELNR"] == "1001":
            row["REASON_CODE"] = "z07"
        if row["BELNR"] == "0042":
            row |= {"REASON_CODE": "Z01", "ZZ_REASON": ""}

    plan = taken(office, rewritten(out(office, tmp_path, "sap"), changed))
    assert [(one.document_no, one.said.reason, one.was) for one in plan.codings] == [("1001", "DMG", "PRC")]
    (held,) = plan.held
    assert (held.document_no, held.field) == ("0042", "REASON_CODE")
    assert "stands for PRC and QTY" in held.reason


def test_a_sheet_of_the_ledgers_own_cases(other: Office, tmp_path: Path) -> None:
    """No column of ours: items by their numbers, amounts as they stand, pieces as rows."""
    path = tmp_path / "cases.csv"
    path.write_text(
        "BUKRS;KUNNR;BELNR;REASON_CODE;FIN_DISPUTED_AMT;FIN_DISPUTE_CURR;EXT_REF\n"
        ";C1;1001;PRC;100,00;USD;A1\n;C1;1002;DMG;5,00;USD;\n"
        "20;C2;2001;PRC;1.000,00;EUR;B\n20;C2;2001;FRT;234,50;EUR;B\n"
        "20;C2;2002;PRC;1;JPY;B\n20;C2;2002;FRT;2;JPY;C\n"
    )
    plan = taken(other, path)
    assert plan.layout == "sap"
    said = {one.document_no: (one.said.reason, one.said.stated, one.said.claim) for one in plan.codings}
    assert said == {"1001": ("PRC", None, "A1"), "1002": ("DMG", 5_00, ""), "2001": ("PRC", 1234_50, "B")}
    assert [(held.line, held.field) for held in plan.held] == [(6, "EXT_REF"), (7, "EXT_REF")]
    assert_money(other)
    assert_sound(other)


def test_a_reason_that_is_no_longer_offered(office: Office, other: Office, tmp_path: Path) -> None:
    for desk in (office, other):
        with desk.deed() as connection:
            part = policy.part(connection, {"reason.OTH.active": "no"})
            desk.record(connection, Deed("policy", [part], desk.token()), [], Aspect(0))
        desk.settings_changed()
    path = out(office, tmp_path)
    assert plan_coding_file(office, path).known
    (held,) = plan_coding_file(other, path).held
    assert (held.document_no, held.reason) == ("0042", "OTH is no longer offered")


WORDS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from(" '=+-@\t\n\r;,\"\\0＝x\ufeff_"), max_size=12
)


@settings(HASTY, max_examples=10 * LONG)
@given(texts=st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=6, max_size=10))
def test_any_words_come_back_as_they_were(made: Path, texts: list[tuple[str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy_folder(made / "bob", Path(folder) / "bob")
        with office_at(Path(folder) / "bob" / "office", seated=False) as desk:
            for line, (claim, words, note) in zip(LEDGER, texts, strict=False):
                code(desk, "PRC", line.number, claim=claim, their_words=words, note=note)
            for layout, suffix in FORMS:
                plan = plan_coding_file(desk, out(desk, Path(folder), layout, suffix))
                assert plan.known, (
                    layout,
                    plan.held,
                    [(one.said, one.document_no) for one in plan.codings],
                )


@pytest.mark.parametrize(
    ("what", "layout", "named"), [("coding", "odd", tuple(OF_CODING)), ("items", "sap", LAYOUTS)]
)
def test_a_layout_that_an_export_has_not(
    office: Office, tmp_path: Path, what: str, layout: str, named: tuple[str, ...]
) -> None:
    with pytest.raises(UsageError, match=", ".join(named)):
        export(office, what, tmp_path / "a.csv", layout=layout)
