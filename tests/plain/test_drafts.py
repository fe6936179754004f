"""Questions: defaults, back, leaving; and that a form that was cut off waits to be finished."""

import json
from pathlib import Path

from arcollect_tui.plain.calls import FORM
from arcollect_tui.services.drafts import drafts, new_token, save_draft
from arcollect_tui.services.office import Office
from arcollect_tui.services.promises import promise_rows
from tests.plain.sitting import kinds, sit
from tests.services.offices import customer


def _texts(office: Office) -> dict[str, str]:
    (kept,) = drafts(office)
    found: dict[str, str] = json.loads(kept.body)
    return found


def test_enter_takes_what_is_offered_and_back_asks_again(office: Office) -> None:
    said = sit(office, "p", "mon", "<", "fri", "", "<", "1.5k", "")
    assert said.code == 0, said.out
    assert "Pay on? Enter takes Fri 27 Nov 2026. mon" in said.lines
    assert "Pay on? Enter takes mon. fri" in said.lines
    assert "Amount? Enter takes 40,400.00 USD. " in said.lines
    (row,) = promise_rows(office)
    assert (row.amount, row.due_on.isoformat()) == (1_500_00, "2026-11-27")
    assert drafts(office) == []


def test_what_is_missing_alone_is_asked(office: Office) -> None:
    assert sit(office, "p 500", "fri", "").code == 0
    assert sit(office, "cw", "fri 14:30", "").code == 0
    assert kinds(office) == ["call", "call"]


def test_a_wrong_answer_is_asked_again(office: Office) -> None:
    said = sit(office, "p", "someday", "fri", "", "", script=False)
    assert kinds(office) == ["call"]
    assert "someday" in said.out


def test_leaving_keeps_a_draft_that_can_be_finished_or_dropped(office: Office) -> None:
    said = sit(office, "2 p", "mon", ".", "cn")
    assert "Left. The draft is kept: drafts lists it." in said.lines
    assert _texts(office) == {"outcome": "PP", "day": "mon"}
    assert drafts(office)[0].customer_id == customer(office, "C02")
    listed = sit(office, "drafts")
    assert "1 form waits to be finished: drafts lists, draft 1 goes on, drop 1 forgets." in listed.lines
    assert listed.after("drafts")[0].startswith("1. call for C02 Customer 02, ")
    assert sit(office, "draft 1", "", "", "later").code == 0
    (row,) = promise_rows(office)
    assert (row.customer_no, row.due_on.isoformat()) == ("C02", "2026-11-30")
    assert drafts(office) == []
    sit(office, "a", ".")
    assert drafts(office) == []
    sit(office, "p 500", ".")
    assert sit(office, "drop 1").code == 0
    assert drafts(office) == []


def test_the_end_of_the_input_in_a_question_keeps_the_draft(office: Office) -> None:
    assert sit(office, "p 500").code == 0
    assert _texts(office) == {"outcome": "PP", "amount": "500"}
    said = sit(office, "p", "", "", "")
    assert "Amount? Enter takes 500. " in said.lines
    assert promise_rows(office)[0].amount == 500_00


def test_a_draft_of_the_screens_is_finished_here(office: Office, tmp_path: Path) -> None:
    from arcollect_tui.services.drafts import new_token, save_draft

    del tmp_path
    who = customer(office, "C05")
    save_draft(office, FORM, who, new_token(), json.dumps({"day": "+7", "note": "asked twice"}))
    save_draft(office, "note", who, new_token(), json.dumps({"text": "half a th"}))
    assert sit(office, "draft 2", "", "", "draft 1", "half a thought").code == 0
    assert kinds(office) == ["call", "note"]
    assert promise_rows(office)[0].due_on.isoformat() == "2026-11-30"


def test_a_refused_deed_keeps_what_was_typed(office: Office) -> None:
    said = sit(office, "p 500 fri", "f C03", "c d prc INV99")
    assert said.code == 2
    assert _texts(office)["items"] == "INV99"


def test_drafts_of_settings_are_listed_and_finished_on_the_screens(office: Office) -> None:
    """They are about no account: the list names the form alone, and the sitting goes on as before."""
    save_draft(office, "policy", -77, new_token(), json.dumps({"office-name": "Harb"}))
    said = sit(office, "2", "drafts", "draft 1", "cn", "drop 1", "drafts", script=False)
    assert "> 1. policy, " in said.out
    assert "A draft of the form policy is finished on the screens; drop forgets it." in said.out
    assert "Logged: C02 no answer" in said.out
    assert "The draft is dropped." in said.out
    assert "No form waits to be finished." in said.out
    assert drafts(office) == []
