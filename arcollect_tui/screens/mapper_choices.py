"""What can be chosen in the mapper: fields for a column, and answers for the whole file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from arcollect_tui.data.imports.amounts import MARKS
from arcollect_tui.data.imports.dates import ORDER_NAMES
from arcollect_tui.data.imports.layout_model import PART
from arcollect_tui.data.imports.meanings import choosable
from arcollect_tui.rules.country_currency import currencies
from arcollect_tui.services.import_plan import ImportOptions
from arcollect_tui.widgets.pick_list import Choice

AS_SHOWN = "-"
"""The answer that leaves it to the file."""
_EXAMPLES = {"dmy": "03/04 is 3 April", "mdy": "03/04 is 4 March", "point": "1,234.50", "comma": "1.234,50"}


def field_choices(fields: Mapping[str, str], column: str) -> tuple[Choice, ...]:
    """The fields that a column may be read as.

    Args:
        fields: what every column is read as now.
        column: the column.
    """
    taken = {field: name for name, field in fields.items() if field and field != PART and name != column}
    out = Choice(AS_SHOWN, "not read: leave the column out")
    return (out, *(Choice(name, means, _taken(taken.get(name, ""))) for name, means in choosable()))


def _taken(column: str) -> str:
    return f"now {column}" if column else ""


def orders() -> tuple[Choice, ...]:
    """Orders of day and month."""
    return _with_the_file(ORDER_NAMES)


def decimal_marks() -> tuple[Choice, ...]:
    """Decimal marks."""
    return _with_the_file({word: f"decimal {word}" for word in MARKS})


def _with_the_file(names: Mapping[str, str]) -> tuple[Choice, ...]:
    shown = Choice(AS_SHOWN, "as the file shows")
    return (shown, *(Choice(code, name, _EXAMPLES[code]) for code, name in names.items()))


def codes() -> tuple[Choice, ...]:
    """Currencies of lines that name none."""
    countries: dict[str, list[str]] = {}
    for country, code in currencies().items():
        countries.setdefault(code, []).append(country)
    shown = Choice(AS_SHOWN, "as the file says, else the office's")
    known = (Choice(code, ", ".join(countries[code][:8])) for code in sorted(countries))
    return (shown, *known)


@dataclass(frozen=True, slots=True)
class Question:
    """A question about the whole file.

    Attributes:
        title: what is asked.
        choices: makes the answers.
        answer: the options with an answer, None for what the file shows.
    """

    title: str
    choices: Callable[[], tuple[Choice, ...]]
    answer: Callable[[ImportOptions, str | None], ImportOptions]


QUESTIONS: Mapping[str, Question] = {
    "dates": Question(
        "Which order do the dates have?", orders, lambda options, said: replace(options, dates=said)
    ),
    "amounts": Question(
        "How are the amounts written?", decimal_marks, lambda options, said: replace(options, decimal=said)
    ),
    "currency": Question(
        "In which currency are amounts that name none?",
        codes,
        lambda options, said: replace(options, currency=said),
    ),
}
"""By the kind of its row."""
