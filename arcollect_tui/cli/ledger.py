"""`arcollect import`: files of the ledger, of codings and of colleagues, planned, shown, applied."""

import tempfile
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli import import_preview, import_shapes
from arcollect_tui.cli.context import office_day, open_at, reading, store_place, wishes, writing
from arcollect_tui.cli.import_options import (
    FileCurrency,
    FileDay,
    FileDelta,
    FileErrors,
    FileFixes,
    FileGuards,
    FileLayout,
    FileLedger,
    FileLeftOut,
    FileYes,
)
from arcollect_tui.cli.letters import with_letters
from arcollect_tui.cli.options import (
    DryRun,
    FileColumns,
    FileDates,
    FileDecimal,
    FileEncoding,
    FileSheet,
    Json,
)
from arcollect_tui.cli.output import JsonValue, can_ask, confirmed, progress_line, put, put_json, say, warn
from arcollect_tui.errors import ArcollectError, FileRefused, ForkRefused, Refused, UsageError

if TYPE_CHECKING:
    from arcollect_tui.services.files_in import FilePlan
    from arcollect_tui.services.imports import ImportOptions
    from arcollect_tui.services.office import Office

SOME_PUT_ASIDE = 1


@dataclass(frozen=True, slots=True)
class Manner:
    """How the files are taken in.

    Attributes:
        dry_run: only show what would happen.
        unasked: the question is to be asked and nobody is there to answer.
        ask: ask before each file.
        as_json: keep standard output for the one JSON value.
        errors: the file that the held lines are written to.
    """

    dry_run: bool
    unasked: bool
    ask: bool
    as_json: bool
    errors: Path | None = None

    @property
    def rehearse(self) -> bool:
        """Whether nothing will be written."""
        return self.dry_run or self.unasked


def import_files(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", show_default=False)],
    *,
    layout: FileLayout = None,
    ledger: FileLedger = "main",
    currency: FileCurrency = None,
    as_of: FileDay = None,
    delta: FileDelta = False,
    encoding: FileEncoding = None,
    sheet: FileSheet = None,
    chosen: FileColumns = None,
    dates: FileDates = None,
    decimal: FileDecimal = None,
    dry_run: DryRun = False,
    yes: FileYes = False,
    accept: FileGuards = None,
    fixes: FileFixes = None,
    left_out: FileLeftOut = None,
    errors: FileErrors = None,
    as_json: Json = False,
) -> None:
    """Take in files of the ledger, of codings, or of a colleague.

    Shows what each file would change, asks, and applies it. Undo takes an open-item file or a coding file
    back as one step; entries that a colleague exported join what is here.
    """
    from arcollect_tui.services.column_choices import read_choices
    from arcollect_tui.services.held_lines import read_fix
    from arcollect_tui.services.imports import ImportOptions
    from arcollect_tui.services.leaving_out import read_left_out

    one_of_files(files, {"--fix": fixes, "--leave-out": left_out, "--set": chosen, "--errors": errors})
    unasked = not (dry_run or yes or can_ask())
    manner = Manner(dry_run=dry_run, unasked=unasked, ask=not yes, as_json=as_json, errors=errors)
    with _office(context, manner, files) as office:
        options = ImportOptions(
            layout=layout,
            ledger=ledger,
            currency=currency.strip().upper() if currency else None,
            as_of=office_day(office, as_of, past=True) if as_of else None,
            delta=delta,
            accept=frozenset(_names(accept or [])),
            encoding=encoding,
            sheet=sheet,
            fixes=tuple(map(read_fix, fixes or [])),
            columns=read_choices(chosen or ()),
            dates=dates,
            decimal=decimal,
            left_out=read_left_out(left_out or ()),
        )
        results, refusals, waiting = _take_in_all(office, files, options, manner)
    if as_json:
        put_json(results[0] if len(results) == 1 else results)
    if unasked and waiting:
        raise Refused("Nobody is at a terminal to ask, so nothing was changed: add --yes to apply.")
    _finish(refusals, len(results))


def one_of_files(files: Sequence[Path], given: Mapping[str, object]) -> None:
    """Refuse what belongs to one file alone, where several are given.

    Raises:
        UsageError: one of the options is given with several files.
    """
    alone = [option for option, value in given.items() if value]
    if len(files) > 1 and alone:
        raise UsageError(f"{alone[0]} belongs to one file: import the files one by one.")


def _names(given: Sequence[str]) -> list[str]:
    return [name.strip() for text in given for name in text.split(",") if name.strip()]


@contextmanager
def _office(context: typer.Context, manner: Manner, files: Sequence[Path]) -> Generator["Office"]:
    """The office to import into.

    A rehearsal makes no store, nor do files that are not there: it runs on an empty one thrown away.
    """
    if not manner.rehearse and any(map(_is_there, files)):
        with writing(context, create=True) as office:
            yield office
        return
    from arcollect_tui.config import load_config

    asked, config = wishes(context), load_config()
    if store_place(asked, config).exists():
        with reading(context) as office:
            yield office
        return
    with (
        tempfile.TemporaryDirectory(prefix="arcollect-", ignore_cleanup_errors=True) as folder,
        open_at(Path(folder) / "office.arcollect", asked, config, create=True, seated=False) as office,
    ):
        yield office


def _is_there(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:
        return False


def _take_in_all(
    office: "Office", files: Sequence[Path], options: "ImportOptions", manner: Manner
) -> tuple[list[JsonValue], list[ArcollectError], bool]:
    """Take in one file after the other.

    Returns:
        The JSON of each file, the refusals, and whether a rehearsed file would change anything.
    """
    from arcollect_tui.data.imports.wishes import Wishes
    from arcollect_tui.services.layouts import files_together

    results, refusals, waiting = [], list[ArcollectError](), False
    for file, beside in files_together(office.store, files, Wishes(options.encoding, options.sheet)):
        try:
            planned = partial(_planned, office, file, manner=manner, beside=beside)
            plan = with_letters(planned, options, manner.ask)
        except (FileRefused, ForkRefused) as error:
            refusals.append(error)
            results.append(import_shapes.import_refused(error.sentence))
            continue
        applied, late = False, tuple[str, ...]()
        try:
            applied, late = _apply(office, plan, manner)
        except Refused as error:
            refusals.append(error)
        waiting = waiting or not (plan.known or plan.guards)
        shape = _shape(plan, applied=applied)
        results.append(shape | {"warnings": [*shape["warnings"], *late]})
    return results, refusals, waiting


def _planned(
    office: "Office", file: Path, options: "ImportOptions", manner: Manner, beside: Sequence[Path]
) -> "FilePlan":
    from arcollect_tui.services.files_in import plan_file

    with progress_line() as progress:
        plan = plan_file(office, file, options, progress, beside)
    if manner.as_json:
        import_preview.note(plan)
    else:
        import_preview.show(plan, office, weigh=manner.dry_run or manner.ask)
    if manner.errors is not None:
        _write_errors(manner.errors, plan)
    return plan


def _write_errors(out: Path, plan: "FilePlan") -> None:
    """Write the held lines to a file, also when there are none: what was there before is out of date."""
    from arcollect_tui.services.exchange import ExchangePlan
    from arcollect_tui.services.held_lines import write_held

    say(write_held(out, plan.file, () if isinstance(plan, ExchangePlan) else plan.held))


def _apply(office: "Office", plan: "FilePlan", manner: Manner) -> tuple[bool, tuple[str, ...]]:
    """Apply the plan; whether it changed anything, and warnings that only then came up.

    Raises:
        Refused: a guard stops the file, or the answer was no.
    """
    from arcollect_tui.services.files_in import apply_file

    if manner.dry_run or (manner.unasked and not plan.guards):
        return False, ()
    if manner.ask and not plan.known and not plan.guards and not confirmed(f"Apply {plan.file}?"):
        raise Refused(f"{plan.file} was not applied, as you said. Nothing was changed.")
    with progress_line() as progress:
        deed = apply_file(office, plan, progress)
    if not (manner.as_json or deed.again):
        put(deed.sentence)
    late = tuple(warning for warning in deed.warnings if warning not in plan.warnings)
    warn(late)
    return not deed.again, late


def _finish(refusals: Sequence[ArcollectError], files: int) -> None:
    """End with the refusal of the only file, or say what was put aside."""
    if not refusals:
        return
    for refusal in refusals[:-1]:
        say(f"error: {refusal.sentence}")
    if len(refusals) >= files:
        raise refusals[-1]
    say(f"error: {refusals[-1].sentence}")
    say(f"{len(refusals)} of {files} files were put aside, the others were taken in.")
    raise typer.Exit(SOME_PUT_ASIDE)


def _shape(plan: "FilePlan", *, applied: bool) -> JsonValue:
    from arcollect_tui.services.coding_files import CodingFilePlan
    from arcollect_tui.services.edited_lists import EditedPlan
    from arcollect_tui.services.exchange import ExchangePlan

    if isinstance(plan, ExchangePlan):
        return import_shapes.exchange_plan(plan, applied=applied)
    if isinstance(plan, CodingFilePlan):
        return import_shapes.coding_file_plan(plan, applied=applied)
    if isinstance(plan, EditedPlan):
        return import_shapes.edited_plan(plan, applied=applied)
    return import_shapes.import_plan(plan, applied=applied)
