"""The form that assigns accounts to a collector: who, from which day, and until when for a cover."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.money import shown_short
from arcollect_tui.rules.owners import NOBODY
from arcollect_tui.rules.text import clean, fit
from arcollect_tui.screens.coding_preview import LINES_SHOWN
from arcollect_tui.screens.filled import Again
from arcollect_tui.screens.form import Form
from arcollect_tui.screens.messages import fold
from arcollect_tui.screens.reading import said
from arcollect_tui.services.assign_plan import AssignPlan, share_words
from arcollect_tui.services.assignments import ME, known_collectors
from arcollect_tui.services.office import Office
from arcollect_tui.services.texts import FieldError, read_field
from arcollect_tui.services.who import Who
from arcollect_tui.widgets.field import Echo, Field
from arcollect_tui.widgets.pane import PaneLine
from arcollect_tui.widgets.pick_list import Choice

BACK = "gives them back to the ledger's collector"


@dataclass(frozen=True, slots=True)
class AssignDraft:
    """Who shall own the accounts, as typed; a last day makes it a cover."""

    collector: str
    first: date
    last: date | None
    token: bytes


class AssignForm(Form[AssignDraft]):
    """Whose the account is, or the marked ones.

    Args:
        who: the account under the cursor, its number that of the account or how many are marked.
        again: the form as it was refused.
    """

    NAME = "assign"
    TITLE = "Assign"

    def __init__(self, who: Who, again: Again | None = None) -> None:
        super().__init__(who, "collector", again)
        self._known: tuple[str, ...] = ()

    def fields(self) -> Iterable[Field]:
        """Collector, first day, last day."""
        yield Field("collector", "Collector", has_list=True, echo=self._say_collector, size=24)
        yield Field("first", "From", echo=self._say_first, step=self._step, size=18)
        yield Field("last", "Until", echo=self._say_last, step=self._step, size=18)

    def prepare(self, office: Office) -> Callable[[], None]:
        """Ask which collectors there are."""
        found = tuple(known_collectors(office))

        def fill() -> None:
            self._known = found
            self.field("collector").retell()

        return fill

    def choices(self, field: str) -> tuple[Choice, ...]:
        """The collectors that are named anywhere."""
        if field != "collector":
            return ()
        return (*(Choice(name, "") for name in self._known), Choice(NOBODY[0], BACK))

    def _named(self, text: str) -> str:
        """The collector that is meant: a known one for the first letters that only its name has."""
        typed = " ".join(clean(text).split())
        if typed.lower() == ME:
            return self.ws.office.collector
        alike = [name for name in self._known if name.lower().startswith(typed.lower())]
        exact = [name for name in alike if name.lower() == typed.lower()]
        return (exact or (alike if len(alike) == 1 else [typed]))[0] if typed else ""

    def _say_collector(self, text: str) -> Echo:
        name = self._named(text)
        if not name:
            return Echo("a few letters; F2 lists them")
        if name.lower() in NOBODY:
            return Echo(BACK)
        return Echo(name if name in self._known else f"{name}, a new name")

    def _say_first(self, text: str) -> Echo:
        if not text.strip():
            return Echo("today")
        return said(lambda: self.reading.day_words(self.reading.day(text)))

    def _say_last(self, text: str) -> Echo:
        if not text.strip():
            return Echo("for good; a last day makes it a cover")
        return said(lambda: f"a cover until {self.reading.day_words(self.reading.day(text))}")

    def _step(self, text: str, days: int) -> str | None:
        return self.reading.next_step(text, days)

    def build(self) -> AssignDraft:
        """The assignment."""
        name = self._named(self.text("collector"))
        if not name:
            raise FieldError("collector", "Whose shall they be? Type a few letters; F2 lists them.")
        first = self._day("first") or self.ws.today
        last = self._day("last")
        if first < self.ws.today:
            raise FieldError("first", "That day is past: type today or a later day.")
        if last is not None and last < first:
            raise FieldError("last", "That is before the first day: type a later day, or nothing.")
        return AssignDraft(name, first, last, self.token)

    def _day(self, field: str) -> date | None:
        text = self.text(field)
        return read_field(field, lambda: self.reading.day(text)) if text else None


def plan_lines(plan: AssignPlan, fmt: OfficeFormat, width: int) -> list[PaneLine]:
    """What an assignment would write: who gets what, who loses what, then the first customers."""
    lines: list[PaneLine] = [[(line, "strong")] for line in fold(f"{plan.sentence}.", width)]

    def write(total: int, currency: str) -> str:
        return shown_short(total, currency, fmt)

    for verb, shares in (("gets", plan.gains), ("loses", plan.losses)):
        for share in shares:
            lines += [[(line, "")] for line in fold(f"{verb}  {share_words(share, write)}", width)]
    lines += [[(f"! {name} is a new name", "alert")] for name in plan.newcomers]
    if plan.same:
        lines.append([(f"{plan.same:,} are as wished already", "muted")])
    for line in plan.lines[:LINES_SHOWN]:
        of = f"{fit(line.owned.number, 10)} {fit(line.owned.name, 28)}"
        lines.append([(f"{of} {line.was or '-'} -> {line.becomes or '-'}", "")])
    if plan.count > LINES_SHOWN:
        lines.append([(f"and {plan.count - LINES_SHOWN:,} more", "muted")])
    return lines
