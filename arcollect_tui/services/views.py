"""Saved views: a filter with its sort and columns under a letter, on this desk."""

from collections.abc import Mapping, Sequence

from arcollect_tui.data import desk
from arcollect_tui.data.desk import View
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules.query import parse_query
from arcollect_tui.rules.query_fields import Target
from arcollect_tui.rules.text import clean, quoted
from arcollect_tui.services.office import Office

__all__ = [
    "RESERVED",
    "SHIPPED",
    "View",
    "check_filter",
    "drop_view",
    "known_view",
    "save_view",
    "saved_views",
]

SHIPPED: Mapping[str, tuple[str, str]] = {
    "today": ("worklist", ""),
    "short": ("items", "short d:uncoded sort:-short_amount"),
    "to_code": ("items", "queue sort:-open_amount"),
    "broken": ("worklist", "p:broken"),
    "overdue30": ("worklist", "od>=30"),
}
"""The views that are there from the start: place and filter, by the argument of their action."""

RESERVED = frozenset("tsboc")
"""Letters of the views that are there from the start."""

TARGETS = {"worklist": Target.ACCOUNTS, "items": Target.ITEMS}
"""The lists that have views, and what their filters ask about."""

LONGEST_NAME = 40


def saved_views(office: Office) -> list[View]:
    """The saved views, by their letters."""
    with office.store.reading() as connection:
        return desk.views(connection)


def save_view(office: Office, view: View, shipped: Sequence[str] = ()) -> View:
    """Keep a view under its letter; one that was there is replaced.

    Args:
        office: the open office.
        view: the view; without a name the letter keeps the name it has.
        shipped: letters that are taken besides.

    Returns:
        The view as it was kept.

    Raises:
        UsageError: the letter is none, or the filter cannot be read.
        Refused: the letter is taken, there is no filter, or the name is missing or too long.
    """
    check_letter(view.key, shipped)
    if not view.filter.strip():
        raise Refused("There is nothing to save: f types a filter first.")
    check_filter(office, view)
    with office.store.writing() as connection:
        known = {kept.key: kept.name for kept in desk.views(connection)}
        name = clean(view.name).strip() or known.get(view.key, "")
        if not name:
            raise Refused("The view has no name: type a word or two.")
        if len(name) > LONGEST_NAME:
            raise Refused(f"The name has {len(name)} characters: at most {LONGEST_NAME} fit.")
        desk.save_view(connection, View(view.key, view.place, name, view.filter.strip()))
        return _of(desk.views(connection), view.key)


def check_letter(key: str, shipped: Sequence[str] = ()) -> None:
    """See that a view can be kept under a letter.

    Raises:
        UsageError: it is not one letter.
        Refused: it is the letter of a view that is there from the start.
    """
    if len(key) != 1 or not (key.isascii() and key.isalpha()):
        raise UsageError(f"{quoted(key)} is not a letter: a view has one of a to z or A to Z.")
    if key in RESERVED or key in shipped:
        raise Refused(f"V {key} is a view that comes with arcollect: choose another letter.")


def check_filter(office: Office, view: View) -> None:
    """See that the filter of a view can be read today: what it names may be gone.

    Raises:
        QueryError: it cannot.
    """
    settings = office.settings
    parse_query(
        view.filter,
        TARGETS[view.place],
        today=office.today,
        fmt=settings.fmt,
        calendar=settings.calendar,
        reasons=settings.reasons,
    )


def drop_view(office: Office, key: str) -> View:
    """Forget a saved view.

    Raises:
        Refused: there is none under this letter.
    """
    with office.store.writing() as connection:
        found = _of(desk.views(connection), key)
        desk.drop_view(connection, key)
        return found


def known_view(office: Office, key: str, place: str) -> View:
    """The saved view of a letter, for one of the lists.

    Raises:
        UsageError: there is none, or it is of the other list.
    """
    found = saved_views(office)
    try:
        view = _of(found, key)
    except Refused as problem:
        raise UsageError(problem.sentence) from None
    if view.place != place:
        raise UsageError(f"The view {key} is of the {view.place}: arcollect {view.place} --view {key}.")
    return view


def _of(views: Sequence[View], key: str) -> View:
    view = next((view for view in views if view.key == key), None)
    if view is None:
        known = ", ".join(f"{view.key} {view.name}" for view in views)
        there = f"There are: {known}." if known else "V = in the workstation saves one."
        raise Refused(f"There is no saved view {quoted(key)}. {there}")
    return view
