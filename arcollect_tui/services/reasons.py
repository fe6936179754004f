"""The office's reasons as a list, and what changing one of them says to the policy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from arcollect_tui.data import policy
from arcollect_tui.rules.reason_model import Reason
from arcollect_tui.rules.reason_policy import blank, tree_of, written
from arcollect_tui.rules.reasons import SHIPPED
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.policies import PolicyChange, PolicyPlan, apply_policy, plan_of, plan_policy


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One reason of the office.

    Attributes:
        reason: as it is today.
        ships: the program knows it; the others are the office's own.
        set_by: who last set anything of it; empty where nobody did.
        set_on: the local day of that.
    """

    reason: Reason
    ships: bool
    set_by: str = ""
    set_on: date | None = None

    @property
    def id(self) -> str:
        """Its code."""
        return self.reason.code


def reason_rows(office: Office, filter: str = "") -> list[ReasonRow]:  # noqa: A002
    """All reasons, in the order of the tree, also those no longer offered.

    Args:
        office: the office.
        filter: only those whose code, name, group or owner hold every word of it.
    """
    with office.store.reading() as connection:
        known = policy.in_force(connection)
    last: dict[str, policy.InForce] = {}
    for key, found in known.items():
        first, _, rest = key.partition(".")
        code = rest.rpartition(".")[0]
        if first == "reason" and (code not in last or last[code].entry < found.entry):
            last[code] = found
    words = filter.casefold().split()
    tree = tree_of({key: found.value for key, found in known.items()})
    rows = [_row(reason, last.get(reason.code)) for reason in tree.every]
    return [row for row in rows if all(word in _searched(row.reason) for word in words)]


def _row(reason: Reason, found: policy.InForce | None) -> ReasonRow:
    ships = SHIPPED.get(reason.code) is not None
    who = found.setter if found else None
    if who is None:
        return ReasonRow(reason, ships)
    return ReasonRow(reason, ships, who.collector, date.fromordinal(who.local_day))


def _searched(reason: Reason) -> str:
    offered = "" if reason.active else "retired"
    return f"{reason.code} {reason.name} {reason.group} {reason.owner} {offered}".casefold()


def plan_reason(code: str, before: Reason | None, values: Mapping[str, str]) -> PolicyPlan:
    """What a filled form of a reason would set: only what differs, of a new one its name at least.

    Args:
        code: of the reason.
        before: as it was shown; None for a new one.
        values: each attribute as it is written.
    """
    was = written(before or blank(code))
    changed = [
        name for name, value in values.items() if value != was[name] or (not before and name == "name")
    ]
    return plan_of(
        [
            PolicyChange(f"reason.{code}.{name}", was[name] if before else "", values[name])
            for name in changed
        ]
    )


def offer(office: Office, code: str, *, again: bool) -> Saved:
    """Offer a reason no longer for new codings, or offer it again; what was coded with it keeps it."""
    return apply_policy(office, plan_policy(office, [(f"reason.{code}.active", "yes" if again else "no")]))
