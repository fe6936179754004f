"""What an office has decided, section by section: what each says, who set it last, what a change does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from arcollect_tui.rules.aging import BUCKETS_KEY
from arcollect_tui.rules.calendar_policy import CLOSED_KEY, WEEKEND_KEY
from arcollect_tui.rules.outcome_policy import PREFIX as OUTCOME
from arcollect_tui.rules.outcomes import Outcome
from arcollect_tui.rules.policy_keys import COUNTRY, CURRENCY, CUSTOMERS, NAME
from arcollect_tui.rules.strategy_policy import PREFIX as STRATEGY
from arcollect_tui.rules.strategy_policy import shipped_weights
from arcollect_tui.services.office import Office
from arcollect_tui.services.order_preview import OrderPreview, preview_order, touches_order
from arcollect_tui.services.policies import PolicyPlan, PolicyRow, plan_policy, policy_rows


@dataclass(frozen=True, slots=True)
class Section:
    """Policy keys that belong together.

    Attributes:
        id: short and stable.
        name: what people read.
        keys: the keys, or how they begin where the last sign is a point.
    """

    id: str
    name: str
    keys: tuple[str, ...]

    def holds(self, key: str) -> bool:
        """Whether a policy key belongs here."""
        return any(key.startswith(own) if own.endswith(".") else key == own for own in self.keys)


SECTIONS = (
    Section("reasons", "Reasons", ("reason.",)),
    Section("outcomes", "Outcomes", (OUTCOME,)),
    Section("strategy", "Strategy", tuple(shipped_weights())),
    Section("aging", "Aging buckets", (BUCKETS_KEY,)),
    Section("calendar", "Calendar", (COUNTRY, CLOSED_KEY, WEEKEND_KEY)),
    Section("office", "Office", (NAME, CURRENCY, COUNTRY, CUSTOMERS)),
)
"""The sections that are the office's, in their order."""


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One section as it stands.

    Attributes:
        number: the digit that opens it.
        says: what it comes to, in a few words.
        set_by: who last set anything of it; empty where nobody did.
        set_on: the local day of that.
    """

    number: int
    id: str
    name: str
    says: str
    set_by: str = ""
    set_on: date | None = None


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One outcome of the office, and who last set anything of it."""

    outcome: Outcome
    set_by: str = ""
    set_on: date | None = None

    @property
    def id(self) -> str:
        """Its code."""
        return self.outcome.code


@dataclass(frozen=True, slots=True)
class SettingPreview:
    """What a change of settings comes to; nothing is written yet.

    Attributes:
        plan: what will be set.
        before: by key, what it says now and who set that.
        order: how the worklist is ordered then, where weights change.
    """

    plan: PolicyPlan
    before: dict[str, PolicyRow]
    order: OrderPreview | None


def section_rows(office: Office) -> list[SectionRow]:
    """Every section of the office, with what it says and who set it last."""
    rows = policy_rows(office)
    said = _said(office, rows)
    found = []
    for number, section in enumerate(SECTIONS, 1):
        last = _last(row for row in rows if section.holds(row.key))
        who, when = (last.set_by, last.set_on) if last else ("", None)
        found.append(SectionRow(number, section.id, section.name, said[section.id], who, when))
    return found


def _said(office: Office, rows: Sequence[PolicyRow]) -> dict[str, str]:
    settings = office.settings
    values = {row.key: row.value for row in rows}
    changed = sum(row.value != row.shipped for row in rows if row.key.startswith(STRATEGY))
    offered, closed = len(settings.outcomes.offered), len(values[CLOSED_KEY].split())
    weekend = values[WEEKEND_KEY] or "as usual there"
    return {
        "reasons": _retired(len(list(settings.reasons)), len(settings.reasons.every)),
        "outcomes": _retired(offered, len(settings.outcomes.every)),
        "strategy": "as shipped" if not changed else f"{changed} of {len(shipped_weights())} changed",
        "aging": "  ".join(bucket.label for bucket in settings.buckets),
        "calendar": f"{settings.country}, weekend {weekend}, {closed} closed",
        "office": ", ".join(filter(None, (settings.name or "no name yet", settings.currency))),
    }


def _retired(offered: int, every: int) -> str:
    gone = every - offered
    return f"{offered} offered, {gone} retired" if gone else f"{offered} offered"


def _last(rows: Iterable[PolicyRow]) -> PolicyRow | None:
    """The row that was set last."""
    return max((row for row in rows if row.entry), key=lambda row: row.entry, default=None)


def outcome_rows(office: Office, filter: str = "") -> list[OutcomeRow]:  # noqa: A002
    """All outcomes, in the order they ship in, also those no longer offered.

    Args:
        office: the office.
        filter: only those whose code or name holds every word of it; `retired` finds those.
    """
    rows = policy_rows(office, OUTCOME)
    words = filter.casefold().split()
    found = []
    for outcome in office.settings.outcomes.every:
        last = _last(row for row in rows if row.key.startswith(f"{OUTCOME}{outcome.code}."))
        searched = f"{outcome.code} {outcome.name} {'' if outcome.active else 'retired'}".casefold()
        if all(word in searched for word in words):
            found.append(OutcomeRow(outcome, *((last.set_by, last.set_on) if last else ())))
    return found


def values_of(office: Office, keys: Sequence[str]) -> dict[str, PolicyRow]:
    """Each of these keys with what it says now and who set it."""
    return {row.key: row for row in policy_rows(office) if row.key in set(keys)}


def preview_settings(office: Office, wanted: Sequence[tuple[str, str]]) -> SettingPreview:
    """What setting keys would change, and what follows from it.

    Raises:
        UsageError: a value cannot be read.
        StoreError: the store is busy.
    """
    plan = plan_policy(office, wanted)
    before = values_of(office, [change.key for change in plan.changes])
    return SettingPreview(plan, before, preview_order(office, plan) if touches_order(plan) else None)
