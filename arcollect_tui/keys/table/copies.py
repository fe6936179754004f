"""Copying to the clipboard."""

from collections.abc import Iterable

from arcollect_tui.keys.action import LISTS, MARKED, RECORDS, Action


def copies() -> Iterable[Action]:
    """What `y` copies."""
    for key, thing, label, sentence in (
        ("p", "phone", "phone", "Copy the phone number of the contact."),
        ("e", "email", "e-mail", "Copy the e-mail address of the contact."),
        ("i", "items", "item numbers", "Copy the item number, or the open items of the account."),
    ):
        yield Action("copy", (f"y {key}",), label, sentence, RECORDS, argument=thing)
    table = "Copy the marked rows as a table."
    yield Action("copy", ("y m",), "marked rows", table, MARKED, argument="marked")
    cell = "Copy the cell in the chosen column."
    yield Action("copy.cell", ("y y",), "cell", cell, LISTS)
