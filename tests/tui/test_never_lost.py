"""What is typed into any form is kept, whatever ends the form; see `half_typed` for the forms.

That a killed program, a closed terminal and a signal lose nothing is shown on real terminals by
`tests.terminal.test_interruption`, that a full disk does not by `tests.faults.test_drafts`.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from threading import Event
from time import monotonic
from typing import Any

import pytest

from arcollect_tui import screens
from arcollect_tui.screens import draft_keeper
from arcollect_tui.screens.draft_keeper import DraftKeeper
from arcollect_tui.screens.form import Form
from arcollect_tui.services.drafts import SavedDraft, save_draft
from arcollect_tui.services.office import Office
from tests.terminal.test_cards import CARDS, found_in
from tests.tui.half_typed import FORMS, HalfTyped, forms, front, kept, open_form, store_for, window
from tests.tui.office import PATIENCE, Hand

PROMISED = 0.25
"""Seconds after a pause began until what was typed is in the store."""
BUSY = 4
"""A machine that does other things may take so many times as long."""
TRIES = 8
"""And not so many times in a row."""


class ProvokedError(Exception):
    """A mistake in the program."""


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of this test alone."""
    monkeypatch.setattr("arcollect_tui.config.config_path", lambda: tmp_path / "settings" / "config.toml")


@pytest.fixture
def path(form: HalfTyped, tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    return store_for(form, folder)


def text_of(draft: SavedDraft, form: HalfTyped) -> str:
    """What a draft holds of the field that was typed in."""
    found: str = json.loads(draft.body)[form.field]
    return found


async def until_kept(hand: Hand, path: Path, form: HalfTyped) -> None:
    """Until all that was typed is in the store."""
    await hand.until(lambda: any(text_of(draft, form).endswith(form.text) for draft in kept(path)))


def subclasses(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)


def test_no_form_is_left_out() -> None:
    for module in iter_modules(screens.__path__, "arcollect_tui.screens."):
        import_module(module.name)
    names = {kind.NAME for kind in subclasses(Form) if kind.__module__.startswith("arcollect_tui")}
    assert names | {"coding"} == {form.name for form in FORMS.values()}


@forms
async def test_it_is_saved_a_quarter_second_after_a_pause_began(
    form: HalfTyped, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: list[float] = []

    def timed(*arguments: Any) -> None:
        save_draft(*arguments)
        saved.append(monotonic())

    monkeypatch.setattr(draft_keeper, "save_draft", timed)
    late = []
    async with window(path) as hand:
        await open_form(hand, form)
        for letter in "abcdefgh"[:TRIES]:
            before = len(saved)
            pressed = monotonic()
            await hand.hit(letter)
            await hand.until(lambda before=before: len(saved) > before)  # type: ignore[misc]
            late.append(saved[-1] - pressed)
            if late[-1] <= PROMISED:
                break
    assert draft_keeper.PAUSE < PROMISED
    assert min(late) <= PROMISED * BUSY, late


@forms
async def test_it_is_offered_again_after_the_window_was_gone_and_dropped_by_a_key(
    form: HalfTyped, path: Path
) -> None:
    async with window(path) as hand:
        await open_form(hand, form)
        await hand.press(*form.text)
        await until_kept(hand, path, form)
    (draft,) = kept(path)
    assert draft.form == form.name
    async with window(path) as hand:
        again = await open_form(hand, form)
        assert again.typed()[form.field] == text_of(draft, form)
        assert "Restored the draft" in hand.echo
        assert again.keeper.token == draft.token
        await hand.press(form.drop)
        assert hand.app.screen is not again
        assert kept(path) == []


@forms
async def test_it_is_kept_also_before_the_form_has_its_proposals(
    form: HalfTyped, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The terminal goes away while the form is still asking what to propose."""
    come, find = Event(), DraftKeeper.find

    def late(keeper: DraftKeeper, office: Office, held: frozenset[bytes]) -> SavedDraft | None:
        assert come.wait(PATIENCE)
        return find(keeper, office, held)

    monkeypatch.setattr(DraftKeeper, "find", late)
    async with window(path) as hand:
        for key in form.open:
            await hand.hit(key)
        await hand.until(lambda: hasattr(hand.app.screen, "keeper"))
        for key in form.text:
            await hand.hit(key)
        screen = front(hand)
        await hand.until(lambda: screen.typed().get(form.field, "").endswith(form.text))
        hand.app.put_away()
        await until_kept(hand, path, form)
        (draft,) = kept(path)
        come.set()
        await hand.rest()
        assert [one.token for one in kept(path)] == [draft.token]


@forms
async def test_a_mistake_in_the_program_keeps_it(form: HalfTyped, path: Path) -> None:
    def mistake() -> None:
        raise ProvokedError

    with suppress(ProvokedError):
        async with window(path) as hand:
            screen = await open_form(hand, form)
            for letter in form.text:
                await hand.hit(letter)
            await hand.until(lambda: screen.typed().get(form.field, "").endswith(form.text))
            hand.app.call_later(mistake)
            await hand.until(lambda: hand.app.bug is not None)
    assert isinstance(hand.app.bug, ProvokedError)
    (draft,) = kept(path)
    assert text_of(draft, form).endswith(form.text)


@forms
async def test_card_numbers_are_masked_before_anything_is_saved(form: HalfTyped, path: Path) -> None:
    async with window(path) as hand:
        await open_form(hand, form)
        await hand.press(*form.free, "x", "space")
        await hand.until(lambda: bool(kept(path)))
        await hand.press(*CARDS[0][:9])
        await hand.press(*CARDS[0][9:])
        await hand.until(lambda: CARDS[0][-4:] in kept(path)[0].body)
        assert found_in(path.parent) == []
        await hand.press("escape")
        assert "•••• 1111" in kept(path)[0].body
        assert found_in(path.parent) == []


@forms
async def test_what_is_saved_leaves_no_draft_behind(form: HalfTyped, path: Path) -> None:
    async with window(path) as hand:
        await open_form(hand, form)
        await hand.press(*form.text)
        await until_kept(hand, path, form)
        await hand.press(*form.save)
        assert not hasattr(hand.app.screen, "keeper"), hand.text()
        assert kept(path) == []


async def test_what_is_typed_before_an_older_draft_is_found_becomes_one_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form, path = FORMS["promise"], store_for(FORMS["promise"], tmp_path)
    async with window(path) as hand:
        await open_form(hand, form)
        await hand.press("tab", *"55", "escape")
        (older,) = kept(path)
        come, find = Event(), DraftKeeper.find

        def late(keeper: DraftKeeper, office: Office, held: frozenset[bytes]) -> SavedDraft | None:
            assert come.wait(PATIENCE)
            return find(keeper, office, held)

        monkeypatch.setattr(DraftKeeper, "find", late)
        for key in ("p", *"fri"):
            await hand.hit(key)
        await hand.until(lambda: len(kept(path)) == 2)
        come.set()
        await hand.rest()
        (both,) = kept(path)
        assert both.token == older.token
        assert json.loads(both.body) == {"day": "fri", "amount": "55"}


async def test_escape_from_a_coding_keeps_a_long_text_and_lets_a_bare_reason_go(tmp_path: Path) -> None:
    form, path = FORMS["coding"], store_for(FORMS["coding"], tmp_path)
    async with window(path) as hand:
        await open_form(hand, form)
        await hand.press(*"pri")
        await hand.until(lambda: bool(kept(path)))
        await hand.press("escape")
        assert kept(path) == []
        await hand.press("d", "tab", "tab", *"see line two", "escape")
        assert "What you typed is kept" in hand.echo
        assert [draft.form for draft in kept(path)] == ["coding"]
        await hand.press("d")
        assert front(hand).typed() == {"note": "see line two"}
        await hand.press(*"oth", "enter", "enter")
        assert hand.echo.startswith("Coded: dispute OTH")
        assert kept(path) == []


@pytest.mark.parametrize("keys", [("enter",), ("ctrl+r",)], ids=["saved", "dropped"])
async def test_a_pause_that_ends_after_the_form_saves_nothing(
    tmp_path: Path, keys: tuple[str, ...]
) -> None:
    """The end of a pause may be in the queue behind the key that saves or drops the form."""
    form, path = FORMS["note"], store_for(FORMS["note"], tmp_path)
    async with window(path) as hand:
        keeper = (await open_form(hand, form)).keeper
        await hand.press(*form.text)
        await until_kept(hand, path, form)
        await hand.press(*keys)
        keeper.keep()
        await hand.rest()
        assert kept(path) == []
