"""The filter line: an input below a list, with live count and sum, mistakes shown in place, completion.

A screen yields it last in its body and opens it with `filter_line.open(text)`. Enter keeps what is
typed and posts `Kept`; Esc leaves the list as it was. Nothing here waits: the count comes when it comes.
"""

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from arcollect_tui.errors import ArcollectError, QueryError
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.query import Completion
from arcollect_tui.screens.filter_languages import Language
from arcollect_tui.screens.workstation import Workstation
from arcollect_tui.widgets.safe import clean, show

FILTER = "f"
"""Label of the line where a list is filtered: the key that opens it, like every label."""
LABEL_CELLS = 3
OFFERS_SHOWN, OFFERS_TALL = 4, 30
"""So many offers at a time; twice as many on a screen of so many lines."""

WRONG = "bold $text-error"
ELSEWHERE = "Not a filter of this list: Enter opens the {place} list with it."


class FilterLine(Vertical):
    """The line of a list screen where its filter is typed; hidden until it is opened.

    Args:
        language: the filters of the list.
        widget_id: the widget's id.
    """

    DEFAULT_CSS = """
    FilterLine {
        display: none;
        height: auto;
        background: $surface;
        & > Horizontal { height: 1; }
        & .filter--label { width: 3; text-style: bold; }
        & Input { width: 1fr; height: 1; border: none; padding: 0; background: $surface; }
        & .filter--count {
            width: auto; max-width: 60%; height: 1; padding: 0 1 0 2; color: $text-muted;
            text-wrap: nowrap; text-overflow: ellipsis;
        }
        & .filter--below { height: 2; }
        & .filter--offers { display: none; height: auto; }
    }
    """

    class Kept(Message):
        """A filter was kept.

        Attributes:
            text: the filter; empty shows everything.
            place: the place whose list shows it; empty for this one.
            label: what the line was opened for.
        """

        def __init__(self, line: "FilterLine", text: str, place: str) -> None:
            super().__init__()
            self.line = line
            self.text = text
            self.place = place
            self.label = line.label

        @property
        def control(self) -> "FilterLine":
            """The line, so that `@on` can select by it."""
            return self.line

    def __init__(self, language: Language, *, widget_id: str | None = "filter") -> None:
        super().__init__(id=widget_id)
        self.label = FILTER
        self._language = language
        self._label = Static("", classes="filter--label", markup=False)
        self._input = Input(compact=True, select_on_focus=False)
        self._count = Static("", classes="filter--count", markup=False)
        self._below = Static("", classes="filter--below", markup=False)
        self._list = Static("", classes="filter--offers", markup=False)
        self._back_to: Widget | None = None
        self._offers: Sequence[Completion] = ()
        self._chosen = -1
        self._head, self._tail = "", ""

    def compose(self) -> ComposeResult:
        """Offers of completion, the input with the count beside it, and room for a mistake."""
        yield self._list
        with Horizontal():
            yield self._label
            yield self._input
            yield self._count
        yield self._below

    @property
    def text(self) -> str:
        """What is typed."""
        return self._input.value.strip()

    def open(self, text: str, label: str = FILTER) -> None:
        """Take the focus.

        Args:
            text: the filter to edit.
            label: what it is for; stands before it.
        """
        self.label = label
        self._label.update(f" {label} ")
        self._back_to = self.screen.focused
        self.display = True
        self._input.value = clean(text)
        self._input.cursor_position = len(self._input.value)
        self.screen.set_focus(self._input)
        self._look()

    def perform(self, run: Run) -> bool:
        """Keep, restore, complete.

        Returns:
            False when it is not the line's to do.

        Raises:
            QueryError: what is to be kept cannot be read; the line stays.
        """
        deeds: dict[str, Callable[[], None]] = {
            "line.keep": self._keep,
            "line.restore": self._close,
            "line.complete": self._complete,
            "line.next": lambda: self._choose(1),
            "line.previous": lambda: self._choose(-1),
        }
        deed = deeds.get(run.action_id)
        if deed is None:
            return False
        deed()
        return True

    def _keep(self) -> None:
        text = self.text
        place = self._language.place_of(text)
        self._close()
        self.post_message(self.Kept(self, text, place))

    def _close(self) -> None:
        self._offer(())
        self.display = False
        self.screen.set_focus(self._back_to)

    # What the text means

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.display:
            if self._chosen < 0 or self._input.value != self._completed():
                self._offer(())
            self._look()

    def _look(self) -> None:
        """Say what is wrong, or ask how much matches; answers to older texts are dropped."""
        text = self.text
        try:
            place = self._language.place_of(text)
        except QueryError as error:
            self._count.update("")
            self._below.update("" if self._chosen >= 0 else self._pointed(error))
            self._forget_count()
            return
        self._below.update(show(f" {ELSEWHERE.format(place=place)}" if place else ""))
        app = self.app
        if isinstance(app, Workstation):
            app.fetch(self, "count", lambda: self._language.matched(text), self._counted, self._uncounted)

    def _forget_count(self) -> None:
        app = self.app
        if isinstance(app, Workstation):
            app.fetch(self, "count", lambda: "", self._counted)

    def _counted(self, words: str) -> None:
        self._count.update(show(words))

    def _uncounted(self, error: ArcollectError) -> None:
        self._count.update("")
        self._below.update(show(f" {error.sentence}", WRONG))

    def _pointed(self, error: QueryError) -> Content:
        """A caret under the mistake, and the sentence with its cure."""
        lead = len(self._input.value) - len(self._input.value.lstrip())
        left = cell_len(error.text[: error.start]) + lead - self._input.scroll_offset.x
        width = max(1, cell_len(error.text[error.start : error.end]))
        caret = " " * (LABEL_CELLS + max(0, left)) + "^" * width
        said = f"{caret[: max(1, self.size.width)]}\n {clean(error.sentence)}"
        return Content.styled(said, WRONG)

    # Completion

    def _complete(self) -> None:
        """Complete as far as there is no choice; then offer, and take one offer after the other."""
        if self._offers:
            self._choose(1)
            return
        text, cursor = self._input.value, self._input.cursor_position
        found = self._language.completions(text, cursor)
        if not found:
            return
        start = found[0].start
        self._head, self._tail = text[:start], text[cursor:]
        common = _common([offer.text for offer in found])
        if len(found) == 1 or len(common) > cursor - start:
            self._put(common)
        if len(found) > 1:
            self._offer(found)

    def _choose(self, step: int) -> None:
        if self._offers:
            self._chosen = (self._chosen + step) % len(self._offers) if self._chosen >= 0 else min(step, 0)
            self._put(self._offers[self._chosen].text)
            self._show_offers()

    def _put(self, word: str) -> None:
        self._input.value = f"{self._head}{word}{self._tail}"
        self._input.cursor_position = len(self._head) + len(word)

    def _completed(self) -> str:
        return f"{self._head}{self._offers[self._chosen].text}{self._tail}" if self._offers else ""

    def _offer(self, offers: Sequence[Completion]) -> None:
        self._offers, self._chosen = offers, -1
        self._show_offers()

    def _show_offers(self) -> None:
        self._list.display = bool(self._offers)
        if not self._offers:
            return
        room = OFFERS_SHOWN * (1 + (self.app.size.height >= OFFERS_TALL))
        first = min(max(0, self._chosen - room // 2), max(0, len(self._offers) - room))
        width = max(len(offer.text) for offer in self._offers)
        rows = [
            f"  {'>' if place == self._chosen else ' '} {offer.text.ljust(width)}  {offer.sentence}"
            for place, offer in enumerate(self._offers[first : first + room], first)
        ]
        rows.append(f"    {len(self._offers)} may stand here: Tab takes the next one")
        self._list.update(Content("\n".join(map(clean, rows))))


def _common(words: Sequence[str]) -> str:
    """What all words begin with."""
    first, last = min(words), max(words)
    same = next((place for place, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), None)
    return first if same is None else first[:same]
