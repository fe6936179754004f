"""Planning a file of the ledger: read, compared with the ledger tables, nothing written."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from arcollect_tui.data.erased import erased_ids
from arcollect_tui.data.imports.diff import Comparison, Diff, difference
from arcollect_tui.data.imports.erased import without_erased
from arcollect_tui.data.imports.fold import ImportKey, applied, import_identity, recipe_of, scope_of
from arcollect_tui.data.imports.layout_model import FileKind
from arcollect_tui.data.imports.leaving import leave_out
from arcollect_tui.data.imports.read import LedgerFile, ParsedFile, ReadOptions, open_ledger
from arcollect_tui.data.imports.swapped import MEND
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import ColumnsAsked, Refused
from arcollect_tui.services.column_choices import layout_as_said
from arcollect_tui.services.import_guards import guards_of
from arcollect_tui.services.import_plan import ImportOptions, ImportPlan, MadeFrom, Progress
from arcollect_tui.services.import_words import worded
from arcollect_tui.services.layouts import layouts_of
from arcollect_tui.services.office import Office
from arcollect_tui.services.usual_currency import usual_currency

_FALL_DUE: Final = frozenset(("due_date", "terms", "baseline"))
"""Fields that tell when an item falls due."""


def plan_import(
    office: Office,
    path: Path,
    options: ImportOptions,
    progress: Progress | None = None,
    beside: Sequence[Path] = (),
    cancelled: Callable[[], bool] | None = None,
) -> ImportPlan:
    """Read a file and work out what it would change.

    Args:
        office: the office.
        path: the file.
        options: what the user says about it.
        progress: told how far it is.
        beside: files that its layout joins with it.
        cancelled: asked meanwhile; True stops the reading.

    Raises:
        EncodingAsked: its letters have several readings; `options.encoding` answers it.
        FileRefused: the file cannot be read or understood, or lacks a field of the ledger's identity.
        UsageError: an option cannot be read.
    """
    file = open_ledger(path, _read_options(office, path, options, progress, cancelled), beside)
    with office.store.reading() as connection:
        plan = _compared(connection, file, options)
    plan = worded(replace(plan, paths=(path, *beside)), office.settings.fmt)
    return _told_ahead(plan, office)


def _read_options(
    office: Office,
    path: Path,
    options: ImportOptions,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> ReadOptions:
    """How the file is to be read."""
    catalogue, layout = layouts_of(office.store), options.layout
    usual = usual_currency(office, options.ledger)
    if options.columns:
        own = layout_as_said(path, catalogue, options, cancelled)
        catalogue, layout = catalogue.with_layout(own), own.name
    return ReadOptions(
        today=office.today,
        layout=layout,
        currency=options.currency,
        office_currency=usual.office or None,
        ledger_currency=usual.ledger or None,
        as_of=options.as_of,
        date_order=options.dates,
        decimal=options.decimal,
        catalogue=catalogue,
        mend_swapped=MEND in options.accept,
        keep_swapped="dates" in options.accept,
        encoding=options.encoding,
        sheet=options.sheet,
        fixes=options.fixes,
        cancelled=cancelled,
        progress=None if progress is None else lambda done: progress("reading", done),
    )


def _compared(connection: Connection, file: LedgerFile, options: ImportOptions) -> ImportPlan:
    """The file read to its end, and compared with the ledger on the way."""
    recipe = _recipe(connection, options.ledger, file)
    erased = erased_ids(connection)
    # Compared while it is read: its lines are taken apart once. Where customers were erased their
    # lines must go first.
    comparison = None if erased else Comparison(connection, options.ledger, recipe)
    parsed = file.read(None if comparison is None else comparison.take)
    parsed = leave_out(without_erased(parsed, options.ledger, erased), options.left_out)
    key = _key(parsed, options)

    def compare() -> Diff:
        scope = scope_of(connection, key, recipe)
        if comparison is None:
            return difference(connection, parsed.chunks, scope)
        return comparison.finish(parsed.chunks, scope)

    return _plan(connection, options, parsed, key, recipe, compare)


def _key(parsed: ParsedFile, options: ImportOptions) -> ImportKey:
    """Which import the file would be."""
    as_of = parsed.as_of.toordinal()
    # What a master file does not name is no less a customer: it never speaks for a whole ledger.
    delta = options.delta or parsed.layout.kind is FileKind.CUSTOMERS
    identity = import_identity(options.ledger, as_of, parsed.digest)
    return ImportKey(identity, options.ledger, as_of, parsed.companies, delta)


def _told_ahead(plan: ImportPlan, office: Office) -> ImportPlan:
    """The plan, with a warning when its file speaks of a day still to come."""
    if plan.as_of <= office.today or plan.known:
        return plan
    day = plan.as_of.isoformat()
    ahead = f"The file speaks of {day}, a day still to come; the files before it will be older."
    return replace(plan, warnings=(*plan.warnings, ahead))


def plan_again(office: Office, shown: ImportPlan, progress: Progress | None) -> ImportPlan:
    """The plan made again on the ledger as it is now.

    Raises:
        Refused: the file now changes something else than was shown.
    """
    tell = None if progress is None else lambda done: progress("comparing", done)
    with office.store.reading() as connection:
        recipe = _recipe(connection, shown.ledger, shown.parsed)
        parsed = without_erased(shown.parsed, shown.ledger, erased_ids(connection))
        scope = scope_of(connection, shown.key, recipe)

        def compare() -> Diff:
            return difference(connection, parsed.chunks, scope, tell)

        plan = _plan(connection, shown.options, parsed, shown.key, recipe, compare)
    plan = worded(replace(plan, paths=shown.paths), office.settings.fmt)
    if not plan.known and not plan.guards and plan.differences != shown.differences:
        raise Refused(f"The ledger changed since the preview. Now: {plan.sentence} Import it again.")
    return plan


def _plan(
    connection: Connection,
    options: ImportOptions,
    parsed: ParsedFile,
    key: ImportKey,
    recipe: tuple[str, ...],
    compare: Callable[[], Diff],
) -> ImportPlan:
    have = applied(connection, options.ledger)
    known = key in have
    diff = Diff(counts=Counter(same=parsed.count - parsed.lines["erased"])) if known else compare()
    diff.counts["erased"] = parsed.lines["erased"]
    guards = () if known else tuple(guards_of(connection, key, have, diff, parsed))
    stopped = tuple(guard for guard in guards if guard.name not in options.accept)
    return ImportPlan(
        file=parsed.name,
        layout=parsed.layout.name,
        sureness=parsed.sureness,
        as_of=parsed.as_of,
        as_of_source=parsed.as_of_source,
        ledger=options.ledger,
        lines=dict(parsed.lines),
        total_lines=parsed.total_lines,
        totals={code: (total.count, total.sum) for code, total in sorted(parsed.totals.items())},
        differences={name: count for name, count in sorted(diff.counts.items()) if count},
        held=parsed.held,
        warnings=(*parsed.warnings, *_never_due(parsed), *_repeats(diff)),
        columns=parsed.columns,
        guards=stopped,
        known=known,
        sentence="",
        options=options,
        key=key,
        recipe=recipe,
        made_from=made_from(connection, options.ledger),
        parsed=parsed,
        diff=diff,
    )


def made_from(connection: Connection, ledger: str) -> MadeFrom:
    """What a plan rests on: applied to anything else it would be another."""
    return tuple(key.identity for key in applied(connection, ledger)), erased_ids(connection)


def _recipe(connection: Connection, ledger: str, file: LedgerFile | ParsedFile) -> tuple[str, ...]:
    """The ledger's identity recipe; the first file's layout proposes it."""
    stored = recipe_of(connection, ledger)
    if stored is None or file.layout.kind is FileKind.CUSTOMERS:
        return file.recipe if stored is None else stored
    lacking = [name for name in stored if name not in file.recipe and not _has(file, name)]
    if lacking:
        raise ColumnsAsked(
            f"{file.name} has no column for {lacking[0]}, by which ledger {ledger} tells its items apart.",
            "Export it with that column, say which column it is, --set COLUMN=FIELD, or import the file "
            "under another --ledger name.",
        )
    return stored


def _has(file: LedgerFile | ParsedFile, name: str) -> bool:
    return name == "fiscal_year" or any(column.field == name for column in file.columns)


def _never_due(parsed: ParsedFile) -> tuple[str, ...]:
    """What to say of a file by which no item ever falls due: nobody would be reminded of one."""
    fields = {column.field for column in parsed.columns}
    if parsed.layout.kind is not FileKind.ITEMS or fields & _FALL_DUE:
        return ()
    return ("No column gives a due date, and none gives terms: no item of the file will ever be overdue.",)


def _repeats(diff: Diff) -> tuple[str, ...]:
    if not diff.repeated:
        return ()
    few = ", ".join(diff.repeated[:3])
    count = len(diff.repeated)
    many = "1 line has" if count == 1 else f"{count} lines have"
    return (f"{many} the number of another line of the file; each counts as an item of its own: {few}.",)
