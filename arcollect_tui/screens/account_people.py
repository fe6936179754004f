"""Who to ask for, and the clock there, as lines of the pane about an account."""

from collections.abc import Iterable

from rich.cells import cell_len, set_cell_size

from arcollect_tui.rules.calling import LocalTime
from arcollect_tui.screens.messages import fold
from arcollect_tui.services.account import Account
from arcollect_tui.services.reach import Reach
from arcollect_tui.widgets.pane import PaneLine

GAP = 2
OWNER = "Owner: "
COMMA, CUT = ", ", ".."
NOBODY = "Nobody to ask for: e adds one."


def people(found: Account, there: Reach, width: int) -> Iterable[PaneLine]:
    """The first contacts, each with number and address, and the clock at the one to ask for."""
    cards = [card for card in found.contacts if not card.retired]
    if not cards:
        yield ((NOBODY, "muted"),)
        yield _clock(there.first)
    for number, card in enumerate(cards[:3]):
        words = [word for word in (card.name or "(no name)", there.phone(card.phone)) if word]
        who = "  ".join(filter(None, (card.role, *words)))
        apart = card.role if cell_len(who) > width else ""
        who = "  ".join(words) if apart else who
        clock = _clock(there.times.get(card.contact_id)) if number == 0 else ()
        fits = cell_len(who + "".join(text for text, _ in clock)) <= width
        yield ((who, "strong" if number == 0 else ""), *(clock if fits else ()))
        if not fits:
            yield clock
        if apart:
            yield ((f"  {apart}", ""),)
        if card.email:
            yield ((f"  {card.email}", "muted"),)


def of_ledger(found: Account, width: int) -> Iterable[PaneLine]:
    """Address, terms, parent and language as a master file gave them, in as many lines as they need."""
    said = (found.master.address, COMMA.join(found.master.facts))
    yield from (((line, "muted"),) for words in said if words for line in fold(words, width))


def of_ledger_shortly(found: Account, width: int) -> Iterable[PaneLine]:
    """The same in one line, what a call needs first; what has no room ends in dots."""
    said = COMMA.join(filter(None, (*found.master.facts, found.master.address)))
    if cell_len(said) > width:
        said = f"{set_cell_size(said, max(0, width - len(CUT))).rstrip()}{CUT}"
    if said:
        yield ((said, "muted"),)


def _clock(there: LocalTime | None) -> PaneLine:
    """The time there; instead of it why nobody should be called now."""
    if there is None:
        return ()
    return ((f"  {there.text}", "muted"),) if there.in_hours else ((f"  ! {there.hint}", "alert"),)


def one_person(found: Account, there: Reach, width: int, limits: str) -> PaneLine:
    """The first contact in one line, with the clock there and the credit limits."""
    cards = [card for card in found.contacts if not card.retired]
    who = "  ".join(word for word in (cards[0].name, there.phone(cards[0].phone)) if word) if cards else ""
    who = who or NOBODY
    room = width - cell_len(who) - (cell_len(limits) + GAP if limits else 0)
    return (
        (who, "strong"),
        *_short_clock(there.first, room),
        (f"  {limits}" if limits else "", "alert" if "OVER" in limits else "muted"),
    )


def _short_clock(there: LocalTime | None, room: int) -> PaneLine:
    """The clock in the longest words that have room: the amounts beside it are never cut."""
    if there is None:
        return ()
    sign, tone = ("", "muted") if there.in_hours else ("! ", "alert")
    bare = there.text.partition(" there")[0]
    words = (
        (there.text, there.text.replace(" there", ""), bare)
        if there.in_hours
        else (
            there.hint,
            f"{there.text}, {there.why_not}",
            f"{bare} {there.why_not}",
        )
    )
    fits = (f"  {sign}{one}" for one in words if cell_len(f"  {sign}{one}") <= room)
    return ((next(fits, f"  {sign}{words[-1]}"), tone),)


def owner(found: Account, width: int) -> Iterable[PaneLine]:
    """Whom the account was assigned to, and who covers; nothing where the ledger alone says whose it is."""
    if found.customer.assigned:
        first, *more = fold(f"{OWNER}{found.customer.assigned}", width)
        yield ((OWNER, "strong"), (first.removeprefix(OWNER), ""))
        yield from (((line, ""),) for line in more)
