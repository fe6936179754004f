"""An office with codings of every form, and what its store says of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

from arcollect_tui.data.queries import codings
from arcollect_tui.rules.splits import Split
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.office import Office, Saved
from tests.services.drawn import tell_cause
from tests.services.offices import Line, days, items, office_at, take_in

FORMULA = '=HYPERLINK("http://x","pay")'
LEDGER = [
    Line("1001", amount=100_00),
    Line("1002", amount=200_00).paid_down(20_00),
    Line("1003", amount=80_55),
    Line("2001", "C2", amount=1234_50, currency="EUR", company="20"),
    Line("2002", "C2", amount=7000, currency="JPY", company="20"),
    Line("2003", "C2", amount=1_204, currency="KWD", company="20"),
    Line("3001", "C3", amount=55_00),
    Line("3002", "C3", amount=60_00),
    Line("3003", "C3", amount=70_00),
    Line("0042", "C3", amount=10_00),
]


def code(office: Office, reason: str, *numbers: str, **how: object) -> Saved:
    """Code items by their numbers."""
    request = CodingRequest(reason, items(office, *numbers), recode=True, **how)  # type: ignore[arg-type]
    return apply_coding(office, plan_coding(office, request))


def code_everything(office: Office) -> None:
    """Codings of every form: whole, short, stated, a share, splits, asked for, in words, collectible."""
    code(office, "PRC", "1001", note="old price\nsee mail", claim="00123", their_code="10")
    code(office, "DMG", "1002", mode="short", their_words=FORMULA, note="'=1+1", ask="credit")
    code(
        office, "", "1003", mode="split",
        splits=(Split("FRT", amount=80_00), Split("TAX")), claim="-7", ask="write_off",
    )  # fmt: skip
    code(office, "DSC", "2001", mode="share", part=Fraction(1, 3), their_words="Skonto; 2 %, „zu spät“")
    code(
        office, "", "2002", mode="split",
        splits=(Split("PRC", part=Fraction(1, 3)), Split("QTY", part=Fraction(2, 3))), note="@home",
    )  # fmt: skip
    code(office, "QTY", "2003", mode="typed", amount=204)
    code(office, "COLLECTIBLE", "3001", note="he will pay")
    code(office, "PRC", "3002")
    code(office, "UNCODED", "3002")
    code(office, "OTH", "0042", their_words="+49 30 1234")
    tell_cause(office, items(office, "1001")[0], "CON", "Sales")


@contextmanager
def coded_office(folder: Path) -> Iterator[Office]:
    """An office with the ledger and every form of coding."""
    folder.mkdir(exist_ok=True)
    with office_at(folder / "office", seated=False) as office:
        take_in(office, folder, LEDGER, days(-1))
        code_everything(office)
        yield office


@contextmanager
def bare_office(folder: Path) -> Iterator[Office]:
    """Another office with the same ledger, where nothing is coded."""
    folder.mkdir(exist_ok=True)
    with office_at(folder / "office", collector="bob", seated=False) as office:
        take_in(office, folder, LEDGER, days(-1))
        yield office


def sayings(office: Office, *, disputes: bool = False) -> list[tuple[object, ...]]:
    """What is said of each item that is coded, without who and when."""
    with office.store.reading() as connection:
        found = codings.codings(connection)
    return sorted(
        (one.item_id, one.state, one.reason, one.stated, one.splits, one.claim, one.their_code,
         one.their_words, one.ask, one.note, one.rule)
        for one in found
        if one.state == "disputed" or (not disputes and one.state != "uncoded")
    )  # fmt: skip
