"""Opening the plain mode instead of the screens."""

import os
import sys
from typing import TYPE_CHECKING

from arcollect_tui.cli.context import Wishes, collector_name, open_at
from arcollect_tui.cli.output import can_ask
from arcollect_tui.errors import UsageError

if TYPE_CHECKING:
    from arcollect_tui.config import Config
    from arcollect_tui.data.location import Place

CAN_DO_NOTHING = "dumb"
"""What TERM says of a terminal that has no cursor to move and no colours."""


def is_plain(asked: Wishes, config: "Config") -> bool:
    """Whether the plain mode is wanted: the option, else the settings, else what the terminal can do."""
    if asked.plain is not None:
        return asked.plain
    return config.plain or os.environ.get("TERM") == CAN_DO_NOTHING


def open_plain(where: "Place", asked: Wishes, config: "Config") -> int:
    """Work in lines until the input ends.

    Returns:
        The exit code.

    Raises:
        StoreError: the store cannot be used, or a window has it.
    """
    from arcollect_tui.plain.run import run_plain
    from arcollect_tui.services.window import claim_window

    if sys.stdin is None or sys.stdout is None:
        raise UsageError("The plain mode needs somewhere to read from and to write to.")
    for stream in (sys.stdin, sys.stdout):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    with open_at(where, asked, config, create=True, notices=False) as office:
        lock = None
        if not office.read_only:
            lock = claim_window(office.store.place, collector_name(asked, config))
        try:
            return run_plain(office, sys.stdin, sys.stdout, script=not can_ask())
        finally:
            if lock is not None:
                lock.release()
