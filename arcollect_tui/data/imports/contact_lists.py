"""Contact lists: of whom a file names several contacts, which only its whole can tell."""

from collections.abc import Sequence
from typing import Any, Final

from arcollect_tui.data.imports.canonical import Columns

REACHED: Final = ("contact_name", "phone", "email")
"""What tells one contact of a customer from another."""


class Contacts:
    """Looks through the lines of a master file for customers with different contacts.

    Attributes:
        several: their numbers.
    """

    def __init__(self) -> None:
        self.several: set[str] = set()
        self._first: dict[str, tuple[Any, ...]] = {}

    def add(self, cells: Columns) -> None:
        """Look at some lines."""
        ways: Sequence[tuple[Any, ...]] = list(zip(*[cells[name] for name in REACHED], strict=True))
        for number, reached in zip(cells["customer_no"], ways, strict=True):
            if any(reached) and self._first.setdefault(number, reached) != reached:
                self.several.add(number)
