"""Ids that every desk computes alike, the canonical JSON they stand on, and short handles."""

import json
import json.encoder
import re
import struct
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from typing import Any, Final, NamedTuple, NoReturn, cast

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.text import quoted

_TEXT: Final = json.encoder.encode_basestring  # what the encoder below uses for text
_PLAIN: Final = frozenset({str, int, bool, type(None)})
_VERSION: Final = "1"
_HANDLE: Final = re.compile(r"([1-9][0-9]{0,8})-([1-9][0-9]{0,17})")
_ENCODER: Final = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)


def canonical_json(value: object) -> bytes:
    """The one spelling of a value in JSON: keys in code point order, no spaces, UTF-8.

    Raises:
        TypeError: a float, or anything else than text, whole numbers, truth values, None, lists
            and tables with text as keys.
        UnicodeEncodeError: text with a lone surrogate, which cleaned text never has.
    """
    _check(value)
    return _ENCODER.encode(value).encode()


def parsed(text: str) -> Any:  # noqa: ANN401
    """The value of a canonical JSON text.

    Raises:
        ValueError: the text is not JSON, or not the one spelling of its value.
        RecursionError: it is nested deeper than any of ours.
    """
    value = json.loads(text, parse_float=_no_number, parse_constant=_no_number)
    if _ENCODER.encode(value) != text:
        raise ValueError("not canonical JSON")
    return value


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"canonical JSON has no number {text}")


def id63(parts: Sequence[str | int]) -> int:
    """The first 63 bits of SHA-256 over the canonical JSON of the parts as an array."""
    return _first63(f"[{_elements(parts)[1:]}]")


def customer_id(ledger: str, number: str) -> int:
    """The id of a customer, from the ledger's name and the customer's number as key text."""
    return _first63(f"{_beginning(ledger, 'customer')},{_TEXT(number)}]")


def item_id(ledger: str, values: Sequence[str | int]) -> int:
    """The id of an item, from the ledger's name and the values of its identity recipe in order."""
    return _first63(f"{_beginning(ledger, 'item')}{_elements(values)}]")


def item_ids(ledger: str, columns: Sequence[Sequence[str | int]]) -> list[int]:
    """`item_id` of many items; the values of the recipe are given a column each."""
    shapes = [_shape(column) for column in columns]
    start = _beginning(ledger, "item").replace("%", "%%")
    array = f"{start},{','.join(shape for shape, _ in shapes)}]"
    # One formatting of all values of a line takes a third of the time of one a value.
    arrays = list(map(array.__mod__, zip(*[values for _, values in shapes], strict=True)))
    if not arrays:
        return []
    # Line feeds are escaped in JSON, so that all arrays can be made into bytes at once.
    digests = [sha256(array).digest() for array in "\n".join(arrays).encode().split(b"\n")]
    return [first >> 1 for first in struct.unpack(">" + "Q24x" * len(digests), b"".join(digests))]


def _shape(column: Sequence[str | int]) -> tuple[str, Sequence[str | int]]:
    """How the values of a column stand in an array, and what is to be put there."""
    if set(map(type, column)) == {str}:
        text = "".join(cast("Sequence[str]", column))
        if text.isprintable() and '"' not in text and "\\" not in text:
            return '"%s"', column
    return "%s", _spelt(column)


def _spelt(column: Sequence[str | int]) -> Sequence[str]:
    """The canonical JSON of each value of a column; equal values are spelt once."""
    known = {part: _TEXT(part) if type(part) is str else _other(part) for part in set(column)}
    return [known[part] for part in column]


class Handle(NamedTuple):
    """The short name of an entry that people type: `3-41`.

    Attributes:
        desk: the short number of the desk in this store.
        seq: the number of the entry at that desk.
    """

    desk: int
    seq: int

    def __str__(self) -> str:
        return f"{self.desk}-{self.seq}"


def parse_handle(text: str) -> Handle:
    """Read a handle such as `3-41`.

    Raises:
        UsageError: it is not two numbers with a dash between them.
    """
    match = _HANDLE.fullmatch(text.strip())
    if not match:
        raise UsageError(f"{quoted(text)} is no entry: type desk and number, such as 3-41.")
    return Handle(int(match[1]), int(match[2]))


def _first63(array: str) -> int:
    return int.from_bytes(sha256(array.encode()).digest()[:8], "big") >> 1


@cache
def _beginning(ledger: str, kind: str) -> str:
    """The array of an id up to its kind, without the closing bracket."""
    return f"[{_elements((_VERSION, ledger, kind))[1:]}"


def _elements(parts: Sequence[str | int]) -> str:
    """The canonical JSON of each part after a comma, quicker than the general encoder."""
    spelt = [_TEXT(part) if type(part) is str else _other(part) for part in parts]
    return ",".join(["", *spelt])


def _other(part: object) -> str:
    """A part that is not plain text: a number, or a subclass such as an enumeration."""
    return str(part) if type(part) is int else canonical_json(part).decode()


def _check(value: object) -> None:
    if value is None or isinstance(value, str | int):
        return
    if isinstance(value, list | tuple):
        _check_all(value)
    elif isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"canonical JSON has text keys only, not {type(key).__name__}")
        _check_all(value.values())
    else:
        raise TypeError(f"canonical JSON has no {type(value).__name__}")


def _check_all(values: Iterable[object]) -> None:
    for value in values:
        if type(value) not in _PLAIN:
            _check(value)
