"""The files that were sent, newest first: what each carried; the same file again, sent again, withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from textual import on

from arcollect_tui.data.exports.layouts import ending_of
from arcollect_tui.data.exports.write import check_target
from arcollect_tui.errors import Refused
from arcollect_tui.keys.engine import Run as Pressed
from arcollect_tui.rules.formats import short_day
from arcollect_tui.rules.text import clean, counted
from arcollect_tui.screens.exporting import export_unsent, hand_out
from arcollect_tui.screens.filter_languages import Language, WordsLanguage
from arcollect_tui.screens.messages import fold
from arcollect_tui.screens.short_list import ShortList
from arcollect_tui.screens.target_form import TargetForm
from arcollect_tui.screens.text_drawer import TextDrawer
from arcollect_tui.services.exports import ENTRIES, export_again, send_again
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.sent import Run, runs
from arcollect_tui.services.sent_entries import SentEntries, sent_entries
from arcollect_tui.services.withdrawing import NEXT, check_counts, withdraw
from arcollect_tui.widgets.pane import PaneLine
from arcollect_tui.widgets.rows import Column
from arcollect_tui.widgets.virtual_list import VirtualList

MOST_ENTRIES = 500
"""Entries of a run that are shown; how many there are is said."""


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run."""

    run: Run

    @property
    def id(self) -> str:
        """What people type to name it."""
        return self.run.handle

    @property
    def state(self) -> str:
        """Whether it counts."""
        return "sent" if self.run.counts else "- withdrawn"

    @property
    def spans(self) -> str:
        """Which entries it carried: the first range, and how many others there are."""
        first, *more = self.run.spans or ("-",)
        return f"{first} +{len(more)}" if more else first


class FileAgain(TargetForm):
    """Asks for the file that a run goes into once more.

    Args:
        title: what is written.
        name: the proposed file: that of the run.
        formats: the endings it may have; none for whatever the layout has.
    """

    def __init__(self, title: str, name: str, formats: Sequence[str]) -> None:
        # The name may be a colleague's: what came from outside is never a path.
        super().__init__(title, PurePath(clean(name).replace("\\", "/")).name, formats)
        self._endings = tuple(formats)

    def check(self, out: Path) -> None:
        """A file can be written there."""
        check_target(out, self._endings or (out.suffix.lower(),))


class ExportsScreen(ShortList[RunLine]):
    """Runs: exports that noted what they carried."""

    SCOPE = "exports"
    NOUN = "run"
    EMPTY = "No file is noted as sent yet: x sends what is new and notes it."
    ORDERS = {
        "day": lambda line: line.run.entry,
        "what": lambda line: line.run.what,
        "layout": lambda line: line.run.layout,
        "rows": lambda line: line.run.rows,
        "file": lambda line: line.run.file.casefold(),
        "state": lambda line: line.state,
    }

    def columns(self) -> Sequence[Column[RunLine]]:
        def tone(line: RunLine) -> str:
            return "" if line.run.counts else "muted"

        return (
            Column("handle", "Run", 6, lambda line: line.run.handle, tone=tone),
            Column("day", "Day", 6, lambda line: short_day(line.run.day), tone=tone),
            Column("what", "What", 10, lambda line: line.run.what, tone=tone),
            Column("layout", "Layout", 10, lambda line: line.run.layout, priority=1, tone=tone),
            Column("file", "File", 22, lambda line: line.run.file, grow=True, tone=tone),
            Column("rows", "Rows", 6, lambda line: f"{line.run.rows:,}", align="right", tone=tone),
            Column("spans", "Entries", 16, lambda line: line.spans, priority=2, tone=tone),
            Column("collector", "By", 8, lambda line: line.run.collector, priority=3, tone=tone),
            Column("state", "State", 11, lambda line: line.state, tone=tone),
        )

    def language(self) -> Language:
        return WordsLanguage(lambda text: len(self.fetch(self.ws.office, text)))

    def fetch(self, office: Office, text: str) -> Sequence[RunLine]:
        words = text.casefold().split()
        lines = [RunLine(run) for run in runs(office)]
        return [line for line in lines if all(word in _searched(line) for word in words)]

    def where(self) -> str:
        """The files, and that they are those that were noted."""
        return super().where().replace("Exports", "Files noted as sent", 1)

    def below(self) -> str:
        return "Enter what it carried   x send   r same file   a again   w withdraw"

    def perform(self, run: Pressed) -> bool:
        """Send, repeat, withdraw; then what every list does."""
        if run.action_id == "exports.send":
            export_unsent(self)
        elif run.action_id == "exports.again":
            self._same_file()
        elif run.action_id == "exports.anew":
            self._send_again()
        elif run.action_id == "exports.withdraw":
            self._withdraw()
        else:
            return super().perform(run)
        return True

    def _run_of_rows(self) -> Run:
        """The run under the cursor, whose file can be written anew.

        Raises:
            Refused: it carried entries for a colleague.
        """
        run = self.row().run
        if run.what == ENTRIES:
            raise Refused(
                f"Run {run.handle} carried entries for a colleague: arcollect export entries again."
            )
        return run

    def _same_file(self) -> None:
        run = self._run_of_rows()
        ending = ending_of(run.file)
        form = FileAgain(f"The file of run {run.handle} again", run.file, (ending,) if ending else ())
        self.app.push_screen(form, lambda out: self._write_again(run, out))

    def _write_again(self, run: Run, out: Path | None) -> None:
        if out is not None:
            hand_out(self, lambda office: export_again(office, run.handle, out))

    def _send_again(self) -> None:
        run = self._run_of_rows()
        self.ws.check_writable()
        form = FileAgain(f"Send run {run.handle} again, as things stand now", run.file, ())
        self.app.push_screen(form, lambda out: self._write_anew(run, out))

    def _write_anew(self, run: Run, out: Path | None) -> None:
        if out is not None:
            hand_out(self, lambda office: send_again(office, run.handle, out))

    def _withdraw(self) -> None:
        run, office = self.row().run, self.ws.office
        check_counts(run)

        def done(found: tuple[Saved]) -> None:
            self.ws.say(f"{found[0].sentence}  U redo")
            self.ws.taken_back((run.entry,))

        self.ws.write(lambda: (withdraw(office, run.handle),), done)

    @on(VirtualList.Opened)
    def _opened(self, event: VirtualList.Opened) -> None:
        event.stop()
        self.attempt(self._open)

    def _open(self) -> None:
        """What the run carried."""
        office, handle = self.ws.office, self.row().run.handle
        self.ask("carried", lambda: sent_entries(office, handle), self._show_carried)

    def _show_carried(self, found: SentEntries) -> None:
        width = max(20, self.app.size.width - 4)
        run = found.run
        lines: list[PaneLine] = [[(line, "strong")] for text in _told(found) for line in fold(text, width)]
        for row in found.rows[:MOST_ENTRIES]:
            undone = f"  (undone since by {row.voided_by})" if row.voided_by else ""
            words = f"{row.handle}  {short_day(row.local_day)}  {row.text}{undone}"
            lines += [[(line, "muted" if undone else "")] for line in fold(words, width)]
        if len(found.rows) > MOST_ENTRIES:
            lines.append([(f"and {len(found.rows) - MOST_ENTRIES:,} more", "muted")])
        self.app.push_screen(TextDrawer(f"Run {run.handle}  {run.file}", lines))


def _searched(line: RunLine) -> str:
    run = line.run
    return (
        f"{run.handle} {run.day} {run.what} {run.layout} {run.file} {run.collector} {line.state}".casefold()
    )


def _told(found: SentEntries) -> list[str]:
    """A run in words."""
    run = found.run
    kept = "kept here byte for byte" if run.kept else "not kept here: it would be written anew"
    state = "It counts as sent." if run.counts else f"It is withdrawn: {NEXT}."
    spans = ", ".join(run.spans[:3]) + (f" and {len(run.spans) - 3} more ranges" if run.spans[3:] else "")
    return [
        f"{run.what}, layout {run.layout}: {counted(run.rows, 'row')}. "
        f"{short_day(run.day)}, {run.collector}.",
        f"Entries {spans}; {counted(len(found.rows), 'entry', 'entries')} with rows. {state}",
        f"The file is {kept}.",
    ]
