"""What a file leaves open, as a question with its answers: its letters, or the order of its dates."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from arcollect_tui.data.imports.swapped import MEND
from arcollect_tui.errors import ArcollectError, EncodingAsked, SwapAsked
from arcollect_tui.services.imports import ImportOptions
from arcollect_tui.widgets.pick_list import Choice

AS_THEY_STAND = "dates"


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a file.

    Attributes:
        title: what is asked.
        choices: the answers.
        answer: the options of the file with an answer, by its code.
    """

    title: str
    choices: tuple[Choice, ...]
    answer: Callable[[str], ImportOptions]


def question_of(error: ArcollectError, options: ImportOptions) -> Question | None:
    """The question behind a refusal; None when nothing that is said could help."""
    if isinstance(error, EncodingAsked):
        readings = tuple(Choice(name, ", ".join(words)) for name, words in error.readings)
        return Question(
            "Which line spells the names right?", readings, lambda code: replace(options, encoding=code)
        )
    if isinstance(error, SwapAsked):
        return Question(
            "A spreadsheet has probably exchanged day and month in this file",
            (
                Choice(MEND, "Exchange them back", "the date cells alone"),
                Choice(AS_THEY_STAND, "Read them as they stand", "they are right"),
            ),
            lambda code: replace(options, accept=options.accept | {code}),
        )
    return None
