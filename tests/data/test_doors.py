"""What is typed or imported: card numbers and control characters never reach a byte of the files."""

import json
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from arcollect_tui.data.doors import cleaned, cleaned_json
from arcollect_tui.rules.cardnumbers import contains_card
from arcollect_tui.services import calls, coding, contacts, drafts, followups, imports, notes
from arcollect_tui.services.office_policy import set_office
from tests.rules.test_cardnumbers import CARDS
from tests.services.offices import HASTY, Line, assert_sound, customer, file_of, items, office_at, take_in

HOSTILE = "\x1b]0;owned\x07", "\x1b[31m", "\x00", "\x9b2J", "\u202e", "\u200b", "\ufeff", "\u2066", "\x08"
MARKS = [mark.encode() for mark in HOSTILE if mark not in ("\x00", "\x08")]


def spellings(card: str) -> list[str]:
    groups = [card[place : place + 4] for place in range(0, len(card), 4)]
    return [card, " ".join(groups), "-".join(groups)]


def everything(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


@pytest.mark.parametrize("at", range(3))
@pytest.mark.of_a_file
def test_no_card_number_reaches_the_disk(tmp_path: Path, at: int) -> None:
    folder = tmp_path / "desk"
    with office_at(folder / "office") as office:
        take_in(
            office,
            tmp_path,
            [
                Line(f"{n}", text=f"paid by {spellings(card)[at]}", name=spellings(card)[at], customer="C1")
                for n, card in enumerate(CARDS)
            ],
        )
        who, (first,) = customer(office), items(office, "0")
        for number, card in enumerate(CARDS):
            said = f"card {spellings(card)[at]} thanks"
            notes.add_note(office, who, said, pinned=True)
            calls.log_call(
                office,
                calls.CallDraft(who, "PP", contact=said, phone=said, note=said,
                                promise=calls.PromiseDraft(100, "USD", office.today, method=said)),
            )  # fmt: skip
            contacts.add_contact(office, who, contacts.ContactDraft(said, said, said, said, said, said))
            drafts.save_draft(office, "call", who, bytes([number]) * 16, json.dumps({"note": said}))
            drafts.save_draft(office, "note", who, bytes([number]) * 15 + b"n", said)
            plan = coding.plan_coding(
                office,
                coding.CodingRequest(
                    "PRC", (first,), note=said, recode=True, mode="typed", amount=number + 1
                ),
            )
            coding.apply_coding(office, plan)
            set_office(office, name=said)
        assert_sound(office)
        found = everything(folder)
        for card in CARDS:
            for spelt in spellings(card):
                assert spelt.encode() not in found, spelt
            assert card[-4:].encode() in found
    found = everything(folder)
    assert not [card for card in CARDS for spelt in spellings(card) if spelt.encode() in found]


@pytest.mark.of_a_file
def test_no_control_character_reaches_the_disk(tmp_path: Path) -> None:
    folder, evil = tmp_path / "desk", "".join(f"x{mark}y" for mark in HOSTILE)
    with office_at(folder / "office", collector=f"ann{evil}") as office:
        imported = evil.replace("\x00", "")  # a file with NUL is no text file and refused
        take_in(office, tmp_path, [Line(name=f"Harbor {imported}", text=imported, contact=imported)])
        who = customer(office)
        notes.add_note(office, who, f"note {evil}\nsecond line\r\nthird")
        calls.log_call(office, calls.CallDraft(who, "NA", contact=evil, note=evil, phone=evil))
        contacts.add_contact(office, who, contacts.ContactDraft(evil, evil, evil, evil))
        followups.reschedule(office, who, office.today, time(9, 30))
        drafts.save_draft(office, "note", who, b"t" * 16, json.dumps({"text": evil}))
        set_office(office, name=f"Office {evil}")
        assert_sound(office)
        found = everything(folder)
        assert b"\nsecond line\nthird" in found or b"\\nsecond line\\nthird" in found
    for content in (found, everything(folder)):
        for mark in MARKS:
            assert mark not in content, mark


HEX = st.binary(min_size=8, max_size=32).map(bytes.hex)


@given(value=HEX)
def test_ids_in_hex_pass_the_door(value: str) -> None:
    fact = {
        "after": value,
        "target": value,
        "replaces": value,
        "identity": value,
        "digest": value,
        "desk": value,
    }
    assert cleaned(fact) == fact


@pytest.mark.parametrize("name", ["after", "target", "replaces", "identity", "digest", "desk"])
def test_an_id_that_holds_a_card_number_by_chance_is_kept(name: str) -> None:
    chance = f"ab{CARDS[0]}cd"
    assert contains_card(chance)
    assert cleaned({name: chance}) == {name: chance}
    assert cleaned({name: f"{chance} "}) != {name: f"{chance} "}
    assert cleaned({"note": chance}) != {"note": chance}


def test_what_was_settled_is_named_by_an_id_that_may_look_like_a_card_number() -> None:
    settled = {"is": "settled", "thing": "coding", "key": CARDS[0], "target": "ab"}
    assert cleaned(settled) == settled
    assert cleaned({**settled, "key": f"{CARDS[0]} "}) != {**settled, "key": f"{CARDS[0]} "}
    assert cleaned({"is": "policy", "key": CARDS[0]}) != {"is": "policy", "key": CARDS[0]}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(min_value=-(2**63), max_value=2**63 - 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@HASTY
@given(value=JSON)
@example(value="\x1f")
def test_a_draft_stays_the_form_that_it_was(value: object) -> None:
    again = json.loads(cleaned_json(json.dumps(value)))
    assert again == cleaned(value)


@pytest.mark.parametrize("number", [4111111111111111, 6011111111111117, 6759649826438453])
def test_a_number_in_a_draft_is_no_card(number: int) -> None:
    assert json.loads(cleaned_json(json.dumps({"items": [number]}))) == {"items": [number]}


@pytest.mark.parametrize("mark", ["\n", "\t", "\u00a0"])
def test_a_card_number_in_a_draft_is_masked_however_it_is_escaped(mark: str) -> None:
    card = mark.join(["4111", "1111", "1111", "1111"])
    assert json.loads(cleaned_json(json.dumps({"note": card}))) == {"note": "•••• 1111"}


def test_text_that_is_no_json_is_masked_as_text() -> None:
    assert cleaned_json(f"card {CARDS[0]}\x1b") == f"card •••• {CARDS[0][-4:]}\ufffd"


def test_masked_lines_make_the_same_import(tmp_path: Path) -> None:
    """The kept lines are the masked ones, so the file is known when it comes again."""
    with office_at(tmp_path / "desk" / "office") as office:
        lines = [Line(text=f"card {CARDS[0]}")]
        take_in(office, tmp_path, lines)
        options = imports.ImportOptions(as_of=date(2026, 11, 23))
        assert imports.plan_import(office, file_of(tmp_path, lines), options).known


def test_a_draft_that_is_one_number_is_text() -> None:
    assert "4111111111111111" not in cleaned_json("4111111111111111")
