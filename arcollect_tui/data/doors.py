"""The door through which typed text enters the store: cleaned, and card numbers masked.

The other door is the reader of a file, which cleans and masks each cell.
"""

import json
import re
from typing import Any, Final

from arcollect_tui.rules.cardnumbers import mask
from arcollect_tui.rules.text import clean

# Ids and digests that we spell in hex may hold the digits of a card number by chance: 1 in 1,000 does.
_OURS: Final = frozenset({"target", "replaces", "identity", "digest", "desk"})
_HEX: Final = re.compile("[0-9a-f]*")


def cleaned_text(text: str) -> str:
    """`text` as it may be stored; line breaks are kept."""
    return mask(clean(text, multiline=True))


def cleaned(value: Any) -> Any:  # noqa: ANN401
    """A JSON value with every text in it cleaned and masked."""
    if isinstance(value, str):
        return cleaned_text(value)
    if isinstance(value, dict):
        return {
            name: inner if name in _OURS and _is_hex(inner) else cleaned(inner)
            for name, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [cleaned(inner) for inner in value]
    return value


def cleaned_json(text: str) -> str:
    """A form's JSON with every text in it cleaned and masked; numbers, such as ids, stay."""
    try:
        value = json.loads(text)
    except ValueError:
        return cleaned_text(text)
    if not isinstance(value, str | dict | list):
        return cleaned_text(text)
    return json.dumps(cleaned(value), ensure_ascii=False)


def _is_hex(value: object) -> bool:
    return isinstance(value, str) and _HEX.fullmatch(value) is not None
