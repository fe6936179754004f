"""The commands one by one: what they take, what they refuse, and that none is missing."""

from collections import Counter
from pathlib import Path

import pytest

from arcollect_tui.keys.actions import ACTIONS
from arcollect_tui.plain.commands import COMMANDS, NOT_PLAIN
from arcollect_tui.services.contacts import list_contacts
from arcollect_tui.services.history import history
from arcollect_tui.services.items import ItemView, item_rows
from arcollect_tui.services.office import Office
from arcollect_tui.services.promises import promise_rows
from tests.plain.sitting import kinds, sit
from tests.services.offices import Line, customer, office_at, take_in
from tests.tui.hostile import ESCAPES


def test_every_action_that_writes_has_its_command_or_a_reason_why_not() -> None:
    plain = {action for command in COMMANDS for action in command.actions}
    writing = {action.id for action in ACTIONS if action.writes}
    known = {action.id for action in ACTIONS}
    assert writing - plain - set(NOT_PLAIN) == set()
    assert set(NOT_PLAIN) <= writing - plain
    assert plain <= known


def test_no_two_commands_have_one_name_and_all_say_what_they_do() -> None:
    names = [name for command in COMMANDS for name in command.names]
    assert len(names) == len(set(names))
    assert all(command.sentence.endswith(".") for command in COMMANDS)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("cn", "C01 no answer, next 24 Nov"),
        ("c n", "C01 no answer, next 24 Nov"),
        ("3cn", "C01 no answer, next 27 Nov"),
        ("3 cn", "C03 no answer, next 24 Nov"),
        ("3 2cn", "C03 no answer, next 25 Nov"),
        ("call no answer rang out", "C01 no answer, next 24 Nov: rang out"),
        ("c NA", "C01 no answer, next 24 Nov"),
        ("cw wed 14:30", "C01 will call back"),
        ("c v who=Ann why=cash", "C01 voicemail left"),
        ("p 15 fri", "C01 promise 15.00 USD by 27 Nov"),
        ("p fri 15", "C01 promise 15.00 USD by 27 Nov"),
        ("p next fri half", "C01 promise 20,200.00 USD by 4 Dec"),
        ("p mon", "C01 promise 40,400.00 USD by 30 Nov"),
        ('a she said "no"', 'C01 note: she said "no"'),
        ("t bo", "C01 assigned to bo from Mon 23 Nov"),
        ("t Ann Berg until=fri", "C01 covered by Ann Berg from Mon 23 Nov until Fri 27 Nov"),
        ("3 assign me from=mon", "C03 assigned to ann from Mon 30 Nov"),
        ("10r", "C01 rescheduled, next 3 Dec"),
        ("r -", "C01 rescheduled, no next action"),
        ("d prc INV01A", "C01 dispute PRC on INV01A"),
        ("c d qty INV01A short", "there is no item"),
    ],
)
def test_a_line_is_one_entry(office: Office, line: str, text: str) -> None:
    said = sit(office, line)
    if text == "there is no item":
        assert said.code == 2
        assert "short is no open item of C01" in said.out
        return
    assert said.code == 0, said.out
    newest = history(office)[0]
    assert newest.text.casefold().startswith(text.casefold()), newest.text


@pytest.mark.parametrize(
    ("line", "code", "sentence"),
    [
        ("zz", 2, "There is no command zz: ? lists them."),
        ("c z", 2, "No outcome has the key"),
        ("99 cn", 3, "There is no row 99: the list has rows 1 to 40."),
        ("account C99", 3, 'There is no customer "C99".'),
        ("p soon", 2, "soon is neither a day nor an amount"),
        ("f od>=thirty", 2, 'It stands at character 5: "thirty".'),
        (";cn", 2, "is not done with marked rows"),
        (";d prc", 3, "Nothing is marked"),
        ("*", 3, "Marks are for items"),
        ("3u", 2, "with a blank, for that row"),
        ("U now", 2, "U takes nothing after it"),
        (".", 3, "there is none yet"),
        ("u", 3, "Nothing to undo"),
        ("1,2 cn", 2, "Several rows at once"),
        ("5-3 cn", 2, "runs backwards"),
        ("gz", 2, "no such place"),
        ("V z", 2, "no such view"),
    ],
)
def test_what_cannot_be_done_is_said_and_ends_a_script_alone(
    office: Office, line: str, code: int, sentence: str
) -> None:
    before = kinds(office) if line != "u" else []
    if line == "u":
        sit(office, "u")  # the import
    script = sit(office, line, "cn")
    assert script.code == code
    assert sentence in " ".join(script.lines)
    assert script.lines[-1] == "Stopped at line 1. What was saved before is saved."
    if line != "u":
        assert kinds(office) == before
        person = sit(office, line, "cn", script=False)
        assert person.code == 0
        assert kinds(office) == [*before, "call"]


def test_a_script_may_go_on_after_errors(office: Office) -> None:
    assert sit(office, "errors go on", "zz", "cn").code == 0
    assert kinds(office) == ["call"]


def test_an_account_is_read_in_the_order_of_asking(office: Office) -> None:
    sit(office, "4 pin calls only after ten", "4 p fri", "4 a said so")
    said = sit(office, "f C04", "1").after("1")
    heads = [
        "Account C04, Customer 04.",
        "37,020.00 USD overdue",
        "Aging: 1 to 30 days 20.00 USD, 31 to 60 days 37,000.00 USD.",
        "Pinned: calls only after ten",
        "Promise of 37,020.00 USD by Fri 27 Nov 2026: open.",
        "Contacts:",
        "(212) 555-0100. ",
        "Last contacts:",
        "23 Nov, ann: note: said so",
        "Open items: 2",
        "INV04A, 37,000.00 USD, 50 days overdue",
    ]
    places = [next(at for at, line in enumerate(said) if line.startswith(head)) for head in heads]
    assert places == sorted(places)


def test_lists_are_numbered_and_go_on(office: Office) -> None:
    said = sit(office, "more", "more 50", "j", "-")
    assert said.after("more")[0].startswith("11. C11 Customer 11, 30,400.00 USD")
    assert said.after("more 50")[-1].startswith("40. ")
    assert said.after("j")[0].startswith("2. ")
    assert said.code == 3
    items = sit(office, "V s", "2", "f C08", "-", "gp", "gu", "ga", "reasons", "gw")
    assert items.code == 0, items.out
    assert items.after("2")[0] == "Invoice INV08B of C08, Customer 08."


def test_items_are_coded_row_by_row_and_the_same_again(office: Office) -> None:
    said = sit(office, "V s", "d pr", ".", "d collectible", "3 d uncoded", "1 d pr")
    assert said.after("d pr")[1].startswith("Next: 2. ")
    coded = Counter((row.coding, row.reason) for row in item_rows(office, ItemView("short")))
    assert coded == {("disputed", "PRC"): 2, ("uncoded", ""): 8}
    assert kinds(office) == ["coding"] * 4
    assert said.code == 3
    assert "Nothing to code: 1 skipped (already PRC)." in said.out


def test_a_bulk_coding_is_written_by_yes_alone(office: Office) -> None:
    for answer in ("", "no", ".", "<"):
        assert "Nothing was written." in sit(office, "V s", "* ;d pr", answer).out
    assert kinds(office) == []
    assert sit(office, "V s", "1-3 d pr", "yes").code == 0
    assert kinds(office) == ["coding"]


def test_contacts_are_added_and_retired(office: Office) -> None:
    bo, cy = 'e name="Bo Lind" phone=5550101 first=yes', ("Cy", "payables", "", "cy@x.example", "", "")
    said = sit(office, bo, "e", *cy, "yp")
    assert said.code == 0, said.out
    assert said.after("yp") == ["5550101"]
    assert [card.name for card in list_contacts(office, customer(office, "C01"))][:1] == ["Bo Lind"]
    assert sit(office, "e edit Cy phone=5550102", "e prefer Cy", "yp").after("yp") == ["5550102"]
    sit(office, "e retire Cy")
    assert sit(office, "e retire bo lind", "yp").after("yp") == ["+1 212 555 0100"]


def test_a_contact_is_asked_for_with_time_zone_and_whether_it_comes_first(office: Office) -> None:
    said = sit(office, "e", "Ana", "?", "", "5550109", "", "lisbon", "y")
    assert said.code == 0, said.out
    first = list_contacts(office, customer(office, "C01"))[0]
    assert (first.name, first.time_zone, first.preferred) == ("Ana", "Europe/Lisbon", True)


def test_a_time_zone_that_is_none_is_asked_for_again(office: Office) -> None:
    said = sit(office, "errors go on", "e", "Ana", "", "", "", "atlantis", "lisbon", "")
    assert said.out.count("Time zone, lisbon for example?") == 2
    assert said.code == 0, said.out


def test_a_found_account_is_worked_from_the_list_of_what_was_found(office: Office) -> None:
    said = sit(office, "/customer 07", "1 cn", "/37000", "1")
    assert said.code == 0, said.out
    assert history(office)[0].text.startswith("C07 no answer")
    assert any("INV04A" in line for line in said.after("/37000"))


def test_views_are_saved_and_opened(office: Office) -> None:
    assert sit(office, "f od>40", "V = k old ones", "gw", "V k").code == 0
    assert "Accounts for od>40: 40 accounts" in sit(office, "V k").out


def test_undo_asks_where_more_goes_with_it_and_redo_brings_it_back(office: Office) -> None:
    sit(office, "V s", "1 d pr", "1 d qty")
    handle = history(office)[1].handle
    said = sit(office, f"u {handle}", "no", f"u {handle}", "yes", "U")
    assert said.code == 0, said.out
    asked = said.after(f"u {handle}")
    assert asked[0].startswith(f"Undo would take back {handle}: ")
    assert any(line.startswith("with it: ") for line in asked)
    assert "Nothing was undone." in asked
    assert kinds(office) == ["coding", "coding", "undo", "redo"]


def test_cards_are_masked_in_what_a_script_echoes(office: Office) -> None:
    said = sit(office, "a paid with 4111 1111 1111 1111")
    assert "4111 1111 1111 1111" not in said.out
    assert "4111 1111 1111 1111" not in history(office)[0].text


def test_nothing_is_written_into_a_store_open_for_reading(store: Path, office: Office) -> None:
    with office_at(store, read_only=True) as reader:
        for line in ("cn", "p fri", "a x", "r mon", "e name=x", "V s", "u"):
            said = sit(reader, line, "d pr" if line == "V s" else "q")
            assert said.code == 3, line
            assert "Open for reading only" in said.out
    assert kinds(office) == []


def test_hostile_text_is_said_literally(tmp_path: Path) -> None:
    lines = [
        Line(f"N{at}", f"C{at}", name=text, text=text, contact=text)
        for at, text in enumerate((*ESCAPES.values(), "[bold]PWN[/]", "{0}%s"))
        if "\n" not in text and "\r" not in text
    ]
    with office_at(tmp_path / "hostile.arcollect") as office:
        take_in(office, tmp_path, lines)
        said = sit(office, "list 100", "1", "items", "1", "/[bold]PWN[/]", "? \x1b[31m")
    controls = {
        sign for sign in said.out if sign != "\n" and (ord(sign) < 0x20 or 0x7F <= ord(sign) < 0xA0)
    }
    assert controls == set()
    assert "[bold]PWN[/]" in said.out


def test_promises_say_what_became_of_them(office: Office) -> None:
    said = sit(office, "p fri", "gp", "1").after("gp")
    assert said[1] == "1. C01 Customer 01, 40,400.00 USD by 27 Nov, open"
    assert len(promise_rows(office)) == 1


def test_today_says_the_queues_and_a_number_opens_one(office: Office) -> None:
    said = sit(office, "cn", "gt", "4", "gt", "5", "gc", "today")
    assert said.code == 0, said.out
    assert said.after("gt")[1].startswith("1. due today: 39, ")
    assert any(line.startswith("Done: calls 1 (no answer 1), promises 0.") for line in said.after("gt"))
    assert said.after("4")[0] == "Accounts for p:broken: 0 accounts."
    assert said.after("5")[0].startswith("Items for queue sort:-open_amount: 10 items")
