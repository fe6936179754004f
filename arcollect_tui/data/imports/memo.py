"""What a cell means, worked out once for each different cell."""

from collections.abc import Callable


class Memo(dict[str, str]):
    """Cell to what it means."""

    def __init__(self, meaning: Callable[[str], str]) -> None:
        super().__init__()
        self._meaning = meaning

    def __missing__(self, cell: str) -> str:
        found = self[cell] = self._meaning(cell)
        return found
