"""What the policy of an office says, as rules and texts need it."""

from collections.abc import Mapping
from dataclasses import dataclass

from arcollect_tui.rules.aging import Bucket, buckets_of, ends_of
from arcollect_tui.rules.calendar_policy import calendar_of
from arcollect_tui.rules.calendars import Calendar
from arcollect_tui.rules.formats import OfficeFormat, office_format
from arcollect_tui.rules.outcome_policy import OutcomeTable, table_of
from arcollect_tui.rules.policy_keys import COUNTRY, CURRENCY, DEFAULT_COUNTRY, NAME
from arcollect_tui.rules.priority import Strategy
from arcollect_tui.rules.reason_policy import tree_of
from arcollect_tui.rules.reasons import ReasonTree
from arcollect_tui.rules.strategy_policy import strategy_of


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """Facts about the office that rules and texts need.

    Attributes:
        name: shown on the first line.
        country: ISO 3166 alpha-2; its calendar and formats are used.
        currency: the office's own currency; empty until it is known.
        fmt: how amounts and dates look.
        calendar: business days.
        reasons: of disputes.
        outcomes: of calls.
        strategy: weights of the worklist's rules.
        buckets: of aging.
        policy: every policy key in force with its value.
    """

    name: str
    country: str
    currency: str
    fmt: OfficeFormat
    calendar: Calendar
    reasons: ReasonTree
    outcomes: OutcomeTable
    strategy: Strategy
    buckets: tuple[Bucket, ...]
    policy: Mapping[str, str]


def settings_of(values: Mapping[str, str]) -> OfficeSettings:
    """The settings that these policy values make, by their keys."""
    country = values.get(COUNTRY, DEFAULT_COUNTRY)
    return OfficeSettings(
        name=values.get(NAME, ""),
        country=country,
        currency=values.get(CURRENCY, ""),
        fmt=office_format(country),
        calendar=calendar_of(country, values),
        reasons=tree_of(values),
        outcomes=table_of(values),
        strategy=strategy_of(values),
        buckets=buckets_of(ends_of(values)),
        policy=values,
    )
