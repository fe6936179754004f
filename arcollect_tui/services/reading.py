"""What a collector types, read by the office's customs on the day it works on."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from arcollect_tui.rules.dates import Calendar, echo_day, parse_day
from arcollect_tui.rules.outcome_policy import OutcomeTable
from arcollect_tui.rules.outcomes import Outcome, by_key
from arcollect_tui.rules.reasons import Reason, ReasonTree
from arcollect_tui.services.business_days import calendar_of, read_next
from arcollect_tui.services.calls import FollowUpDraft
from arcollect_tui.services.office import Office
from arcollect_tui.services.office_settings import OfficeSettings

NO_NEXT_ACTION = ("-", "none")


@dataclass(frozen=True, slots=True)
class TypedDays:
    """Reads days and next actions.

    Attributes:
        calendar: business days, those of the contact's country too where an account is concerned.
    """

    today: date
    settings: OfficeSettings
    calendar: Calendar

    @classmethod
    def of(cls, office: Office, calendar: Calendar | None = None) -> Self:
        """As the office reads today; by another calendar than its own if one is given."""
        return cls(office.today, office.settings, calendar or office.settings.calendar)

    @classmethod
    def about(cls, office: Office, customer: int) -> Self:
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

    def next_action(self, text: str) -> FollowUpDraft | None:
        """A day, a day and a time, a time of today, `-` for none; None for nothing typed.

        Raises:
            UsageError: it cannot be read.
        """
        if text.strip().casefold() in NO_NEXT_ACTION:
            return FollowUpDraft(None)
        found = read_next(text, self.today, self.settings.fmt, self.calendar)
        return None if found is None else FollowUpDraft(*found)


def read_outcome(text: str, table: OutcomeTable) -> Outcome:
    """The office's outcome of a code or a letter.

    Raises:
        UsageError: there is none, or the office offers it no more.
    """
    typed = text.strip()
    return table.find(by_key(typed.casefold()).code if len(typed) == 1 else typed)


def read_reason(text: str, tree: ReasonTree) -> Reason:
    """The reason of a code, or the likeliest one for a few letters.

    Raises:
        UsageError: nothing is like that.
    """
    likely = tree.type_ahead(text) if text.strip() else []
    return likely[0] if likely else tree.find(text)
