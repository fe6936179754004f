"""Everything that was ever said of how one item is coded, and of its root cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from arcollect_tui.data.queries import causes, items
from arcollect_tui.data.queries.causes import CauseTold, CodingTold, Told
from arcollect_tui.errors import Refused
from arcollect_tui.rules.coding import ASKED, CodingState
from arcollect_tui.rules.formats import OfficeFormat, short_day
from arcollect_tui.rules.money import shown
from arcollect_tui.rules.splits import Pieces, from_text, main_reason
from arcollect_tui.services.office import Office
from arcollect_tui.services.reasons_then import ReasonsThen


@dataclass(frozen=True, slots=True)
class Author:
    """Who said something, and when.

    Attributes:
        handle: of the entry; empty, as all the rest, when the entry is not here yet.
        at: when, UTC.
        local_day: the day at the desk.
    """

    handle: str
    at: datetime | None
    local_day: date | None
    collector: str

    def __str__(self) -> str:
        """`23 Nov ann`."""
        day = short_day(self.local_day) if self.local_day else "entry not here yet"
        return f"{day} {self.collector}".rstrip()


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing said of an item.

    Attributes:
        kind: `coding` or `root_cause`.
        reason: code of the reason, or of the cause; empty when it is taken off.
        owner: the department that owned the reason by the policy of the time, or that of the cause.
        counts: it was not taken back.
        in_force: it is what holds now.
        state: of a coding; empty for a root cause.
        pieces: (reason, minor units) of a split.
        amount: minor units stated to be in dispute; None for the whole open amount.
        rule: the accepted rule that proposed it.
    """

    by: Author
    kind: str
    reason: str
    owner: str
    note: str
    counts: bool
    in_force: bool
    state: str = ""
    pieces: Pieces = ()
    amount: int | None = None
    claim: str = ""
    their_code: str = ""
    their_words: str = ""
    ask: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class ItemHistory:
    """What was said of an item, newest first."""

    item_id: int
    document_no: str
    customer_no: str
    currency: str
    codings: tuple[Saying, ...]
    causes: tuple[Saying, ...]


def coding_history(office: Office, item_id: int) -> ItemHistory:
    """Every coding and root cause of an item, those that were undone included.

    Raises:
        Refused: the item is not in the ledger.
    """
    with office.store.reading() as connection:
        item = items.records(connection, [item_id]).get(item_id)
        if item is None:
            raise Refused("This item is no longer in the ledger; its import was taken back.")
        told = causes.codings_of(connection, item_id)
        caused = causes.causes_of(connection, item_id)
        coding_now = _in_force([one.told for one in told])
        cause_now = _in_force([one.told for one in caused])
        then = ReasonsThen(connection)
        owners = [_owner(then, one) for one in told]
    return ItemHistory(
        item_id,
        item.document_no,
        item.customer_no,
        item.currency,
        tuple(
            _coding(one, owner, in_force=one.told == coding_now)
            for one, owner in zip(told, owners, strict=True)
        ),
        tuple(_cause(one, in_force=one.told == cause_now) for one in caused),
    )


def _in_force(told: Sequence[Told]) -> Told | None:
    """The newest that counts."""
    return next((one for one in told if _counts(one)), None)


def _owner(then: ReasonsThen, one: CodingTold) -> str:
    """Who owned the reason by the policy of the time."""
    pieces = from_text(one.splits)
    known = then.reason(one.told.entry, main_reason(pieces) if pieces else one.reason)
    return known.owner if known else ""


def _coding(one: CodingTold, owner: str, *, in_force: bool) -> Saying:
    return Saying(
        by=_author(one.told),
        kind="coding",
        reason=one.reason,
        owner=owner,
        note=one.note,
        counts=_counts(one.told),
        in_force=in_force,
        state=one.state,
        pieces=from_text(one.splits),
        amount=one.stated,
        claim=one.claim,
        their_code=one.their_code,
        their_words=one.their_words,
        ask=one.ask,
        rule=one.rule,
    )


def _cause(one: CauseTold, *, in_force: bool) -> Saying:
    counts = _counts(one.told)
    return Saying(_author(one.told), "root_cause", one.cause, one.department, one.note, counts, in_force)


def _counts(told: Told) -> bool:
    return not told.undone and told.founded


def _author(told: Told) -> Author:
    return Author(
        handle="" if told.seq is None else f"{told.desk or 0}-{told.seq}",
        at=None if told.at is None else datetime.fromtimestamp(told.at / 1_000_000, UTC),
        local_day=None if told.local_day is None else date.fromordinal(told.local_day),
        collector=told.collector or "",
    )


def saying_text(one: Saying, currency: str, fmt: OfficeFormat) -> str:
    """One thing said of an item, in words without who and when."""

    def piece(reason: str, amount: int | None) -> str:
        return reason if amount is None else f"{reason} {shown(amount, currency, fmt)} {currency}"

    if one.kind == "root_cause":
        what = f"root cause {one.reason}" if one.reason else "root cause taken off"
    elif one.state != CodingState.DISPUTED:
        what = one.state
    else:
        several = [piece(*said) for said in one.pieces]
        what = "dispute " + " + ".join(several or [piece(one.reason, one.amount)])
    theirs = " ".join(filter(None, (one.their_code, one.their_words)))
    more = (
        one.owner,
        f"claim {one.claim}" if one.claim else "",
        f"they say {theirs}" if theirs else "",
        ASKED.get(one.ask, ""),
        f"by rule {one.rule}" if one.rule else "",
        "" if one.counts else "undone",
        one.note,
    )
    return ", ".join((what, *filter(None, more)))
