"""The office's policy: who set what, planning and applying, undo, and what old codings keep."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from arcollect_tui.data import policy
from arcollect_tui.data.codings.layouts import coding_layout
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules.reasons import SHIPPED
from arcollect_tui.services import history
from arcollect_tui.services.changes import StoreWatch
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.coding_columns import coding_rows
from arcollect_tui.services.export_rows import Span
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.policies import PolicyRow, apply_policy, plan_policy, policy_rows
from arcollect_tui.services.reasons_then import ReasonsThen, coded_reason, reason_of_coding
from tests.services.elsewhere import Elsewhere
from tests.services.handing import give
from tests.services.offices import DAY, Line, assert_sound, items, office_at, take_in

LEDGER = [Line(str(number)) for number in range(1001, 1006)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "office"


@pytest.fixture
def office(path: Path, tmp_path: Path) -> Iterator[Office]:
    with office_at(path) as opened:
        take_in(opened, tmp_path, LEDGER)
        yield opened


def say(office: Office, **values: str) -> Saved:
    """Set keys of the reason PRC."""
    wanted = [(f"reason.PRC.{name}", value) for name, value in values.items()]
    return apply_policy(office, plan_policy(office, wanted))


def row(office: Office, key: str) -> PolicyRow:
    (found,) = policy_rows(office, key)
    return found


def code(office: Office, number: str, reason: str = "PRC") -> bytes:
    request = CodingRequest(reason, items(office, number), recode=True)
    return apply_coding(office, plan_coding(office, request)).entry


def owners(office: Office) -> dict[str, str]:
    """Owner and name in the coding export, by document."""
    columns, rows = coding_rows(office, Span(), coding_layout("coding"), guarded=False)
    at = [columns.index(name) for name in ("document_no", "owner", "reason_name")]
    return {str(cells[at[0]]): f"{cells[at[1]]}: {cells[at[2]]}" for cells in rows}


def test_an_office_that_said_nothing_shows_what_ships(office: Office) -> None:
    rows = policy_rows(office)
    assert [found.key for found in rows[:3]] == ["office.name", "office.country", "office.currency"]
    assert [found for found in rows if found.handle and not found.fixed] == []
    assert all(found.value == found.shipped for found in rows if not found.fixed)
    assert [found.key for found in rows if found.fixed] == ["ledger.main.recipe"]


def test_a_key_that_was_set_says_by_whom_when_and_in_which_entry(office: Office) -> None:
    saved = say(office, owner="Pricing")
    found = row(office, "reason.PRC.owner")
    assert (found.value, found.shipped) == ("Pricing", "Sales")
    assert (found.set_by, found.set_on, found.handle, found.entry) == (
        "ann",
        DAY,
        saved.handle,
        saved.entry,
    )
    assert saved.sentence == "Policy: reason.PRC.owner = Pricing."
    assert history.history(office, limit=1)[0].text == "policy reason.PRC.owner = Pricing"
    assert_sound(office)


@pytest.mark.parametrize(
    ("prefix", "count"),
    [("reason.PRC", 11), ("PRC", 11), ("prc-po", 11), ("office", 4), ("reason.PRC.owner", 1), ("off", 4)],
)
def test_keys_by_how_they_begin(office: Office, prefix: str, count: int) -> None:
    assert len(policy_rows(office, prefix)) == count


def test_no_key_begins_so(office: Office) -> None:
    with pytest.raises(UsageError, match=r"no policy key"):
        policy_rows(office, "colour")


def test_several_keys_are_one_entry_and_one_undo(office: Office) -> None:
    say(office, owner="Pricing", sla_days="9", name="Price list")
    reason = office.settings.reasons.get("PRC")
    assert reason is not None
    assert (reason.owner, reason.sla_days, reason.name) == ("Pricing", 9, "Price list")
    history.undo(office)
    assert office.settings.reasons.every == SHIPPED.every
    assert row(office, "reason.PRC.owner").handle == ""
    history.redo(office)
    assert office.settings.reasons.get("PRC") == reason
    assert_sound(office)


def test_the_fact_replaced_is_named(office: Office) -> None:
    first = say(office, owner="Pricing")
    second = say(office, owner="Sales desk", sla_days="2")
    with office.store.reading() as connection:
        part = policy.part(connection, {"reason.PRC.owner": "x", "reason.QTY.owner": "y"})
    assert [fact["replaces"] for fact in part.facts] == [second.entry.hex(), None]
    history.undo(office, first.handle)
    assert row(office, "reason.PRC.owner").value == "Sales desk"


def test_a_value_in_force_changes_nothing_and_the_shipped_one_sets_it_back(office: Office) -> None:
    before = len(history.history(office))
    same = plan_policy(office, [("reason.PRC.owner", " Sales "), ("office.country", "us")])
    assert (same.changes, same.same) == ((), ("reason.PRC.owner", "office.country"))
    saved = apply_policy(office, same)
    assert (saved.handle, saved.again) == ("", True)
    assert len(history.history(office)) == before
    say(office, owner="Pricing")
    say(office, owner="Sales")
    assert row(office, "reason.PRC.owner").value == row(office, "reason.PRC.owner").shipped
    assert office.settings.reasons.every == SHIPPED.every


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ([("reason.PCR.owner", "x")], "Did you mean reason.PRC.owner.*set reason.PCR.name with it"),
        ([("reason.PRC.onwer", "x")], "Did you mean reason.PRC.owner"),
        ([("offce.name", "x")], "Did you mean office.name"),
        ([("colour", "x")], "arcollect policy show lists them"),
        ([("reason.PRC.owner", "a"), ("reason.prc.OWNER", "b")], "named twice"),
        ([("reason.PRC.sla_days", "soon")], "business days"),
        ([("ledger.main.recipe", "document_no")], "never changes"),
        ([("reason.UNCODED.name", "x")], "means something else"),
    ],
)
def test_what_cannot_be_set_is_refused(office: Office, wanted: list[tuple[str, str]], why: str) -> None:
    with pytest.raises(UsageError, match=why):
        plan_policy(office, wanted)
    with pytest.raises(UsageError, match=f"^line 4: .*{why}"):
        plan_policy(office, wanted, ["line 3", "line 4"][-len(wanted) :])


def test_a_reason_of_the_office_is_added_retired_and_offered_again(office: Office) -> None:
    added = [
        ("reason.PAL.owner", "Logistics"),
        ("reason.PAL.name", "Pallets"),
        ("reason.PAL.sla_days", "5"),
    ]
    apply_policy(office, plan_policy(office, added))
    assert office.settings.reasons.find("pal").owner == "Logistics"
    assert row(office, "reason.PAL.name").shipped is None
    assert [found.key for found in policy_rows(office)][-12].startswith("reason.PAL.")
    apply_policy(office, plan_policy(office, [("reason.PAL.active", "no")]))
    with pytest.raises(UsageError):
        office.settings.reasons.find("PAL")
    history.undo(office)
    history.undo(office)
    assert office.settings.reasons.get("PAL") is None
    assert_sound(office)


def test_a_plan_from_before_another_change_is_refused_and_writes_nothing(office: Office) -> None:
    plan = plan_policy(office, [("reason.PRC.owner", "Pricing"), ("reason.PRC.sla_days", "9")])
    say(office, owner="Elsewhere")
    with pytest.raises(Refused, match=r"reason\.PRC\.owner was set meanwhile"):
        apply_policy(office, plan)
    assert row(office, "reason.PRC.sla_days").value == "5"


def test_the_same_token_sets_once(office: Office) -> None:
    plan, token = plan_policy(office, [("reason.PRC.owner", "Pricing")]), office.token()
    assert not apply_policy(office, plan, token).again
    assert apply_policy(office, plan, token).again
    assert sum(found.kind == "policy" for found in history.history(office)) == 1


def test_old_codings_keep_the_policy_they_were_made_under(office: Office) -> None:
    first = code(office, "1001")
    say(office, owner="Pricing", name="Price list", sla_days="9")
    code(office, "1002")
    history.undo(office)  # the coding
    second = code(office, "1002")
    undone = say(office, owner="Somebody")
    third = code(office, "1003")
    history.undo(office, undone.handle)
    code(office, "1004")
    assert owners(office) == {
        "1001": "Sales: Price",
        "1002": "Pricing: Price list",
        "1003": "Somebody: Price list",
        "1004": "Pricing: Price list",
    }
    with office.store.reading() as connection:
        said = [reason_of_coding(connection, entry, "PRC") for entry in (first, second, third)]
    assert [(reason.owner, reason.sla_days) for reason in said if reason] == [
        ("Sales", 5),
        ("Pricing", 9),
        ("Somebody", 9),
    ]
    (item,) = items(office, "1001")
    old = coded_reason(office, item)
    assert old is not None
    assert old.owner == "Sales"
    code(office, "1001", "QTY")
    now = coded_reason(office, item)
    assert now is not None
    assert now.code == "QTY"
    assert coded_reason(office, items(office, "1005")[0]) is None


def test_a_tree_is_made_once_a_version_and_policy_is_read_once(office: Office) -> None:
    entries = [code(office, "1001"), code(office, "1002")]
    say(office, owner="Pricing")
    entries += [code(office, "1003"), code(office, "1004")]
    with office.store.reading() as connection:
        then = ReasonsThen(connection)
        trees = [then.tree(entry) for entry in entries]
    assert trees[0] is trees[1]
    assert trees[2] is trees[3]
    assert trees[1] is not trees[2]
    # Nothing is read any more: the connection is given back.
    assert then.reason(entries[0], "PRC") == SHIPPED.get("PRC")


def test_a_reason_that_is_gone_still_has_its_name_in_old_codings(office: Office) -> None:
    added = apply_policy(office, plan_policy(office, [("reason.PAL.name", "Pallets")]))
    code(office, "1001", "PAL")
    history.undo(office, added.handle)
    assert office.settings.reasons.get("PAL") is None
    assert owners(office) == {"1001": "Credit: Pallets"}


@pytest.mark.parametrize("how", ["set", "undone", "of a colleague"])
def test_an_open_window_takes_over_what_was_set_beside_it(
    office: Office, path: Path, tmp_path: Path, how: str
) -> None:
    if how == "undone":
        say(office, owner="Pricing")
    watch = StoreWatch(office)
    assert office.settings.reasons.name("PRC") == "Price"
    with office_at(path) as beside:
        if how == "set":
            say(beside, owner="Pricing")
        elif how == "undone":
            history.undo(beside)
    if how == "of a colleague":
        with office_at(tmp_path / "bob", collector="bob") as bob:
            give(office, bob, tmp_path)
            say(bob, owner="Pricing")
            with office_at(path) as beside:
                give(bob, beside, tmp_path)
    before = office.settings
    assert watch.changed()
    reason = office.settings.reasons.get("PRC")
    assert reason is not None
    assert reason.owner == ("Sales" if how == "undone" else "Pricing")
    assert office.settings is not before
    watch.close()


def test_what_was_set_before_the_first_look_is_taken_over_by_it(office: Office, path: Path) -> None:
    assert office.settings.reasons.name("PRC") == "Price"
    with office_at(path) as beside:
        say(beside, name="Price list")
    StoreWatch(office).close()
    assert office.settings.reasons.name("PRC") == "Price list"


def test_other_deeds_leave_the_settings_as_they_are(office: Office, path: Path) -> None:
    watch, before = StoreWatch(office), office.settings
    with office_at(path) as beside:
        code(beside, "1001")
    assert watch.changed()
    assert office.settings is before
    watch.close()


def test_what_a_colleague_set_and_cannot_be_read_leaves_the_shipped_value(office: Office) -> None:
    fact = {"is": "policy", "key": "reason.PRC.sla_days", "value": '"soon"', "replaces": None}
    Elsewhere(office).said(fact, number="", kind="policy")
    found = row(office, "reason.PRC.sla_days")
    assert (found.value, found.shipped, found.set_by) == ("5", "5", "bob")
    assert policy_rows(office, "PRC")


def test_a_hostile_value_is_cleaned_when_it_is_read(office: Office) -> None:
    fact = {
        "is": "policy",
        "key": "reason.PRC.owner",
        "value": '"Sa\\u001b[31mles\\ndesk"',
        "replaces": None,
    }
    Elsewhere(office).said(fact, number="", kind="policy")
    code(office, "1001")
    assert row(office, "reason.PRC.owner").value == "Sa\ufffd[31mles desk"
    assert owners(office)["1001"].startswith("Sa\ufffd[31mles desk")
    assert "\x1b" not in history.history(office, limit=2)[1].text
