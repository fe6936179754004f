"""The door through which typed text enters the store: cleaned, and card numbers masked.

The other door is the reader of a file, which cleans and masks each cell.
"""

from typing import Any

from arcollect_tui.rules.cardnumbers import mask
from arcollect_tui.rules.text import clean


def cleaned_text(text: str) -> str:
    """`text` as it may be stored; line breaks are kept."""
    return mask(clean(text, multiline=True))


def cleaned(value: Any) -> Any:  # noqa: ANN401
    """A JSON value with every text in it cleaned and masked."""
    if isinstance(value, str):
        return cleaned_text(value)
    if isinstance(value, dict):
        return {name: cleaned(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(inner) for inner in value]
    return value
