"""Small differences: what the tolerance proposes, what it leaves out, and that it is a coding like any."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules.tolerances import tolerance_minor
from arcollect_tui.services.coding import CodingPlan, CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.history import undo
from arcollect_tui.services.office import Office
from arcollect_tui.services.office_policy import set_office
from arcollect_tui.services.tolerances import plan_tolerance
from tests.services.offices import HASTY, assert_sound, days, item, items, office_at
from tests.services.queued import Claimed, bring, every_row, numbers, set_policy, short

POLICY = {"reason.RND.tolerance": "1.00; 0.90 EUR; 150 JPY; 0.400 BHD", "reason.DSC.tolerance": "2 USD"}
LEDGER = [
    short("at", 1_00),
    short("over", 1_01),
    short("eur at", 90, currency="EUR"),
    short("eur over", 91, currency="EUR"),
    short("jpy at", 150, currency="JPY"),
    short("jpy over", 151, currency="JPY"),
    short("bhd at", 400, currency="BHD"),
    short("bhd over", 401, currency="BHD"),
    short("gbp", 1, currency="GBP"),
    Claimed("res", type="residual", amount=50),
    Claimed("small cb", type="chargeback", amount=50),
    Claimed("small", amount=50),
]
WITHIN = {"at", "eur at", "jpy at", "bhd at", "res"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "office") as opened:
        set_office(opened, currency="USD")
        set_policy(opened, POLICY)
        bring(opened, tmp_path, LEDGER, days(-1))
        yield opened


def planned(plan: CodingPlan) -> tuple[set[str], dict[str, str]]:
    """What a plan takes, and what it leaves out and why."""
    return {line.document_no for line in plan.lines}, {skip.document_no: skip.why for skip in plan.skips}


def test_to_the_minor_unit_in_each_currency(office: Office) -> None:
    assert planned(plan_tolerance(office)) == (
        WITHIN,
        {
            "over": "over the tolerance of 1.00 USD",
            "eur over": "over the tolerance of 0.90 EUR",
            "jpy over": "over the tolerance of 150 JPY",
            "bhd over": "over the tolerance of 0.400 BHD",
            "gbp": "no tolerance in GBP",
        },
    )


@pytest.mark.parametrize(
    ("reason", "asked", "comes_to"),
    [
        ("RND", "", "credit"),
        ("RND", "write_off", "write_off"),
        ("DSC", "", "write_off"),
        ("DSC", "credit", "credit"),
    ],
)
def test_what_the_ledger_is_asked_for(office: Office, reason: str, asked: str, comes_to: str) -> None:
    assert plan_tolerance(office, reason=reason, ask=asked).request.ask == comes_to


def test_it_is_a_coding_with_one_undo(office: Office) -> None:
    before, waiting = every_row(office), numbers(office, "queue")
    plan = plan_tolerance(office)
    assert every_row(office) == before
    apply_coding(office, plan)
    assert numbers(office, "queue") == waiting - WITHIN
    assert (item(office, "at").reason, item(office, "at").disputed_amount) == ("RND", 1_00)
    assert_sound(office)
    undo(office)
    assert every_row(office) == before


def test_a_filter_narrows_it(office: Office) -> None:
    taken, left = planned(plan_tolerance(office, "cur:jpy"))
    assert (taken, set(left)) == ({"jpy at"}, {"jpy over"})


def test_what_is_coded_already_is_not_proposed(office: Office) -> None:
    apply_coding(office, plan_coding(office, CodingRequest("PRC", items(office, "at"))))
    assert planned(plan_tolerance(office))[0] == WITHIN - {"at"}


def test_what_moved_since_the_preview_is_refused(office: Office, tmp_path: Path) -> None:
    plan = plan_tolerance(office)
    moved = [short("at", 99) if line.number == "at" else line for line in LEDGER]
    bring(office, tmp_path, moved)
    with pytest.raises(Refused, match="changed since the preview"):
        apply_coding(office, plan)


def test_refusals(office: Office) -> None:
    with pytest.raises(Refused, match=r"PRC has no tolerance: .*reason\.PRC\.tolerance"):
        plan_tolerance(office, reason="PRC")
    with pytest.raises(Refused, match="No short pay to code matches cur:cad"):
        plan_tolerance(office, "cur:cad")
    with pytest.raises(UsageError, match="no reason"):
        plan_tolerance(office, reason="ZZZ")
    with pytest.raises(UsageError, match="may be asked for credit, write_off"):
        plan_tolerance(office, ask="gift")


@HASTY
@given(
    left=st.lists(st.tuples(st.sampled_from(["USD", "JPY", "BHD", "GBP"]), st.integers(1, 500)), max_size=9)
)
def test_nothing_over_the_tolerance_is_ever_taken(
    tmp_path_factory: pytest.TempPathFactory, left: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("tolerance")
    lines = [short(f"N{n}", minor, currency=code) for n, (code, minor) in enumerate([*left, ("USD", 1)])]
    with office_at(folder / "office") as opened:
        set_office(opened, currency="USD")
        set_policy(opened, POLICY)
        bring(opened, folder, lines)
        plan = plan_tolerance(opened)
        reason = opened.settings.reasons.find("RND")
        for line in plan.lines:
            most = tolerance_minor(reason, line.currency, "USD")
            assert most is not None
            assert line.disputed == line.open_amount <= most
        assert plan.count + len(plan.skips) == len(lines)
