"""An office with short pays whose words tell their reason, some of them coded."""

from pathlib import Path

from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.items import ItemView, item_rows
from arcollect_tui.services.office import Office
from tests.services.offices import Line, take_in

WORDS = {
    "FRT": ("freight not agreed", "freight deducted"),
    "PRC": ("price diff", "old price used"),
    "QTY": ("pallet missing", "one pallet short"),
    "ALW": ("promo Q3", "promo of spring"),
}
CODED, OPEN = 10, 3
"""So many items of each reason are coded, and left open."""


def lines(first: int = 0, each: int = CODED + OPEN) -> list[Line]:
    """So many short pays for each reason, of as many customers; in two currencies."""
    return [
        Line(
            f"{reason}{number}",
            f"C{place}{number:02}",
            amount=1_000_00 + 7_13 * number + 3_01 * place,
            left=60_00 + 1_17 * number + 31 * place,
            text=phrases[number % 2],
            currency="EUR" if number % 5 == 0 else "USD",
        )
        for place, (reason, phrases) in enumerate(WORDS.items())
        for number in range(first, first + each)
    ]


def code(office: Office, reason: str, *documents: str) -> None:
    """Code items by hand."""
    rows = [row for document in documents for row in item_rows(office, ItemView(f"doc={document}"))]
    ids = tuple(row.item_id for row in rows)
    apply_coding(office, plan_coding(office, CodingRequest(reason, ids, mode="short", recode=True)))


def coded_office(office: Office, folder: Path) -> None:
    """Take in a ledger and code most of it by hand."""
    take_in(office, folder, lines())
    for reason in WORDS:
        code(office, reason, *(f"{reason}{number}" for number in range(CODED)))
