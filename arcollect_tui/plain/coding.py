"""Coding items as lines: `d PRC INV123`, `3 d pr short`, `* ;d pr` with its preview and a yes or no."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.plain.listings import Items
from arcollect_tui.plain.session import Repeat, Session
from arcollect_tui.plain.words import Typed, Words, numbers, words_of
from arcollect_tui.rules.coding import ASKED
from arcollect_tui.services.call_texts import items_named
from arcollect_tui.services.causes import CauseRequest, apply_causes, plan_causes
from arcollect_tui.services.coding import CodingRequest, Skip, apply_coding, plan_coding
from arcollect_tui.services.coding_typed import of_amount, of_share, of_splits
from arcollect_tui.services.items import ItemView, item_ids
from arcollect_tui.services.office import Saved
from arcollect_tui.services.reading import read_reason
from arcollect_tui.services.tolerances import plan_tolerance

NAMES = ("amount", "share", "claim", "code", "words", "ask", "note")
OWN_WORDS = ("collectible", "uncoded")
NO_MARKS = "Nothing is marked: * marks all rows of an items list, mark 3 5-7 some of them."
NO_ITEMS = "Marks are for items: gi lists them, V s those paid short."


def code(session: Session, typed: Typed) -> None:
    """Dispute items, or find them collectible."""
    session.check_writable()
    words = words_of(typed.rest, NAMES)
    splits = [word for word in words.plain if "=" in word]
    plain = [word for word in words.plain if word not in splits]
    reason = "" if splits else _reason(session, plain.pop(0) if plain else "")
    short = "short" in plain
    named = [word for word in plain if word != "short"]
    ids = _items(session, typed, named)
    request = CodingRequest(
        reason, item_ids=ids, mode="short" if short else "whole", note=words.note, recode=not typed.bulk
    )
    request = _with_rest(session, request, words, splits)
    plan = plan_coding(session.office, request)
    asks = len(ids) > 1 or typed.bulk
    _write(session, plan, lambda: apply_coding(session.office, plan), asks=asks)

    def again(item: int) -> Saved:
        return apply_coding(session.office, plan_coding(session.office, replace(request, item_ids=(item,))))

    session.repeat = None if asks else Repeat(again, of_item=True)
    if session.on_items and not named and not asks:
        session.next_row()


def _reason(session: Session, text: str) -> str:
    """The code of a reason; a few letters are enough."""
    if text.casefold() in OWN_WORDS or ":" in text:
        return text
    tree = session.office.settings.reasons
    if not text:
        listed = [f"{reason.code}  {reason.name}" for reason in tree]
        while not text or text == "?":
            if text == "?":
                session.console.rows(listed)
            text = session.console.answer("Reason? A few letters; ? lists them, . leaves. ")
    return read_reason(text, tree).code


def _with_rest(
    session: Session, request: CodingRequest, words: Words, splits: Sequence[str]
) -> CodingRequest:
    """The request with amounts, and what the customer calls it."""
    named = words.named
    request = replace(
        request,
        claim=named.get("claim", ""),
        their_code=named.get("code", ""),
        their_words=named.get("words", ""),
        ask=_asked(named.get("ask", "")),
    )
    if splits:
        return of_splits(session.office, request, splits)
    if "amount" in named:
        return of_amount(session.office, request, named["amount"])
    return of_share(request, named["share"]) if "share" in named else request


def _asked(text: str) -> str:
    wanted = text.casefold().replace("-", "_")
    if wanted and wanted not in ASKED:
        raise UsageError("The ledger may be asked for credit or write-off: ask=credit.")
    return wanted


def _items(session: Session, typed: Typed, named: Sequence[str]) -> tuple[int, ...]:
    """The items that are meant: marked, named, by their rows, or the current one.

    Raises:
        Refused: none is.
    """
    if typed.bulk:
        if not session.marks:
            raise Refused(NO_MARKS)
        return tuple(session.marks)
    if named:
        return _named(session, named)
    if len(typed.rows) > 1:
        return tuple(session.listing.item(session.place_of(row)) for row in typed.rows)
    if session.on_items or session.listing.place == "found":
        return (session.item(),)
    text = session.console.answer("Items? Their numbers, or all that are overdue: ")
    return _named(session, [text]) if text else ()


def _named(session: Session, named: Sequence[str]) -> tuple[int, ...]:
    return items_named(session.account(), " ".join(named))


class Plan(Protocol):
    """What a coding, or a root cause, would write."""

    @property
    def sentence(self) -> str:
        """What it would do."""

    @property
    def skips(self) -> Sequence[Skip]:
        """What is left out, and why."""

    @property
    def count(self) -> int:
        """How many items it is about."""


def _write(session: Session, plan: Plan, apply: Callable[[], Saved], *, asks: bool) -> None:
    """Say what would be written, ask where it is about several items, and write it."""
    if asks or not plan.count:
        session.console.say(f"Preview, nothing written yet: {plan.sentence}.")
        for why, many in Counter(skip.why for skip in plan.skips).most_common():
            session.console.row(f"Skipped {many}: {why}")
    if asks and plan.count and not session.console.confirmed("Write it as one step?"):
        session.console.say("Nothing was written.")
        return
    session.saved(apply())
    session.marks.clear()


def tolerate(session: Session, typed: Typed) -> None:
    """Propose the small short pays that policy lets go."""
    session.check_writable()
    text = session.listing.filter if isinstance(session.listing, Items) else ""
    plan = plan_tolerance(session.office, typed.rest or text)
    _write(session, plan, lambda: apply_coding(session.office, plan), asks=True)


def cause(session: Session, typed: Typed) -> None:
    """Tell the root cause of items."""
    session.check_writable()
    words = words_of(typed.rest, ("note", "department"))
    plain = list(words.plain)
    reason = _reason(session, plain.pop(0) if plain else "") if plain[:1] != ["none"] else plain.pop(0)
    ids = _items(session, typed, plain)
    request = CauseRequest(reason, ids, department=words.named.get("department"), note=words.note)
    plan = plan_causes(session.office, request)
    asks = len(ids) > 1 or typed.bulk
    _write(session, plan, lambda: apply_causes(session.office, plan), asks=asks)


# Marks


def mark_all(session: Session, typed: Typed) -> None:
    """Mark all rows of the list; when all are, unmark them."""
    del typed
    ids = set(_list_of_items(session).ids)
    if ids and ids <= session.marks:
        session.marks -= ids
    else:
        session.marks |= ids
    _say_marks(session)


def mark(session: Session, typed: Typed) -> None:
    """Mark rows by their numbers."""
    session.marks |= _rows(session, typed)
    _say_marks(session)


def unmark(session: Session, typed: Typed) -> None:
    """Take marks off rows by their numbers."""
    session.marks -= _rows(session, typed)
    _say_marks(session)


def _rows(session: Session, typed: Typed) -> set[int]:
    listing = _list_of_items(session)
    wanted = numbers(typed.rest) or typed.rows or (session.at + 1,)
    return {listing.item(session.place_of(row)) for row in wanted}


def mark_matching(session: Session, typed: Typed) -> None:
    """Mark what a filter matches, besides what the list's own filter says."""
    session.marks |= _matching(session, typed.rest)
    _say_marks(session)


def unmark_matching(session: Session, typed: Typed) -> None:
    """Unmark what a filter matches."""
    session.marks -= _matching(session, typed.rest)
    _say_marks(session)


def _matching(session: Session, text: str) -> set[int]:
    if not text:
        raise UsageError("Which? Type a filter, m freight for example.")
    listing = _list_of_items(session)
    return set(item_ids(session.office, ItemView(text))) & set(listing.ids)


def invert(session: Session, typed: Typed) -> None:
    """Swap marked and unmarked rows."""
    del typed
    session.marks ^= set(_list_of_items(session).ids)
    _say_marks(session)


def clear(session: Session, typed: Typed) -> None:
    """Take off all marks."""
    del typed
    session.marks.clear()
    _say_marks(session)


def _list_of_items(session: Session) -> Items:
    if not isinstance(session.listing, Items):
        raise Refused(NO_ITEMS)
    return session.listing


def _say_marks(session: Session) -> None:
    here = set(session.listing.ids) if isinstance(session.listing, Items) else set()
    hidden = len(session.marks - here)
    also = f", {hidden:,} of them not in this list" if hidden else ""
    session.console.say(f"{len(session.marks):,} marked{also}.")
