"""arcollect by a clock that is off: `python -m tests.terminal.shifted FILE WORD…`.

FILE holds by how many seconds, and is read again at each look at the clock.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from arcollect_tui.cli import main
from arcollect_tui.services.clock import Clock


def _shifted(file: Path) -> None:
    def now(_: Clock) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(file.read_text()))

    Clock.now = now  # type: ignore[assignment,method-assign]


if __name__ == "__main__":
    _shifted(Path(sys.argv.pop(1)))
    main()
