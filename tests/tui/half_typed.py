"""Every form that keeps what is typed: how it is opened, what is typed into it, how it is saved."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest

from arcollect_tui.screens.coding_draft import CodingDraft
from arcollect_tui.screens.form import Form
from arcollect_tui.services.drafts import SavedDraft, drafts
from tests.tui.office import Hand, opened, sample_store, workstation


@dataclass(frozen=True)
class HalfTyped:
    """A form that somebody is filling in.

    Attributes:
        name: names it among the drafts.
        open: the keys that open it, from the start of the window.
        field: where the focus is then.
        text: what is typed there; with it the form can be saved.
        free: keys from there to a field that takes any text.
        save: the keys that save it.
        drop: the key that drops the draft.
        new: in an office without anything.
    """

    name: str
    open: tuple[str, ...]
    field: str
    text: str
    free: tuple[str, ...] = ()
    save: tuple[str, ...] = ("enter",)
    drop: str = "ctrl+r"
    new: bool = False


FORMS = {
    "promise": HalfTyped("call", ("p",), "day", "+9"),
    "dispute": HalfTyped("call", ("c", "d"), "reason", "pri", save=("tab", *"all", "enter")),
    "call back": HalfTyped("call", ("c", "w"), "next", "wed"),
    "note": HalfTyped("note", ("a",), "text", "half a thought"),
    "next action": HalfTyped("reschedule", ("r",), "next", "mon"),
    "contact": HalfTyped("contact", ("e",), "name", "Karen Half"),
    "cause": HalfTyped("cause", ("enter", "D"), "cause", "pri"),
    "assign": HalfTyped("assign", ("t",), "collector", "Berta"),
    "coding": HalfTyped(
        "coding", ("enter", "d"), "reason", "oth", ("tab", "tab"), ("enter", "enter"), drop="ctrl+d"
    ),
    "marked": HalfTyped(
        "coding",
        ("g", "i", "space", ";", "d"),
        "reason",
        "oth",
        ("tab", "tab"),
        ("enter", "enter"),
        "ctrl+d",
    ),
    "reason": HalfTyped("reason", ("g", "s", "1", "enter"), "name", " two"),
    "outcome": HalfTyped(
        "policy", ("g", "s", "2", "enter"), "outcome-NA-name", " two", save=("enter", "enter")
    ),
    "strategy": HalfTyped("policy", ("g", "s", "3"), "strategy-overdue_unit", "7", save=("enter", "enter")),
    "office": HalfTyped("policy", ("g", "s", "6"), "office-name", " two", save=("enter", "enter")),
    "yours alone": HalfTyped("personal", ("g", "s", "7", "tab"), "collector", "kim"),
    "a new office": HalfTyped(
        "first-start", ("enter",), "name", "Harbor Office", save=("enter", "escape"), new=True
    ),
}
"""One of each form, of the call one for each kind."""
forms = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())


def store_for(form: HalfTyped, folder: Path) -> Path:
    """A store in which the form can be filled in."""
    if not form.new:
        return sample_store(folder)
    path = folder / "new.arcollect"
    opened(path).close()
    return path


def window(path: Path) -> AbstractAsyncContextManager[Hand]:
    """The workstation on it."""
    return workstation(path)


async def open_form(hand: Hand, form: HalfTyped) -> "Form[object] | CodingDraft[object]":
    """Open the form and look that it stands there."""
    await hand.press(*form.open)
    return front(hand)


def front(hand: Hand) -> "Form[object] | CodingDraft[object]":
    """The form in front."""
    screen = hand.app.screen
    assert isinstance(screen, Form | CodingDraft)
    return screen


def kept(path: Path) -> Sequence[SavedDraft]:
    """The drafts in a store, seen from outside."""
    with opened(path, read_only=True) as office:
        return drafts(office)
