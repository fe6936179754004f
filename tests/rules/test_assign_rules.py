"""The office's rules of who owns whom, as they are typed and as they are kept."""

import pytest

from arcollect_tui.errors import UsageError
from arcollect_tui.rules import policy_keys
from arcollect_tui.rules.assign_rules import RULES_KEY, AssignRule, read_rules
from arcollect_tui.rules.own_accounts import OWN_KEY, shows_own


def test_rules_are_read_in_order_and_kept_as_they_are_typed() -> None:
    text = " bal>50k ->  di;name A-M -> Ann Berg ;; country:us -> bo "
    kept = policy_keys.read(RULES_KEY, text)
    assert kept == "bal>50k -> di ; name A-M -> Ann Berg ; country:us -> bo"
    assert read_rules(kept) == (
        AssignRule("bal>50k", "di"),
        AssignRule("name A-M", "Ann Berg"),
        AssignRule("country:us", "bo"),
    )
    assert [rule.query for rule in read_rules(kept)] == ["bal>50k", 'name~"^[A-M]"', "country:us"]
    assert policy_keys.read(RULES_KEY, "") == ""


@pytest.mark.parametrize("text", ["bal>50k", "-> bo", "bal>50k ->", "bal>50k -> bo; x"])
def test_what_is_no_rule_is_refused_by_name(text: str) -> None:
    with pytest.raises(UsageError, match="is no rule"):
        policy_keys.read(RULES_KEY, text)


def test_what_a_worklist_begins_with() -> None:
    assert policy_keys.read(OWN_KEY, "OWN") == "own"
    assert shows_own({OWN_KEY: "own"})
    assert not shows_own({})
    with pytest.raises(UsageError, match="Give all or own"):
        policy_keys.read(OWN_KEY, "mine")
