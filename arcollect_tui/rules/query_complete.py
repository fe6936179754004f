"""Completion of a filter line: field names with a sentence each, then the values of a choice."""

import re
from dataclasses import dataclass

from arcollect_tui.rules.query_fields import (
    COLUMN_SETS,
    COLUMNS,
    FIELDS,
    HAS,
    HAS_CHOICES,
    LACKS,
    SORT,
    Field,
    Kind,
    Target,
    find_field,
)
from arcollect_tui.rules.reasons import SHIPPED, ReasonTree

_OPERATOR = {
    Kind.MONEY: ">",
    Kind.DAYS: ">=",
    Kind.NUMBER: ">=",
    Kind.DATE: "<=",
    Kind.TEXT: ":",
    Kind.CHOICE: ":",
    Kind.FLAG: "",
}
_WORD = re.compile(r'(?:"[^"]*"?|[^\s()|"])*\Z')
_CONDITION = re.compile(r"(-*)([A-Za-z0-9_]*)(?:(>=|<=|!=|[:=><~])(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Completion:
    """What Tab may put in place of the characters from `start` to the cursor."""

    text: str
    sentence: str
    start: int


def complete(text: str, cursor: int, target: Target, reasons: ReasonTree = SHIPPED) -> list[Completion]:
    """What can stand at the cursor, in the order of the fields; all fields where nothing is typed.

    Args:
        text: the filter line.
        cursor: offset of the cursor in it.
        target: the list it is for.
        reasons: the office's dispute reasons.
    """
    before = text[: max(0, cursor)]
    word = _WORD.search(before)
    found = _CONDITION.fullmatch(word[0]) if word else None
    if word is None or found is None:
        return []
    name_start = word.start() + len(found[1])
    if found[3] is None:
        return _names(found[2].lower(), name_start, target)
    value = found[4].rpartition(",")[2]
    offered = _choices(found[2].lower(), target, reasons)
    return _values(found[2].lower(), value, len(before) - len(value), offered)


def _names(prefix: str, start: int, target: Target) -> list[Completion]:
    found = [
        Completion(field.name + _OPERATOR[field.kind], field.sentence, start)
        for field in FIELDS[target]
        if any(name.startswith(prefix) for name in (field.name, *field.aliases))
    ]
    found += [
        Completion(field.flag, f"any {field.sentence}", start)
        for field in FIELDS[target]
        if field.flag.startswith(prefix) and field.flag not in {"", field.name}
    ]
    return found + [
        Completion(f"{word}:", sentence, start)
        for word, sentence in _WORDS[target].items()
        if word.startswith(prefix)
    ]


_VIEW = {SORT: "order of the rows, - for downwards", COLUMNS: "columns to show"}
_WORDS = {
    Target.ACCOUNTS: {HAS: "there is a contact, phone or email", LACKS: "there is none"} | _VIEW,
    Target.ITEMS: _VIEW,
}


def _values(name: str, value: str, start: int, offered: list[tuple[str, str]]) -> list[Completion]:
    if name == SORT and value.startswith("-"):
        value, start = value[1:], start + 1
    return [
        Completion(text, sentence, start)
        for text, sentence in offered
        if text.lower().startswith(value.lower())
    ]


def _choices(name: str, target: Target, reasons: ReasonTree) -> list[tuple[str, str]]:
    """The values that may stand behind a name, each with what it means."""
    if name in {SORT, COLUMNS}:
        fields = [field for field in FIELDS[target] if field.sortable or name == COLUMNS]
        sets = [(text, "a set of columns") for text in COLUMN_SETS] if name == COLUMNS else []
        return sets + [(field.name, field.sentence) for field in fields]
    if name in {HAS, LACKS} and target is Target.ACCOUNTS:
        return [(text, "") for text in HAS_CHOICES]
    field = find_field(name, target)
    return [] if field is None else _field_choices(field, reasons)


def _field_choices(field: Field, reasons: ReasonTree) -> list[tuple[str, str]]:
    found = [(text, field.sentence) for text in field.choices]
    if field.name in {"reason", "coding"}:
        found += [(reason.code, reason.name) for reason in reasons]
    return found
