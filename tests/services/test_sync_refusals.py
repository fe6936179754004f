"""Files that must not come in: forged, foreign, or telling history anew."""

import random
from dataclasses import replace
from pathlib import Path

from arcollect_tui.data.sync import keys
from arcollect_tui.data.sync.header import SUFFIX, Checkpoint, Header, Span, checkpoint_message
from arcollect_tui.data.sync.keys import SigningKeys
from arcollect_tui.data.sync.seal import packed, sealed
from arcollect_tui.services.office import Office
from arcollect_tui.services.sync_seat import seat_of
from tests.services import forging
from tests.services.forging import MALLORY, drop_file, lines_as, lines_of, newest_of, put_in, refused
from tests.services.handing import call, copied, desk
from tests.services.offices import Line, take_in
from tests.services.sharing import files_in, share, sound

ann, bob = forging.ann, forging.bob


def test_a_file_in_the_name_of_a_colleague(ann: Office, bob: Office, folder: Path) -> None:
    path = newest_of(ann, folder)
    found = sound(path)
    forged = SigningKeys({ann.desk: MALLORY})
    (checkpoint,) = found.header.checkpoints
    message = checkpoint_message(found.header.office, ann.desk, checkpoint.seq, checkpoint.hash)
    word = replace(checkpoint, key=forged.public(ann.desk), signature=forged.sign(ann.desk, message))
    both = replace(found.header, checkpoints=(word,))
    aside = refused(bob, folder, drop_file(folder, both, found.body, forged))
    assert aside.kind == "forged"
    assert aside.reason.startswith("it is forged: signed in the name of desk 2")
    aside = refused(bob, folder, drop_file(folder, found.header, found.body, forged))
    other_key = ("forged", "it is forged: it is signed with another key than its desk's")
    assert (aside.kind, aside.reason) == other_key
    put_in(path, folder)
    (folder / f"forged{SUFFIX}").unlink()
    assert share(bob, folder).new == 1
    aside = refused(bob, folder, drop_file(folder, found.header, found.body, forged))
    assert (aside.kind, aside.reason) == other_key, "what it carries is known, who signed it is not"


def test_words_put_into_the_mouth_of_a_colleague(ann: Office, bob: Office, folder: Path) -> None:
    """A desk of the office hands on entries of another that nobody there signed for."""
    path = newest_of(ann, folder)
    found = sound(path)
    seat = seat_of(bob)
    (checkpoint,) = found.header.checkpoints
    with desk(folder.parent, "cem") as cem:
        share(cem, folder)
        plain = b"".join(lines_as(path, bob.desk))
        for given in (
            (),
            (replace(checkpoint, seq=9),),
            (replace(checkpoint, hash=bytes(32)),),
            (replace(checkpoint, signature=bytes(64)),),
        ):
            header = replace(found.header, desk=bob.desk, checkpoints=given, plain=len(plain))
            aside = refused(cem, folder, drop_file(folder, header, packed(plain), seat.keys))
            assert aside.kind == "forged"
            assert "did not sign for entry 2 in it" in aside.reason


def test_another_content_than_the_header_says(ann: Office, bob: Office, folder: Path) -> None:
    path = newest_of(ann, folder)
    found, signer = sound(path), seat_of(ann).keys
    more = replace(found.header, carries=(Span(ann.desk, 1, 2),))
    aside = refused(bob, folder, drop_file(folder, more, found.body, signer))
    assert aside.kind == "forged"
    assert "other entries than its header says" in aside.reason
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
        assert refused(bob, folder, drop_file(folder, header, body, signer)).reason
    other = replace(found.header, desk=bob.desk)
    assert refused(bob, folder, drop_file(folder, other, found.body, seat_of(bob).keys)).reason


def test_a_file_of_another_office(ann: Office, bob: Office, folder: Path, tmp_path: Path) -> None:
    """A desk's word is for its office: whoever wraps it into a file of another one has none."""
    path = newest_of(ann, folder)
    found = sound(path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with desk(tmp_path, "dee") as dee, desk(tmp_path, "eve") as eve:
        take_in(dee, tmp_path, [Line("1001")])
        share(dee, elsewhere)
        share(eve, elsewhere)
        target = put_in(path, elsewhere)
        aside = refused(eve, elsewhere, target)
        assert aside.kind == "foreign"
        assert aside.reason.startswith("it is of another office (")
        target.unlink()
        seat = seat_of(dee)
        plain = b"".join(lines_as(path, dee.desk))
        header = replace(found.header, office=seat.office, desk=dee.desk, plain=len(plain))
        wrapped = drop_file(elsewhere, header, packed(plain), seat.keys)
        aside = refused(eve, elsewhere, wrapped)
        assert aside.kind == "forged"
        assert "did not sign" in aside.reason


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
        target = put_in(path, folder)
    aside = refused(bob, folder, target)
    assert aside.kind == "rewritten"
    assert aside.reason.startswith("it tells history anew: entry 2 of desk 2")
    assert "is one thing here and another in the file" in aside.reason


def test_a_bundle_of_the_future(ann: Office, bob: Office, folder: Path) -> None:
    found = sound(newest_of(ann, folder))

    class Newer(Header):
        def json(self) -> bytes:
            return super().json().replace(b'"arx":1', b'"arx":2')

    values = {name: getattr(found.header, name) for name in Header.__dataclass_fields__}
    path = folder / f"newer{SUFFIX}"
    path.write_bytes(sealed(Newer(**values), found.body, seat_of(ann).keys))
    aside = refused(bob, folder, path)
    assert aside.kind == "newer"
    assert "newer arcollect" in aside.reason


def test_junk(bob: Office, folder: Path) -> None:
    chance = random.Random(7)
    for size in (0, 1, 5, 105, 106, 5_000):
        for start in (b"", b"ARX1\n"):
            path = folder / f"junk{SUFFIX}"
            path.write_bytes(start + chance.randbytes(size))
            assert refused(bob, folder, path).reason


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
