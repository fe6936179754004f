"""A folder that desks share: what one has all have, in whatever order the files come."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from arcollect_tui.data.sync import folder as shared
from arcollect_tui.data.sync.header import SUFFIX
from arcollect_tui.errors import Refused
from arcollect_tui.services import history
from arcollect_tui.services.conflicts import conflicts, settle
from arcollect_tui.services.erasure import erase, plan_erasure
from arcollect_tui.services.office import Office
from arcollect_tui.services.office_policy import set_policy
from arcollect_tui.services.pairing import TRUSTED, desks, pair
from arcollect_tui.services.sync import NOT_ENCRYPTED, OF_OTHERS, SHUT_OUT, sync
from tests.services.conftest import LEDGER
from tests.services.handing import call, code, desk, file_from, give, shown, take
from tests.services.offices import Line, assert_sound, take_in
from tests.services.sharing import agree, files_in, only_new, restored_from, share, share_round, sound


def test_what_one_recorded_is_at_the_other(ann: Office, bob: Office, folder: Path) -> None:
    call(ann, "C1")
    written = share(ann, folder)
    assert written.sentence == "Synced: nothing new, 2 entries written."
    taken = share(bob, folder)
    assert taken.sentence == "Synced: 2 entries taken in, nothing to write."
    assert taken.digest == written.digest
    assert taken.missing == ()
    call(bob, "C2")
    code(ann, "PRC", "1001")
    assert len({done.digest for done in share_round(folder, ann, bob)}) == 1
    assert shown(bob) == shown(ann)
    assert_sound(bob)


def test_again_changes_nothing(ann: Office, bob: Office, folder: Path) -> None:
    share_round(folder, ann, bob)
    before, files = shown(bob), files_in(folder)
    for office in (bob, ann, bob):
        again = share(office, folder)
        assert again.sentence == "Synced: nothing new, nothing to write."
        assert not again.taken
        assert not again.written
    assert files_in(folder) == files
    assert shown(bob) == before


def test_each_writes_only_files_of_its_own(ann: Office, bob: Office, folder: Path) -> None:
    share(ann, folder)
    first = files_in(folder)
    kept = [path.read_bytes() for path in first]
    share(bob, folder)
    call(bob, "C1")
    share(bob, folder)
    path = only_new(folder, first)
    assert path.name.startswith(f"{bob.desk.hex()}-1-1-")
    assert path.suffix == SUFFIX
    assert [path.read_bytes() for path in first] == kept


def test_what_others_wrote_goes_along_to_another_folder(
    ann: Office, bob: Office, cem: Office, folder: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    share(ann, folder)
    share(bob, folder)
    call(bob, "C2")
    share(bob, stick)
    (path,) = files_in(stick)
    assert {span.desk for span in sound(path).header.carries} == {ann.desk, bob.desk}
    done = share(cem, stick)
    assert done.new == 2
    assert shown(cem) == shown(bob)
    share(cem, folder)
    assert share(ann, folder).new == 1


def test_a_lost_file_is_made_up_for(ann: Office, bob: Office, cem: Office, folder: Path) -> None:
    share_round(folder, ann, bob)
    for path in files_in(folder):
        path.unlink()
    assert [file.entries for file in share(bob, folder).written] == [1]
    assert share(cem, folder).digest == share(ann, folder).digest


def test_what_is_missing_is_named(ann: Office, bob: Office, folder: Path) -> None:
    share(ann, folder)
    share(bob, folder)
    for _ in range(3):
        call(ann)
    before = files_in(folder)
    share(ann, folder)
    only_new(folder, before).rename(folder / "late")
    call(ann)
    with desk(folder.parent, "dee") as dee:
        # dee takes it by hand, so that only she writes what ann wrote last
        take(dee, file_from(ann, folder.parent))
    before = files_in(folder)
    (folder / "late").rename(folder / f"x{SUFFIX}")
    share(ann, folder)
    (folder / f"x{SUFFIX}").rename(folder / "late")
    done = share(bob, folder)
    number = next(row.number for row in desks(bob) if row.id == ann.desk)
    assert done.missing == (f"Entries 2-4 of desk {number} have not arrived.",)
    assert "some entries are missing" in done.sentence
    (folder / "late").rename(folder / f"late{SUFFIX}")
    done = share(bob, folder)
    assert (done.new, done.missing) == (3, ())
    assert shown(bob) == shown(ann)


def test_the_last_entries_are_missed_too(ann: Office, bob: Office, cem: Office, folder: Path) -> None:
    share_round(folder, ann, bob)
    call(ann)
    before = files_in(folder)
    share(ann, folder)
    share(bob, folder)
    call(bob)
    share(bob, folder)
    (last,) = [path for path in set(files_in(folder)) - set(before) if path.name.startswith(ann.desk.hex())]
    last.unlink()
    done = share(cem, folder)
    assert [sentence.split(" of ")[0] for sentence in done.missing] == ["Entry 2"]


def test_copies_and_half_files_of_cloud_folders_do_no_harm(ann: Office, bob: Office, folder: Path) -> None:
    share(ann, folder)
    (path,) = files_in(folder)
    data = path.read_bytes()
    shutil.copy(path, folder / f"{path.stem} (conflicted copy){SUFFIX}")
    shutil.copy(path, folder / f"{path.stem} (1){SUFFIX.upper()}")
    for name in (f"~${path.name}", f"{path.name}.tmp", f".{path.name}", "desktop.ini"):
        (folder / name).write_bytes(data[:50])
    (folder / f"folder{SUFFIX}").mkdir()
    done = share(bob, folder)
    assert done.new == 1
    assert shown(bob).record == shown(ann).record


def test_a_file_on_its_way_is_taken_when_it_is_whole(ann: Office, bob: Office, folder: Path) -> None:
    share(ann, folder)
    (path,) = files_in(folder)
    data = path.read_bytes()
    for part in (b"", data[:3], data[:100], data[:-1]):
        path.write_bytes(part)
        done = sync(bob, folder, agree)
        assert [(file.name, file.reason) for file in done.aside] == [
            (path.name, "it is cut short, and may still be on its way")
        ]
    path.write_bytes(data)
    assert share(bob, folder).new == 1


def test_nothing_is_written_before_it_is_clear_whose_the_folder_is(
    ann: Office, bob: Office, folder: Path
) -> None:
    share(ann, folder)
    (path,) = files_in(folder)
    data = path.read_bytes()
    path.write_bytes(data[:200])
    take_in(bob, folder.parent, LEDGER)
    assert sync(bob, folder, agree).written == ()
    path.write_bytes(data)
    share_round(folder, bob, ann)
    assert shown(bob) == shown(ann)


def test_two_that_began_apart_come_together(ann: Office, bob: Office, folder: Path, tmp_path: Path) -> None:
    """Both wrote before the cloud had brought what the other wrote."""
    take_in(bob, tmp_path, LEDGER)
    other = tmp_path / "not here yet"
    other.mkdir()
    share(ann, folder)
    share(bob, other)
    for path in files_in(other):
        path.rename(folder / path.name)
    for path in files_in(folder):
        shutil.copy(path, other)
    for office in (ann, bob, ann, bob):
        sync(office, folder, agree)
    share(ann, folder)
    assert shown(ann) == shown(bob)
    assert len(files_in(folder)) == 2


def test_a_store_joins_an_office_once_and_only_when_asked(
    ann: Office, bob: Office, folder: Path, tmp_path: Path
) -> None:
    share(ann, folder)
    asked: list[str] = []

    def no(question: str) -> bool:
        asked.append(question)
        return False

    with pytest.raises(Refused, match="has not joined"):
        sync(bob, folder, no)
    assert len(asked) == 1
    assert len(files_in(folder)) == 1
    assert shown(bob).record != shown(ann).record
    share(bob, folder)
    assert share(bob, folder).aside == ()
    sync(bob, folder, no)
    assert len(asked) == 1, "nobody is asked twice"
    with desk(tmp_path, "foreign") as foreign:
        other = tmp_path / "other"
        other.mkdir()
        take_in(foreign, tmp_path, LEDGER)
        share(foreign, other)
        (path,) = files_in(other)
        shutil.copy(path, folder)
    done = sync(bob, folder, no)
    (aside,) = done.aside
    assert aside.name == path.name
    assert aside.reason.startswith("it is of another office (")
    assert len(asked) == 1


def test_a_folder_of_two_offices_is_not_joined(
    ann: Office, bob: Office, cem: Office, tmp_path: Path
) -> None:
    folder = tmp_path / "both"
    for office in (ann, bob):
        one = tmp_path / f"of {office.collector}"
        one.mkdir()
        call(ann)
        if office is bob:
            take_in(bob, tmp_path, LEDGER)
        share(office, one)
        shutil.copytree(one, folder, dirs_exist_ok=True)
    with pytest.raises(Refused, match="2 offices"):
        sync(cem, folder, agree)


def test_nothing_is_written_into_a_folder_of_another_office(
    ann: Office, bob: Office, cem: Office, folder: Path, tmp_path: Path
) -> None:
    """A desk that has its office names the folder of another by mistake."""
    share_round(folder, ann, bob)
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    take_in(cem, tmp_path, LEDGER)
    share(cem, theirs)
    before = files_in(theirs)
    for _ in range(2):
        done = sync(bob, theirs, agree)
        assert [one.kind for one in done.aside] == ["foreign"]
        assert (done.written, done.notices) == ((), (OF_OTHERS,))
    assert files_in(theirs) == before


def test_a_desk_waits_until_it_is_paired(ann: Office, bob: Office, folder: Path) -> None:
    set_policy(ann, {"pairing": "required"}, "Set.")
    share(ann, folder)
    done = sync(bob, folder, agree)
    assert done.aside == (), "the policy is not known before the first file"
    call(bob)
    share(bob, folder)
    before = shown(ann)
    done = sync(ann, folder, agree)
    (aside,) = done.aside
    words = next(row.words for row in desks(bob) if row.id == bob.desk)
    assert len(words.split()) == 6
    assert f'arcollect desk pair "{words}"' in aside.reason
    assert done.missing == (), "what a stranger says there is, nobody waits for"
    assert shown(ann) == before
    with pytest.raises(Refused, match="No desk has"):
        pair(ann, "six words that are not here")
    pair(ann, words)
    assert share(ann, folder).new == 1
    assert [row.state for row in desks(ann)] == ["this desk", TRUSTED]
    with pytest.raises(Refused, match="does not wait"):
        pair(ann, words)


def test_files_are_encrypted_for_those_whom_the_policy_names(
    ann: Office, bob: Office, cem: Office, folder: Path
) -> None:
    assert NOT_ENCRYPTED in share(ann, folder).notices
    share(bob, folder)
    of_bob = desks(bob)[0].recipient
    set_policy(ann, {"recipients": of_bob}, "Set.")
    done = share(ann, folder)
    assert NOT_ENCRYPTED not in done.notices
    (path,) = files_in(folder)
    assert b"age-encryption.org" in sound(path).body
    assert share(bob, folder).new == 1
    done = sync(cem, folder, agree)
    (aside,) = done.aside
    own = desks(cem)[0].recipient
    assert own in aside.reason
    set_policy(ann, {"recipients": f"{own} {of_bob}"}, "Set.")
    share(ann, folder)
    for office in (cem, bob):
        sync(office, folder, agree)
    done = sync(cem, folder, agree)
    assert done.aside == ()
    assert aside.name not in {path.name for path in files_in(folder)}
    assert shown(cem) == shown(ann) == shown(bob)


def test_what_is_encrypted_is_not_laid_open_by_a_desk_that_was_left_out(
    ann: Office, bob: Office, cem: Office, folder: Path
) -> None:
    """It has all of it from before, and the files that it could read are gone."""
    share_round(folder, ann, bob, cem)
    call(cem)
    set_policy(ann, {"recipients": desks(bob)[0].recipient}, "Set.")
    for office in (ann, bob):
        share(office, folder)
    before = files_in(folder)
    for _ in range(2):
        done = sync(cem, folder, agree)
        assert (done.written, done.aside[0].kind) == ((), "unreadable")
        assert SHUT_OUT in done.notices
        assert NOT_ENCRYPTED not in done.notices
    assert files_in(folder) == before
    assert all(sound(path).header.recipients for path in before)
    set_policy(ann, {"recipients": " ".join(desks(one)[0].recipient for one in (bob, cem))}, "Set.")
    for office in (ann, cem):
        share(office, folder)
    assert share(bob, folder).new == 2, "the policy, and what the desk that was left out had to say"
    assert all(sound(path).header.recipients for path in files_in(folder))


def test_a_desk_that_has_met_nobody_lays_nothing_open_either(
    ann: Office, bob: Office, cem: Office, folder: Path
) -> None:
    set_policy(ann, {"recipients": desks(bob)[0].recipient}, "Set.")
    share(ann, folder)
    take_in(cem, folder.parent, LEDGER)
    done = sync(cem, folder, agree)
    assert (done.written, done.notices) == ((), (SHUT_OUT,))


def test_a_conflict_is_everywhere_and_settled_once(ann: Office, bob: Office, folder: Path) -> None:
    share_round(folder, ann, bob)
    code(ann, "PRC", "1001")
    code(bob, "COLLECTIBLE", "1001")
    share_round(folder, ann, bob)
    (here,), (there,) = conflicts(ann), conflicts(bob)
    assert here.id == there.id
    settle(bob, there, None)
    share_round(folder, bob, ann)
    assert conflicts(ann) == conflicts(bob) == []
    assert shown(ann) == shown(bob)


def test_what_came_unsigned_is_not_handed_on(
    ann: Office, bob: Office, cem: Office, folder: Path, tmp_path: Path
) -> None:
    give(ann, bob, tmp_path)
    call(bob)
    done = share(bob, folder)
    assert [file.entries for file in done.written] == [1]
    assert any("1 entry of desk 2 came unsigned" in notice for notice in done.notices)
    assert share(cem, folder).new == 1
    share(ann, folder)
    done = share(cem, folder)
    assert (done.new, done.missing) == (1, ())
    assert shown(cem) == shown(ann)


def test_an_erased_customer_leaves_the_folder_too(ann: Office, bob: Office, folder: Path) -> None:
    take_in(ann, folder.parent, [*LEDGER, Line("9001", "C9", name="Zebedee")])
    call(ann, "C9", note="zebedee called")
    share_round(folder, ann, bob)
    old = [path.name for path in files_in(folder)]
    erase(ann, plan_erasure(ann, "C9"))
    share(ann, folder)
    left = files_in(folder)
    assert not {path.name for path in left} & set(old)
    share_round(folder, bob, ann)
    assert shown(bob) == shown(ann)
    with desk(folder.parent, "late") as late:
        share(late, folder)
        assert shown(late).record == shown(ann).record
        assert_sound(late)


def test_a_restored_store_goes_on_as_another_desk(ann: Office, bob: Office, folder: Path) -> None:
    call(ann)
    with restored_from(ann, folder.parent) as restored:
        call(ann)
        share(ann, folder)
        call(restored)
        share(restored, folder)
        done = share_round(folder, ann, bob, restored)
        assert len({one.digest for one in done}) == 1
        assert len(history.history(bob)) == 4


def test_many_entries_go_into_several_files(
    ann: Office, bob: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(7):
        call(ann)
    monkeypatch.setattr("arcollect_tui.data.sync.origins.lacking.__defaults__", (3,))
    done = share(ann, folder)
    assert [file.entries for file in done.written] == [3, 3, 2]
    assert share(bob, folder).digest == done.digest


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names are text there")
def test_names_that_are_no_text(ann: Office, bob: Office, folder: Path, tmp_path: Path) -> None:
    """Junk of any name is one file put aside, and everything else is shared."""
    share(ann, folder)
    (folder / os.fsdecode(b"\xff\x1b.arx")).write_bytes(b"junk")
    for _ in range(2):
        done = sync(bob, folder, agree)
        assert [(one.name, one.kind) for one in done.aside] == [("\\xff\ufffd.arx", "damaged")]
        assert "no text" in done.aside[0].reason
    assert shown(bob) == shown(ann)
    bad = tmp_path / os.fsdecode(b"\xff")
    bad.mkdir()
    with pytest.raises(Refused, match=r"\\xff holds bytes that are no text"):
        sync(ann, bad, agree)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_in_the_folder_overwrites_nothing(folder: Path, tmp_path: Path) -> None:
    """Who can foresee the name of a file of ours may put a link where it is written first."""
    mine = tmp_path / "mine"
    mine.write_bytes(b"dear")
    name = "0102030405060708-1-1-00000000.arx"
    (folder / f"~${name}.tmp").symlink_to(mine)
    with pytest.raises(Refused, match="Nothing can be written"):
        shared.put(folder, name, b"junk")
    assert mine.read_bytes() == b"dear"
    assert shared.put(folder, name, b"whole").read_bytes() == b"whole", "the link is gone by then"


def test_a_folder_that_is_none(ann: Office, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no folder"):
        sync(ann, tmp_path / "nowhere", agree)
    with pytest.raises(Refused, match="There is no folder"):
        sync(ann, Path(__file__), agree)


def test_a_copy_made_before_the_first_sync_can_share_what_it_holds(
    ann: Office, bob: Office, folder: Path
) -> None:
    """Its entries are of the desk that it was, which may never sync itself."""
    call(ann)
    with restored_from(ann, folder.parent) as restored:
        call(restored)
        done = share(restored, folder)
        assert not [notice for notice in done.notices if "unsigned" in notice]
        assert share(bob, folder).new == 3
        assert shown(bob) == shown(restored)
        call(ann)
        assert share(ann, folder).new == 1
        assert share(bob, folder).new == 1, "both sign for that desk with one key"
