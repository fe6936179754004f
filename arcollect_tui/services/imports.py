"""Taking a ledger file in: plan, preview, apply as one reversible step."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from arcollect_tui.data import policy, standing
from arcollect_tui.data.erased import erased_ids
from arcollect_tui.data.imports.diff import Comparison, Diff, difference
from arcollect_tui.data.imports.erased import without_erased
from arcollect_tui.data.imports.fold import (
    ImportKey,
    applied,
    companies_text,
    import_identity,
    keep_lines,
    recipe_of,
    refold,
    scope_of,
)
from arcollect_tui.data.imports.layout_model import FileKind
from arcollect_tui.data.imports.mending import Fix
from arcollect_tui.data.imports.read import (
    ColumnDecision,
    HeldLine,
    LedgerFile,
    ParsedFile,
    ReadOptions,
    open_ledger,
)
from arcollect_tui.data.imports.swapped import MEND
from arcollect_tui.data.journal import Deed, Part, Recorded
from arcollect_tui.data.standing import Aspect
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import FileRefused, GuardRefused, Refused, UsageError
from arcollect_tui.rules.money import plain
from arcollect_tui.rules.text import key_text, quoted
from arcollect_tui.services.backup import keep_backup
from arcollect_tui.services.import_guards import GUARDS, Guard, guards_of
from arcollect_tui.services.keeping_held import keep_held
from arcollect_tui.services.layouts import layouts_of
from arcollect_tui.services.office import Office, Saved

__all__ = [
    "GUARDS",
    "Guard",
    "ImportOptions",
    "ImportPlan",
    "apply_import",
    "fold_in",
    "plan_import",
    "refresh_after_fold",
]

REFRESH_ALL_PERCENT = 30
MOST_PLANS = 4
"""So often a plan is made again because another file came in between."""

Progress = Callable[[str, int], None]
MadeFrom = tuple[tuple[bytes, ...], frozenset[int]]
"""The imports that were folded in, and the customers that were erased."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user says about a file.

    Attributes:
        layout: name of a layout; recognised by its header when None.
        ledger: which ledger the file belongs to.
        currency: the currency of a file that names none.
        as_of: the day the file speaks of.
        delta: the file holds changes only; absence clears nothing.
        accept: guards that are let through.
        encoding: of a text file that is not Unicode.
        sheet: of a workbook; chosen by its header when None.
        fixes: values typed for fields of lines that would be held.
    """

    layout: str | None = None
    ledger: str = "main"
    currency: str | None = None
    as_of: date | None = None
    delta: bool = False
    accept: frozenset[str] = frozenset()
    encoding: str | None = None
    sheet: str | None = None
    fixes: tuple[Fix, ...] = ()

    def __post_init__(self) -> None:
        unknown = sorted(self.accept - set(GUARDS))
        if unknown:
            msg = f"There is no guard {unknown[0]}. Guards are {', '.join(GUARDS)}."
            raise UsageError(msg)
        if not self.ledger or ":" in self.ledger or key_text(self.ledger) != self.ledger:
            msg = f"{quoted(self.ledger)} is no name for a ledger. Give a word without a colon: main."
            raise UsageError(msg)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would change; nothing is written yet.

    Attributes:
        file: name of the file.
        layout: name of the layout.
        sureness: how sure the recognition is, 0 to 1.
        as_of: the day the file speaks of.
        as_of_source: where that day comes from, in words.
        ledger: name of the ledger.
        lines: lines of the file by class.
        total_lines: lines of the file.
        totals: (count, sum in minor units) of the items per currency.
        differences: items by class of difference to the ledger tables.
        held: lines that stay out until they are fixed.
        warnings: what the user should know.
        columns: what each column was taken for, with the evidence.
        guards: reasons to stop that were not accepted.
        known: the same lines of the same day are in already.
        sentence: the plan in one sentence.
        paths: the file, and those that were joined with it.
    """

    file: str
    layout: str
    sureness: float
    as_of: date
    as_of_source: str
    ledger: str
    lines: dict[str, int]
    total_lines: int
    totals: dict[str, tuple[int, int]]
    differences: dict[str, int]
    held: tuple[HeldLine, ...]
    warnings: tuple[str, ...]
    columns: tuple[ColumnDecision, ...]
    guards: tuple[Guard, ...]
    known: bool
    sentence: str
    options: ImportOptions
    key: ImportKey
    recipe: tuple[str, ...]
    made_from: MadeFrom
    parsed: ParsedFile = field(repr=False)
    diff: Diff = field(repr=False)
    paths: tuple[Path, ...] = ()


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
    read = ReadOptions(
        today=office.today,
        layout=options.layout,
        currency=options.currency,
        office_currency=office.settings.currency or None,
        as_of=options.as_of,
        catalogue=layouts_of(office.store),
        mend_swapped=MEND in options.accept,
        keep_swapped="dates" in options.accept,
        encoding=options.encoding,
        sheet=options.sheet,
        fixes=options.fixes,
        cancelled=cancelled,
        progress=None if progress is None else lambda done: progress("reading", done),
    )
    file = open_ledger(path, read, beside)
    with office.store.reading() as connection:
        recipe = _recipe(connection, options.ledger, file)
        erased = erased_ids(connection)
        # Compared while it is read: its lines are taken apart once. Where customers were erased their
        # lines must go first.
        comparison = None if erased else Comparison(connection, options.ledger, recipe)
        parsed = file.read(None if comparison is None else comparison.take)
        parsed = without_erased(parsed, options.ledger, erased)
        as_of = parsed.as_of.toordinal()
        identity = import_identity(options.ledger, as_of, parsed.digest)
        # What a master file does not name is no less a customer: it never speaks for a whole ledger.
        delta = options.delta or parsed.layout.kind is FileKind.CUSTOMERS
        key = ImportKey(identity, options.ledger, as_of, parsed.companies, delta)

        def compare() -> Diff:
            scope = scope_of(connection, key, recipe)
            if comparison is None:
                return difference(connection, parsed.chunks, scope)
            return comparison.finish(parsed.chunks, scope)

        plan = _plan(connection, options, parsed, key, recipe, compare)
    plan = replace(plan, paths=(path, *beside))
    if plan.as_of <= office.today or plan.known:
        return plan
    day = plan.as_of.isoformat()
    ahead = f"The file speaks of {day}, a day still to come; the files before it will be older."
    return replace(plan, warnings=(*plan.warnings, ahead))


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
        warnings=(*parsed.warnings, *_repeats(diff)),
        columns=parsed.columns,
        guards=stopped,
        known=known,
        sentence=_sentence(parsed, diff, known),
        options=options,
        key=key,
        recipe=recipe,
        made_from=_made_from(connection, options.ledger),
        parsed=parsed,
        diff=diff,
    )


def _made_from(connection: Connection, ledger: str) -> MadeFrom:
    """What a plan rests on: applied to anything else it would be another."""
    return tuple(key.identity for key in applied(connection, ledger)), erased_ids(connection)


def _recipe(connection: Connection, ledger: str, file: LedgerFile | ParsedFile) -> tuple[str, ...]:
    """The ledger's identity recipe; the first file's layout proposes it."""
    stored = recipe_of(connection, ledger)
    if stored is None or file.layout.kind is FileKind.CUSTOMERS:
        return file.recipe if stored is None else stored
    lacking = [name for name in stored if name not in file.recipe and not _has(file, name)]
    if lacking:
        msg = (
            f"{file.name} has no column for {lacking[0]}, by which ledger {ledger} tells its items "
            "apart. Export it with that column, or import it under another --ledger name."
        )
        raise FileRefused(msg)
    return stored


def _has(file: LedgerFile | ParsedFile, name: str) -> bool:
    return name == "fiscal_year" or any(column.field == name for column in file.columns)


def _repeats(diff: Diff) -> tuple[str, ...]:
    if not diff.repeated:
        return ()
    few = ", ".join(diff.repeated[:3])
    count = len(diff.repeated)
    many = "1 line has" if count == 1 else f"{count} lines have"
    return (f"{many} the number of another line of the file; each counts as an item of its own: {few}.",)


def counted(count: int, thing: str) -> str:
    """`1 item`, `2 items`."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _sentence(parsed: ParsedFile, diff: Diff, known: bool) -> str:
    if known:
        return f"No change: the lines of {parsed.name} are in already."
    words = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in diff.counts.items() if count)
    sums = ", ".join(
        f"{counted(total.count, 'item')} {plain(total.sum, code)} {code}"
        for code, total in sorted(parsed.totals.items())
    )
    if parsed.lines["card"]:
        sums = counted(parsed.lines["card"], "customer")
    return (
        f"{parsed.name} as of {parsed.as_of.isoformat()}: {sums or 'no items'}; {words or 'nothing new'}."
    )


def apply_import(office: Office, plan: ImportPlan, progress: Progress | None = None) -> Saved:
    """Take a planned file in as one entry; a backup of the store as it was is kept.

    The store is locked only while ready rows are moved; a plan that is out of date is made again first.

    Raises:
        GuardRefused: a guard stops it and was not accepted.
        Refused: the ledger changed since the plan was made, and with it what the file changes.
    """
    if not plan.known:
        _refuse_guarded(plan)
    unkept = () if plan.known else keep_backup(office)
    saved = _apply(office, plan, progress)
    return replace(saved, warnings=(*saved.warnings, *unkept))


def _apply(office: Office, plan: ImportPlan, progress: Progress | None) -> Saved:
    for _ in range(MOST_PLANS):
        if plan.known:
            return Saved("", plan.sentence, again=True)
        _refuse_guarded(plan)
        with office.store.writing() as connection:
            if plan.made_from == _made_from(connection, plan.ledger):
                if progress is not None:
                    progress("saving", 0)
                return _write(office, connection, plan)
        plan = _again(office, plan, progress)
    raise Refused("Other files are being taken in all the time. Nothing was changed; import it again.")


def _again(office: Office, shown: ImportPlan, progress: Progress | None) -> ImportPlan:
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
    plan = replace(plan, paths=shown.paths)
    if not plan.known and not plan.guards and plan.differences != shown.differences:
        raise Refused(f"The ledger changed since the preview. Now: {plan.sentence} Import it again.")
    return plan


def _refuse_guarded(plan: ImportPlan) -> None:
    if plan.guards:
        names = tuple(guard.name for guard in plan.guards)
        sentence = " ".join(guard.sentence for guard in plan.guards)
        raise GuardRefused(f"{sentence} Nothing was changed; --accept {','.join(names)} lets it in.", names)


def _write(office: Office, connection: Connection, plan: ImportPlan) -> Saved:
    recorded = fold_in(office, connection, plan)
    keep_held(connection, plan)
    return office.saved(connection, recorded, f"Imported {plan.sentence}", plan.warnings)


def fold_in(office: Office, connection: Connection, plan: ImportPlan) -> Recorded:
    """Record the import and bring ledger tables and standing to what it says."""
    trimmed = plan.parsed.lines["erased"] > 0
    keep_lines(connection, plan.key.identity, plan.parsed.chunks, trimmed=trimmed)
    before = applied(connection, plan.ledger)
    parts = [Part(None, None, [_fact(plan, before)]), *_recipe_part(connection, plan)]
    if standing.voids.is_voided(connection, plan.key.identity):
        # An import that was taken back counts again.
        again = {"is": "void", "target": plan.key.identity.hex(), "redo": 1}
        parts.append(Part(None, None, [again]))
    recorded = office.record(connection, Deed("import", parts, office.token()), [], Aspect(0))
    standing.voids.refresh_targets_of(connection, recorded.id)
    customers = refold(connection, plan.ledger, (plan.key, plan.diff))
    appended = [*before, plan.key] == applied(connection, plan.ledger)
    refresh_after_fold(office, connection, customers, appended=appended)
    return recorded


def _fact(plan: ImportPlan, before: Sequence[ImportKey]) -> dict[str, object]:
    """The import as recorded; of several files of a day each names the one it was laid upon."""
    same_day = [other.identity for other in before if other.as_of == plan.key.as_of]
    upon = same_day[-1].hex() if same_day else None
    totals = {code: [count, total] for code, (count, total) in plan.totals.items()}
    return {
        "is": "import",
        "identity": plan.key.identity.hex(),
        "ledger": plan.ledger,
        "as_of": plan.key.as_of,
        "digest": plan.parsed.digest.hex(),
        "companies": companies_text(plan.key.companies),
        "delta": int(plan.key.delta),
        "file": plan.file,
        "layout": plan.layout,
        "items": plan.parsed.count,
        "totals": json.dumps(totals, sort_keys=True),
        "after": upon,
    }


def _recipe_part(connection: Connection, plan: ImportPlan) -> list[Part]:
    if recipe_of(connection, plan.ledger) is not None or plan.parsed.layout.kind is FileKind.CUSTOMERS:
        return []
    return [policy.part(connection, {f"ledger.{plan.ledger}.recipe": ",".join(plan.recipe)})]


def refresh_after_fold(
    office: Office, connection: Connection, customers: set[int], *, appended: bool = False
) -> None:
    """Bring standing up to date after the ledger tables moved.

    Args:
        office: the office.
        connection: the write transaction.
        customers: whose ledger rows moved.
        appended: all that happened is that one file came on top of the others.
    """
    today = office.today.toordinal()
    if standing.standing_day(connection) != today or _many(connection, customers):
        standing.refresh_everything(connection, today)
    else:
        standing.refresh_moved(connection, today, customers, appended=appended)


def _many(connection: Connection, customers: set[int]) -> bool:
    return len(customers) * 100 > standing.customer_count(connection) * REFRESH_ALL_PERCENT
