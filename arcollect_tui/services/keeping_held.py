"""What an import held back goes into the drawer, with what is needed to read the file again."""

from pathlib import Path
from typing import Any

from arcollect_tui.data.held import KeptFile, KeptLine, keep
from arcollect_tui.data.imports.swapped import MEND
from arcollect_tui.data.store import Connection
from arcollect_tui.services.import_plan import ImportPlan

OF_READING = frozenset(("dates", MEND))
"""Guards that say how a file is to be read; the others are asked anew for each file."""


def keep_held(connection: Connection, plan: ImportPlan) -> None:
    """Keep the held lines of a file that was just taken in."""
    lines = tuple(KeptLine(one.line, one.field, one.reason, one.document_no) for one in plan.held)
    paths = tuple(str(Path(path).absolute()) for path in plan.paths)
    options = _options(plan)
    keep(
        connection,
        KeptFile(plan.key.identity, plan.ledger, paths, plan.parsed.sha256, options, lines),
    )


def _options(plan: ImportPlan) -> dict[str, Any]:
    options = plan.options
    return {
        "layout": plan.layout,
        "ledger": plan.ledger,
        "currency": options.currency,
        "as_of": plan.as_of.isoformat(),
        "delta": options.delta,
        "accept": sorted(options.accept & OF_READING),
        "encoding": options.encoding,
        "sheet": options.sheet,
        "fixes": [list(fix) for fix in options.fixes],
    }
