"""One entry of a file, checked: its seal, its stamp, and what its parts say."""

from hashlib import sha256
from typing import Any, Final

from arcollect_tui.data import projection
from arcollect_tui.data.doors import cleaned_text, surely_clean
from arcollect_tui.data.exchange.form import ENTRY_FIELDS, ERASED_PART, WHOLE_PART, FileEntry, FilePart
from arcollect_tui.data.facts_spec import is_day, is_hex, is_whole, wrong_with
from arcollect_tui.data.journal import entry_hash
from arcollect_tui.data.stamp import DESK_BYTES, MOST_SEEN
from arcollect_tui.rules.identity import customer_id, parsed
from arcollect_tui.rules.text import clean

_FIELDS: Final = frozenset({*ENTRY_FIELDS, "parts"})
_LAST_INSTANT: Final = 253_402_300_799_999_999
"""The last microsecond of the year 9999."""
_DAY_MINUTES: Final = 24 * 60
_MOST: Final = (1 << 63) - 1
_MOST_SEQ: Final = 1 << 53
_MOST_DEEP: Final = 32
_BLOBS: Final = {"id": 16, "desk": DESK_BYTES, "draft": 16, "previous": 32, "hash": 32}
_NUMBERS: Final = {
    "seq": (1, _MOST_SEQ),
    "at": (0, _LAST_INSTANT),
    "offset": (-_DAY_MINUTES, _DAY_MINUTES),
    "version": (1, _MOST),
    "policy": (0, _MOST),
}


class Bad(Exception):
    """What is wrong with a line of a file; `line` when it is not the one being read."""

    def __init__(self, why: str, line: int = 0) -> None:
        super().__init__(why)
        self.line = line


Parts = list[tuple[int, int | None, dict[str, Any]]]


def read_entry(value: dict[str, Any], line: int) -> tuple[FileEntry, Parts | None]:
    """An entry and the bodies that it projects to; None for a kind or version not known here.

    Raises:
        Bad: the entry cannot be what it says.
    """
    header = _header(value)
    bodies: Parts = []
    parts = [_part(number, part, bodies) for number, part in enumerate(_listed(value["parts"]))]
    if entry_hash(header[:-1], [part.hash for part in parts]) != header[-1]:
        raise Bad("the entry was changed: its hash is another one")
    entry = FileEntry(header, tuple(parts), line)
    if not projection.is_known(value["kind"], value["version"]):
        return entry, None
    for number, customer, body in bodies:
        sure = surely_clean(value["parts"][number]["body"])
        wrong = wrong_with(body.get("facts"), customer=customer is not None, surely_clean=sure)
        if wrong is not None:
            raise Bad(wrong)
    return entry, bodies


def _header(value: dict[str, Any]) -> tuple[Any, ...]:
    if value.keys() != _FIELDS:
        raise Bad("the line is no entry that arcollect writes")
    sound = (
        all(is_hex(value[name], size) for name, size in _BLOBS.items())
        and all(is_whole(value[name], *bounds) for name, bounds in _NUMBERS.items())
        and is_day(value["local_day"])
        and all(_is_line(value[name]) for name in ("collector", "kind"))
    )
    if not sound:
        raise Bad("the header of the entry cannot be what it says")
    stamp = bytes.fromhex(value["id"])
    if stamp[-DESK_BYTES:].hex() != value["desk"]:
        raise Bad("the entry's stamp is of another desk")
    if stamp > MOST_SEEN:
        raise Bad("the entry's stamp lies so far ahead that none could follow it")
    return tuple(bytes.fromhex(value[name]) if name in _BLOBS else value[name] for name in ENTRY_FIELDS)


def _is_line(value: object) -> bool:
    return isinstance(value, str) and "\n" not in value and cleaned_text(value) == value


def _listed(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise Bad("the parts of the entry are no list")
    return value


def _part(number: int, part: object, bodies: Parts) -> FilePart:
    if not isinstance(part, dict) or part.keys() not in (WHOLE_PART, ERASED_PART):
        raise Bad("a part is none that arcollect writes")
    if not is_whole(part["line"], number, number) or not is_hex(part["hash"], 32):
        raise Bad("a part cannot be what it says")
    part_hash = bytes.fromhex(part["hash"])
    if part.keys() == ERASED_PART:
        return FilePart(None, part_hash, None, None)
    customer, salt, text = part["customer_id"], part["salt"], part["body"]
    if not (customer is None or is_whole(customer, 0, _MOST)) or not is_hex(salt, 16):
        raise Bad("a part cannot be what it says")
    body = _body(text)
    sealed = text.encode()
    if sha256(bytes.fromhex(salt) + sealed).digest() != part_hash:
        raise Bad("a part was changed: its hash is another one")
    if customer != (customer_id(*body["customer"]) if "customer" in body else None):
        raise Bad("a part is filed under another customer than it names")
    bodies.append((number, customer, body))
    return FilePart(customer, part_hash, bytes.fromhex(salt), sealed)


def _body(text: object) -> dict[str, Any]:
    """The value of a body, which is the canonical JSON of an object."""
    try:
        body = parsed(text) if isinstance(text, str) else None
        # What a person may have typed has a spelling in bytes; half a pair of code units has none.
        _ = str(text).encode()
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise Bad("the text of a part is not canonical JSON")
    if not _is_flat(body):
        raise Bad("the text of a part is nested deeper than any of ours")
    if "customer" in body and not _is_customer(body["customer"]):
        raise Bad("a part names no customer that could be")
    return body


def _is_flat(value: object) -> bool:
    """Whether a value can be walked through without running out of stack, here and wherever it is read."""
    level = [value]
    for _ in range(_MOST_DEEP):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return True
    return False


def _is_customer(named: object) -> bool:
    return (
        isinstance(named, list)
        and len(named) == 2
        and all(isinstance(word, str) and clean(word) == word for word in named)
    )
