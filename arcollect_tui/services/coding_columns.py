"""Coding files out: the fields of each coding, laid out as the columns of a layout."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from arcollect_tui.data.codings.layouts import EXACT, GUARDED, CodingLayout
from arcollect_tui.data.exports.cells import Cell, Money
from arcollect_tui.data.queries import codings as queries
from arcollect_tui.data.queries import record
from arcollect_tui.data.queries.codings import CauseRecord, CodingRecord
from arcollect_tui.data.queries.record import EntryRow
from arcollect_tui.rules.calendars import add_business_days
from arcollect_tui.rules.reason_model import Reason
from arcollect_tui.rules.reasons import ReasonTree
from arcollect_tui.rules.splits import Pieces, from_text, scaled, spelt
from arcollect_tui.services.export_rows import Row, Rows, Span
from arcollect_tui.services.office import Office
from arcollect_tui.services.reasons_then import ReasonsThen

WHOLE, STATED = "whole", "stated"
"""What the column `amount_mode` says: all that is open, whatever it becomes, or the amount beside it."""
ITEM_PREFIX = "i"
"""Before the hex of an item's key, so that no spreadsheet takes it for a number."""
CODING_FIELDS = (
    "entry", "date", "collector", "ledger", "company", "document_no", "line", "fiscal_year", "customer_no",
    "name", "currency", "open_amount", "coding", "reason", "reason_name", "owner", "amount_mode",
    "disputed_amount", "disputed_now", "splits", "note", "claim", "their_code", "their_words", "ask",
    "rule", "cause", "cause_department", "coordinator", "item", "reason_out",
)  # fmt: skip
"""What `coding_fields` says of each coding."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A coding in force with what is known around it.

    Attributes:
        said: the coding with its item.
        head: the entry that made it.
        reasons: (reason as it was then, stated minor units or None, minor units in dispute now or None)
            of each piece; one of a coding that is not split, none of one that is no dispute.
        cause: the root cause found since.
    """

    said: CodingRecord
    head: EntryRow
    reasons: tuple[tuple[Reason | None, int | None, int | None], ...]
    cause: CauseRecord

    @property
    def pieces(self) -> Pieces:
        """(reason, minor units) of a split."""
        return from_text(self.said.splits)

    @property
    def day(self) -> date:
        """The day it was coded."""
        return date.fromordinal(self.head.local_day)

    @property
    def handle(self) -> str:
        """What people type to name its entry."""
        return f"{self.head.desk_number or 0}-{self.head.seq}"

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """Ledger, company, document number, line and fiscal year of its item."""
        # A document number may hold the separator itself.
        ledger, company, *middle, line, year = self.said.item_key.split("/")
        return ledger, company, "/".join(middle), line, year

    def money(self, minor: int | None) -> Money | None:
        """An amount of its item; None where the item is not here."""
        return None if minor is None or self.said.currency is None else Money(minor, self.said.currency)

    def due_on(self, reason: Reason | None, office: Office) -> date | None:
        """The day by which the owner of a reason should have settled it."""
        if reason is None:
            return None
        return add_business_days(self.day, reason.sla_days, office.settings.calendar)


def coded_in(office: Office, span: Span) -> list[Coded]:
    """The codings in force of the items that were coded in the span, in the order they were coded."""
    with office.store.reading() as connection:
        heads = {row.id: row for row in record.entries(connection, desk=span.desk) if span.covers(row)}
        then = ReasonsThen(connection)
        causes = queries.causes_in_force(connection)
        none = CauseRecord(b"", "", "")
        return [
            Coded(said, heads[said.entry], _reasons(said, then), causes.get(said.item_id, none))
            for said in queries.codings(connection)
            if said.entry in heads
        ]


def _reasons(
    said: CodingRecord, then: ReasonsThen
) -> tuple[tuple[Reason | None, int | None, int | None], ...]:
    if said.state != "disputed":
        return ()
    pieces, now = from_text(said.splits), said.disputed_now
    if not pieces:
        return ((then.reason(said.entry, said.reason), said.stated, now),)
    left = [None] * len(pieces) if now is None else [amount for _, amount in scaled(pieces, now)]
    return tuple(
        (then.reason(said.entry, code), amount, rest)
        for (code, amount), rest in zip(pieces, left, strict=True)
    )


def coding_rows(office: Office, span: Span, layout: CodingLayout, *, guarded: bool) -> Rows:
    """The rows of a coding file.

    Args:
        office: the office.
        span: which codings.
        layout: how they are laid out; by piece, only what is in dispute has rows.
        guarded: the file will have apostrophes before what would run as a formula.
    """
    texts = GUARDED if guarded else EXACT
    found = coded_in(office, span)
    rows = _by_piece(office, found) if layout.by_piece else (_fields(coded) for coded in found)
    return layout.headers, iter([_laid_out(layout, {**fields, "texts": texts}) for fields in rows])


def coding_fields(office: Office, span: Span) -> Iterator[dict[str, Cell]]:
    """What each coding in the span says, by field, with the ledger's own code of its reason."""
    for coded in coded_in(office, span):
        yield _fields(coded) | {"reason_out": sap_code(office.settings.reasons, coded.said.reason)}


def _laid_out(layout: CodingLayout, fields: dict[str, Cell]) -> Row:
    return tuple(layout.constants.get(header) or fields.get(field) for header, field in layout.columns)


def _fields(coded: Coded) -> dict[str, Cell]:
    """What a coding says, by field."""
    said, (ledger, company, document, line, year) = coded.said, coded.key
    disputed = said.state == "disputed"
    reason = max(coded.reasons, key=lambda piece: piece[1] or 0)[0] if coded.reasons else None
    return {
        "entry": coded.handle,
        "date": coded.day,
        "collector": coded.head.collector,
        "ledger": ledger,
        "company": company,
        "document_no": document,
        "line": line,
        "fiscal_year": year,
        "customer_no": said.customer_no or "",
        "name": said.name or "",
        "currency": said.currency or "",
        "open_amount": coded.money(said.open_amount),
        "coding": said.state,
        "reason": said.reason,
        "reason_name": reason.name if reason else "",
        "owner": reason.owner if reason else "",
        "amount_mode": (WHOLE if said.stated is None else STATED) if disputed else "",
        "disputed_amount": coded.money(said.stated) or coded.money(said.disputed_now) if disputed else None,
        "disputed_now": coded.money(said.disputed_now) if disputed else None,
        "splits": spelt(coded.pieces, said.currency or ""),
        "note": said.note,
        "claim": said.claim,
        "their_code": said.their_code,
        "their_words": said.their_words,
        "ask": said.ask,
        "rule": said.rule,
        "cause": coded.cause.cause,
        "cause_department": coded.cause.department,
        "coordinator": said.collector or "",
        "item": f"{ITEM_PREFIX}{said.item_id:016x}",
    }


def _by_piece(office: Office, found: list[Coded]) -> Iterator[dict[str, Cell]]:
    """Disputed items, a row a piece. What is paid or credited is the ledger's to say: it is not yet any.

    A case begins with what is in dispute when the file is written, so its original amount is that, and
    nothing of it is paid, credited or written off: original = disputed + paid + credited + written off.
    """
    for coded in found:
        if not coded.said.disputed_now:
            continue
        whole = _fields(coded)
        codes = [code for code, _ in coded.pieces] or [coded.said.reason]
        for code, (reason, stated, now) in zip(codes, coded.reasons, strict=True):
            yield whole | {
                "reason": code,
                "reason_out": sap_code(office.settings.reasons, code),
                "cause_out": sap_code(office.settings.reasons, coded.cause.cause),
                "owner": reason.owner if reason else "",
                "due_on": coded.due_on(reason, office),
                "disputed_now": coded.money(now),
                "original_amount": coded.money(now),
                "nothing": coded.money(0),
                "stated_amount": coded.money(stated),
                "stated_currency": "" if stated is None else coded.said.currency,
            }


def sap_code(reasons: ReasonTree, code: str) -> str:
    """The ledger's own code of a reason, the usual one; ours where the office has set none."""
    reason = reasons.get(code)
    return reason.sap[0] if reason is not None and reason.sap else code
