"""What was in the ledger before a file: sixteen bytes an item, where a dictionary takes a hundred."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Final

_RANGE_BITS: Final = 8
_SHIFT: Final = 63 - _RANGE_BITS


class KnownItems:
    """Ids of open items by fingerprint; an item that the file shows is marked.

    Args:
        pairs: fingerprint and id of every open item, in any order.
    """

    def __init__(self, pairs: Iterable[tuple[int, int]]) -> None:
        self._prints = [array("q") for _ in range(1 << _RANGE_BITS)]
        self._items = [array("q") for _ in self._prints]
        for print_, item in pairs:
            place = print_ >> _SHIFT
            self._prints[place].append(print_)
            self._items[place].append(item)
        for place, (prints, items) in enumerate(zip(self._prints, self._items, strict=True)):
            order = sorted(range(len(prints)), key=prints.__getitem__)
            self._prints[place] = array("q", map(prints.__getitem__, order))
            self._items[place] = array("q", map(items.__getitem__, order))

    def __bool__(self) -> bool:
        return any(self._prints)

    def find(self, print_: int) -> int | None:
        """The item with this fingerprint, as `~item` once it was shown."""
        prints = self._prints[print_ >> _SHIFT]
        at = bisect_left(prints, print_)
        if at == len(prints) or prints[at] != print_:
            return None
        return self._items[print_ >> _SHIFT][at]

    def show(self, print_: int) -> bool:
        """Mark the item with this fingerprint; False when there is none, or it was marked before."""
        prints = self._prints[print_ >> _SHIFT]
        at = bisect_left(prints, print_)
        if at == len(prints) or prints[at] != print_:
            return False
        items = self._items[print_ >> _SHIFT]
        new = items[at] >= 0
        if new:
            items[at] = ~items[at]
        return new

    def not_shown(self) -> Iterator[int]:
        """The items that no line showed."""
        return (item for items in self._items for item in items if item >= 0)
