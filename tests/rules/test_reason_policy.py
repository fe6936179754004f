"""The office's reasons: what policy may change of the shipped tree, and what it may not say."""

from decimal import Decimal

import pytest

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.reason_policy import ATTRIBUTES, check, parts, tree_of, written
from arcollect_tui.rules.reasons import REASONS, SHIPPED


def test_an_office_that_says_nothing_has_the_shipped_tree() -> None:
    assert tree_of({"office.name": "Harbor"}).every == SHIPPED.every


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.code)
def test_what_is_written_reads_as_the_same_reason(reason: object) -> None:
    code = reason.code  # type: ignore[attr-defined]
    values = {f"reason.{code}.{name}": value for name, value in written(reason).items()}  # type: ignore[arg-type]
    assert {parts(key)[1] for key in values} == set(ATTRIBUTES)
    for key, value in values.items():
        check(key, value)
    assert tree_of(values).every == SHIPPED.every


@pytest.mark.parametrize(
    ("attribute", "text", "value"),
    [
        ("name", "Wrong price", "Wrong price"),
        ("owner", "Pricing", "Pricing"),
        ("sla_days", "0", 0),
        ("sla_days", "12", 12),
        ("evidence", "order;  price list ;", ("order", "price list")),
        ("keywords", "tariff  quote", ("tariff", "quote")),
        ("tolerance", "", ()),
        ("tolerance", "5", (("", Decimal(5)),)),
        ("tolerance", "5.00 usd; 4.5 EUR", (("USD", Decimal("5.00")), ("EUR", Decimal("4.5")))),
        ("default", "invalid", "invalid"),
        ("default", "", ""),
        ("sap", "Z01 Z02", ("Z01", "Z02")),
        ("active", "no", False),
    ],
)
def test_an_attribute_is_overruled(attribute: str, text: str, value: object) -> None:
    check(f"reason.PRC.{attribute}", text)
    reason = tree_of({f"reason.PRC.{attribute}": text}).get("PRC")
    assert reason is not None
    assert getattr(reason, attribute) == value


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("reason.PRC.colour", "red", "no policy key"),
        ("reason.prc.name", "Price", "no policy key"),
        ("reason.A B.name", "Price", "no policy key"),
        ("reason.PRC.sla_days", "soon", "business days"),
        ("reason.PRC.sla_days", "-1", "business days"),
        ("reason.PRC.sla_days", "1000", "up to 999"),
        ("reason.PRC.name", " ", "may not be empty"),
        ("reason.PRC.tolerance", "five", "an amount"),
        ("reason.PRC.tolerance", "5 XYZ", "an amount"),
        ("reason.PRC.tolerance", "-5", "an amount"),
        ("reason.PRC.tolerance", "NaN", "an amount"),
        ("reason.PRC.default", "perhaps", "valid, invalid"),
        ("reason.PRC.active", "maybe", "yes or no"),
    ],
)
def test_what_cannot_be_said_is_refused_and_changes_nothing(key: str, value: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        check(key, value)
    assert tree_of({key: value}).every == SHIPPED.every


def test_a_new_code_is_a_reason_once_it_has_a_name() -> None:
    assert tree_of({"reason.PAL.owner": "Logistics"}).get("PAL") is None
    tree = tree_of({"reason.PAL.owner": "Logistics", "reason.PAL.name": "Pallets"})
    found = tree.find("pallets"[:3])
    assert (found.code, found.name, found.owner, found.sla_days) == ("PAL", "Pallets", "Logistics", 5)
    assert len(tree) == len(SHIPPED) + 1


def test_a_reason_no_longer_offered_is_known_and_not_found() -> None:
    tree = tree_of({"reason.OTH.active": "no"})
    assert tree.get("OTH") is not None
    assert tree.name("OTH") == "Other"
    assert "OTH" not in [reason.code for reason in (*tree, *tree.type_ahead("o"))]
    with pytest.raises(UsageError, match="no reason"):
        tree.find("OTH")
