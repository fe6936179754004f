"""The bytes of a file that is taken in go into the drawer, with card numbers masked."""

from arcollect_tui.data import kept
from arcollect_tui.data.erased import erased_ids
from arcollect_tui.data.imports.gathering import CHANGED, ERASED, TOO_LARGE, Gathered, Gathering
from arcollect_tui.data.journal import Recorded
from arcollect_tui.data.store import Connection
from arcollect_tui.services.import_plan import ImportPlan

WHY = {
    CHANGED: "it was changed or taken away before it was applied",
    ERASED: "customers were erased, and in such a file nobody can tell whose a line is",
    TOO_LARGE: "it is larger than all that is kept together",
    kept.OLDER: f"only the newest {kept.MOST_IMPORTS} imports are, as far as they fit",
}
"""Why a file is not kept, in words."""
_STAMP_BYTES = 6
"""An entry's id begins with its milliseconds."""


def gather(plan: ImportPlan) -> Gathering:
    """Begin to gather what is kept of the files of a plan."""
    return Gathering(plan.parsed.keep, plan.ledger, plan.made_from[1])


def begin_keeping(connection: Connection, plan: ImportPlan, gathering: Gathering) -> None:
    """Keep what is gathered already, in the transaction of the import, to make room for what follows."""
    kept.make_way(connection, plan.key.identity)
    kept.add_chunks(connection, plan.key.identity, gathering.ready())


def keep_files(
    connection: Connection, plan: ImportPlan, gathering: Gathering, recorded: Recorded
) -> tuple[str, ...]:
    """Keep the rest of the files of an import in its transaction.

    Returns:
        A sentence for each that is not kept, and why.
    """
    kept.add_chunks(connection, plan.key.identity, gathering.rest())
    files = gathering.result()
    if erased_ids(connection) != gathering.erased:
        files = [Gathered(file.file, gone=ERASED) for file in files]
    at = int.from_bytes(recorded.id[:_STAMP_BYTES], "big") * 1000
    kept.keep(connection, plan.key.identity, plan.ledger, files, at)
    return tuple(f"{file.file.raw.name} is not kept: {WHY[file.gone]}." for file in files if file.gone)
