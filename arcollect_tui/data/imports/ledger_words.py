"""Languages and time zones as ledgers write them, to the codes and names that arcollect goes by."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from arcollect_tui.data.imports.memo import Memo
from arcollect_tui.data.imports.texts import quoted
from arcollect_tui.rules.contact_words import known_language
from arcollect_tui.rules.zones import zone_of_ledger

_MOST_NAMED: Final = 5


class LedgerWords:
    """Reads the words of one file; one that is not known stays as it is, and is told once.

    Args:
        languages: the ledger's own keys of languages, to ISO 639-1 codes.
    """

    def __init__(self, languages: Mapping[str, str]) -> None:
        self._unknown: Counter[tuple[str, str]] = Counter()
        self._languages = Memo(lambda word: languages.get(word) or known_language(word))
        self._zones = Memo(zone_of_ledger)

    def language(self, word: str) -> str:
        """The code of a language, else the word itself."""
        return self._known("Language", word, self._languages.__getitem__)

    def time_zone(self, word: str) -> str:
        """The name of a zone in the tz database, else the word itself."""
        return self._known("Time zone", word, self._zones.__getitem__)

    def _known(self, what: str, word: str, read: Callable[[str], str]) -> str:
        found = read(word) if word else ""
        if word and not found:
            self._unknown[what, word] += 1
        return found or word

    def warnings(self) -> Iterator[str]:
        """One sentence a word that is not known, the most frequent first."""
        for (what, word), count in self._unknown.most_common(_MOST_NAMED):
            lines = "1 line" if count == 1 else f"{count} lines"
            yield f"{what} {quoted(word)} is not known ({lines}); it is kept as it stands and not used."
