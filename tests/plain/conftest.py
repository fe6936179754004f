"""An office of forty accounts, each with items; every fourth has one that was paid short."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from arcollect_tui.services.office import Office
from tests.services.offices import Line, days, office_at, take_in

ACCOUNTS = 40


def ledger() -> list[Line]:
    """The lines of the office's ledger."""
    lines = []
    for number in range(1, ACCOUNTS + 1):
        name, customer = f"Customer {number:02}", f"C{number:02}"
        owed = (ACCOUNTS - number + 1) * 1_000_00
        lines.append(
            Line(f"INV{number:02}A", customer, owed, name=name, due=days(-50), phone="+1 212 555 0100")
        )
        left = 20_00 if number % 4 == 0 else None
        lines.append(Line(f"INV{number:02}B", customer, 400_00, left, name=name, due=days(-20)))
    return lines


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Where the office is."""
    return tmp_path / "office.arcollect"


@pytest.fixture
def office(tmp_path: Path, store: Path) -> Iterator[Office]:
    with office_at(store) as found:
        take_in(found, tmp_path, ledger())
        yield found
