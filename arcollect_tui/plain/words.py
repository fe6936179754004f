"""A typed line, taken apart: which row, on the marked ones, how many days, which verb, and the rest."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from arcollect_tui.errors import UsageError

_LINE = re.compile(
    r"(?:(?P<rows>\d+(?:[-,]\d+)*)(?:\s+|$))?"
    r"(?P<bulk>;\s*)?(?P<count>\d{1,4}(?=[^\d\s]))?"
    r"(?P<verb>[^\W\d_]+|\S)?\s*(?P<rest>.*)",
    re.DOTALL,
)
_TOKEN = re.compile(r'(?P<name>[a-z]+=)?(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<bare>\S+))\s*')


@dataclass(frozen=True, slots=True)
class Typed:
    """One command as typed.

    Attributes:
        rows: numbers of rows before the verb, as the last list counts them.
        bulk: `;` stood before the verb: on the marked rows.
        count: digits that touch the verb: days.
        verb: the word or sign; empty for a number alone.
        rest: all that follows.
    """

    rows: tuple[int, ...]
    bulk: bool
    count: int | None
    verb: str
    rest: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words after a verb.

    Attributes:
        plain: those that stand for themselves, in order.
        note: what stood in quotes, or after `note=`.
        named: values by name, `day=fri`.
    """

    plain: tuple[str, ...]
    note: str
    named: Mapping[str, str]


def take_apart(line: str) -> Typed:
    """The parts of a line.

    Raises:
        UsageError: a range of rows runs backwards.
    """
    found = _LINE.fullmatch(line.strip())
    if found is None:  # every line matches; the pattern says so only to a reader
        raise UsageError("That line cannot be read: ? lists the commands.")
    count = found["count"]
    return Typed(
        rows=numbers(found["rows"] or ""),
        bulk=bool(found["bulk"]),
        count=int(count) if count else None,
        verb=found["verb"] or "",
        rest=found["rest"].strip(),
    )


def numbers(text: str) -> tuple[int, ...]:
    """Row numbers: `3`, `3,5`, `7-9`, also with blanks between them.

    Raises:
        UsageError: one is none, or a range runs backwards.
    """
    found: list[int] = []
    for part in text.replace(",", " ").split():
        first, _, last = part.partition("-")
        if not first.isdecimal() or (last and not last.isdecimal()):
            raise UsageError(f"{part} is no number of a row: type 3, or 3-5.")
        upto = int(last or first)
        if upto < int(first):
            raise UsageError(f"{part} runs backwards: type {last}-{first}.")
        found += range(int(first), min(upto, int(first) + 100_000) + 1)
    return tuple(dict.fromkeys(found))


def words_of(text: str, names: Iterable[str]) -> Words:
    """The words, with what is named taken out; a name that is not one of these is a word like others."""
    known, plain, note, named = set(names), [], [], {}
    for token in _TOKEN.finditer(text):
        name = (token["name"] or "")[:-1]
        value = token["bare"] if token["quoted"] is None else token["quoted"].replace('""', '"')
        if name in known:
            named[name] = value
        elif token["quoted"] is not None and not name:
            note.append(value)
        else:
            plain.append(f"{token['name'] or ''}{value}")
    said = " ".join([*note, *filter(None, (named.pop("note", ""),))])
    return Words(tuple(plain), said, named)
