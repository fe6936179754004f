"""Files that must not come in: damaged, forged, replayed, foreign, or telling history anew."""

import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from arcollect_tui.data.exchange.form import Sum
from arcollect_tui.data.sync import keys
from arcollect_tui.data.sync.keys import SigningKeys
from arcollect_tui.data.sync.seal import (
    SUFFIX,
    Checkpoint,
    Header,
    Span,
    check_body,
    checkpoint_message,
    opened,
    packed,
    sealed,
    unpacked,
)
from arcollect_tui.errors import FileRefused
from arcollect_tui.services.office import Office
from arcollect_tui.services.sync import sync
from arcollect_tui.services.sync_seat import seat_of
from tests.services.handing import call, copied, desk, shown
from tests.services.offices import LONG, Line, take_in
from tests.services.sharing import agree, files_in, only_new, share, sound

MALLORY = b"\x66" * 32


@pytest.fixture
def ann(tmp_path: Path) -> Iterator[Office]:
    with desk(tmp_path, "ann") as opened:
        take_in(opened, tmp_path, [Line("1001")])
        yield opened


@pytest.fixture
def bob(ann: Office, tmp_path: Path, folder: Path) -> Iterator[Office]:
    share(ann, folder)
    with desk(tmp_path, "bob") as opened:
        share(opened, folder)
        yield opened


def refusal(office: Office, folder: Path, path: Path) -> str:
    """Why a file was put aside; it is the only one, and nothing changed."""
    before = shown(office)
    done = sync(office, folder, agree)
    assert shown(office) == before
    assert [file.name for file in done.aside] == [path.name]
    assert done.new == 0
    return done.aside[0].reason


def why_not(content: bytes) -> str:
    """Why these bytes are no sound file; empty when they are."""
    try:
        check_body(opened("x", content))
    except FileRefused as error:
        return error.sentence
    return ""


def drop_file(folder: Path, header: Header, body: bytes, signer: SigningKeys) -> Path:
    """Put a file into the folder as somebody else might."""
    header = replace(header, size=len(body), sha256=hashlib.sha256(body).digest())
    path = folder / f"forged{SUFFIX}"
    path.write_bytes(sealed(header, body, signer))
    return path


def lines_of(path: Path) -> list[bytes]:
    found = sound(path)
    return list(unpacked(found, found.body))


def newest_of(office: Office, folder: Path) -> Path:
    """The file that a deed of an office makes, in the folder no more."""
    before = files_in(folder)
    call(office)
    share(office, folder)
    path = only_new(folder, before)
    return path.rename(folder.parent / path.name)


def test_any_length_and_any_bit(ann: Office, bob: Office, folder: Path) -> None:
    """Every one is refused before anything of it is parsed; some are put through the store as well."""
    path = newest_of(ann, folder)
    data = path.read_bytes()
    target = folder / path.name
    through_store = range(0, len(data), 1 if LONG > 1 else 97)
    damaged = {length: data[:length] for length in range(len(data))}
    for place in range(len(data) * 8):
        flipped = bytearray(data)
        flipped[place // 8] ^= 1 << place % 8
        damaged[len(data) + place] = bytes(flipped)
    for number, content in damaged.items():
        reason = why_not(content)
        assert any(word in reason for word in ("cut short", "signature", "checksum", "no file")), number
        if number in through_store or number % 4001 == 0:
            target.write_bytes(content)
            assert refusal(bob, folder, target) == reason
    target.write_bytes(data)
    assert share(bob, folder).new == 1


def test_a_file_in_the_name_of_a_colleague(ann: Office, bob: Office, folder: Path) -> None:
    path = newest_of(ann, folder)
    found = sound(path)
    forged = SigningKeys({ann.desk: MALLORY})
    (checkpoint,) = found.header.checkpoints
    message = checkpoint_message(found.header.office, ann.desk, checkpoint.seq, checkpoint.hash)
    word = replace(checkpoint, key=forged.public(ann.desk), signature=forged.sign(ann.desk, message))
    both = replace(found.header, checkpoints=(word,))
    assert "forged: signed in the name of desk 2" in refusal(
        bob, folder, drop_file(folder, both, found.body, forged)
    )
    reason = refusal(bob, folder, drop_file(folder, found.header, found.body, forged))
    assert reason == "it is forged: it is signed with another key than its desk's"


def test_words_put_into_the_mouth_of_a_colleague(ann: Office, bob: Office, folder: Path) -> None:
    """A desk of the office hands on entries of another that nobody there signed for."""
    path = newest_of(ann, folder)
    found = sound(path)
    seat = seat_of(bob)
    (checkpoint,) = found.header.checkpoints
    with desk(folder.parent, "cem") as cem:
        share(cem, folder)
        plain = b"".join(_lines_as(path, bob.desk))
        for given in (
            (),
            (replace(checkpoint, seq=9),),
            (replace(checkpoint, hash=bytes(32)),),
            (replace(checkpoint, signature=bytes(64)),),
        ):
            header = replace(found.header, desk=bob.desk, checkpoints=given, plain=len(plain))
            reason = refusal(cem, folder, drop_file(folder, header, packed(plain), seat.keys))
            assert "did not sign for entry 2 in it" in reason
            assert "forged" in reason


def _lines_as(path: Path, writer: bytes) -> list[bytes]:
    """The lines of a file as if another desk had written them."""
    head, *rest = lines_of(path)
    said = json.loads(head)
    total = Sum(writer, said["entries"], said["import_lines"])
    for line in rest:
        total.add(line)
    return [total.header(), *rest]


def test_another_content_than_the_header_says(ann: Office, bob: Office, folder: Path) -> None:
    path = newest_of(ann, folder)
    found, signer = sound(path), seat_of(ann).keys
    more = replace(found.header, carries=(Span(ann.desk, 1, 2),))
    assert "other entries than its header says" in refusal(
        bob, folder, drop_file(folder, more, found.body, signer)
    )
    lines = b"".join(lines_of(path))
    for body, plain in (
        (packed(lines[:-5]), len(lines) - 5),
        (packed(lines + b"{}\n"), len(lines) + 3),
        (packed(lines) + b"x", len(lines)),
        (packed(lines)[:-4], len(lines)),
        (b"no zlib", len(lines)),
        (packed(lines), len(lines) - 1),
        (packed(lines), len(lines) + 1),
        (packed(bytes(50_000_000)), len(lines)),
    ):
        header = replace(found.header, plain=plain)
        assert refusal(bob, folder, drop_file(folder, header, body, signer))
    other = replace(found.header, desk=bob.desk)
    assert refusal(bob, folder, drop_file(folder, other, found.body, seat_of(bob).keys))


def test_a_replay_changes_nothing_and_is_named_as_known(ann: Office, bob: Office, folder: Path) -> None:
    path = newest_of(ann, folder)
    data = path.read_bytes()
    (folder / path.name).write_bytes(data)
    assert share(bob, folder).new == 1
    before = shown(bob)
    (folder / f"{ann.desk.hex()}-90-99-0badcafe{SUFFIX}").write_bytes(data)
    done = share(bob, folder)
    assert (done.new, done.taken) == (0, ())
    assert shown(bob) == before


def test_a_replay_to_another_office(ann: Office, bob: Office, folder: Path, tmp_path: Path) -> None:
    """A desk's word is for its office: whoever wraps it into a file of another one has none."""
    path = newest_of(ann, folder)
    found = sound(path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with desk(tmp_path, "dee") as dee, desk(tmp_path, "eve") as eve:
        take_in(dee, tmp_path, [Line("1001")])
        share(dee, elsewhere)
        share(eve, elsewhere)
        target = _copy(path, elsewhere)
        assert refusal(eve, elsewhere, target).startswith("it is of another office (")
        target.unlink()
        seat = seat_of(dee)
        plain = b"".join(_lines_as(path, dee.desk))
        header = replace(found.header, office=seat.office, desk=dee.desk, plain=len(plain))
        wrapped = drop_file(elsewhere, header, packed(plain), seat.keys)
        assert "did not sign" in refusal(eve, elsewhere, wrapped)


def _copy(path: Path, folder: Path) -> Path:
    target = folder / path.name
    target.write_bytes(path.read_bytes())
    return target


def test_history_told_anew(ann: Office, bob: Office, folder: Path) -> None:
    """The same desk, with its own key, and other entries under the same numbers."""
    with copied(ann, folder.parent, "copy") as other:
        call(ann, "C1", note="as it was")
        share(ann, folder)
        assert share(bob, folder).new == 1
        call(other, "C1", note="as it should have been")
        call(other, "C1")
        elsewhere = folder.parent / "elsewhere"
        elsewhere.mkdir()
        share(other, elsewhere)
        (path,) = files_in(elsewhere)
        target = _copy(path, folder)
    reason = refusal(bob, folder, target)
    assert "Entry 2 of desk 2" in reason
    assert "is one thing here and another in the file" in reason


def test_a_bundle_of_the_future(ann: Office, bob: Office, folder: Path) -> None:
    found = sound(newest_of(ann, folder))

    class Newer(Header):
        def json(self) -> bytes:
            return super().json().replace(b'"arx":1', b'"arx":2')

    values = {name: getattr(found.header, name) for name in Header.__dataclass_fields__}
    path = folder / f"newer{SUFFIX}"
    path.write_bytes(sealed(Newer(**values), found.body, seat_of(ann).keys))
    assert "newer arcollect" in refusal(bob, folder, path)


def test_junk(bob: Office, folder: Path) -> None:
    chance = random.Random(7)
    for size in (0, 1, 5, 105, 106, 5_000):
        for start in (b"", b"ARX1\n"):
            path = folder / f"junk{SUFFIX}"
            path.write_bytes(start + chance.randbytes(size))
            assert refusal(bob, folder, path)


def test_a_checkpoint_is_for_one_office_one_desk_and_one_place() -> None:
    signer = SigningKeys({b"deskdesk": MALLORY})
    office = bytes(16)
    word = Checkpoint(
        b"deskdesk",
        signer.public(b"deskdesk"),
        3,
        bytes(32),
        signer.sign(b"deskdesk", checkpoint_message(office, b"deskdesk", 3, bytes(32))),
    )
    assert word.holds(office)
    assert not word.holds(b"\1" * 16)
    for other in (replace(word, seq=4), replace(word, desk=b"deskdesc"), replace(word, hash=b"\1" * 32)):
        assert not other.holds(office)
    assert not keys.is_signed(bytes(32), word.signature, b"")
