"""Policy keys: which there are, what each may say, and the text they are edited as."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.outcome_policy import ATTRIBUTES as OUTCOME_ATTRIBUTES
from arcollect_tui.rules.outcomes import OUTCOMES
from arcollect_tui.rules.policy_keys import named, new_reason, read, says, settable, shipped, unknown
from arcollect_tui.rules.policy_text import as_lines, from_lines
from arcollect_tui.rules.reason_policy import ATTRIBUTES, tree_of
from arcollect_tui.rules.reasons import REASONS, SHIPPED
from arcollect_tui.rules.strategy_policy import WEIGHTS


def test_every_key_that_can_be_set_says_what_ships_and_can_say_it_again() -> None:
    keys = settable(SHIPPED)
    plain = 4 + 3 + 2 + 2 + len(WEIGHTS) + len(OUTCOMES) * len(OUTCOME_ATTRIBUTES)
    assert len(keys) == plain + len(REASONS) * len(ATTRIBUTES)
    for key in keys:
        value = shipped(key)
        assert value == says(key, {}, SHIPPED)
        if value or not key.startswith("office."):
            assert read(key, value or "") == value
        assert named(key) == key


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("reason.prc.OWNER", "reason.PRC.owner"),
        (" Reason.Prc-Po.Sla_Days ", "reason.PRC-PO.sla_days"),
        ("OFFICE.Name", "office.name"),
        ("outcome.na.Next", "outcome.NA.next"),
        ("Strategy.Broken", "strategy.broken"),
        ("ledger.Main.recipe", "ledger.Main.recipe"),
        ("reason.PRC", "reason.prc"),
    ],
)
def test_a_key_is_typed_in_either_case(typed: str, key: str) -> None:
    assert named(typed) == key


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("pairing", "Required", "required"),
        ("pairing", "first  sight", "first sight"),
        ("recipients", "", ""),
        ("recipients", f"age1{'z' * 58}  age1{'a' * 58}", f"age1{'a' * 58} age1{'z' * 58}"),
        ("recipients", f"age1{'q' * 58} age1{'q' * 58}", f"age1{'q' * 58}"),
        ("office.name", "  Harbor   Ltd ", "Harbor Ltd"),
        ("office.name", "Har\x1bbor\nLtd", "Har\ufffdbor Ltd"),
        ("office.country", "de", "DE"),
        ("office.currency", "eur", "EUR"),
        ("reason.PRC.tolerance", "5 usd;  4.50 EUR", "5 USD; 4.50 EUR"),
        ("reason.PRC.evidence", "order;;price list;", "order; price list"),
        ("reason.PRC.sla_days", " 07 ", "7"),
        ("reason.PAL.name", "Pallets", "Pallets"),
    ],
)
def test_a_value_is_stored_in_one_way(key: str, typed: str, value: str) -> None:
    assert read(key, typed) == value
    assert read(key, value) == value


@pytest.mark.parametrize(
    ("key", "typed", "why"),
    [
        ("office.country", "XX", "no country code"),
        ("office.currency", "dollars", "three letters"),
        ("office.name", "x" * 501, "at most 500"),
        ("reason.PRC.sla_days", "soon", r"reason\.PRC\.sla_days cannot be"),
        ("reason.OPEN.name", "Open", "means something else"),
        ("ledger.main.recipe", "document_no", "never changes"),
    ],
)
def test_what_a_key_cannot_say_is_refused(key: str, typed: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        read(key, typed)


def test_a_reason_of_the_office_does_not_ship() -> None:
    tree = tree_of({"reason.PAL.name": "Pallets"})
    assert shipped("reason.PAL.name") is None
    assert says("reason.PAL.owner", {}, tree) == "Credit"
    assert new_reason("reason.PAL.owner", SHIPPED) == "PAL"
    assert new_reason("reason.PAL.owner", tree) == ""
    assert new_reason("office.name", tree) == ""


def test_the_nearest_key_is_named() -> None:
    assert "Did you mean reason.PRC.owner?" in unknown("reason.PCR.owner", settable(SHIPPED)).sentence
    assert "arcollect policy show" in unknown("?", settable(SHIPPED)).sentence


LINE = st.text(st.characters(exclude_categories=("Cc", "Zl", "Zp", "Cs")), max_size=30).map(str.strip)


@given(st.dictionaries(st.sampled_from(settable(SHIPPED)), LINE, max_size=5))
def test_lines_read_as_they_were_written(values: dict[str, str]) -> None:
    text = as_lines(values.items())
    assert {line.key: line.value for line in from_lines(text)} == values
    numbers = [int(line.place.removeprefix("line ")) for line in from_lines(text)]
    assert [text.splitlines()[number - 1].partition(" ")[0] for number in numbers] == list(values)


def test_a_line_without_a_value_is_refused_with_its_number() -> None:
    with pytest.raises(
        UsageError, match=r'^line 3: "reason.PRC.owner Sales" has no =. Write key = value.$'
    ):
        from_lines("# words\n\nreason.PRC.owner Sales\n")
