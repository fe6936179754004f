"""A file that is being read can be stopped, whatever its kind; nothing of it is in then."""

import csv
from pathlib import Path

import pytest

from arcollect_tui.errors import Refused
from arcollect_tui.services.imports import ImportOptions, plan_import
from tests.data.imports import books
from tests.services.offices import Line, file_of, items, office_at


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_reading_stops_when_it_is_told_to(tmp_path: Path, kind: str) -> None:
    path = file_of(tmp_path, [Line("A-1")])
    if kind == "xlsx":
        with path.open(encoding="utf-8", newline="") as lines:
            path = books.xlsx(tmp_path / "a.xlsx", [[*row] for row in csv.reader(lines)])
    with office_at(tmp_path / "office.arcollect") as office:
        assert plan_import(office, path, ImportOptions(), cancelled=lambda: False).differences == {"new": 1}
        with pytest.raises(Refused, match="was stopped; nothing was changed"):
            plan_import(office, path, ImportOptions(), cancelled=lambda: True)
        assert items(office) == ()
