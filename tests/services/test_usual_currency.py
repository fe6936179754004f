"""The currency of a file that names none, on a real store."""

from pathlib import Path

import pytest

from arcollect_tui.services.imports import ImportOptions, apply_import, plan_import
from arcollect_tui.services.usual_currency import NONE_USUAL, UsualCurrency, usual_currency
from tests.cli.ledgers import FIRST, write_ledger
from tests.services.offices import office_at


@pytest.mark.parametrize(
    ("codes", "found"),
    [((), NONE_USUAL), (("USD", "USD"), UsualCurrency(ledger="USD")), (("USD", "EUR"), NONE_USUAL)],
)
def test_the_only_currency_of_a_ledger_is_the_usual_one(
    tmp_path: Path, codes: tuple[str, ...], found: UsualCurrency
) -> None:
    with office_at(tmp_path / "office") as office:
        lines = [line.replace("USD", code) for line, code in zip(FIRST, codes, strict=False)]
        if lines:
            path = write_ledger(tmp_path / "monday.csv", lines)
            apply_import(office, plan_import(office, path, ImportOptions()))
        assert usual_currency(office, "main") == found
        assert usual_currency(office, "second").ledger == ""
