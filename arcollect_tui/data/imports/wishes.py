"""What a person says about the bytes of a file, and how they watch it being read."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a file is to be opened.

    Attributes:
        encoding: name of the encoding of a text file; found out when None.
        sheet: name of the sheet of a workbook; chosen by its header when None.
        progress: called with the number of rows that a workbook has given so far.
        cancelled: asked meanwhile; True stops the reading.
    """

    encoding: str | None = None
    sheet: str | None = None
    progress: Callable[[int], None] | None = None
    cancelled: Callable[[], bool] | None = None


NONE = Wishes()
