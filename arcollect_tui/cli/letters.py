"""Asking how the letters of a file are spelled, when its bytes leave that open."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from arcollect_tui.cli.output import answer_to, can_ask, say
from arcollect_tui.errors import EncodingAsked

if TYPE_CHECKING:
    from arcollect_tui.services.imports import ImportOptions

Plan = TypeVar("Plan")


def with_letters(plan: "Callable[[ImportOptions], Plan]", options: "ImportOptions", ask: bool) -> Plan:
    """Plan a file; when its encoding is open and somebody is there, ask, and plan it again.

    Raises:
        EncodingAsked: nobody is there to answer, or no number was answered.
    """
    try:
        return plan(options)
    except EncodingAsked as question:
        if not (ask and can_ask()):
            raise
        return plan(replace(options, encoding=_answer(question)))


def _answer(question: EncodingAsked) -> str:
    say("These letters can be read in several ways. Which line spells the names right?")
    for number, (name, words) in enumerate(question.readings, 1):
        say(f"  {number}  {', '.join(words)}  ({name})")
    answer = answer_to("Number, or Enter for none:")
    if answer not in map(str, range(1, len(question.readings) + 1)):
        raise question
    return question.readings[int(answer) - 1][0]
