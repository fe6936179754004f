"""The survivors that `docs/mutants.md` explains."""

from collections.abc import Iterable
from pathlib import Path

from tests.mutation.mutants import Mutant
from tests.mutation.trial import ROOT

PAGE = ROOT / "docs" / "mutants.md"
_BAR = "\\|"


def key(module: str, mutant: Mutant) -> str:
    """The first two cells of a row: place and mutant. No line number is in them, since lines move."""
    change = f"`` {mutant.before} `` → `` {mutant.after} ``".replace("|", _BAR)
    return f"{module}, `{mutant.place}` | {change}"


def explained(page: Path = PAGE) -> dict[str, str]:
    """Why, by the first two cells."""
    found = {}
    for line in page.read_text("utf-8").splitlines() if page.exists() else []:
        cells = [cell.strip() for cell in line.replace(_BAR, "\0").strip("|").split("|")]
        if len(cells) == 3:
            place, change, why = (cell.replace("\0", _BAR) for cell in cells)
            found[f"{place} | {change}"] = why
    return found


def nothing_to_explain(module: str, mutants: Iterable[Mutant]) -> list[str]:
    """Rows about a module that name no mutant of it: it was changed since."""
    there = {key(module, mutant) for mutant in mutants}
    return [named for named in explained() if named.startswith(f"{module}, ") and named not in there]
