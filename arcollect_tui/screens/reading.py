"""What a collector types into a form, read by the office's customs on the day of the window."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from arcollect_tui.errors import ArcollectError, UsageError
from arcollect_tui.rules.dates import echo_day, parse_day, parse_time
from arcollect_tui.services.calls import FollowUpDraft
from arcollect_tui.services.office import Office, OfficeSettings
from arcollect_tui.widgets.field import Echo

NO_NEXT_ACTION = ("-", "none")


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads days and next actions."""

    today: date
    settings: OfficeSettings

    @classmethod
    def of(cls, office: Office) -> "Reading":
        """As the office reads today."""
        return cls(office.today, office.settings)

    def day(self, text: str, default: date | None = None) -> date:
        """The day that a text means; nothing typed is the default.

        Raises:
            UsageError: it means none.
        """
        return parse_day(text, self.today, self.settings.fmt, self.settings.calendar, default=default)

    def day_words(self, day: date) -> str:
        """A day in full, with its distance."""
        return echo_day(day, self.today, self.settings.calendar)

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

    def next_action(self, text: str) -> FollowUpDraft | None:
        """A day, a day and a time, a time of today, `-` for none; None for nothing typed.

        Raises:
            UsageError: it cannot be read.
        """
        words = text.split()
        if not words:
            return None
        if text.strip().casefold() in NO_NEXT_ACTION:
            return FollowUpDraft(None)
        at = _time_of(words)
        return FollowUpDraft(self.day(" ".join(words)) if words else self.today, at)

    def next_echo(self, text: str) -> Echo:
        """What a next action means."""

        def words() -> str:
            found = self.next_action(text)
            if found is None:
                return "fri, fri 14:30; - for none"
            if found.day is None:
                return "no next action"
            return f"{self.day_words(found.day)}{f', at {found.at:%H:%M}' if found.at else ''}"

        return said(words)


def said(words: Callable[[], str]) -> Echo:
    """The words, or what is wrong."""
    try:
        return Echo(words())
    except ArcollectError as error:
        return Echo(error.sentence, ok=False)


def _time_of(words: list[str]) -> time | None:
    """The time at the end of the words, taken off them; a number alone is a day."""
    if len(words) == 1 and ":" not in words[-1]:
        return None
    try:
        at = parse_time(words[-1])
    except UsageError:
        if ":" in words[-1]:
            raise
        return None
    words.pop()
    return at
