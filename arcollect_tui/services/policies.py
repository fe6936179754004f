"""The office's policy: what is in force and who set it, and changing it: plan, preview, apply."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from arcollect_tui.data import desk as drawer
from arcollect_tui.data import policy
from arcollect_tui.data.journal import recorded_as
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules.policy_keys import named, new_reason, read, says, settable, shipped, unknown
from arcollect_tui.rules.reason_policy import ATTRIBUTES, KEY, tree_of
from arcollect_tui.rules.reasons import ReasonTree
from arcollect_tui.rules.text import quoted
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.office_policy import set_policy_in

MOST_NAMED = 3
"""Changes that a sentence names one by one."""


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One key of the policy.

    Attributes:
        key: what it sets.
        value: in force, as it would be typed.
        shipped: what it says as shipped; None for what does not ship.
        set_by: the collector who set it; empty for a shipped value, or while that entry is not here.
        set_on: the local day of that.
        handle: what people call the entry that set it; empty as `set_by` is.
        entry: its id; empty for a shipped value.
        fixed: it is in force, and not set by hand.
    """

    key: str
    value: str
    shipped: str | None
    set_by: str = ""
    set_on: date | None = None
    handle: str = ""
    entry: bytes = b""
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """One key with its value before and after; `was` is empty for a new reason's."""

    key: str
    was: str
    value: str


@dataclass(frozen=True, slots=True)
class PolicyPlan:
    """What would be set; nothing is written yet.

    Attributes:
        changes: keys that will say something else, in the order given.
        same: keys that say it already.
    """

    changes: tuple[PolicyChange, ...]
    same: tuple[str, ...]
    sentence: str


def policy_rows(office: Office, prefix: str = "") -> list[PolicyRow]:
    """The keys that may be set, then what else is in force, each with who set it when.

    Args:
        office: the office.
        prefix: only keys that begin so, by whole words where there are any: `reason.PRC`, or a code alone.

    Raises:
        UsageError: no key begins so.
    """
    with office.store.reading() as connection:
        known = policy.in_force(connection)
    values = {key: found.value for key, found in known.items()}
    tree = tree_of(values)
    keys = settable(tree)
    rows = [_row(key, says(key, values, tree), known.get(key)) for key in keys]
    fixed = [key for key in sorted(known) if key not in set(keys)]
    others = [replace(_row(key, known[key].value, known[key]), fixed=True) for key in fixed]
    return _beginning([*rows, *others], prefix.strip())


def _row(key: str, value: str, found: policy.InForce | None) -> PolicyRow:
    if found is None:
        return PolicyRow(key, value, shipped(key))
    who = found.setter
    if who is None:
        return PolicyRow(key, value, shipped(key), entry=found.entry)
    day, handle = date.fromordinal(who.local_day), f"{who.desk}-{who.seq}"
    return PolicyRow(key, value, shipped(key), who.collector, day, handle, found.entry)


def _beginning(rows: Sequence[PolicyRow], prefix: str) -> list[PolicyRow]:
    start = prefix.casefold().rstrip(".")
    whole = [row for row in rows if f"{row.key.casefold()}.".startswith(f"{start}.")]
    begins = tuple(f"{kind}.{start}." for kind in ("reason", "outcome"))
    coded = [row for row in rows if row.key.casefold().startswith(begins)]
    found = whole or coded or [row for row in rows if row.key.casefold().startswith(start)]
    if not found:
        raise unknown(prefix, [row.key for row in rows])
    return list(rows) if not start else found


def plan_policy(
    office: Office, wanted: Iterable[tuple[str, str]], places: Sequence[str] = ()
) -> PolicyPlan:
    """Work out what setting keys would change; a value equal to the one in force changes nothing.

    Args:
        office: the office.
        wanted: keys with values as typed. Setting the shipped value is how a key goes back to it.
        places: where each of them stands, for a refusal: `line 7`.

    Raises:
        UsageError: a key is unknown or named twice, or its value cannot be read.
    """
    with office.store.reading() as connection:
        before = policy.office_values(connection)
    tree = tree_of(before)
    typed = [(named(key), value) for key, value in wanted]
    values: dict[str, str] = {}
    for number, (key, value) in enumerate(typed):
        try:
            _check(key, values, typed, before, tree)
            unchanged = value.strip() == says(key, before, tree) and not new_reason(key, tree)
            values[key] = value.strip() if unchanged else read(key, value)
        except UsageError as problem:
            where = f"{places[number]}: " if places else ""
            raise UsageError(f"{where}{problem.sentence}") from None
    was = {key: says(key, before, tree) for key in values}
    changes = tuple(
        PolicyChange(key, was[key], value)
        for key, value in values.items()
        if value != was[key] or new_reason(key, tree)
    )
    same = tuple(key for key in values if key not in {change.key for change in changes})
    return plan_of(changes, same)


def plan_of(changes: Sequence[PolicyChange], same: Sequence[str] = ()) -> PolicyPlan:
    """The plan of changes that somebody has read already, as a form does."""
    return PolicyPlan(tuple(changes), tuple(same), _sentence(changes, same))


def _check(
    key: str,
    read_before: Mapping[str, str],
    typed: Sequence[tuple[str, str]],
    values: Mapping[str, str],
    tree: ReasonTree,
) -> None:
    """See that a key is one that can be set, and is set once; a new reason begins with its name.

    Raises:
        UsageError: it is not.
    """
    if key in read_before:
        raise UsageError(f"{key} is named twice: give it one value.")
    if not _may_be(key):
        raise unknown(key, [*settable(tree), *values])
    code = new_reason(key, tree)
    if code and KEY.fullmatch(key) and not any(other == f"reason.{code}.name" for other, _ in typed):
        refusal = unknown(key, settable(tree)).sentence
        raise UsageError(f"{refusal} To add a reason {quoted(code)}, set reason.{code}.name with it.")


def _may_be(key: str) -> bool:
    """Whether the key is one that ships, an attribute of any reason, or fixed."""
    if not key.startswith("reason."):
        return key.startswith("ledger.") or shipped(key) is not None
    return key.count(".") == 2 and key.rpartition(".")[2] in ATTRIBUTES


def _sentence(changes: Sequence[PolicyChange], same: Sequence[str]) -> str:
    if not changes:
        return "Nothing to change: " + (
            f"{same[0]} says that already" if len(same) == 1 else "all is as given"
        )
    words = [f"{change.key} = {change.value or 'nothing'}" for change in changes[:MOST_NAMED]]
    more = [f"{len(changes) - MOST_NAMED} more"] if len(changes) > MOST_NAMED else []
    return ", ".join([*words, *more])


def apply_policy(office: Office, plan: PolicyPlan, token: bytes | None = None) -> Saved:
    """Set what was planned, as one entry; a plan that changes nothing writes nothing.

    Raises:
        Refused: a key of the plan was set since by somebody else.
    """
    sentence = f"Policy: {plan.sentence}."
    if not plan.changes:
        return Saved("", f"{plan.sentence}.", again=True)
    with office.deed() as connection:
        again = None if token is None else recorded_as(connection, token, drawer.own_desk(connection))
        if again is not None:
            return office.saved(connection, again, sentence)
        now = policy.office_values(connection)
        tree = tree_of(now)
        moved = [change for change in plan.changes if says(change.key, now, tree) != change.was]
        if moved:
            raise Refused(f"{moved[0].key} was set meanwhile. Nothing was changed; look at it again.")
        values = {change.key: change.value for change in plan.changes}
        saved = set_policy_in(connection, office, values, sentence, token)
    office.settings_changed()
    return saved
