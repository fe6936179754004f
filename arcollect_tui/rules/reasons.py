"""The tree of dispute reasons, and how people find one by a few letters.

The shipped tree is in `reason_list.py`; what an office changes of it is policy (`reason_policy.py`).
"""

import difflib
from collections.abc import Iterable, Iterator, Sequence

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.reason_list import REASONS
from arcollect_tui.rules.reason_model import Reason
from arcollect_tui.rules.text import quoted

__all__ = ["REASONS", "SHIPPED", "Reason", "ReasonTree"]

_NO_MATCH = 4


class ReasonTree:
    """The reasons of an office, in their order. Those no longer offered are known, and not found."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self._all = tuple(reasons)
        self._offered = tuple(reason for reason in self._all if reason.active)
        self._by_code = {reason.code: reason for reason in self._all}

    def __iter__(self) -> Iterator[Reason]:
        return iter(self._offered)

    def __len__(self) -> int:
        return len(self._offered)

    @property
    def every(self) -> tuple[Reason, ...]:
        """Also those that are no longer offered."""
        return self._all

    def get(self, code: str) -> Reason | None:
        """The reason with just this code, also one no longer offered; None for an unknown one."""
        return self._by_code.get(code)

    def name(self, code: str) -> str:
        """What people read for a code; empty for an unknown one."""
        known = self._by_code.get(code)
        return "" if known is None else known.name

    def find(self, text: str) -> Reason:
        """The reason with this code, or the only one whose code starts with the text; in either case.

        Raises:
            UsageError: none or several match; the candidates or the nearest code are named.
        """
        wanted = text.strip().upper()
        known = self._by_code.get(wanted)
        if known is not None and known.active:
            return known
        matches = [reason for reason in self._offered if wanted and reason.code.startswith(wanted)]
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise UsageError(f"The reason {quoted(text)} could be {_listed(matches)}: type more of it.")
        near = self.nearest(text)
        hint = f" Did you mean {_listed([near])}?" if near else ""
        codes = ", ".join(reason.code for reason in self._offered)
        raise UsageError(f"There is no reason {quoted(text)}.{hint} There are: {codes}.")

    def type_ahead(self, text: str) -> list[Reason]:
        """The reasons that a few typed letters may mean, likeliest first; all of them for no letters.

        Order: exact code, start of a code, start of a word in the name, start of a keyword or the group;
        among equals the order of the tree.
        """
        wanted = text.strip().casefold()
        if not wanted:
            return list(self._offered)
        ranked = [(_rank(reason, wanted), place) for place, reason in enumerate(self._offered)]
        return [self._offered[place] for rank, place in sorted(ranked) if rank < _NO_MATCH]

    def nearest(self, text: str) -> Reason | None:
        """The reason that a code which is none was most likely meant to be."""
        found = self.type_ahead(text)[:1] or self._near(text.strip().upper())
        return found[0] if found else None

    def _near(self, wanted: str) -> list[Reason]:
        codes = [reason.code for reason in self._offered]
        return [self._by_code[code] for code in difflib.get_close_matches(wanted, codes, n=1, cutoff=0.4)]


SHIPPED = ReasonTree(REASONS)
"""The tree of an office that has changed nothing."""


def _listed(reasons: Sequence[Reason]) -> str:
    return " or ".join(f"{reason.code} ({reason.name.lower()})" for reason in reasons)


def _rank(reason: Reason, wanted: str) -> int:
    code = reason.code.casefold()
    if code == wanted:
        return 0
    if code.startswith(wanted):
        return 1
    words = reason.name.casefold().replace(",", " ").split()
    name = " ".join(words)
    if name.startswith(wanted) or any(word.startswith(wanted) for word in words):
        return 2
    others = (*reason.keywords, reason.group)
    return 3 if any(word.startswith(wanted) for word in others) else _NO_MATCH
