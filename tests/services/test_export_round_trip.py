"""What goes out comes in elsewhere and goes out the same, byte for byte, in every layout that can.

The cases are all layouts that there are: a new one has to make the trip, or to be named below with the
reason why it is one-way.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arcollect_tui.data.exports.layout_file import export_layouts
from arcollect_tui.services.calls import CallDraft, PromiseDraft, log_call
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.contacts import ContactDraft, add_contact
from arcollect_tui.services.export_catalogue import ExportCatalogue
from arcollect_tui.services.export_forms import EXPORTS, FIELDS, FOR_MACHINES
from arcollect_tui.services.exports import ENTRIES, export
from arcollect_tui.services.files_in import apply_file, plan_file
from arcollect_tui.services.followups import reschedule
from arcollect_tui.services.imports import GUARDS, ImportOptions, apply_import, plan_import
from arcollect_tui.services.office import Office
from tests.services.offices import (
    DAY,
    HASTY,
    LONG,
    Line,
    assert_sound,
    customer,
    file_name,
    items,
    office_at,
    take_in,
)

TEXTS = (
    "=1+1", "+1", "-1", "@SUM(1)", "\ufeffmark", "\u202eright to left", "\u200bno width",
    "👩\u200d👩\u200d👧", "Grüße", "x" * 32_000, "two\nlines", "00123", "1e5", "TRUE", "2026-11-28",
    "11/12/2026", "1.204,50", "#N/A", "'=quoted", "_x0041_", "＝1", '"a"; b, c|d', "<b>&amp;", "\tt",
)  # fmt: skip
LEDGER = [
    Line(f"{1000 + at}", f"C{at % 4}", text=text, name=f"{text[:20]} {at % 4}", amount=100_00 + at % 3)
    for at, text in enumerate(TEXTS)
]
CARDS = [
    Line(line.number, line.customer, contact="Lea", email="a@b.example", limit=500_00) for line in LEDGER
]
TOLD = "what was done is told to others; to an arcollect it goes as entries"
ONE_WAY = {
    "activity": TOLD,
    "history": TOLD,
    "crm": TOLD,
    "salesforce": TOLD,
    "peoplesoft": TOLD,
    "complaints": "a department answers in words; codings come back as coding files",
    "calendar": "made of next actions and promises, which the worklist's file changes",
    "fbl5n": "the line's text is cut to 50 signs: SAP keeps it, not what it was made of",
    "oracle": "a promise is Oracle's then; ours come back as notes in the file of promises",
    "vcard": "an address book has no version of a card, by which an edit would be told",
}
"""By export, or by the layout of another program, why its files do not come in again."""
FOR_PROGRAMS = ".jsonl"
"""Rows as lines of JSON are for programs; what comes in again is a CSV or a workbook."""
NOT_IN = {
    ("items", "people", ".csv"): "an apostrophe before a formula is part of the text to a ledger's reader",
    ("customers", "people", ".csv"): "as of items",
}
"""Formats of layouts that make the trip in other formats, and why not in these."""
CATALOGUE = ExportCatalogue(export_layouts(FIELDS))
Case = tuple[str, str, str]


def cases() -> Iterator[Case]:
    for what in EXPORTS:
        for layout in CATALOGUE.names(what):
            if what in ONE_WAY or layout.removesuffix(FOR_MACHINES) in ONE_WAY:
                continue
            form = CATALOGUE.form(what, layout, "")
            for suffix in form.layout.formats if form.layout else (".csv", ".xlsx", ".jsonl"):
                twin = suffix == ".xlsx" and form.exact  # a workbook is the same for people and machines
                if suffix != FOR_PROGRAMS and not twin and (what, layout, suffix) not in NOT_IN:
                    yield what, layout, suffix
    yield from ((ENTRIES, layout, ".jsonl") for layout in ("full", "facts"))


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("here")
    with office_at(folder / "office") as office:
        take_in(office, folder, LEDGER)
        for number in ("C0", "C1"):
            add_contact(office, customer(office, number), ContactDraft(name=f"=Bea {number}", role="'+AP"))
        for at, text in enumerate(TEXTS[1:]):
            add_contact(office, customer(office, "C2"), ContactDraft(name=f"{text[:200]}", role=f"no {at}"))
        reschedule(office, customer(office), date(2026, 12, 4))
        promise = PromiseDraft(80_55, "USD", date(2026, 11, 27))
        log_call(office, CallDraft(customer(office), "PP", note="=1", promise=promise))
        for number, note in zip(("1000", "1001", "1005"), TEXTS[7:], strict=False):
            coded = CodingRequest("PRC", items(office, number), note=note, their_words=note, claim=note)
            apply_coding(office, plan_coding(office, coded))
        yield office


def sent(office: Office, folder: Path, name: str, case: Case) -> Path:
    what, layout, suffix = case
    text = "od>0" if what == "worklist" else ""
    return export(office, what, folder / file_name(name, layout, suffix), layout=layout, filter=text).path


def taken(office: Office, path: Path) -> None:
    wanted = ImportOptions(as_of=DAY, accept=frozenset(GUARDS), currency="USD")
    apply_file(office, plan_file(office, path, wanted))


def into_an_empty_office(here: Office, folder: Path, case: Case) -> None:
    """Items tell how they are coded, which the ledger does not know: the coding file brings it."""
    first = sent(here, folder, "a", case)
    with office_at(folder / "there") as there:
        taken(there, first)
        taken(there, sent(here, folder, "codings", ("coding", "people", ".csv")))
        assert sent(there, folder, "b", case).read_bytes() == first.read_bytes()


def into_the_same_ledger(here: Office, folder: Path, case: Case) -> None:
    first = sent(here, folder, "a", case)
    with office_at(folder / "there") as there:
        take_in(there, folder, LEDGER)
        taken(there, first)
        assert sent(there, folder, "b", case).read_bytes() == first.read_bytes()
        assert_sound(there)


def twice_into_the_same_ledger(here: Office, folder: Path, case: Case) -> None:
    """Codings name the entry that made them: elsewhere that is the one that took the file in."""
    first = sent(here, folder, "a", case)
    with office_at(folder / "there") as there, office_at(folder / "third") as third:
        for office in (there, third):
            take_in(office, folder, LEDGER)
        taken(there, first)
        second = sent(there, folder, "b", case)
        taken(third, second)
        assert sent(third, folder, "c", case).read_bytes() == second.read_bytes()
        assert plan_file(here, second, ImportOptions()).known


def home_again(here: Office, folder: Path, case: Case) -> None:
    first = sent(here, folder, "a", case)
    plan = plan_file(here, first, ImportOptions())
    assert plan.known
    apply_file(here, plan)
    assert sent(here, folder, "b", case).read_bytes() == first.read_bytes()


def between_desks(here: Office, folder: Path, case: Case) -> None:
    """The first line names the desk that wrote the file; the entries are those of all desks."""
    first = sent(here, folder, "a", case)
    with office_at(folder / "there") as there:
        taken(there, first)
        second = sent(there, folder, "b", case)
        assert second.read_bytes().split(b"\n")[1:] == first.read_bytes().split(b"\n")[1:]


TRIPS: dict[str, Callable[[Office, Path, Case], None]] = {
    "items": into_an_empty_office,
    "customers": into_the_same_ledger,
    "contacts": into_the_same_ledger,
    "coding": twice_into_the_same_ledger,
    "worklist": home_again,
    "promises": home_again,
    ENTRIES: between_desks,
}


@pytest.mark.parametrize("case", list(cases()), ids="-".join)
def test_each_layout_makes_the_trip(here: Office, tmp_path: Path, case: Case) -> None:
    assert case[0] in TRIPS, f"how {case} comes in again is not said: add its trip, or why there is none"
    TRIPS[case[0]](here, tmp_path, case)


def test_what_is_one_way_is_there() -> None:
    """A reason for a layout that is gone would hide a new one of its name."""
    names = {layout for what in EXPORTS for layout in CATALOGUE.names(what)}
    assert set(ONE_WAY) <= names | set(EXPORTS)
    assert {case[:2] for case in NOT_IN} <= {
        (what, name) for what in EXPORTS for name in CATALOGUE.names(what)
    }


ANY_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]) | st.sampled_from("='+-@\",;\t 0"),
    max_size=30,
)
LINES = st.lists(
    st.builds(
        Line,
        number=st.integers(1, 9_999).map(str),
        customer=st.sampled_from(["C1", "0012", "Ü 7"]),
        name=ANY_TEXT,
        text=ANY_TEXT,
        amount=st.integers(1, 10**9),
        currency=st.sampled_from(["USD", "JPY"]),
        company=st.sampled_from(["", "1000"]),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda line: line.number,
)


@pytest.mark.parametrize(("suffix", "examples"), [(".csv", 25), (".xlsx", 6)])
def test_items_are_the_same_after_a_round_trip(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, examples: int
) -> None:
    @settings(HASTY, max_examples=examples * LONG)
    @given(LINES)
    def round_trip(lines: list[Line]) -> None:
        folder = tmp_path_factory.mktemp("trip")
        with office_at(folder / "here") as here, office_at(folder / "there") as there:
            take_in(here, folder, lines)
            first = export(here, "items", folder / file_name("a", "machine", suffix), layout="machine").path
            wanted = ImportOptions(as_of=DAY, accept=frozenset(GUARDS))
            apply_import(there, plan_import(there, first, wanted))
            second = export(
                there, "items", folder / file_name("b", "machine", suffix), layout="machine"
            ).path
            assert second.read_bytes() == first.read_bytes()

    round_trip()
