"""The same deeds leave the same record, ledger and standing in a file and on a server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from arcollect_tui.data import desk as drawer
from arcollect_tui.data.location import Place
from arcollect_tui.rules.query_fields import FIELDS, Target
from arcollect_tui.services import calls, coding, contacts, drafts, followups, history, notes
from arcollect_tui.services.account import account
from arcollect_tui.services.checks import CheckReport, run_checks
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.demo import build_demo
from arcollect_tui.services.items import ItemView, item_rows
from arcollect_tui.services.office import Office, open_office
from arcollect_tui.services.office_policy import set_office
from arcollect_tui.services.promises import promise_rows
from arcollect_tui.services.worklist import WorklistView, worklist_rows
from tests.places import place_of
from tests.services.offices import DAY, Line, Ticking, customer, days, items, take_in
from tests.services.test_filters import conditions

pytestmark = pytest.mark.of_a_server

NAMES = ("Harbor Ltd", "Müller & Söhne", "ÅNGSTRÖM AB", "zebra inc", "Zebra Inc", "Straße \\ Co", "c_4%")
LEDGER = [
    Line(
        f"{1000 + n}",
        f"C{n % 13}",
        100_00 + 7 * n,
        due=None if n % 11 == 0 else days(n % 120 - 90),
        currency=("USD", "EUR", "JPY", "KWD")[n % 4],
        type=("invoice", "invoice", "credit", "payment")[n % 17 % 4],
        company=("", "20")[n % 2],
        name=NAMES[n % 13 % len(NAMES)],
        collector=("ann", "Zoë", "")[n % 3],
        limit=500_00 if n % 5 == 0 else None,
    )
    for n in range(90)
]


@contextmanager
def both(folder: Path) -> Iterator[tuple[Place, Place]]:
    yield folder / "file" / "office", place_of(folder / "server")


def opened(place: Place, day: int, seed: int = 1) -> Office:
    """An office whose clock, desk and salts are the same wherever it is."""
    clock = Clock(days(day), Ticking(days(day)))
    office = open_office(place, collector="ann", clock=clock, seated=False)
    office.entropy = Random(f"{seed}/{day}").randbytes
    with office.store.writing() as connection:
        drawer.own_desk(connection, b"one desk")
    return office


def first_day(office: Office, folder: Path) -> None:
    set_office(office, name="Harbor", country="DE", currency="EUR")
    take_in(office, folder, LEDGER, days(-1))
    for n in range(13):
        who = customer(office, f"C{n}")
        draft = calls.prepare_call(office, who, ("NA", "VM", "PP", "GK", "BZ")[n % 5])
        if draft.promise is not None:
            promise = calls.PromiseDraft(50_00 + n, "EUR", days(2))
            draft = replace(draft, promise=promise, follow_up=None)
        calls.log_call(office, replace(draft, token=office.token(), note=f"Anruf {n} • ø"))
    contacts.add_contact(office, customer(office, "C1"), contacts.ContactDraft("Zoë Lee", phone="+49 30 1"))
    notes.add_note(office, customer(office, "C2"), "wants \u00fcbersicht", pinned=True)
    followups.reschedule(office, customer(office, "C3"), days(4))
    plan = coding.plan_coding(office, coding.CodingRequest("PRC", filter="od>=30 cur:usd"))
    coding.apply_coding(office, plan)
    drafts.save_draft(office, "note", customer(office, "C2"), b"t" * 16, '{"text": "half"}')


def second_day(office: Office, folder: Path) -> None:
    changed = [
        line.paid_down(line.amount // 3) if n % 4 == 1 else line for n, line in enumerate(LEDGER) if n % 9
    ]
    take_in(office, folder, [*changed, Line("new", "C20", name="Neu"), Line("", "C2", 5)], days(0))
    coding.apply_coding(
        office,
        coding.plan_coding(
            office,
            coding.CodingRequest("TAX", items(office, "1001", "1005"), mode="typed", amount=1, recode=True),
        ),
    )
    history.undo(office)
    history.redo(office)
    notes.add_note(office, customer(office, "C20"), "one")
    history.undo(office)


def third_day(office: Office, folder: Path) -> None:
    take_in(office, folder, LEDGER[:60], days(-3))
    brought = [row for row in history.history(office) if row.kind == "import"]
    history.undo(office, brought[1].handle)
    take_in(office, folder, [Line("500", "N1", currency="EUR")], days(1), ledger="north")


PATTERNS = (r"name~\bm.ller", r"name~^z\w+\B", "name~.{,3}b", 'name~"S(T|X)?RA"', r"name~\w\s&")
SCRIPT: tuple[Callable[[Office, Path], None], ...] = (first_day, second_day, third_day)


def digests(report: CheckReport) -> tuple[str, str, str]:
    return report.record_digest, report.ledger_digest, report.digest


def test_the_same_deeds_make_the_same_store(tmp_path: Path) -> None:
    with both(tmp_path) as places:
        for day, deeds in enumerate(SCRIPT):
            reports = []
            for place in places:
                with opened(place, day) as office:
                    deeds(office, tmp_path)
                    reports.append(run_checks(office))
            assert all(report.ok for report in reports), reports
            assert digests(reports[0]) == digests(reports[1])


def test_the_sample_office_is_the_same(tmp_path: Path) -> None:
    with both(tmp_path) as places:
        reports = []
        for place in places:
            with build_demo(place, today=DAY, collector="ann", accounts=30, items=300) as office:
                reports.append(run_checks(office))
        assert all(report.ok for report in reports)
        assert digests(reports[0]) == digests(reports[1])


def test_lists_and_panes_show_the_same(tmp_path: Path) -> None:
    with both(tmp_path) as places:
        shown = []
        for place in places:
            for day, deeds in enumerate(SCRIPT[:2]):
                with opened(place, day) as office:
                    deeds(office, tmp_path)
            with opened(place, 5) as office:
                shown.append(dict(answers(office)))
        assert shown[0].keys() == shown[1].keys()
        for asked, answer in shown[0].items():
            assert answer == shown[1][asked], asked
        assert len({str(answer) for answer in shown[0].values()}) > 60


def answers(office: Office) -> Iterator[tuple[str, object]]:
    """Every filter and every order of the lists, every pane, with what each shows."""
    for target, rows in ((Target.ITEMS, item_list), (Target.ACCOUNTS, account_list)):
        for text in [*conditions(target), *PATTERNS]:
            yield f"{target} {text}", rows(office, text)
        for field in FIELDS[target]:
            if field.sortable:
                yield f"{target} {field.name} up", rows(office, f"sort:{field.name}")
                yield f"{target} {field.name} down", rows(office, f"sort:-{field.name}")
    everyone = worklist_rows(office, WorklistView(everyone=True))
    yield "promises", promise_rows(office)
    yield "history", history.history(office)
    for row in everyone:
        yield f"account {row.number}", account(office, row.customer_id)


def item_list(office: Office, text: str) -> object:
    return item_rows(office, ItemView(text))


def account_list(office: Office, text: str) -> object:
    return worklist_rows(office, WorklistView(text, everyone=True))
