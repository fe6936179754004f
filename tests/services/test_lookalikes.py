"""Proposals by example on a real store: preview, one entry, one undo, policy, dismissal, other desks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from arcollect_tui.data import policy
from arcollect_tui.errors import Refused
from arcollect_tui.services.accepting import apply_proposal, dismiss, plan_proposal, withdraw
from arcollect_tui.services.causes import CauseRequest, apply_causes, plan_causes
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.conflicts import conflicts
from arcollect_tui.services.history import history, redo, undo
from arcollect_tui.services.lookalikes import Proposal, proposal_named, proposals
from arcollect_tui.services.office import Office
from arcollect_tui.services.rule_accuracy import rule_accuracy
from tests.services.alike import CODED, OPEN, code, coded_office, lines
from tests.services.handing import give
from tests.services.offices import Line, assert_sound, item, items, office_at, state, take_in


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "office") as opened:
        coded_office(opened, tmp_path)
        yield opened


def of(office: Office, reason: str) -> Proposal:
    (found,) = [one for one in proposals(office) if one.reason == reason]
    return found


def accept(office: Office, reason: str) -> Proposal:
    found = of(office, reason)
    apply_proposal(office, found, plan_proposal(office, found))
    return found


def kept(office: Office) -> dict[str, str]:
    with office.store.reading() as connection:
        values = policy.office_values(connection)
    return {key: value for key, value in values.items() if key.startswith("rule.")}


def test_what_is_proposed_with_its_evidence(office: Office) -> None:
    found = proposals(office)
    assert sorted(one.reason for one in found) == ["ALW", "FRT", "PRC", "QTY"]
    freight = of(office, "FRT")
    assert freight.words == 'text has "freight" → FRT Freight'
    assert freight.evidence == "10 of 10 coded alike agree"
    assert set(freight.item_ids) == set(items(office, "FRT10", "FRT11", "FRT12"))
    assert freight.totals == {"EUR": item(office, "FRT10").open_amount} | {
        "USD": item(office, "FRT11").open_amount + item(office, "FRT12").open_amount
    }
    assert set(freight.samples) <= {f"FRT{n}" for n in range(CODED)}
    assert (freight.count, freight.against, freight.accepted) == (OPEN, (), False)


def test_nothing_is_written_before_the_preview_is_applied(office: Office) -> None:
    before = state(office), len(history(office))
    plan = plan_proposal(office, of(office, "FRT"))
    assert (plan.count, plan.skips, plan.request.mode) == (OPEN, (), "short")
    assert (state(office), len(history(office))) == before
    assert kept(office) == {}


def test_applying_codes_and_keeps_the_rule_in_one_entry(office: Office) -> None:
    before, entries = state(office), len(history(office))
    found = accept(office, "FRT")
    assert len(history(office)) == entries + 1
    assert list(kept(office)) == [f"rule.{found.id}"]
    row = item(office, "FRT10")
    assert (row.coding, row.reason, row.disputed_amount) == ("disputed", "FRT", row.open_amount)
    assert history(office, limit=1)[0].text == "dispute FRT on 3 items of 3 customers"
    assert [one.reason for one in proposals(office) if one.reason == "FRT"] == []
    assert_sound(office)
    undo(office)
    assert (kept(office), state(office)) == ({}, before)
    redo(office)
    assert list(kept(office)) == [f"rule.{found.id}"]
    assert item(office, "FRT10").reason == "FRT"
    assert_sound(office)


def test_an_accepted_rule_proposes_again_after_an_import(office: Office, tmp_path: Path) -> None:
    found = accept(office, "FRT")
    take_in(office, tmp_path, [*lines(), *lines(20, 2)])
    first = proposals(office)[0]
    assert (first.id, first.accepted) == (found.id, True)
    assert set(first.item_ids) == set(items(office, "FRT20", "FRT21"))
    # Coding by an accepted rule does not write it again.
    apply_proposal(office, first, plan_proposal(office, first))
    assert history(office, limit=1)[0].kind == "coding"
    with office.store.reading() as connection:
        facts = connection.exec_driver_sql(f"SELECT count(*) FROM policy WHERE key = 'rule.{found.id}'")
        assert facts.scalar() == 1


def test_what_rules_coded_teaches_nothing(office: Office) -> None:
    found = accept(office, "FRT")
    assert next(one for one in rule_accuracy(office) if one.id == found.id).coded == OPEN
    code(office, "UNCODED", *(f"FRT{n}" for n in range(CODED)))
    assert all(one.reason != "FRT" or one.accepted for one in proposals(office))


def test_a_moved_item_is_refused(office: Office) -> None:
    found = of(office, "FRT")
    plan = plan_proposal(office, found)
    code(office, "PRC", "FRT10")
    with pytest.raises(Refused, match="changed since the preview"):
        apply_proposal(office, found, plan)
    assert kept(office) == {}


def test_a_token_writes_once(office: Office) -> None:
    found, token = of(office, "FRT"), office.token()
    plan = plan_proposal(office, found)
    first = apply_proposal(office, found, plan, token)
    assert apply_proposal(office, found, plan, token).handle == first.handle
    assert len(kept(office)) == 1


def test_a_dismissed_proposal_stays_away_until_its_evidence_changes(office: Office) -> None:
    found, before = of(office, "FRT"), len(history(office))
    dismiss(office, found)
    assert all(one.reason != "FRT" for one in proposals(office))
    assert len(history(office)) == before
    code(office, "FRT", "FRT10")
    assert of(office, "FRT").id == found.id


def test_a_withdrawn_rule_proposes_nothing_of_itself(office: Office) -> None:
    found = accept(office, "FRT")
    withdraw(office, found.id)
    assert kept(office) == {f"rule.{found.id}": ""}
    assert item(office, "FRT10").reason == "FRT"
    assert not any(one.accepted for one in proposals(office))
    with pytest.raises(Refused, match="No accepted rule is called"):
        withdraw(office, found.id)
    undo(office)
    assert [one.in_force for one in rule_accuracy(office)] == [True]


def test_collectible_is_learned_like_a_reason(office: Office, tmp_path: Path) -> None:
    more = [
        Line(f"X{n}", f"D{n}", amount=500_00, left=40_00 + n * 101, text="will pay rest") for n in range(12)
    ]
    take_in(office, tmp_path, [*lines(), *more])
    code(office, "COLLECTIBLE", *(f"X{n}" for n in range(10)))
    found = of(office, "COLLECTIBLE")
    apply_proposal(office, found, plan_proposal(office, found))
    assert item(office, "X11").coding == "collectible"


def test_a_chargeback_is_disputed_as_a_whole(office: Office, tmp_path: Path) -> None:
    late = Line("CB1", "C999", amount=90_00, type="chargeback", text="freight chargeback")
    take_in(office, tmp_path, [*lines(), late])
    plan = plan_proposal(office, of(office, "FRT"))
    assert (plan.count, plan.skips, plan.request.mode) == (OPEN + 1, (), "whole")


def test_more_items_than_wanted_propose_nothing(office: Office) -> None:
    assert proposals(office, most=4 * OPEN)
    assert proposals(office, most=4 * OPEN - 1) == []


def test_a_proposal_by_its_name(office: Office) -> None:
    found = proposals(office)
    assert proposal_named(found, found[0].id[:6].upper()) == found[0]
    with pytest.raises(Refused, match="There is no proposal"):
        proposal_named(found, "zz")
    with pytest.raises(Refused, match="There is no proposal"):
        proposal_named(found, "")


def test_accuracy_against_root_causes(office: Office) -> None:
    found = accept(office, "FRT")
    for number, cause in (("FRT10", "FRT"), ("FRT11", "PRC")):
        apply_causes(office, plan_causes(office, CauseRequest(cause, items(office, number))))
    (one,) = rule_accuracy(office)
    assert (one.id, one.coded, one.known, one.agreed, one.percent) == (found.id, OPEN, 2, 1, 50)
    assert one.words == "coded 3, root cause known of 2: 1 agree (50%)"
    apply_causes(office, plan_causes(office, CauseRequest("FRT", items(office, "FRT11"))))
    assert rule_accuracy(office)[0].percent == 100
    apply_causes(office, plan_causes(office, CauseRequest("", items(office, "FRT10", "FRT11"))))
    assert rule_accuracy(office)[0].words == "coded 3, no root cause known yet"
    # A coding that a person changed since was still made by the rule.
    code(office, "QTY", "FRT12")
    assert rule_accuracy(office)[0].coded == OPEN


def test_two_desks_that_accept_the_same_rule_agree(office: Office, tmp_path: Path) -> None:
    with office_at(tmp_path / "other", collector="bob") as other:
        coded_office(other, tmp_path)
        assert accept(office, "FRT").id == accept(other, "FRT").id
        give(office, other, tmp_path)
        assert len(kept(other)) == 1
        assert [one.thing for one in conflicts(other) if one.thing == "policy"] == []
        assert_sound(other)


def test_a_rule_that_came_from_another_desk_proposes_here(office: Office, tmp_path: Path) -> None:
    found = accept(office, "FRT")
    with office_at(tmp_path / "other", collector="bob") as other:
        give(office, other, tmp_path)
        take_in(other, tmp_path, [*lines(), *lines(20, 2)])
        first = proposals(other)[0]
        assert (first.id, first.accepted) == (found.id, True)
        assert set(first.item_ids) == set(items(other, "FRT20", "FRT21"))


def test_codings_by_a_rule_are_no_examples_even_with_the_rule_unknown(office: Office) -> None:
    ids = items(office, "FRT10", "FRT11")
    apply_coding(office, plan_coding(office, CodingRequest("PRC", ids, rule="unknown")))
    (one,) = rule_accuracy(office)
    assert (one.id, one.says, one.in_force, one.coded) == ("unknown", "", False, 2)
    assert of(office, "FRT").evidence == "10 of 10 coded alike agree"
