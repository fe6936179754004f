"""The filter language: one line of words to a tree of conditions.

    filter    = any { "|" any }              words are AND and bind tighter than |
    any       = condition { condition }
    condition = "-" condition | "(" filter ")" | field operator value | "#" digits | word
    view word = "sort:" names | "cols:" names            no condition, so never negated

A word without an operator is searched for in the text fields; quotes protect blanks and operators,
and a doubled quote inside them stands for one. Where a word could be a slip, it is an error with its
place: a typo never becomes a silent search.
"""

import re
from datetime import date
from typing import Final

from arcollect_tui.errors import QueryError
from arcollect_tui.rules.dates import Calendar
from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.query_ast import Contains, Expr, Flag, Not, Query, all_of, any_of
from arcollect_tui.rules.query_complete import Completion, complete
from arcollect_tui.rules.query_fields import BARE, NUMBER_FIELD, SORT, Target, flags, other_list
from arcollect_tui.rules.query_print import to_text
from arcollect_tui.rules.query_terms import Reading, Term, pieces
from arcollect_tui.rules.query_values import condition
from arcollect_tui.rules.query_view import columns_of, is_view_word, sort_of
from arcollect_tui.rules.reasons import SHIPPED, ReasonTree

__all__ = ["Completion", "Query", "Target", "complete", "parse_query", "to_text"]

_LONGEST: Final = 4_000
_DEEPEST: Final = 30
_MOST_CONDITIONS: Final = 250
"""Well below the depth at which databases refuse an expression."""

_OPERATOR: Final = re.compile(r">=|<=|!=|[:=><~]")
_TERM: Final = re.compile(rf"([A-Za-z_][A-Za-z0-9_]*)({_OPERATOR.pattern})")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def parse_query(
    text: str,
    target: Target,
    *,
    today: date,
    fmt: OfficeFormat,
    calendar: Calendar,
    me: str = "",
    reasons: ReasonTree = SHIPPED,
) -> Query:
    """Read a filter line.

    Args:
        text: what was typed.
        target: the list it is for.
        today: the collector's local date; ages and day words count from it.
        fmt: the office's way of writing amounts and dates.
        calendar: the office's business days.
        me: the collector that `col:me` means.
        reasons: the office's dispute reasons.

    Raises:
        QueryError: the line cannot be read; the error holds the place and the cure.
    """
    return _Parser(Reading(text, target, today, fmt, calendar, me, reasons)).query()


class _Parser:
    """Walks the line once from left to right; each method leaves `_at` after what it has read."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._text = reading.text
        self._at = 0
        self._depth = 0
        self._conditions = 0
        self._value_end = -1  # where the last `field operator value` ended
        self._sort: tuple[tuple[str, bool], ...] = ()
        self._columns: tuple[str, ...] = ()

    def query(self) -> Query:
        if len(self._text) > _LONGEST:
            raise self._wrong(_LONGEST, len(self._text), f"A filter has at most {_LONGEST} characters.")
        lone = _SURROGATE.search(self._text)
        if lone:
            raise self._wrong(lone.start(), lone.end(), "The filter holds bytes that are no text.")
        expr = self._alternatives()
        if self._at < len(self._text):
            sentence = "This ) closes nothing:"
            raise self._wrong(self._at, self._at, sentence, "take it out, or open one with (.")
        return Query(expr, self._sort, self._columns)

    def _alternatives(self) -> Expr | None:
        """Conditions between bars; None where there are none, or view words only."""
        found = [self._conjunction()]
        while self._here() == "|":
            bar = self._at
            self._refuse_bare_alternative(bar)
            self._at += 1
            found.append(self._conjunction())
            if None in found:
                cure = "e.g. od>=30 | over90>0."
                raise self._wrong(bar, bar, "| needs a condition on both sides,", cure)
        parts = [part for part in found if part is not None]
        return any_of(parts) if parts else None

    def _conjunction(self) -> Expr | None:
        parts = []
        while (here := self._here()) and here not in ")|":
            part = self._condition()
            if part is not None:
                parts.append(part)
        return all_of(parts) if parts else None

    def _condition(self) -> Expr | None:
        """One condition; None for a view word."""
        match self._text[self._at]:
            case "-":
                return self._negated()
            case "(":
                return self._group()
            case "#":
                self._at += 1
                fields = (NUMBER_FIELD[self._reading.target],)
                return self._contains(fields, "# needs a part of a number,", "e.g. #8142.")
        found = _TERM.match(self._text, self._at)
        return self._bare() if found is None else self._field(found)

    def _negated(self) -> Expr:
        dash = self._at
        self._at += 1
        following = self._text[self._at : self._at + 1]
        if not following or following.isspace() or following in ")|":
            raise self._wrong(dash, dash, "- needs a condition right after it,", "e.g. -blocked.")
        self._deeper(dash)
        part = self._condition()
        self._depth -= 1
        if part is None:
            raise self._wrong(dash, self._at, "sort: and cols: cannot be negated.")
        return Not(part)

    def _group(self) -> Expr:
        opening = self._at
        self._deeper(opening)
        self._at += 1
        part = self._alternatives()
        if self._here() != ")":
            raise self._wrong(opening, opening, "This ( is not closed:", "add ).")
        self._at += 1
        self._depth -= 1
        if part is None:
            raise self._wrong(opening, self._at, "These parentheses hold no condition.")
        return part

    def _field(self, found: re.Match[str]) -> Expr | None:
        start, value_start = found.span()
        self._at = self._value_end = end = self._end_of_word(value_start)
        raw = self._text[value_start:end]
        term = Term(found[1], found[2], raw, start, value_start, end)
        self._count(start, raw.count(",") + 1)
        if is_view_word(term):
            self._view(term)
            return None
        return condition(term, self._reading)

    def _view(self, term: Term) -> None:
        by_sort = term.name.lower() == SORT
        if self._sort if by_sort else self._columns:
            sentence = f"{term.name}: stands here twice:"
            raise self._wrong(term.start, term.end, sentence, "put all names behind one.")
        if by_sort:
            self._sort = sort_of(term, self._reading)
        else:
            self._columns = columns_of(term, self._reading)

    def _bare(self) -> Expr:
        start = self._at
        operator = _OPERATOR.match(self._text, start)
        if operator:
            sentence = f"{operator[0]} stands between a field and a value, without blanks,"
            raise self._wrong(start, operator.end(), sentence, "e.g. due<today.")
        word = self._text[start : self._end_of_word(start)]
        target = self._reading.target
        field = flags(target).get(word.lower())
        if field is None and word.lower() in flags(other_list(target)):
            sentence = f"{word} is asked of {other_list(target)}, not of {target};"
            raise self._wrong(start, start + len(word), sentence, "quotes make it a search.")
        if field is None:
            return self._contains(BARE[target], "There is nothing between the quotes.")
        self._at += len(word)
        self._count(start)
        return Flag(field.flag)

    def _contains(self, fields: tuple[str, ...], empty: str, cure: str = "") -> Expr:
        start = self._at
        self._at = end = self._end_of_word(start)
        (piece,) = pieces(self._text[start:end], start, by_comma=False)
        if not piece.text.strip():
            raise self._wrong(start, end, empty, cure)
        self._count(start)
        return Contains(fields, piece.text)

    def _refuse_bare_alternative(self, bar: int) -> None:
        """`p:broken|kept` would search for "kept": say how several values are written."""
        following = self._text[bar + 1 : bar + 2]
        if bar != self._value_end or not following.isalnum() or _TERM.match(self._text, bar + 1):
            return
        end = self._end_of_word(bar + 1)
        if self._text[bar + 1 : end].lower() not in flags(self._reading.target):
            sentence = "A whole condition follows |; several values stand between commas,"
            raise self._wrong(bar, end, sentence, "e.g. cur:usd,eur.")

    def _here(self) -> str:
        """The next character that is no blank; empty at the end."""
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        return self._text[self._at : self._at + 1]

    def _end_of_word(self, at: int) -> int:
        """Where the word ends: at a blank, a parenthesis or a bar outside quotes."""
        text = self._text
        while at < len(text) and not text[at].isspace() and text[at] not in "()|":
            if text[at] == '"':
                opening, at = at, text.find('"', at + 1)
                if at < 0:
                    raise self._wrong(opening, len(text), "This quote is not closed:", 'add ".')
            at += 1
        return at

    def _deeper(self, place: int) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._wrong(place, place, f"Conditions nest at most {_DEEPEST} deep.")

    def _count(self, start: int, conditions: int = 1) -> None:
        self._conditions += conditions
        if self._conditions > _MOST_CONDITIONS:
            sentence = f"A filter has at most {_MOST_CONDITIONS} conditions."
            raise self._wrong(start, self._at, sentence)

    def _wrong(self, start: int, end: int, sentence: str, cure: str = "") -> QueryError:
        return self._reading.wrong(start, end, sentence, cure)
