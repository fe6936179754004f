"""Sentences about a file as a whole, once it is read to its end."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from arcollect_tui.data.imports.texts import quoted

_MOST_NAMED: Final = 3


def zero_twins(numbers: Iterable[str]) -> list[tuple[str, ...]]:
    """Numbers of customers that differ by leading zeros alone; they stay apart."""
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for number in numbers:
        alike[number.lstrip("0")].append(number)
    return sorted(tuple(sorted(group)) for group in alike.values() if len(group) > 1)


def told_twins(numbers: Iterable[str]) -> Iterator[str]:
    """What to say about such numbers."""
    twins = zero_twins(numbers)
    if not twins:
        return
    few = "; ".join(" and ".join(map(quoted, group)) for group in twins[:_MOST_NAMED])
    many = "1 number" if len(twins) == 1 else f"{len(twins)} numbers"
    yield f"{many} of customers stand with and without leading zeros: {few}. They stay customers apart."


def told_columns(header: Sequence[str], places: Mapping[str, int]) -> Iterator[str]:
    """What to say where columns leave a doubt: a name that stands twice, and no number of documents.

    Args:
        header: names of the columns, equal ones told apart by `.1`.
        places: field to column.
    """
    read = set(places.values())
    left = [at for at, name in enumerate(header) if name and at not in read]
    for at in left:
        first = next((one for one in sorted(read) if one < at and _same(header[one], header[at])), None)
        if first is not None:
            yield (
                f"Column {quoted(header[first])} stands more than once: the one furthest left is read, "
                f"{quoted(header[at])} is not. If that is wrong, rename them."
            )
    if "document_no" not in places:
        unread = ", ".join(quoted(header[at]) for at in left[:_MOST_NAMED])
        rest = f" Columns not read: {unread}." if unread else ""
        yield f"No column gives the number of the document, so items are told apart without it.{rest}"


def _same(first: str, later: str) -> bool:
    name, _, number = later.rpartition(".")
    return name == first and number.isdigit()


def told_counts(stated: Sequence[tuple[int, int]], counted: Iterable[int]) -> Iterator[str]:
    """What to say where a trailer states another number of lines than there are.

    Args:
        stated: lines of trailers and the numbers they state.
        counted: numbers that a trailer may mean: items, items and settled lines, all lines.
    """
    known = list(counted)
    for line, number in stated:
        if number not in known:
            yield (
                f"Line {line}: the file says it has {number} lines, and {known[0]} were found. "
                f"It may be cut off; export it again if lines are missing."
            )
