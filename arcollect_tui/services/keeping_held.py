"""What an import held back goes into the drawer, with what is needed to read the file again."""

from pathlib import Path
from typing import Any

from arcollect_tui.data.held import KeptFile, KeptLine, keep
from arcollect_tui.data.imports.canonical import LineClass
from arcollect_tui.data.imports.swapped import MEND
from arcollect_tui.data.imports.values import AsideLine
from arcollect_tui.data.store import Connection
from arcollect_tui.rules.text import quoted
from arcollect_tui.services.import_plan import ImportPlan
from arcollect_tui.services.leaving_out import kept_words

OF_READING = frozenset(("dates", MEND))
"""Guards that say how a file is to be read; the others are asked anew for each file."""


def keep_held(connection: Connection, plan: ImportPlan) -> None:
    """Keep the held lines of a file that was just taken in."""
    waiting = [KeptLine(one.line, one.field, one.reason, one.document_no) for one in plan.held]
    left = [
        KeptLine(one.line, one.field, _why(one), one.document_no, dropped=True)
        for one in plan.parsed.left_out
    ]
    lines = tuple(sorted([*waiting, *left], key=lambda one: one.line))
    paths = tuple(str(Path(path).absolute()) for path in plan.paths)
    options = _options(plan)
    keep(
        connection,
        KeptFile(plan.key.identity, plan.ledger, paths, plan.parsed.sha256, options, lines),
    )


def _options(plan: ImportPlan) -> dict[str, Any]:
    options = plan.options
    return {
        # A layout that was made of what a person said of the columns is made of that again.
        "layout": options.layout if options.columns else plan.layout,
        "ledger": plan.ledger,
        "currency": options.currency,
        "as_of": plan.as_of.isoformat(),
        "delta": options.delta,
        "accept": sorted(options.accept & OF_READING),
        "encoding": options.encoding,
        "sheet": options.sheet,
        "fixes": [list(fix) for fix in options.fixes],
        "columns": [list(choice) for choice in options.columns],
        "dates": options.dates,
        "decimal": options.decimal,
        "left_out": list(kept_words(plan)),
    }


def _why(line: AsideLine) -> str:
    """Why a line that was left out stays out; of one that is not held, what it says."""
    if line.kind == LineClass.HELD.value:
        return line.reason
    return f"left out as {line.kind}: {quoted(line.reason)}. Correct it in the ledger if it belongs in."
