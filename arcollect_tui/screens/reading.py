"""What a collector types into a form, read by the office's customs on the day of the window."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from arcollect_tui.errors import ArcollectError, UsageError
from arcollect_tui.services.business_days import read_next
from arcollect_tui.services.reading import TypedDays
from arcollect_tui.widgets.field import Echo


class Reading(TypedDays):
    """Reads days and next actions, and says beside the field what a text means."""

    __slots__ = ()

    def day_echo(self, text: str, default: date | None = None) -> Echo:
        """What a text means as a day."""
        if not text.strip() and default is None:
            return Echo("fri, +7, +3b, 31, eom; Up and Down change the day")
        return said(lambda: self.day_words(self.day(text, default)))

    def day_step(self, text: str, days: int) -> str | None:
        """The day so many days later, as text; from today when nothing is typed."""
        try:
            return date.fromordinal(self.day(text, self.today).toordinal() + days).isoformat()
        except (UsageError, ValueError):
            return None

    def next_step(self, text: str, days: int) -> str | None:
        """As `day_step`; the time stays."""
        try:
            found = read_next(text, self.today, self.settings.fmt, self.calendar)
            day, at, _ = found or (self.today, None, "")
            later = date.fromordinal(day.toordinal() + days).isoformat()
        except (UsageError, ValueError):
            return None
        return f"{later} {at:%H:%M}" if at else later

    def next_echo(self, text: str) -> Echo:
        """What a next action means, and which holidays its business days left out."""

        def words() -> str:
            found = self.next_action(text)
            if found is None:
                return "fri, fri 14:30, 14:30, +2 9am; - for none"
            if found.day is None:
                return "no next action"
            skips = f", not {found.skips}" if found.skips else ""
            return f"{self.day_words(found.day)}{f', at {found.at:%H:%M}' if found.at else ''}{skips}"

        return replace(said(words), whole=True)


def said(words: Callable[[], str]) -> Echo:
    """The words, or what is wrong."""
    try:
        return Echo(words())
    except ArcollectError as error:
        return Echo(error.sentence, ok=False)
