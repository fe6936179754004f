"""Root causes: why an item was disputed, found out later, and who can keep it from recurring.

Cleared items have root causes too: most are known only when a dispute is over. A cause names the one it
replaces, as a coding does, and says everything anew; so nothing is built on it that an undo would take.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass

from arcollect_tui.data import desk as drawer
from arcollect_tui.data import policy
from arcollect_tui.data.journal import Deed, Part, recorded_as
from arcollect_tui.data.queries import causes, items
from arcollect_tui.data.queries.causes import CauseInForce
from arcollect_tui.data.queries.items import ItemRecord
from arcollect_tui.data.standing import Aspect
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules.reason_model import Reason
from arcollect_tui.rules.text import counted
from arcollect_tui.services import facts
from arcollect_tui.services.coding_plan import NOTHING
from arcollect_tui.services.coding_request import Skip
from arcollect_tui.services.items import ItemView, item_query
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.references import CustomerRef

NONE = ("", "none")
"""What takes a root cause off."""


@dataclass(frozen=True, slots=True)
class CauseRequest:
    """What caused which items.

    Attributes:
        cause: code of a reason; empty or `none` takes the cause off.
        item_ids: the items; None to take those of `filter`.
        filter: a filter of the items list.
        department: who can keep it from recurring; None for the owner of the reason.
        note: free text.
    """

    cause: str
    item_ids: tuple[int, ...] | None = None
    filter: str | None = None
    department: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CauseLine:
    """One item whose root cause will be set; `was` is the cause it has now."""

    item_id: int
    customer_id: int
    document_no: str
    customer_no: str
    name: str
    coded: str
    was: str


@dataclass(frozen=True, slots=True)
class CausePlan:
    """What would be written; nothing is yet.

    Attributes:
        reason: the cause; None when it is taken off.
        department: who can keep it from recurring.
        state_token: stands for the causes as they were when the plan was made.
    """

    request: CauseRequest
    reason: Reason | None
    department: str
    lines: tuple[CauseLine, ...]
    skips: tuple[Skip, ...]
    customers: int
    state_token: bytes
    sentence: str

    @property
    def count(self) -> int:
        """How many items it is about."""
        return len(self.lines)


def plan_causes(office: Office, request: CauseRequest) -> CausePlan:
    """Work out what would be written.

    Raises:
        UsageError: the cause is unknown, or the filter cannot be read.
        Refused: nothing is marked or matched.
    """
    taken_off = request.cause.strip().casefold() in NONE
    reason = None if taken_off else office.settings.reasons.find(request.cause)
    if taken_off and request.department:
        raise UsageError("A department belongs to a root cause: give its code.")
    owner = reason.owner if reason and request.department is None else request.department or ""
    with office.store.reading() as connection:
        ids = _ids(office, connection, request)
        if not ids:
            none = f"No item matches {request.filter!r}."
            raise Refused(NOTHING if request.filter is None else none)
        now = _now(connection, ids)
    return _plan(request, reason, owner.strip(), now)


_Now = list[tuple[ItemRecord, CauseInForce | None]]


def _ids(office: Office, connection: Connection, request: CauseRequest) -> list[int]:
    if request.item_ids is not None:
        return list(dict.fromkeys(request.item_ids))
    query = item_query(office, ItemView(request.filter or ""))
    return list(items.ids(connection, query, items.item_target(office.today, office.collector)))


def _now(connection: Connection, ids: list[int]) -> _Now:
    """The items that are here, each with its root cause in force."""
    found, before = items.records(connection, ids), causes.causes_in_force(connection, ids)
    return [(found[item], before.get(item)) for item in ids if item in found]


def _plan(request: CauseRequest, reason: Reason | None, department: str, now: _Now) -> CausePlan:
    code = reason.code if reason else ""
    said = (code, department, request.note.strip())
    lines: list[CauseLine] = []
    skips: list[Skip] = []
    for item, before in now:
        was = before.cause if before else ""
        if before is not None and before[1:] == said:
            skips.append(_skip(item, f"already {code}" if code else "no root cause"))
        elif not code and not was:
            skips.append(_skip(item, "no root cause"))
        else:
            lines.append(_line(item, was))
    customers = len({line.customer_id for line in lines})
    return CausePlan(
        request=request,
        reason=reason,
        department=department,
        lines=tuple(lines),
        skips=tuple(skips),
        customers=customers,
        state_token=_token(now, {line.item_id for line in lines}),
        sentence=_sentence(reason, department, len(lines), customers, len(skips)),
    )


def _skip(item: ItemRecord, why: str) -> Skip:
    return Skip(item.id, item.document_no, item.customer_no, why)


def _line(item: ItemRecord, was: str) -> CauseLine:
    coded = item.reason or item.coding or ""
    return CauseLine(item.id, item.customer_id, item.document_no, item.customer_no, item.name, coded, was)


def _token(now: _Now, wanted: set[int]) -> bytes:
    """Stands for the causes in force of the items that will be written."""
    token = hashlib.sha256()
    for item, before in now:
        if item.id in wanted:
            token.update(f"{item.id}/".encode() + (before.entry if before else b"-"))
    return token.digest()


def _sentence(reason: Reason | None, department: str, count: int, customers: int, skipped: int) -> str:
    what = " ".join(filter(None, ("root cause", reason.code if reason else "taken off", department)))
    left = f", {skipped} skipped" if skipped else ""
    return f"{what} on {counted(count, 'item')} of {counted(customers, 'customer')}{left}"


def apply_causes(office: Office, plan: CausePlan, token: bytes | None = None) -> Saved:
    """Write a planned root cause as one entry.

    Raises:
        Refused: the plan has no lines, or somebody told another cause since it was made.
    """
    if not plan.lines:
        why = plan.skips[0].why if plan.skips else "nothing marked"
        raise Refused(f"Nothing to write: {len(plan.skips)} skipped ({why}).")
    sentence = f"{plan.sentence[0].upper()}{plan.sentence[1:]}."
    with office.deed() as connection:
        again = None if token is None else recorded_as(connection, token, drawer.own_desk(connection))
        if again is not None:
            return office.saved(connection, again, sentence)
        now = _now(connection, [line.item_id for line in plan.lines])
        if _token(now, {item.id for item, _ in now}) != plan.state_token:
            raise Refused("The root causes changed since the preview. Nothing was written; try again.")
        deed = Deed(
            "root_cause", _parts(plan, now), token or office.token(), policy=policy.version(connection)
        )
        recorded = office.record(connection, deed, [], Aspect(0))
        return office.saved(connection, recorded, sentence)


def _parts(plan: CausePlan, now: _Now) -> list[Part]:
    """One part a customer."""
    by_customer: defaultdict[CustomerRef, list[facts.Fact]] = defaultdict(list)
    for item, before in now:
        ref = CustomerRef(item.customer_id, item.ledger, item.customer_no, item.name)
        by_customer[ref].append(
            {
                "is": "root_cause",
                "item_id": item.id,
                "item": facts.item_key(item),
                "document_no": item.document_no,
                "cause": plan.reason.code if plan.reason else "",
                "department": plan.department,
                "note": plan.request.note.strip(),
                "replaces": before.entry.hex() if before else None,
            }
        )
    return [facts.part_about(ref, told) for ref, told in by_customer.items()]
