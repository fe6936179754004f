"""How this desk shows its lists: columns, widths, what stays. In the drawer, so it never travels."""

import json
from collections.abc import Mapping
from typing import Any, Final

from arcollect_tui.data import desk
from arcollect_tui.services.office import Office

_KEY: Final = "columns"

Layouts = dict[str, dict[str, Any]]
"""By list, what is remembered of it: JSON values only."""


def saved_layouts(office: Office) -> Layouts:
    """What is remembered of every list; of most nothing."""
    with office.store.reading() as connection:
        return _read(desk.get(connection, _KEY))


def save_layout(office: Office, name: str, layout: Mapping[str, Any]) -> Layouts:
    """Remember a list; with nothing to remember it is forgotten.

    Returns:
        What is remembered of every list now.
    """
    with office.store.writing() as connection:
        layouts = _read(desk.get(connection, _KEY))
        layouts.pop(name, None)
        if layout:
            layouts[name] = dict(layout)
        desk.put(connection, _KEY, json.dumps(layouts, sort_keys=True).encode())
        return layouts


def _read(value: bytes | None) -> Layouts:
    found: Layouts = json.loads(value or b"{}")
    return found
