"""Several postings as one item: where a file lists invoices and payments apart, their rest is open."""

from collections.abc import Iterable, Mapping, Sequence

Key = tuple[str, ...]


class Nets:
    """The rest of every item, by the fields that its postings share.

    Args:
        fields: canonical fields whose equal values make postings one item.
    """

    def __init__(self, fields: Sequence[str]) -> None:
        self._fields = fields
        self._rest: dict[Key, int] = {}
        self._shown: set[Key] = set()

    def add(
        self, texts: Mapping[str, Sequence[str]], codes: Sequence[str], opens: Iterable[int | None]
    ) -> None:
        """Take in some postings, in the first reading."""
        for key, value in zip(self._keys(texts, codes), opens, strict=True):
            self._rest[key] = self._rest.get(key, 0) + (value or 0)

    def net(
        self, texts: Mapping[str, Sequence[str]], codes: Sequence[str], opens: Sequence[int | None]
    ) -> list[int | None]:
        """What is open on each posting: the item's rest on the first with its sign, else nothing."""
        found: list[int | None] = []
        for key, value in zip(self._keys(texts, codes), opens, strict=True):
            rest = self._rest.get(key)
            if value is None or rest is None or not all(key):
                found.append(value)
            elif rest == 0 or key in self._shown or (rest > 0) != (value > 0):
                found.append(0)
            else:
                self._shown.add(key)
                found.append(rest)
        return found

    def _keys(self, texts: Mapping[str, Sequence[str]], codes: Sequence[str]) -> Iterable[Key]:
        return zip(*[texts[name] for name in self._fields], codes, strict=True)
