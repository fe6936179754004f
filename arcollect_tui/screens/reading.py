"""What a collector types into a form, read by the office's customs on the day of the window."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from arcollect_tui.errors import ArcollectError, UsageError
from arcollect_tui.rules.dates import Calendar, echo_day, parse_day
from arcollect_tui.services.business_days import calendar_of, read_next
from arcollect_tui.services.calls import FollowUpDraft
from arcollect_tui.services.office import Office, OfficeSettings
from arcollect_tui.widgets.field import Echo

NO_NEXT_ACTION = ("-", "none")


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads days and next actions.

    Attributes:
        calendar: business days, those of the contact's country too where an account is concerned.
    """

    today: date
    settings: OfficeSettings
    calendar: Calendar

    @classmethod
    def of(cls, office: Office, calendar: Calendar | None = None) -> "Reading":
        """As the office reads today; by another calendar than its own if one is given."""
        return cls(office.today, office.settings, calendar or office.settings.calendar)

    @classmethod
    def about(cls, office: Office, customer: int) -> "Reading":
        """As the office reads today what concerns an account; asks the store."""
        return cls.of(office, calendar_of(office, customer))

    def day(self, text: str, default: date | None = None) -> date:
        """The day that a text means; nothing typed is the default.

        Raises:
            UsageError: it means none.
        """
        return parse_day(text, self.today, self.settings.fmt, self.calendar, default=default)

    def day_words(self, day: date) -> str:
        """A day in full, with its distance."""
        return echo_day(day, self.today, self.calendar)

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
        if text.strip().casefold() in NO_NEXT_ACTION:
            return FollowUpDraft(None)
        found = read_next(text, self.today, self.settings.fmt, self.calendar)
        return None if found is None else FollowUpDraft(*found)

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
