"""The witness: what it says is what was noted, torn or damaged files are no witness, gone stores go."""

import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import exc

from arcollect_tui.data import witness
from arcollect_tui.data.journal import Deed, Moment
from arcollect_tui.data.store import Store
from arcollect_tui.data.witness import SLOT_BYTES, Remembered, Witness, witness_folder
from tests.data.records import AT, DAY, call, change, journal, part, record
from tests.places import path_of

DESK = bytes(range(8))
SAID = Remembered(
    DESK,
    "this machine",
    "/home/ann/office ä.arcollect",
    3,
    b"\x07" * 32,
    frozenset({bytes(8)}),
    frozenset({1, 2**62}),
)


def file_of(desk: bytes) -> Path:
    return witness_folder() / desk.hex()


def test_it_is_kept_in_the_state_folder_and_private(state_folder: Path) -> None:
    assert witness.start(SAID)
    file = state_folder / "arcollect" / "witness" / DESK.hex()
    assert file_of(DESK) == file
    assert witness.read(DESK) == SAID
    if os.name != "nt":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_nobody_has_seen_a_new_desk(state_folder: Path) -> None:
    assert witness.read(DESK) is None
    assert list(state_folder.iterdir()) == []


@settings(deadline=None)
@given(st.lists(st.integers(1, 2**40), min_size=1, max_size=6, unique=True).map(sorted))
def test_the_newest_number_is_told(numbers: list[int]) -> None:
    witness.start(replace(SAID, seq=0))
    seen = Witness(replace(SAID, seq=0))
    size = file_of(DESK).stat().st_size
    for number in numbers:
        seen.note(number, number.to_bytes(32, "big"))
        said = witness.read(DESK)
        assert said == replace(SAID, seq=number, hash=number.to_bytes(32, "big"))
    assert file_of(DESK).stat().st_size == size


def test_of_two_programs_the_slower_does_no_harm() -> None:
    """Another program noted more: an older note may lose a step, never go before the one before."""
    witness.start(SAID)
    one, other = Witness(SAID), Witness(SAID)
    for number in (4, 5, 6):
        one.note(number, bytes(32))
    other.note(4, b"\x04" * 32)
    said = witness.read(DESK)
    assert said is not None
    assert said.seq == 5


@pytest.mark.parametrize("torn", range(SLOT_BYTES))
def test_a_note_that_was_torn_leaves_the_one_before(torn: int) -> None:
    witness.start(SAID)
    Witness(SAID).note(4, b"\x04" * 32)
    whole = file_of(DESK).read_bytes()
    Witness(replace(SAID, seq=4)).note(5, b"\x05" * 32)
    after = file_of(DESK).read_bytes()
    at = 5 % 2 * SLOT_BYTES
    file_of(DESK).write_bytes(whole[:at] + after[at : at + torn] + whole[at + torn :])
    said = witness.read(DESK)
    assert said is not None
    assert said.seq == 4


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x" * 400,
        b"\x00" * (2 * SLOT_BYTES),
        b"{}",
        json.dumps({"machine": "a"}).encode(),
    ],
)
def test_what_cannot_be_understood_is_no_witness(content: bytes) -> None:
    witness.start(SAID)
    whole = file_of(DESK).read_bytes()
    for damaged in (content, whole[: 2 * SLOT_BYTES] + content, whole[:-1], b"x" + content + whole):
        file_of(DESK).write_bytes(damaged)
        assert witness.read(DESK) is None, damaged
    (witness_folder() / "no desk").write_bytes(whole)
    assert witness.related([DESK]) == []


def test_a_folder_that_cannot_be_written_means_none(state_folder: Path) -> None:
    state_folder.joinpath("arcollect").write_text("a file where a folder should be")
    assert not witness.start(SAID)
    Witness(SAID).note(9, bytes(32))
    assert witness.read(DESK) is None
    witness.forget(DESK)
    witness.prune()


def test_relatives_are_found_by_present_and_former_ids() -> None:
    other, child, stranger = (replace(SAID, desk=bytes([number] * 8)) for number in (11, 12, 13))
    child = replace(child, former=frozenset({DESK}))
    stranger = replace(stranger, former=frozenset())
    for said in (replace(SAID, former=frozenset()), replace(other, former=frozenset()), child, stranger):
        witness.start(said)
    assert {said.desk for said in witness.related([DESK])} == {DESK, child.desk}
    assert {said.desk for said in witness.related([other.desk, child.desk])} == {other.desk, child.desk}
    assert witness.related([b"nobody!!"]) == []


def test_stores_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    (tmp_path / "here").touch()
    cases = {
        "here": (tmp_path / "here", frozenset[int](), True),
        "gone": (tmp_path / "gone", frozenset[int](), False),
        "unplugged": (tmp_path / "stick" / "office", frozenset[int](), True),
        "erased": (tmp_path / "gone", frozenset({5}), True),
    }
    for number, (path, erased, _) in enumerate(cases.values()):
        witness.start(replace(SAID, desk=bytes([number] * 8), path=str(path), erased=erased))
    witness.prune()
    for number, (name, (_, _, stays)) in enumerate(cases.items()):
        assert (witness.read(bytes([number] * 8)) is not None) == stays, name


def test_it_learns_of_a_commit_and_not_of_what_was_rolled_back(store: Store) -> None:
    with store.writing() as connection:
        desk = journal(connection).desk
    said = Remembered(desk, "m", str(path_of(store)))
    witness.start(said)
    store.witness = Witness(said)
    record(store, part(call("one")))
    with pytest.raises(exc.DBAPIError), store.writing() as connection:  # noqa: PT012 - one transaction
        journal(connection).record(connection, Deed("call", [part(call("two"))]), Moment(AT, DAY, 60))
        connection.exec_driver_sql("nonsense")
    change(store, "INSERT INTO meta VALUES ('a', x'01')")
    heard = witness.read(desk)
    assert heard is not None
    with store.reading() as connection:
        assert (heard.seq, heard.hash) == (1, witness.hash_of(connection, desk, 1))
        assert witness.newest_entry(connection, desk) == (1, heard.hash, AT)
