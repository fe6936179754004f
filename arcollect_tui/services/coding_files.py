"""Coding files in: what was coded elsewhere, or in a spreadsheet, taken in as one entry."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from arcollect_tui.data.codings.layouts import coding_layout, coding_layouts
from arcollect_tui.data.codings.look import layout_of_file
from arcollect_tui.data.codings.read import CodingFile, CodingRow, read_codings
from arcollect_tui.data.imports.values import HeldLine
from arcollect_tui.data.imports.wishes import NONE, Wishes
from arcollect_tui.data.queries.deeds import CodingInForce
from arcollect_tui.data.queries.items import ItemRecord
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import Refused
from arcollect_tui.rules import coding as rules
from arcollect_tui.rules.coding import CodingState
from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.money import shown
from arcollect_tui.rules.reasons import ReasonTree
from arcollect_tui.rules.splits import as_text
from arcollect_tui.rules.text import counted
from arcollect_tui.services.coded_items import items_now, state_of_item
from arcollect_tui.services.codes import Said, item_facts
from arcollect_tui.services.coding import write_codings
from arcollect_tui.services.coding_cells import UnknownReason, Unreadable
from arcollect_tui.services.coding_keys import SKIPPED, UNREADABLE, ItemFinder, Missed
from arcollect_tui.services.coding_lines import LineReader, Told, refuse_unknown
from arcollect_tui.services.import_guards import Guard
from arcollect_tui.services.office import Office, Saved

__all__ = ["CodingFilePlan", "apply_coding_file", "is_coding_file", "plan_coding_file"]

CODED, RECODED, ALREADY = "coded", "recoded", "already_so"
CUT_OFF = "the line is cut off"

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class FileCoding:
    """What the file says of one item that is not so yet. `disputed` in minor units, as things stand."""

    line: int
    item_id: int
    customer_id: int
    document_no: str
    customer_no: str
    currency: str
    said: Said
    disputed: int
    was: str


@dataclass(frozen=True, slots=True)
class CodingFilePlan:
    """What a coding file would write; nothing is written yet.

    Attributes:
        file: name of the file.
        layout: name of the layout it was read with.
        lines: its lines by class; they add up to all lines of the file.
        differences: its rows by what comes of them: coded, recoded, already_so, skipped, unknown_item,
            ambiguous, unreadable.
        held: rows of which nothing comes, with line, column and why.
        totals: (count, disputed minor units) of what will be coded, per currency.
        codings: what will be coded, in the order of the file.
        known: all of it is so already.
        guards: reasons to stop and ask, as a ledger file has them; codings need none.
        state_token: stands for the items as they were when the plan was made.
    """

    file: str
    layout: str
    lines: dict[str, int]
    differences: dict[str, int]
    held: tuple[HeldLine, ...]
    totals: dict[str, tuple[int, int]]
    warnings: tuple[str, ...]
    codings: tuple[FileCoding, ...]
    known: bool
    sentence: str
    state_token: bytes = field(repr=False)
    guards: tuple[Guard, ...] = ()


def is_coding_file(path: Path, layout: str | None = None) -> bool:
    """Whether a file says what was coded, by its header; or is said to, by the layout that is named."""
    if layout is not None:
        return layout in coding_layouts()
    return layout_of_file(path) is not None


def plan_coding_file(
    office: Office, path: Path, layout: str | None = None, wishes: Wishes = NONE
) -> CodingFilePlan:
    """Read a coding file and work out what it would write.

    Raises:
        FileRefused: it cannot be read, names no items, or names a reason that is unknown here.
        UsageError: there is no such layout.
    """
    named = layout_of_file(path) if layout is None else None
    file = read_codings(path, named or coding_layout(layout or "coding"), wishes)
    with office.store.reading() as connection:
        return _plan(office, connection, file)


def _plan(office: Office, connection: Connection, file: CodingFile) -> CodingFilePlan:
    reasons = office.settings.reasons
    sorting = _Sorting(file, reasons)
    told = sorting.told(connection)
    codings, token = [], hashlib.sha256()
    for item, before in items_now(connection, list(told)):
        coding = sorting.outcome(item, before, told[item.id])
        if coding is not None:
            codings.append(coding)
            token.update(state_of_item(item, before))
    known = not codings and not sorting.held
    return CodingFilePlan(
        file=file.name,
        layout=file.layout.name,
        lines=file.lines,
        differences={name: count for name, count in sorting.counts.items() if count},
        held=tuple(sorted(sorting.held)),
        totals=_totals(codings),
        warnings=file.warnings,
        codings=tuple(codings),
        known=known,
        sentence=f"No change: what {file.name} says is so already."
        if known
        else _sentence(file.name, codings, sorting.counts, office.settings.fmt),
        state_token=token.digest(),
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one item, and what they say."""

    rows: tuple[CodingRow, ...]
    told: Told


class _Sorting:
    """Sorts the rows of a file by what comes of them; each row is counted once."""

    def __init__(self, file: CodingFile, reasons: ReasonTree) -> None:
        self._file, self._reasons = file, reasons
        self.counts: Counter[str] = Counter(dict.fromkeys((CODED, RECODED, ALREADY), 0))
        self.held: list[HeldLine] = []

    def told(self, connection: Connection) -> dict[int, _Rows]:
        """What the file says of each item, in the order of the file.

        Raises:
            FileRefused: it names a reason that is unknown here.
        """
        reader = LineReader(self._file, self._reasons)
        unknown: list[tuple[int, UnknownReason]] = []
        found = {}
        for item, rows in self._by_item(connection).items():
            try:
                found[item] = _Rows(tuple(rows), reader.told(rows))
            except UnknownReason as problem:
                unknown.append((rows[0].line, problem))
            except Unreadable as problem:
                self._hold(UNREADABLE, rows, problem.field, problem.why)
        refuse_unknown(self._file, unknown)
        for line in self._file.cut_off:
            self._hold(UNREADABLE, [CodingRow(line, {})], "", CUT_OFF)
        return found

    def _by_item(self, connection: Connection) -> dict[int, list[CodingRow]]:
        finder = ItemFinder(connection, self._file.rows)
        found: defaultdict[int, list[CodingRow]] = defaultdict(list)
        for row in self._file.rows:
            item = finder.find(row)
            if isinstance(item, Missed):
                self._hold(item.what, [row], item.field, item.why)
            elif item.id in found and not self._file.layout.by_piece:
                first = found[item.id][0].line
                self._hold(UNREADABLE, [row], "", f"line {first} is about the same item")
            else:
                found[item.id].append(row)
        return found

    def outcome(self, item: ItemRecord, before: CodingInForce | None, rows: _Rows) -> FileCoding | None:
        """What will be written of an item; None when nothing will, which is counted."""
        told = rows.told
        said = told.said
        if told.whole_if is not None and told.whole_if != item.open_amount:
            said = replace(said, stated=told.whole_if)
        if _is_so(before, said, self._file.fields):
            self.counts[ALREADY] += len(rows.rows)
            return None
        why = self._why_not(item, before, told, said)
        if why is not None:
            self._hold(SKIPPED, rows.rows, *why)
            return None
        was = before.called if before else ""
        self.counts[RECODED if was else CODED] += len(rows.rows)
        left = max(0, item.open_amount) if said.state == CodingState.DISPUTED else 0
        return FileCoding(
            line=rows.rows[0].line,
            item_id=item.id,
            customer_id=item.customer_id,
            document_no=item.document_no,
            customer_no=item.customer_no,
            currency=item.currency,
            said=said,
            disputed=left if said.stated is None else min(said.stated, left),
            was=was,
        )

    def _why_not(
        self, item: ItemRecord, before: CodingInForce | None, told: Told, said: Said
    ) -> tuple[str, str] | None:
        """The column that keeps an item from being coded so, and why; None when nothing does."""
        if item.cleared_on is not None:
            return "document_no", "cleared"
        if said.state != CodingState.DISPUTED:
            return None
        why = rules.skip_reason(item_facts(item))
        if why is not None:
            return "document_no", why
        if told.currency and told.currency != item.currency:
            return "currency", f"the item is in {item.currency}"
        retired = [
            code for code, _ in said.pieces or ((said.reason, 0),) if not _offered(self._reasons, code)
        ]
        if retired and (before is None or before.reason != said.reason):
            return "reason", f"{retired[0]} is no longer offered"
        # Once more was open than now: what was stated then still stands, and now all of it is in dispute.
        if said.stated is not None and said.stated > item.open_amount != told.now:
            return "disputed_amount", "less is open than the amount stated"
        return None

    def _hold(self, what: str, rows: Sequence[CodingRow], field_: str, why: str) -> None:
        self.counts[what] += len(rows)
        column = self._file.header_of(field_) if field_ else ""
        self.held += [HeldLine(row.line, column, why, row.get("document_no")) for row in rows]


def _offered(reasons: ReasonTree, code: str) -> bool:
    known = reasons.get(code)
    return known is not None and known.active


def _is_so(before: CodingInForce | None, said: Said, fields: frozenset[str]) -> bool:
    """Whether an item is coded just so; a field that the file has no column for may be anything."""
    if before is None or before.state == CodingState.UNCODED:
        return said.state == CodingState.UNCODED
    told = (said.state, said.reason, said.stated, as_text(said.pieces))
    if (before.state, before.reason, before.stated, before.splits) != told:
        return False
    more = ("ask", "claim", "their_code", "their_words", "note", "rule")
    return all(getattr(before, name) == getattr(said, name) for name in more if name in fields)


def _totals(codings: Sequence[FileCoding]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for coding in codings:
        count, total = found.get(coding.currency, (0, 0))
        found[coding.currency] = count + 1, total + coding.disputed
    return dict(sorted(found.items()))


def _sentence(name: str, codings: Sequence[FileCoding], counts: Counter[str], fmt: OfficeFormat) -> str:
    left = "".join(f", {words}" for words in _left_out(counts))
    if not codings:
        return f"{name}: nothing to code{left}."
    customers = len({coding.customer_id for coding in codings})
    sums = ", ".join(
        f"{shown(total, code, fmt)} {code}" for code, (_, total) in _totals(codings).items() if total
    )
    disputed = f", {sums} in dispute" if sums else ""
    return f"{name}: {counted(len(codings), 'item')} of {counted(customers, 'customer')}{disputed}{left}."


def _left_out(counts: Counter[str]) -> Iterator[str]:
    for name, count in counts.items():
        if count and name not in (CODED, RECODED):
            yield f"{count} {name.replace('_', ' ')}"


def apply_coding_file(office: Office, plan: CodingFilePlan, token: bytes | None = None) -> Saved:
    """Write what a planned file says as one entry.

    Raises:
        Refused: nothing can be coded, or the items moved since the plan was made.
    """
    if plan.known:
        return Saved("", plan.sentence, again=True)
    if not plan.codings:
        first = plan.held[0]
        where = f"line {first.line}" + (f", {first.field}" if first.field else "")
        raise Refused(f"Nothing was coded from {plan.file}: {where}: {first.reason}.")
    lines = {coding.item_id: coding.said for coding in plan.codings}
    return write_codings(office, lines, plan.state_token, f"Coded from {plan.sentence}", token)
