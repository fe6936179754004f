"""Every way in which the program saves something, each with the files that are there before.

To put another way under all of the faults, write its work in `children`, what is there before it in
`before`, and add a line to `PATHS`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults import before, children
from tests.faults.before import BACKUP, BUNDLE, SHARE, STICK, TO_GO, Preparation
from tests.faults.children import Work
from tests.faults.office import (
    LEDGER,
    OFFICE,
    assert_acknowledged,
    assert_all_shared,
    assert_gone,
    assert_no_twins,
    assert_sent,
    assert_shared,
    assert_sound,
    long_form,
    opened,
)
from tests.faults.processes import Job, Told
from tests.faults.states import Held, Shape

CALLS = 80
"""Enough saves that the log is folded into the file while they go on."""
FEW_CALLS = 12
MOST_OF_A_SYNC = 3 * (2 + before.TO_SHARE // before.A_FILE)
"""Each file is seen written and noted, or taken in; another desk's entries may begin one more."""


@dataclass(frozen=True)
class SavePath:
    """A way of saving.

    Attributes:
        name: what is saved.
        work: saves it.
        prepare: makes what is there before.
        arguments: of the work; files are named without their folder.
        commits: most states that one deed may leave behind, its own included.
        at_once: there is nothing to be seen between what was there before and what is there after.
        again: run again on what is there, the work does what is left of it and nothing else.
        keeps: whoever finds the store changed finds a kept copy of it as it was, too.
        sends: the file that holds what the record says was sent.
        shares: the folder that holds what the store believes it shared.
        gone: a customer's name of which no byte may be left once the store has lost the customer.
    """

    name: str
    work: Work
    prepare: Preparation
    arguments: tuple[str | int, ...] = ()
    commits: int = 1
    at_once: bool = True
    again: bool = True
    keeps: bool = False
    sends: str = ""
    shares: str = ""
    gone: str = ""

    def job(self, folder: Path) -> Job:
        """The work in a folder."""
        return Job(self.work, folder / OFFICE, self.arguments)

    def laid_out(self, folder: Path) -> Path:
        """A new folder with the files that are there before."""
        return before.laid_out(self.prepare, folder)

    def worked_out(self) -> Shape:
        """What there is when nothing disturbs the work, and the program has looked at it."""
        return _worked_out(self)

    def done_again(self, folder: Path) -> Shape:
        """What there is when the work was finished, and the program has looked at it."""
        told = self.finish(folder)
        assert not told.errors, told.errors
        self.look(folder)
        if self.shares:
            with opened(folder / OFFICE) as office:
                assert_all_shared(office, folder / self.shares)
        return Held(folder).shape

    def finish(self, folder: Path) -> Told:
        """Do what is left of the work, in this process and on a disk that is sound."""
        lines: list[str] = []
        children.run(self.work, folder / OFFICE, lines.append, *self.arguments)
        return Told(0, lines)

    def look(self, folder: Path, acknowledged: Sequence[str] = ()) -> None:
        """The program opens what is there: its checks find nothing, and it lost no deed.

        Raises:
            AssertionError: they do, or it did, or opening left something of a customer that is gone.
        """
        with opened(folder / OFFICE) as office:
            assert_acknowledged(office, acknowledged)
            assert_no_twins(office)
            assert_sound(office)
            if self.sends:
                assert_sent(office, folder / self.sends)
            if self.shares:
                assert_shared(office, folder / self.shares)
        if self.gone:
            assert_gone(folder / OFFICE, self.gone)


@cache
def _worked_out(path: SavePath) -> Shape:
    with TemporaryDirectory(prefix="arcollect-faults-") as place:
        return path.done_again(path.laid_out(Path(place, "work")))


def _sync(what: str, prepare: Preparation, folder: str) -> SavePath:
    """A sync: keys are made, each file is taken in or written, and noted."""
    work, arguments = children.share, (folder, before.A_FILE)
    return SavePath(
        f"sync, {what}", work, prepare, arguments, commits=MOST_OF_A_SYNC, at_once=False, shares=folder
    )


PATHS = (
    SavePath(
        "calls", children.log_calls, before.ledger, (CALLS if long_form() else FEW_CALLS,), at_once=False
    ),
    SavePath("import", children.import_file, before.ledger_and_another, (LEDGER,), keeps=True),
    SavePath("coding", children.code_everything, before.ledger),
    SavePath("undo of a coding", children.undo_deed, before.coded, ("1-3",)),
    SavePath("undo of an import", children.undo_deed, before.coded, ("1-2",)),
    SavePath("backup", children.back_up, before.with_calls, ("copy.arcollect",)),
    SavePath(
        "export",
        children.export_activity,
        before.with_calls,
        ("activity.csv",),
        commits=2,
        at_once=False,
        sends="activity.csv",
    ),
    SavePath(
        "export of entries",
        children.send_entries,
        before.with_calls,
        ("sent.jsonl",),
        commits=2,
        at_once=False,
        again=False,
    ),
    SavePath("entries taken in", children.take_entries, before.colleagues_file, (BUNDLE,)),
    _sync("written", before.with_many_calls, SHARE),
    _sync("taken in", before.shared_with_a_colleague, SHARE),
    _sync("handed on", before.with_a_colleagues_entries, STICK),
    SavePath(
        "erasure",
        children.erase_customer,
        before.with_a_kept_copy,
        TO_GO[:1],
        commits=3,
        gone=TO_GO[1],
    ),
    SavePath("restore", children.bring_back, before.older_copy, (BACKUP,), keeps=True),
    SavePath("upgrade", children.upgrade, before.old_store, keeps=True),
    SavePath("new store", children.start_office, before.nothing, commits=4, at_once=False),
)
