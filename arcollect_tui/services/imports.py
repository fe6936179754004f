"""Taking a ledger file in: plan, preview, apply as one reversible step.

The plan is made in `import_planning`; this is the door for both, and what applies it.
"""

from dataclasses import replace

from arcollect_tui.data.imports.gathering import Gathering
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import GuardRefused, Refused
from arcollect_tui.services.backup import keep_backup
from arcollect_tui.services.folding import fold_in
from arcollect_tui.services.import_guards import GUARDS, Guard
from arcollect_tui.services.import_plan import ImportOptions, ImportPlan, Progress, counted
from arcollect_tui.services.import_planning import made_from, plan_again, plan_import
from arcollect_tui.services.keeping_files import begin_keeping, gather, keep_files
from arcollect_tui.services.keeping_held import keep_held
from arcollect_tui.services.office import Office, Saved

__all__ = [
    "GUARDS",
    "Guard",
    "ImportOptions",
    "ImportPlan",
    "Progress",
    "apply_import",
    "counted",
    "plan_import",
]

MOST_PLANS = 4
"""So often a plan is made again because another file came in between."""


def apply_import(office: Office, plan: ImportPlan, progress: Progress | None = None) -> Saved:
    """Take a planned file in as one entry; a backup of the store as it was is kept.

    The store is locked only while ready rows are moved; a plan that is out of date is made again first.

    Raises:
        GuardRefused: a guard stops it and was not accepted.
        Refused: the ledger changed since the plan was made, and with it what the file changes.
    """
    if plan.known:
        return Saved("", plan.sentence, again=True)
    _refuse_guarded(plan)
    # The file is read once more meanwhile, in a thread: what is kept of it costs hardly any time.
    gathering = gather(plan)
    try:
        unkept = keep_backup(office)
        saved = _apply(office, plan, gathering, progress)
    finally:
        gathering.stop()
    return replace(saved, warnings=(*saved.warnings, *unkept))


def _apply(office: Office, plan: ImportPlan, gathering: Gathering, progress: Progress | None) -> Saved:
    for _ in range(MOST_PLANS):
        if plan.known:
            return Saved("", plan.sentence, again=True)
        _refuse_guarded(plan)
        with office.store.writing() as connection:
            if plan.made_from == made_from(connection, plan.ledger):
                if progress is not None:
                    progress("saving", 0)
                return _write(office, connection, plan, gathering)
        plan = plan_again(office, plan, progress)
    raise Refused("Other files are being taken in all the time. Nothing was changed; import it again.")


def _refuse_guarded(plan: ImportPlan) -> None:
    if plan.guards:
        names = tuple(guard.name for guard in plan.guards)
        sentence = " ".join(guard.sentence for guard in plan.guards)
        raise GuardRefused(f"{sentence} Nothing was changed; --accept {','.join(names)} lets it in.", names)


def _write(office: Office, connection: Connection, plan: ImportPlan, gathering: Gathering) -> Saved:
    begin_keeping(connection, plan, gathering)
    recorded = fold_in(office, connection, plan)
    keep_held(connection, plan)
    unkept = keep_files(connection, plan, gathering, recorded)
    return office.saved(connection, recorded, f"Imported {plan.sentence}", (*plan.warnings, *unkept))
