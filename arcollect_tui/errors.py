"""The errors a user may see.

Each class knows the exit code of the command line and carries one sentence that says what is wrong,
where, and what would be right. Anything else that is raised is a bug.
"""


class ArcollectError(Exception):
    """A problem we can name. `str(error)` is the one sentence shown to the user."""

    exit_code = 3

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class UsageError(ArcollectError):
    """The request itself cannot be read: unknown option, outcome, reason, field, date or amount."""

    exit_code = 2


class Refused(ArcollectError):
    """A rule says no, or a customer or item is unknown or ambiguous."""

    exit_code = 3


class GuardRefused(Refused):
    """An import guard stopped the file; `guards` are the names that `--accept` would let through."""

    def __init__(self, sentence: str, guards: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.guards = guards


class ForkRefused(Refused):
    """Two stores went on under one desk, so a file and the store tell two stories of it."""


class FileRefused(ArcollectError):
    """An input file cannot be read or understood."""

    exit_code = 4


class EncodingAsked(FileRefused):
    """The letters of a text file have several readings, and the person must say which is right.

    Attributes:
        readings: encodings with some names of the file as each spells them, the usual one first.
    """

    def __init__(self, sentence: str, readings: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        super().__init__(sentence)
        self.readings = readings


class ColumnsAsked(FileRefused):
    """A file waits for a person to say what its columns are, or how they are written.

    Args:
        what: what is wrong, and where.
        cure: what would be right, for a command.
        about: which answers would help, in one text: `header`, `fields`, `dates`, `amounts`, `currency`.

    Attributes:
        what: as given; a screen says the cure in its own keys.
        about: as given.
    """

    def __init__(self, what: str, cure: str, about: str = "fields") -> None:
        super().__init__(f"{what} {cure}")
        self.what = what
        self.about = about
        self._cure = cure

    def beside(self, other: "ColumnsAsked") -> "ColumnsAsked":
        """Both at once."""
        what, cure = f"{self.what} {other.what}", f"{self._cure} {other._cure}"
        return ColumnsAsked(what, cure, f"{self.about} {other.about}")


class StoreError(ArcollectError):
    """The store cannot be used: missing, locked, read-only, full, newer or damaged."""

    exit_code = 5


class StoreBusy(StoreError):
    """Another program uses the store; a later try may succeed."""


class NotAStore(StoreError):
    """The file is something else than a store of ours."""


class SwapAsked(FileRefused):
    """A spreadsheet has probably exchanged day and month, and the person must say what to do."""


class QueryError(UsageError):
    """A filter that cannot be read.

    Attributes:
        text: the whole filter as typed.
        start: offset of the first wrong character.
        end: offset after the last wrong character.
        cure: what would be right.
    """

    def __init__(self, sentence: str, text: str, start: int, end: int, cure: str = "") -> None:
        super().__init__(sentence if not cure else f"{sentence} {cure}")
        self.text = text
        self.start = start
        self.end = end
        self.cure = cure
