"""What opening the workstation need not load, so that it is there at once."""

import subprocess
import sys

NEEDLESS = (
    "sqlalchemy.dialects.postgresql",
    "babel",
    "holidays",
    "phonenumbers",
    "python_calamine",
    "xlsxwriter",
    "cryptography",
    "pyrage",
    "arcollect_tui.services.sync",
    "arcollect_tui.data.standing.ledger",
    "arcollect_tui.data.imports.read",
    "arcollect_tui.screens.call_form",
)
SCRIPT = """
import sys
import arcollect_tui.app, arcollect_tui.screens.worklist
print(*sys.modules)
"""


def test_the_first_screen_loads_nothing_that_only_later_deeds_need() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert "arcollect_tui.screens.worklist" in loaded
    assert not loaded.intersection(NEEDLESS)
