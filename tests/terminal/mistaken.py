"""arcollect with a mistake in it: answering a call raises what nobody expects."""

import sys

from arcollect_tui import app
from arcollect_tui.cli import main
from arcollect_tui.keys.engine import Run

_perform = app.ArcollectApp.perform


class MistakeError(Exception):
    """The mistake."""


def _mistaken(self: app.ArcollectApp, run: Run) -> bool:
    if run.action_id == "call.answer":
        raise MistakeError
    return _perform(self, run)


if __name__ == "__main__":
    app.ArcollectApp.perform = _mistaken  # type: ignore[method-assign]
    sys.exit(main())
