"""What may be typed into the filter line of promises."""

from arcollect_tui.rules.query import Completion, Target, complete
from arcollect_tui.screens.filter_languages import read
from arcollect_tui.services.office import Office
from arcollect_tui.services.promises import DUE_TODAY, WORDS, promise_rows, word_of


class PromisesLanguage:
    """The state of a promise, or a filter of accounts."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def place_of(self, text: str) -> str:
        if word_of(text) not in WORDS:
            read(self._office, text, Target.ACCOUNTS)
        return ""

    def matched(self, text: str) -> str:
        return f"{len(promise_rows(self._office, filter=text)):,} of {len(promise_rows(self._office)):,}"

    def completions(self, text: str, cursor: int) -> list[Completion]:
        typed = text[:cursor]
        states = [
            Completion(word, "open, due today" if word == DUE_TODAY else "promises in this state", 0)
            for word in WORDS
            if " " not in typed and word.startswith(typed)
        ]
        return states or complete(text, cursor, Target.ACCOUNTS)
