"""Coding items collectible or disputed, one or two hundred at a time: plan, preview, apply."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from arcollect_tui.data import desk as drawer
from arcollect_tui.data.journal import Deed, Part, recorded_as
from arcollect_tui.data.queries import deeds
from arcollect_tui.data.queries import items as queries
from arcollect_tui.data.queries.items import ItemRecord
from arcollect_tui.data.standing import Aspect
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules import coding as rules
from arcollect_tui.rules.coding import AmountMode, CodingState, Reason
from arcollect_tui.rules.money import shown
from arcollect_tui.rules.query_ast import Compare
from arcollect_tui.services import facts
from arcollect_tui.services.codes import coding_fact, item_facts
from arcollect_tui.services.items import ItemRow, ItemView, item_query, item_rows
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.references import CustomerRef

AT_ONCE = 500
Coded = tuple[bytes, str, str, int | None]
"""The coding of an item that is in force: entry, state, reason, stated amount."""
NOTHING = "Nothing marked: Space marks a row, * marks all shown; or name items with --item or --filter."


@dataclass(frozen=True, slots=True)
class CodingRequest:
    """What to code how.

    Attributes:
        reason: code of a dispute reason; COLLECTIBLE, or UNCODED to take a coding off.
        item_ids: the items; None to take those of `filter`.
        filter: a filter of the items list.
        mode: whole, short or typed.
        amount: the disputed amount of each item for mode typed, minor units.
        note: free text, kept with each item.
        recode: code items anew that carry another coding; without it they are skipped.
    """

    reason: str
    item_ids: tuple[int, ...] | None = None
    filter: str | None = None
    mode: str = "whole"
    amount: int | None = None
    note: str = ""
    recode: bool = False


@dataclass(frozen=True, slots=True)
class CodingLine:
    """One item that will be coded; amounts in minor units."""

    item_id: int
    customer_id: int
    document_no: str
    customer_no: str
    name: str
    currency: str
    open_amount: int
    disputed: int
    was: str


@dataclass(frozen=True, slots=True)
class Skip:
    """One item that is left out, and why."""

    item_id: int
    document_no: str
    customer_no: str
    why: str


@dataclass(frozen=True, slots=True)
class CodingPlan:
    """What a coding would write; nothing is written yet.

    Attributes:
        totals: disputed (or, for collectible, open) minor units per currency.
        state_token: stands for the items as they were when the plan was made.
    """

    request: CodingRequest
    state: CodingState
    reason: Reason | None
    lines: tuple[CodingLine, ...]
    skips: tuple[Skip, ...]
    customers: int
    totals: dict[str, int]
    state_token: bytes
    sentence: str

    @property
    def count(self) -> int:
        """How many items will be coded."""
        return len(self.lines)


def _state_of(text: str) -> tuple[CodingState, Reason | None]:
    word = text.strip().casefold()
    if word in ("", "uncoded"):
        return CodingState.UNCODED, None
    if word == "collectible":
        return CodingState.COLLECTIBLE, None
    return CodingState.DISPUTED, rules.find_reason(text)


def plan_coding(office: Office, request: CodingRequest) -> CodingPlan:
    """Work out what a coding would write.

    Raises:
        UsageError: the reason is unknown, or the filter cannot be read.
        Refused: nothing is marked or matched.
    """
    state, reason = _state_of(request.reason)
    if request.item_ids is None and request.filter is None:
        raise UsageError("Name the items with --item, or match them with --filter.")
    with office.store.reading() as connection:
        return _plan(office, connection, request, state, reason)


def _plan(
    office: Office,
    connection: Connection,
    request: CodingRequest,
    state: CodingState,
    reason: Reason | None,
) -> CodingPlan:
    ids = _ids(office, connection, request)
    if not ids:
        raise Refused(NOTHING if request.filter is None else f"No open item matches {request.filter!r}.")
    mode = AmountMode(request.mode)
    lines, skips, token = [], [], hashlib.sha256()
    for item, coded in _now(connection, ids):
        outcome = _line(item, state, reason, mode, request, coded)
        if isinstance(outcome, Skip):
            skips.append(outcome)
        else:
            lines.append(outcome)
            token.update(_state_of_item(item, coded))
    totals: dict[str, int] = defaultdict(int)
    for line in lines:
        totals[line.currency] += line.disputed if state is CodingState.DISPUTED else line.open_amount
    customers = len({line.customer_id for line in lines})
    return CodingPlan(
        request=request,
        state=state,
        reason=reason,
        lines=tuple(lines),
        skips=tuple(skips),
        customers=customers,
        totals=dict(sorted(totals.items())),
        state_token=token.digest(),
        sentence=_sentence(office, state, reason, lines, skips, customers, totals),
    )


def _ids(office: Office, connection: Connection, request: CodingRequest) -> Sequence[int]:
    if request.item_ids is not None:
        return tuple(dict.fromkeys(request.item_ids))
    query = item_query(office, ItemView(request.filter or ""))
    return queries.ids(connection, query, queries.item_target(office.today, office.collector))


def _line(
    item: ItemRecord,
    state: CodingState,
    reason: Reason | None,
    mode: AmountMode,
    request: CodingRequest,
    before: Coded | None,
) -> CodingLine | Skip:
    def skip(why: str) -> Skip:
        return Skip(item.id, item.document_no, item.customer_no, why)

    amount, stated = 0, None
    seen = item_facts(item)
    if item.cleared_on is not None:
        return skip("cleared")
    if state is CodingState.DISPUTED:
        why = rules.skip_reason(seen, mode)
        if why is not None:
            return skip(why)
        if mode is AmountMode.TYPED and request.amount is not None and request.amount > item.open_amount:
            return skip("less open than the amount typed")
        amount = rules.disputed_amount(mode, request.amount, item.open_amount, seen.short)
        stated = None if mode is AmountMode.WHOLE else amount
    code = reason.code if reason else ""
    was = before[2] or before[1] if before and before[1] != CodingState.UNCODED else ""
    now = (str(state), code, stated)
    if before is not None and before[1:] == now:
        return skip(f"already {code or state}")
    if state is CodingState.UNCODED:
        if not was:
            return skip("not coded")
    elif was and not request.recode:
        return skip(f"already {was}")
    return CodingLine(
        item.id,
        item.customer_id,
        item.document_no,
        item.customer_no,
        item.name,
        item.currency,
        item.open_amount,
        amount,
        was,
    )


def _now(connection: Connection, ids: Sequence[int]) -> Iterator[tuple[ItemRecord, Coded | None]]:
    """The items as they are now, each with its coding in force; some at a time, for they may be many."""
    for start in range(0, len(ids), AT_ONCE):
        batch = ids[start : start + AT_ONCE]
        found = queries.records(connection, batch)
        before = deeds.codings_in_force(connection, batch)
        yield from ((found[one], before.get(one)) for one in batch if one in found)


def _state_of_item(item: ItemRecord, coded: Coded | None) -> bytes:
    return f"{item.id}/{item.open_amount}/{item.cleared_on}/".encode() + (coded[0] if coded else b"-")


def _sentence(
    office: Office,
    state: CodingState,
    reason: Reason | None,
    lines: Sequence[CodingLine],
    skips: Sequence[Skip],
    customers: int,
    totals: dict[str, int],
) -> str:
    fmt = office.settings.fmt
    what = f"dispute {reason.code}" if reason else str(state)
    sums = ", ".join(f"{shown(total, code, fmt)} {code}" for code, total in sorted(totals.items()))
    left = f", {len(skips)} skipped" if skips else ""
    items = "1 item" if len(lines) == 1 else f"{len(lines)} items"
    of = "1 customer" if customers == 1 else f"{customers} customers"
    return f"{what} on {items} of {of}, {sums or 'no value'}{left}"


def apply_coding(office: Office, plan: CodingPlan, token: bytes | None = None) -> Saved:
    """Write a planned coding as one entry.

    Raises:
        Refused: the plan has no lines, or the items moved since it was made.
    """
    if not plan.lines:
        why = plan.skips[0].why if plan.skips else "nothing marked"
        raise Refused(f"Nothing to code: {len(plan.skips)} skipped ({why}).")
    with office.deed() as connection:
        again = None if token is None else recorded_as(connection, token, drawer.own_desk(connection))
        if again is not None:
            return office.saved(connection, again, f"Coded: {plan.sentence}.")
        parts, state_token = _parts(connection, plan)
        if state_token != plan.state_token:
            raise Refused("The items changed since the preview. Nothing was coded; preview it again.")
        deed = Deed("coding", parts, token or office.token())
        recorded = office.record(
            connection,
            deed,
            sorted({line.customer_id for line in plan.lines}),
            Aspect.CODING,
            coded=True,
        )
        return office.saved(connection, recorded, f"Coded: {plan.sentence}.")


def _parts(connection: Connection, plan: CodingPlan) -> tuple[list[Part], bytes]:
    """One part a customer, and what stands for the items as they are now."""
    code = plan.reason.code if plan.reason else ""
    whole = plan.request.mode == AmountMode.WHOLE or plan.state is not CodingState.DISPUTED
    by_customer: dict[int, list[facts.Fact]] = defaultdict(list)
    refs: dict[int, CustomerRef] = {}
    token, lines = hashlib.sha256(), iter(plan.lines)
    for item, coded in _now(connection, [line.item_id for line in plan.lines]):
        line = next(line for line in lines if line.item_id == item.id)
        token.update(_state_of_item(item, coded))
        refs[item.customer_id] = CustomerRef(item.customer_id, item.ledger, item.customer_no, item.name)
        stated = None if whole else line.disputed
        known = {} if coded is None else {item.id: coded}
        by_customer[item.customer_id].append(
            coding_fact(connection, item, str(plan.state), code, stated, plan.request.note, known)
        )
    return [
        facts.part_about(refs[customer], said) for customer, said in by_customer.items()
    ], token.digest()


def disputes(office: Office, filter: str = "", limit: int | None = None) -> list[ItemRow]:  # noqa: A002
    """Open items in dispute, oldest due first."""
    return item_rows(
        office, ItemView(filter, only=Compare("coding", "=", str(CodingState.DISPUTED))), limit
    )
