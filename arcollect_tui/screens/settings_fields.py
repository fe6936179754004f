"""Which policy keys each section of the settings shows, and what their values mean in words."""

from functools import partial

from arcollect_tui.rules.aging import BUCKETS_KEY, buckets_of, read_ends
from arcollect_tui.rules.calendar_policy import CLOSED_KEY, WEEKEND_KEY
from arcollect_tui.rules.calling import PROFILES
from arcollect_tui.rules.outcome_policy import PREFIX as OUTCOME
from arcollect_tui.rules.outcomes import Outcome
from arcollect_tui.rules.policy_keys import COUNTRY, CURRENCY, CUSTOMERS, NAME
from arcollect_tui.rules.strategy_policy import PREFIX as STRATEGY
from arcollect_tui.rules.strategy_policy import WEIGHTS
from arcollect_tui.screens.policy_form import PolicyField

_YES_NO = ("yes", "no")


def _always(words: str, _: str) -> str:
    return words


def _buckets(text: str) -> str:
    return "  ".join(bucket.label for bucket in buckets_of(read_ends(text)))


def _closed(text: str) -> str:
    days = text.split()
    return f"{len(days)} day{'s' * (len(days) != 1)}" if days else "days such as 2026-12-24"


def _weekend(text: str) -> str:
    return "" if text else "the country's; such as fri sat"


COUNTRY_FIELD = PolicyField(COUNTRY, "Country", 4, lambda _: "its holidays, amounts and dates")
SECTION_FIELDS: dict[str, tuple[PolicyField, ...]] = {
    "strategy": tuple(
        PolicyField(f"{STRATEGY}{name}", weight.label, 10, partial(_always, weight.means))
        for name, weight in WEIGHTS.items()
    ),
    "aging": (PolicyField(BUCKETS_KEY, "Days", 16, _buckets),),
    "calendar": (
        COUNTRY_FIELD,
        PolicyField(CLOSED_KEY, "Closed on", 34, _closed),
        PolicyField(WEEKEND_KEY, "Weekend", 20, _weekend),
    ),
    "office": (
        PolicyField(NAME, "Name", 34),
        PolicyField(CURRENCY, "Currency", 4, lambda _: "of files and amounts that name none"),
        COUNTRY_FIELD,
        PolicyField(
            CUSTOMERS, "Customers", 12, partial(_always, "the hours of calls depend on it"), PROFILES
        ),
    ),
}
"""The fields of each section that is one form."""


def _next_step(text: str) -> str:
    if not text:
        return "the call asks for the day"
    number = text.strip("promise +bh")
    unit = "hour" if text.endswith("h") else "business day"
    after = "after the promised day" if text.startswith("promise") else "later"
    return f"{number} {unit}{'s' * (number != '1')} {after}"


def outcome_fields(outcome: Outcome) -> tuple[PolicyField, ...]:
    """The fields of one outcome."""

    def finishes(text: str) -> str:
        return "the account is done for today" if text == "yes" else "the account stays in today's work"

    def offered(text: str) -> str:
        return "for new calls" if text == "yes" else "no longer; what was logged keeps it"

    key = f"{OUTCOME}{outcome.code}."
    return (
        PolicyField(f"{key}name", "Name", 30, lambda _: "what calls and lists say"),
        PolicyField(f"{key}next", "Next step", 14, _next_step),
        PolicyField(f"{key}worked", "Finishes", 4, finishes, _YES_NO),
        PolicyField(f"{key}active", "Offered", 4, offered, _YES_NO),
    )
