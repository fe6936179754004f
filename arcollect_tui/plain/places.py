"""Going about: lists, rows, one account, filters, views, finding, the file of the day, help."""

from collections.abc import Callable
from pathlib import Path

from arcollect_tui.data.exports.write import check_target
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.keys.actions import ACTIONS
from arcollect_tui.plain.aloud import account_aloud, item_aloud
from arcollect_tui.plain.day import TODAY, open_queue, today
from arcollect_tui.plain.listings import MAKERS, found_by
from arcollect_tui.plain.session import Session
from arcollect_tui.plain.words import Typed
from arcollect_tui.rules.query_view import without_view_words
from arcollect_tui.services.exports import export
from arcollect_tui.services.items import item_window
from arcollect_tui.services.places import usable
from arcollect_tui.services.reach import reach_of
from arcollect_tui.services.references import find_customer
from arcollect_tui.services.views import SHIPPED, View, check_filter, save_view, saved_views

PLACES_BY_KEY = {
    keys.split(" ")[1]: action.id.removeprefix("go.")
    for action in ACTIONS
    if action.id.startswith("go.")
    for keys in action.keys
    if keys.startswith("g ")
}
"""The place behind each letter after `g`."""
VIEWS_BY_KEY = {
    keys.split(" ")[1]: action.argument
    for action in ACTIONS
    if action.id == "view.open"
    for keys in action.keys
}


def place(name: str) -> Callable[[Session, Typed], None]:
    """The command that goes to a place; words after it are a filter."""

    def go(session: Session, typed: Typed) -> None:
        session.go(name, typed.rest)

    return go


def go(session: Session, typed: Typed) -> None:
    """Go to a place by its letter."""
    name = PLACES_BY_KEY.get(typed.rest)
    if name == TODAY:
        today(session, typed)
        return
    if name is None or name not in MAKERS:
        known = ", ".join(
            f"g{key} {place}" for key, place in PLACES_BY_KEY.items() if place in (*MAKERS, TODAY)
        )
        raise UsageError(f"g {typed.rest}: no such place. There are: {known}; settings: arcollect policy.")
    session.go(name)


def again(session: Session, typed: Typed) -> None:
    """Say the list again, from its first row; a number says so many rows."""
    count = int(typed.rest) if typed.rest.isdecimal() else 0
    if typed.rest and not count:
        raise UsageError("list takes a number of rows: list 50. f narrows the list.")
    session.heard = 0
    session.more(count or 10)


def more(session: Session, typed: Typed) -> None:
    """Say the next rows."""
    session.more(int(typed.rest) if typed.rest.isdecimal() else 10)


def show(session: Session, typed: Typed) -> None:
    """Read a row aloud; everything of it with `all`."""
    first, _, rest = typed.rest.partition(" ")
    if first.isdecimal():
        session.stand_on(int(first))
        first = rest.strip()
    if session.listing.place == TODAY and session.opened is None:
        open_queue(session)
        return
    if session.on_items:
        found = item_window(session.office, [session.item()])
        for text in item_aloud(found[0], session.office.settings.fmt) if found else ():
            session.console.say(text)
        return
    _read_account(session, everything=first == "all")


def _read_account(session: Session, *, everything: bool = False) -> None:
    found = session.account(activities=None)
    reach = reach_of(session.office, found)
    for text in account_aloud(session.office, found, reach, everything=everything):
        session.console.say(text)


def open_account(session: Session, typed: Typed) -> None:
    """Open an account by its own number; alone: that of the current row."""
    customer = find_customer(session.office, typed.rest).id if typed.rest else session.customer()
    session.opened = customer
    _read_account(session)


def step(steps: int) -> Callable[[Session, Typed], None]:
    """The command that goes to another row and says it."""

    def walk(session: Session, typed: Typed) -> None:
        session.stand_on(session.at + 1 + steps * (typed.count or 1))
        session.say_row()

    return walk


def previous(session: Session, typed: Typed) -> None:
    """Go back to the list before this one."""
    del typed
    if session.before is None:
        raise Refused("No list came before this one: ? lists the commands.")
    session.show(session.before)


def filter_list(session: Session, typed: Typed) -> None:
    """Filter the list; nothing after it takes the filter off."""
    session.go(_filtered_place(session), typed.rest)


def toggle_filter(session: Session, typed: Typed) -> None:
    """Turn the filter off and on."""
    del typed
    if not session.last_filter:
        raise Refused("There is no filter to turn on: f and words makes one.")
    session.go(_filtered_place(session), "" if session.listing.filter else session.last_filter)


def _filtered_place(session: Session) -> str:
    return session.listing.place if session.listing.place in MAKERS else "worklist"


def sort(sign: str) -> Callable[[Session, Typed], None]:
    """The command that sorts the list by a field."""

    def by(session: Session, typed: Typed) -> None:
        if not typed.rest:
            raise UsageError("Sort by what? Type a field, s overdue or S days_overdue for example.")
        rest = without_view_words(session.listing.filter, "sort")
        session.go(_filtered_place(session), f"{rest} sort:{sign}{typed.rest}".strip())

    return by


def view(session: Session, typed: Typed) -> None:
    """Open a saved view by its letter, or save the filter: `V = k my name`."""
    letter, _, rest = typed.rest.partition(" ")
    if letter.startswith("="):
        _save_view(session, f"{letter[1:]} {rest}".strip())
        return
    if letter in VIEWS_BY_KEY:
        session.go(*SHIPPED[VIEWS_BY_KEY[letter]])
        return
    found = {kept.key: kept for kept in saved_views(session.office)}
    if letter not in found:
        known = ", ".join([*(f"V {key} {name}" for key, name in VIEWS_BY_KEY.items())])
        own = "".join(f", V {key} {kept.name}" for key, kept in found.items())
        raise UsageError(f"V {letter}: no such view. There are: {known}{own}.")
    check_filter(session.office, found[letter])
    session.go(found[letter].place, found[letter].filter)


def _save_view(session: Session, text: str) -> None:
    session.check_writable()
    key, _, name = text.partition(" ")
    listing = session.listing
    kept = save_view(session.office, View(key, listing.place, name, listing.filter), tuple(VIEWS_BY_KEY))
    session.console.say(f"Saved: V {kept.key} shows {kept.name}.")


def find(session: Session, typed: Typed) -> None:
    """Find anything by any part of it."""
    if not typed.rest:
        raise UsageError("Find what? Type / and part of a number, a name, a PO, a phone or an amount.")
    session.show(found_by(session.office, typed.rest))


def why(session: Session, typed: Typed) -> None:
    """Say why the account stands where it stands."""
    del typed
    found = session.account()
    for reason in found.reasons:
        session.console.row(f"{reason.points} points: {reason.text}")
    session.console.say(f"{found.score} points in all.")


def export_day(session: Session, typed: Typed) -> None:
    """Write today's activity to a file; the ending of its name is the format."""
    name = f"activity-{session.office.today:%Y-%m-%d}.csv"
    text = typed.rest or session.console.answer(f"File? Enter takes {name}. ") or name
    out = usable(Path(text), Refused)
    check_target(out)
    session.console.say(export(session.office, "activity", out, since=session.office.today).sentence)


def leave(session: Session, typed: Typed) -> None:
    """Leave; drafts are kept."""
    del typed
    session.over = True


def errors(session: Session, typed: Typed) -> None:
    """Whether an error ends the session: `errors stop`, `errors go on`."""
    words = {"stop": False, "go on": True}
    if typed.rest not in words:
        raise UsageError("Type errors stop, or errors go on.")
    session.goes_on = words[typed.rest]
    session.console.say(
        "Errors are said, and the next line is read." if session.goes_on else "Errors end this."
    )
