"""The first start of an office, step by step; Esc skips a step, and `g s` has each of them again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from arcollect_tui.config import save_config
from arcollect_tui.errors import ArcollectError, UsageError
from arcollect_tui.rules.formats import office_format
from arcollect_tui.rules.policy_keys import COUNTRY, CURRENCY, NAME, read
from arcollect_tui.rules.text import clean
from arcollect_tui.screens.filled import Again, Filled
from arcollect_tui.screens.form import Form
from arcollect_tui.screens.pick import Picker
from arcollect_tui.screens.taking_in import take_in_file
from arcollect_tui.screens.workstation import Workstation
from arcollect_tui.services.first_start import NewOffice, proposed, set_up
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.texts import FieldError, read_field
from arcollect_tui.services.who import Who
from arcollect_tui.widgets.field import Echo, Field
from arcollect_tui.widgets.pick_list import Choice
from arcollect_tui.widgets.safe import show

SET_UP, FILE, SAMPLE = "office", "file", "sample"
BEGINNINGS = (
    Choice(SET_UP, "Set up this office", "its name, then its first file"),
    Choice(FILE, "Take in a file of the ledger", "the rest later, under g s"),
    Choice(SAMPLE, "Look around in a sample office", "nothing here is changed"),
)
FOUND_AGAIN = "g s has all of this: 6 the office, 8 a file, 9 the sample office."


@dataclass(frozen=True, slots=True)
class FirstDraft:
    """The first step as typed."""

    office: NewOffice
    collector: str


class FirstForm(Form[FirstDraft]):
    """Name, currency, country, collector.

    Args:
        again: the form as it was refused.
    """

    NAME = "first-start"
    TITLE = "A new office, step 1 of 2"

    def __init__(self, again: Again | None = None) -> None:
        super().__init__(Who(-1, "", ""), "name", again)
        self._collector = ""

    def fields(self) -> Iterable[Field]:
        """All four."""
        yield Field("name", "Office name", echo=_say_name, size=34)
        yield Field("currency", "Currency", echo=_sayer(CURRENCY, "of amounts that name none"), size=4)
        yield Field("country", "Country", echo=_sayer(COUNTRY, "its holidays, amounts, dates"), size=4)
        yield Field("collector", "Collector", echo=lambda _: Echo("who works here: you"), size=24)

    def prepare(self, office: Office) -> Callable[[], None]:
        """What the system says of its user."""
        found, collector = proposed(office), office.collector

        def fill() -> None:
            for field in ("name", "currency", "country"):
                self.propose(field, getattr(found, field))
            self._collector = collector
            self.propose("collector", collector)
            self.query_one("#box").border_subtitle = show("Enter save + next step  Esc skip it")

        return fill

    def build(self) -> FirstDraft:
        """What is to be set."""
        texts = {key: self.text(field) for key, field in _FIELDS.items()}
        if not texts[NAME]:
            raise FieldError("name", "Type what the office is called, or press Esc to skip this step.")
        for key, field in _FIELDS.items():
            if texts[key]:
                texts[key] = read_field(field, partial(read, key, texts[key]))
        collector = " ".join(clean(self.text("collector")).split())
        kept = collector if collector != self._collector else ""
        return FirstDraft(NewOffice(texts[NAME], texts[CURRENCY], texts[COUNTRY]), kept)


_FIELDS = {NAME: "name", CURRENCY: "currency", COUNTRY: "country"}


def _say_name(text: str) -> Echo:
    return Echo("" if text.strip() else "as colleagues call it")


def _sayer(key: str, means: str) -> Callable[[str], Echo]:
    def say(text: str) -> Echo:
        if not text.strip():
            return Echo("")
        try:
            read(key, text)
            if key == COUNTRY:
                office_format(text)
        except UsageError as error:
            return Echo(error.sentence, ok=False)
        return Echo(means)

    return say


def welcome(ws: Workstation) -> None:
    """Ask a new office where to begin."""

    def picked(choice: Choice | None) -> None:
        if choice is None:
            ws.say(FOUND_AGAIN)
        elif choice.code == SET_UP:
            _first_step(ws)
        elif choice.code == FILE:
            take_in_file(ws, left=FOUND_AGAIN)
        else:
            open_sample(ws)

    ws.push_screen(
        Picker("Welcome to arcollect. This office is new: where do you begin?", BEGINNINGS), picked
    )


def _first_step(ws: Workstation, again: Again | None = None) -> None:
    def filled(result: Filled[FirstDraft] | None) -> None:
        if result is None:
            take_in_file(ws, "A new office, step 2 of 2: the first file", left=FOUND_AGAIN)
            return
        draft, office = result.draft, ws.office

        def job() -> Saved:
            saved = set_up(office, draft.office, result.token)
            if draft.collector:
                save_config({"collector": draft.collector})
            return saved

        def told(_: Saved) -> None:
            office.collector = draft.collector or office.collector

        ws.write(job, told, failed=lambda error: _first_step(ws, result.again(error)))
        take_in_file(ws, "A new office, step 2 of 2: the first file", left=FOUND_AGAIN)

    ws.push_screen(FirstForm(again), filled)


def open_sample(ws: Workstation) -> None:
    """Build a sample office in a throw-away store, then open it in place of this one."""
    from arcollect_tui.services.demo import build_demo
    from arcollect_tui.services.places import throw_away_path

    today, collector = ws.today, ws.office.collector

    def job() -> None:
        path = throw_away_path()
        build_demo(path, today=today, collector=collector).close()
        ws.next_store = path

    def built(_: None) -> None:
        ws.leave_now()

    def failed(error: ArcollectError) -> None:
        ws.show_error(error)

    ws.say("Building the sample office; this takes a few seconds. Yours stays as it is.")
    ws.fetch(ws, "sample", job, built, failed)
