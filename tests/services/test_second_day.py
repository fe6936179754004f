"""The file of the next day, made from the first: what was changed, taken off and added is what is told."""

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from arcollect_tui.services.calls import CallDraft, PromiseDraft, log_call
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.consequences import CLOSES, consequences
from arcollect_tui.services.history import undo
from arcollect_tui.services.import_groups import difference_rows
from arcollect_tui.services.imports import ImportOptions, apply_import, plan_import
from arcollect_tui.services.office import Office
from tests.services.offices import (
    DAY,
    Line,
    assert_money,
    assert_sound,
    customer,
    days,
    file_of,
    items,
    office_at,
    state,
    take_in,
)

LINES, CUSTOMERS = 400, 40
CHANGED, GONE, NEW = LINES * 5 // 100, LINES * 3 // 100, LINES * 3 // 100
SEEDS = range(3)


class SecondDay:
    """A ledger, and the same a day later: 5 % part paid, 3 % gone, 3 % new."""

    def __init__(self, seed: int) -> None:
        random = Random(seed)
        self.first = [
            Line(f"{1000 + n}", f"C{random.randrange(CUSTOMERS)}", random.randrange(100_00, 900_00))
            for n in range(LINES)
        ]
        touched = random.sample(range(LINES), CHANGED + GONE)
        self.changed, self.gone = set(touched[:CHANGED]), set(touched[CHANGED:])
        later = [
            line.paid_down(line.amount // 2) if at in self.changed else line
            for at, line in enumerate(self.first)
            if at not in self.gone
        ]
        later += [Line(f"{5000 + n}", f"C{n}", 50_00 + n, due=days(30)) for n in range(NEW)]
        random.shuffle(later)
        self.later = later

    def told(self) -> dict[str, set[str]]:
        """The numbers of the items of each kind of difference."""
        return {
            "part_paid": {self.first[at].number for at in self.changed},
            "cleared": {self.first[at].number for at in self.gone},
            "new": {f"{5000 + n}" for n in range(NEW)},
        }


def promised(office: Office, line: Line, due: int) -> None:
    promise = PromiseDraft(line.amount, "USD", days(due))
    about = items(office, line.number)
    log_call(office, CallDraft(customer(office, line.customer), "PP", items=about, promise=promise))


@pytest.mark.parametrize("seed", SEEDS)
def test_exactly_what_was_made_is_told_and_taken_back(seed: int, tmp_path: Path) -> None:
    made = SecondDay(seed)
    paid, settled = (made.first[at] for at in sorted(made.gone)[:2])
    unpaid = next(line for at, line in enumerate(made.first) if at not in made.gone | made.changed)
    with office_at(tmp_path / "office") as office:
        take_in(office, tmp_path, made.first)
        promised(office, paid, 0)
        promised(office, unpaid, 0)
        apply_coding(office, plan_coding(office, CodingRequest("PRC", items(office, settled.number))))
    with office_at(tmp_path / "office", DAY + timedelta(days=20)) as office:
        before = state(office)
        path = file_of(tmp_path, made.later, "next.csv")
        plan = plan_import(office, path, ImportOptions(as_of=office.today))
        same = LINES - CHANGED - GONE
        assert plan.differences == {"cleared": GONE, "new": NEW, "part_paid": CHANGED, "same": same}
        for kind, numbers in made.told().items():
            assert {row.document_no for row in difference_rows(office, plan, kind)} == numbers
        follows = {(one.kind, one.customer_no) for one in consequences(office, plan)}
        assert follows >= {
            ("promises kept", paid.customer),
            ("promises broken", unpaid.customer),
            (CLOSES, settled.customer),
        }
        apply_import(office, plan)
        assert_sound(office)
        assert_money(office)
        undo(office)
        assert state(office) == before
        assert_sound(office)
