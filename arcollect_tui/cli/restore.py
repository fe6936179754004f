"""`arcollect restore`: a backup back in the store's place, and the list of the backups kept."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli.context import collector_name, place, store_file, wishes
from arcollect_tui.cli.options import Json
from arcollect_tui.cli.output import Column, Listing, can_ask, confirmed, put, put_json
from arcollect_tui.errors import FileRefused, Refused, StoreError, UsageError

if TYPE_CHECKING:
    from arcollect_tui.config import Config
    from arcollect_tui.services.restore import Restored, RestorePlan

BACKUPS = (Column("day"), Column("before"), Column("bytes", right=True), Column("file"))


def restore(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", show_default=False)] = None,
    *,
    kept: Annotated[bool, typer.Option("--list", help="Show the backups that arcollect keeps.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help='Answer "Restore?" with yes.')] = False,
    as_json: Json = False,
) -> None:
    """Put a backup in the store's place.

    The store as it was is kept, and what was erased since stays erased.
    """
    from arcollect_tui.config import load_config

    config = load_config()
    store = store_file(wishes(context), config, "Its backups are the server's: see pg_restore.")
    if (file is None) != kept:
        raise UsageError("Name the backup to restore, or show the kept ones with --list.")
    if file is None:
        _list(store, as_json=as_json)
        return
    if wishes(context).read_only:
        msg = f"{store} is open for reading only. Nothing was restored."
        raise StoreError(msg)
    _restore(context, config, store, place(file, FileRefused), yes=yes, as_json=as_json)


def _list(store: Path, *, as_json: bool) -> None:
    from arcollect_tui.services.backup import kept_backups

    Listing(as_json, None).show(
        kept_backups(store),
        BACKUPS,
        lambda kept: (kept.day.isoformat(), kept.reason, f"{kept.size:,}", str(kept.path)),
        lambda kept: {
            "file": str(kept.path),
            "day": kept.day.isoformat(),
            "before": kept.reason,
            "bytes": kept.size,
        },
        "No backup is kept yet: the first is made before the next import.",
    )


def _restore(
    context: typer.Context, config: "Config", store: Path, file: Path, *, yes: bool, as_json: bool
) -> None:
    from arcollect_tui.services.clock import Clock
    from arcollect_tui.services.restore import plan_restore, restore

    asked = wishes(context)
    plan = plan_restore(store, file)
    if not yes:
        _agreed(plan)
    done = restore(
        plan,
        collector=collector_name(asked, config),
        clock=Clock(asked.day),
        allow_shared=config.allow_network_store,
    )
    if as_json:
        put_json(_shape(plan, done))
    else:
        put(done.sentence)


def _agreed(plan: "RestorePlan") -> None:
    """See that somebody wants it.

    Raises:
        Refused: the answer was no, or nobody is there to ask.
    """
    if not can_ask():
        raise Refused(f"{plan.sentence} Nobody is at a terminal to ask, so nothing was changed: add --yes.")
    if not confirmed(f"{plan.sentence} Restore?"):
        raise Refused(f"{plan.file} was not restored, as you said. Nothing was changed.")


def _shape(plan: "RestorePlan", done: "Restored") -> dict[str, object]:
    return {
        "file": str(plan.file),
        "store": str(plan.store),
        "entries": done.entries,
        "later": done.later,
        "kept": None if done.kept is None else str(done.kept),
        "desk": done.desk,
        "text": done.sentence,
    }
