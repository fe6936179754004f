"""The tolerance of a reason in minor units."""

from dataclasses import replace
from decimal import Decimal

import pytest

from arcollect_tui.rules.reasons import SHIPPED
from arcollect_tui.rules.tolerances import tolerance_minor, usual_ask

RND = SHIPPED.find("RND")


@pytest.mark.parametrize(
    ("said", "currency", "office", "minor"),
    [
        ({"": "1.00"}, "USD", "USD", 1_00),
        ({"": "1.00"}, "EUR", "USD", None),
        ({"": "1.00"}, "USD", "", None),
        ({"": "1.00", "EUR": "0.90"}, "EUR", "USD", 90),
        ({"": "1.00", "USD": "2.00"}, "USD", "USD", 2_00),
        ({"": "150"}, "JPY", "JPY", 150),
        ({"JPY": "150.9"}, "JPY", "USD", 150),
        ({"BHD": "0.400"}, "BHD", "USD", 400),
        ({"BHD": "0.4005"}, "BHD", "USD", 400),
        ({"USD": "0.999"}, "USD", "USD", 99),
        ({"USD": "0"}, "USD", "USD", 0),
        ({}, "USD", "USD", None),
    ],
)
def test_the_most_that_is_let_go(
    said: dict[str, str], currency: str, office: str, minor: int | None
) -> None:
    reason = replace(RND, tolerance=tuple((code, Decimal(amount)) for code, amount in said.items()))
    assert tolerance_minor(reason, currency, office) == minor


@pytest.mark.parametrize(
    ("default", "ask"), [("valid", "credit"), ("invalid", "write_off"), ("", "write_off")]
)
def test_what_is_usually_asked_for(default: str, ask: str) -> None:
    assert usual_ask(replace(RND, default=default)) == ask
