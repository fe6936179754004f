"""Old files put in again: a copy is counted and does no harm, a replay is put aside by its name."""

from collections.abc import Callable
from pathlib import Path

import pytest

from arcollect_tui.data.sync.header import SUFFIX, file_name, names_another
from arcollect_tui.services.erasure import erase, plan_erasure
from arcollect_tui.services.office import Office
from arcollect_tui.services.sync import sync
from tests.services import forging
from tests.services.conftest import LEDGER
from tests.services.forging import newest_of, put_in, refused
from tests.services.handing import call, desk, shown
from tests.services.offices import Line, assert_sound, take_in
from tests.services.sharing import agree, files_in, restored_from, share, share_round, sound

ann, bob = forging.ann, forging.bob


def test_a_copy_is_counted_once_and_puts_nothing_aside(ann: Office, bob: Office, folder: Path) -> None:
    path = newest_of(ann, folder)
    put_in(path, folder)
    assert share(bob, folder).known == ()
    before = shown(bob)
    copies = [f"{path.stem} (conflicted copy){SUFFIX}", f"Copy of {path.name}", f"renamed{SUFFIX}"]
    for name in copies:
        put_in(path, folder, name)
    done = share(bob, folder)
    assert (done.new, done.taken, sorted(done.known)) == (0, (), sorted(copies))
    assert done.sentence == "Synced: nothing new, nothing to write, 3 files with nothing new."
    assert shown(bob) == before
    assert share(bob, folder).known == (), "what was told once is known"


def test_what_two_handed_on_is_known_the_second_time(
    ann: Office, bob: Office, folder: Path, tmp_path: Path
) -> None:
    """Two desks wrote the same entries to two sticks, which is nobody's fault."""
    sticks = [tmp_path / "one", tmp_path / "two"]
    for office, stick in zip((ann, bob), sticks, strict=True):
        stick.mkdir()
        share(office, stick)
    with desk(tmp_path, "cem") as cem:
        assert share(cem, sticks[0]).new == 1
        done = share(cem, sticks[1])
        assert (done.new, done.aside) == (0, ())
        assert list(done.known) == [path.name for path in files_in(sticks[1])]


CLAIMS: list[Callable[[str, str], str]] = [
    lambda own, other: own.replace("-2-2-", "-90-99-"),
    lambda own, other: own.replace(own[:16], other),
    lambda own, other: f"{own[:-12]}0badcafe{SUFFIX}",
    lambda own, other: f"Copy of {own.replace('-2-2-', '-3-3-')}".upper().replace(".ARX", SUFFIX),
]


@pytest.mark.parametrize("claim", CLAIMS, ids=["range", "desk", "body", "a copy"])
def test_a_replay_under_another_name(
    ann: Office, bob: Office, folder: Path, claim: Callable[[str, str], str]
) -> None:
    """Also before what it carries is here: it comes in under its own name."""
    path = newest_of(ann, folder)
    for _ in range(2):
        target = put_in(path, folder, claim(path.name, bob.desk.hex()))
        aside = refused(bob, folder, target)
        assert aside.kind == "replayed"
        assert aside.reason.startswith("it is a replay: its name is of another file")
        assert aside.reason.endswith(path.name)
        target.unlink()
        put_in(path, folder)
        share(bob, folder)
    assert shown(bob) == shown(ann)


def test_a_name_that_is_none_of_ours_claims_nothing(ann: Office, folder: Path) -> None:
    header = sound(newest_of(ann, folder)).header
    own = file_name(header)
    for name in (own, own.upper(), f"{own} (2)", "late.arx", "12-34-56.arx", f"old {own}"):
        assert not names_another(name, header)
    assert names_another(own.replace("-1-2-", "-1-3-"), header)


def test_a_file_of_before_an_erasure_is_a_replay(
    ann: Office, bob: Office, folder: Path, tmp_path: Path
) -> None:
    take_in(ann, tmp_path, [Line("1001"), Line("9001", "C9", name="Zebedee")])
    call(ann, "C9", note="zebedee called")
    share_round(folder, ann, bob)
    old = [path.rename(tmp_path / path.name) for path in files_in(folder)]
    erase(ann, plan_erasure(ann, "C9"))
    share_round(folder, ann, bob)
    of_ann = [path for path in old if path.name.startswith(ann.desk.hex())]
    for name in ("", f"renamed{SUFFIX}"):
        target = put_in(of_ann[-1], folder, name)
        aside = refused(bob, folder, target)
        assert aside.kind == "replayed"
        assert "before a customer was erased" in aside.reason
        assert share(ann, folder).aside == (), "who wrote it removes it again"
        assert not target.exists()
    assert_sound(bob)
    assert shown(bob) == shown(ann)


def test_a_file_of_before_an_erasure_may_bring_what_is_lacking(
    ann: Office, bob: Office, folder: Path, tmp_path: Path
) -> None:
    """Nothing is lost for being written too early; of the customer nothing comes back."""
    take_in(bob, tmp_path, LEDGER)
    share_round(folder, ann, bob)
    erase(ann, plan_erasure(ann, "C2"))
    share(ann, folder)
    call(bob, "C2", note="before it was known")
    call(bob, "C1", note="kept")
    share(bob, folder)
    done = share_round(folder, ann, bob)
    assert all(one.missing == () for one in done)
    assert shown(ann) == shown(bob)
    assert_sound(ann)


def test_files_of_the_desk_that_this_was_go_too(
    ann: Office, bob: Office, folder: Path, tmp_path: Path
) -> None:
    """A restored store is another desk, and what the first wrote of an erased customer is its own."""
    take_in(ann, tmp_path, [Line("1001"), Line("9001", "C9", name="Zebedee")])
    share(ann, folder)
    old = [path.name for path in files_in(folder)]
    with restored_from(ann, tmp_path) as restored:
        share(restored, folder)
        erase(restored, plan_erasure(restored, "C9"))
        share(restored, folder)
        assert not {path.name for path in files_in(folder)} & set(old)
        assert sync(bob, folder, agree).aside == ()
        assert shown(bob) == shown(restored)
