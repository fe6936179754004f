"""The door through which typed text enters the store: cleaned, and card numbers masked.

The other door is the reader of a file, which cleans and masks each cell.
"""

import json
import re
from functools import lru_cache
from typing import Any, Final

from arcollect_tui.rules.cardnumbers import CODE_WORDS, mask
from arcollect_tui.rules.text import clean

# Ids and digests that we spell in hex may hold the digits of a card number by chance: 1 in 1,000 does.
_OURS: Final = frozenset({"after", "target", "replaces", "identity", "digest", "desk"})
# What was settled names an item or a card by its id, in decimals.
_OURS_SETTLED: Final = _OURS | {"key"}
_HEX: Final = re.compile("[0-9a-f]*")
_ESCAPED: Final = re.compile(r'\\[^"\\n]')
_MANY_DIGITS: Final = re.compile(r"[0-9](?:[^0-9A-Za-z]{0,3}[0-9]){12}")


@lru_cache(maxsize=1_024)
def cleaned_text(text: str) -> str:
    """`text` as it may be stored; line breaks are kept. A deed about many items says much alike."""
    return mask(clean(text, multiline=True))


def cleaned(value: Any) -> Any:  # noqa: ANN401
    """A JSON value with every text in it cleaned and masked."""
    if isinstance(value, str):
        return cleaned_text(value)
    if isinstance(value, dict):
        ours = _OURS_SETTLED if value.get("is") == "settled" else _OURS
        return {
            name: inner if name in ours and _is_hex(inner) else cleaned(inner)
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


def surely_clean(text: str) -> bool:
    """Whether a JSON text is one that `cleaned` leaves as it is; when in doubt it is not."""
    if not (text.isascii() and text.isprintable()) or _ESCAPED.search(text) or _MANY_DIGITS.search(text):
        return False
    small = text.lower()
    return not any(word in small for word in CODE_WORDS)


def _is_hex(value: object) -> bool:
    return isinstance(value, str) and _HEX.fullmatch(value) is not None
