"""Handing work back as a file: activity, coding, and what the lists show."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from arcollect_tui.data.exports.layouts import ending_of
from arcollect_tui.data.exports.write import check_target, renamed
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules.text import counted
from arcollect_tui.services import sent
from arcollect_tui.services.export_catalogue import exports_of
from arcollect_tui.services.export_forms import EXPORTS, FILTERED, OF_ENTRIES, Form
from arcollect_tui.services.export_rows import Span
from arcollect_tui.services.office import Office
from arcollect_tui.services.places import usable

__all__ = ["ENTRIES", "EXPORTS", "Exported", "export", "export_again", "send_again"]

ENTRIES = "entries"
"""What was done, as another arcollect takes it in; see `exchange.py`."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A written export.

    Attributes:
        run: the handle of the entry that says what was sent; '' when nothing is noted.
    """

    path: Path
    rows: int
    sentence: str
    run: str = ""


def export(
    office: Office,
    what: str,
    out: Path,
    *,
    since: str | date = "all",
    layout: str | None = None,
    all_desks: bool = False,
    filter: str = "",  # noqa: A002
) -> Exported:
    """Write an export.

    Args:
        office: the office.
        what: one of `EXPORTS`, or `ENTRIES`.
        out: the file; its suffix names the format.
        since: `all`, `last` (what no export with `last` carried yet), or the first local day.
        layout: `people` (safe to open in a spreadsheet), `machine` (byte-exact), or that of another
            program, see `export_catalogue`; without one what the name of the file asks for. Of entries
            `full` (with the lines of the imports) or `facts`, full when None.
        all_desks: entries of every desk, not only of this one.
        filter: narrows what is shown.

    Raises:
        UsageError: an unknown export, layout, format or filter.
        Refused: the file cannot be written.
    """
    if what == ENTRIES:
        if filter:
            raise UsageError("--filter belongs to lists; entries takes --since.")
        from arcollect_tui.services.exchange import export_entries

        return export_entries(office, out, since, layout)
    out = usable(out, Refused)
    form = exports_of(office.store).form(what, layout, out.name)
    _check(office, what, since, filter)
    form.check(out)
    span = _span(office, form, since, all_desks=all_desks)
    # A file that nobody has fetched yet is not replaced by one that says nothing.
    kept = since == "last" and out.is_file()
    count = form.write(office, span, filter, out, empty=not kept)
    if kept and not count:
        return Exported(out, 0, f"Nothing of {what} is new since it was last sent: {out} stays as it is.")
    noted = ""
    if since == "last" and count:
        noted = sent.note_run(office, (what, form.name), span, count, out).handle
    told = f"Exported {what}: {counted(count, 'row')} to {out}.{f' Run {noted}.' if noted else ''}"
    return Exported(out, count, told, noted)


def _check(office: Office, what: str, since: str | date, text: str) -> None:
    """Whether the options mean something for the export.

    Raises:
        UsageError: they do not.
        Refused: it would note what was sent, in a store that is open for reading.
    """
    if what not in OF_ENTRIES and since != "all":
        raise UsageError(f"--since belongs to {', '.join(OF_ENTRIES)}; {what} is always complete.")
    if text and what not in FILTERED:
        raise UsageError(f"--filter belongs to {', '.join(FILTERED)}; {what} takes --since.")
    if text and since == "last":
        raise UsageError("--since last notes what was sent, so it takes all of it: leave --filter out.")
    if since == "last" and office.read_only:
        raise Refused("--since last notes what was sent, and this store is open for reading only.")


def _span(office: Office, form: Form, since: str | date, *, all_desks: bool) -> Span:
    desk = None if all_desks else office.desk
    if isinstance(since, date):
        return Span(desk, first_day=since.toordinal())
    if since == "all":
        return Span(desk)
    if since != "last":
        raise UsageError(f"--since takes last, all or a date, not {since}.")
    return sent.unsent(office, form.what, form.name, all_desks=all_desks)


def export_again(office: Office, handle: str, out: Path) -> Exported:
    """Write the file of an earlier run once more: the same bytes where they are kept here.

    Elsewhere, and after an erasure, its entries are written anew as things stand now; the sentence says
    so. Nothing is noted: what was sent is sent.

    Args:
        office: the office.
        handle: what people type to name the run.
        out: the file; it ends as the file of the run did.

    Raises:
        Refused: there is no such run, or the file cannot be written.
        UsageError: the entry is no run, or the file ends otherwise.
    """
    run, out = _run_of_rows(office, handle), usable(out, Refused)
    ending = ending_of(run.file)
    if run.file and ending_of(out.name) != ending:
        wanted = f"end its name in {ending}" if ending else "name a folder"
        raise UsageError(f"The file of run {handle} was {run.file}, not {out.name}: {wanted}.")
    content = sent.kept_bytes(office, run)
    if content is not None and sha256(content).hexdigest() == run.digest:
        check_target(out, (out.suffix.lower(),))
        with renamed(out) as part:
            part.write_bytes(content)
        told = f"Run {handle} again, byte for byte: {counted(run.rows, 'row')} to {out}."
        return Exported(out, run.rows, told, handle)
    form = exports_of(office.store).form(run.what, run.layout, out.name)
    form.check(out)
    count = form.write(office, Span(only=run.only), "", out)
    told = f"Run {handle} written anew as things stand now: {counted(count, 'row')} to {out}."
    return Exported(out, count, f"{told} Its own file is not kept here.", handle)


def send_again(office: Office, handle: str, out: Path) -> Exported:
    """Send the entries of an earlier run once more, as they stand now; it is noted as a run of its own.

    Args:
        office: the office.
        handle: what people type to name the run.
        out: the file, in any format that the layout of the run has.

    Raises:
        Refused: there is no such run, nothing of it counts any more, or the file cannot be written.
        UsageError: the entry is no run, or the name of the file is none of its layout.
    """
    run, out = _run_of_rows(office, handle), usable(out, Refused)
    if office.read_only:
        raise Refused("Sending a run again is noted, and this store is open for reading only.")
    form = exports_of(office.store).form(run.what, run.layout, out.name)
    form.check(out)
    span = Span(only=run.only)
    count = form.write(office, span, "", out, empty=False)
    if not count:
        raise Refused(f"Nothing of run {handle} counts any more: no file was written.")
    noted = sent.note_run(office, (run.what, run.layout), span, count, out).handle
    told = f"Run {handle} sent again as things stand now: {counted(count, 'row')} to {out}. Run {noted}."
    return Exported(out, count, told, noted)


def _run_of_rows(office: Office, handle: str) -> sent.Run:
    """A run whose file has rows for people or programs.

    Raises:
        Refused: there is no such run.
        UsageError: the entry is no run, or carried entries for a colleague.
    """
    run = sent.run_named(office, handle)
    if run.what == ENTRIES:
        raise UsageError(f"Run {handle} carried entries for a colleague: arcollect export entries again.")
    return run
