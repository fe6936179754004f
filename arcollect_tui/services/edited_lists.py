"""Lists that went out and come back from a spreadsheet: what was edited, shown first, then one entry.

A row carries a mark of what it said when it was handed out. What the row says now, its mark and what is
so here tell three things apart: not edited, edited, and edited here and there, which is refused by name.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from arcollect_tui.data.codings.look import Known, kind_of_file
from arcollect_tui.data.exports.read import (
    CONTACTS,
    NAMES,
    NEEDED,
    PROMISES,
    EditedFile,
    EditedRow,
    list_of,
    read_edited,
)
from arcollect_tui.data.imports.headers import fold
from arcollect_tui.data.imports.values import HeldLine
from arcollect_tui.data.journal import Deed, Part
from arcollect_tui.data.standing import Aspect
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import Refused
from arcollect_tui.rules.identity import canonical_json
from arcollect_tui.services import facts
from arcollect_tui.services.contacts import contact_fact, no_longer_first
from arcollect_tui.services.edited_contacts import contact_change
from arcollect_tui.services.edited_rows import (
    ADDED,
    CHANGED,
    UNREADABLE,
    Change,
    Held,
    Sorted,
)
from arcollect_tui.services.edited_worklist import PromiseNotes, worklist_change
from arcollect_tui.services.import_guards import Guard
from arcollect_tui.services.import_plan import counted
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.references import CustomerRef

__all__ = ["EditedPlan", "apply_edited", "is_edited_list", "plan_edited"]


@dataclass(frozen=True, slots=True)
class EditedPlan:
    """What a list that came back would change; nothing is written yet.

    Attributes:
        file: name of the file.
        what: the export it was: worklist, promises or contacts.
        lines: its lines by class; they add up to all lines of the file.
        differences: its rows by what comes of them: changed, added, already_so, untouched, and why not.
        held: rows of which nothing comes, with line, column and why.
        changes: what will be written, in the order of the file.
        known: nothing is to be written, and nothing was refused.
        guards: reasons to stop and ask, as a ledger file has them; edits need none.
        state_token: stands for the plan as it was made.
    """

    file: str
    what: str
    lines: dict[str, int]
    differences: dict[str, int]
    held: tuple[HeldLine, ...]
    changes: tuple[Change, ...]
    warnings: tuple[str, ...]
    known: bool
    sentence: str
    state_token: bytes = field(repr=False)
    read: EditedFile = field(repr=False)
    guards: tuple[Guard, ...] = ()


def is_edited_list(path: Path) -> bool:
    """Whether a file is a list that was exported with marks, by its header."""
    keys = [[fold(name) for name in names] for names in NEEDED.values()]
    return kind_of_file(path, Known(NAMES, keys, list_of)) is not None


def plan_edited(office: Office, path: Path) -> EditedPlan:
    """Read a list that came back and work out what it would change.

    Raises:
        FileRefused: it cannot be read.
    """
    file = read_edited(path)
    with office.store.reading() as connection:
        return _plan(office, connection, file)


Reader = Callable[[Connection, EditedRow], Change | str]


def _reader(office: Office, connection: Connection, what: str) -> Reader:
    if what == CONTACTS:
        return contact_change
    if what == PROMISES:
        return partial(PromiseNotes(connection).change, office)
    return partial(worklist_change, office)


def _plan(office: Office, connection: Connection, file: EditedFile) -> EditedPlan:
    read, found = _reader(office, connection, file.what), Sorted()
    seen: dict[tuple[str, ...], int] = {}
    for row in file.rows:
        try:
            _only_once(row, seen)
            found.take(read(connection, row))
        except Held as why:
            found.hold(row, why)
    for line in file.cut_off:
        found.hold(EditedRow(line, {}), Held(UNREADABLE, "", "the line is cut off"))
    known = not found.changes and not found.held
    said = [f"{count} {name.replace('_', ' ')}" for name, count in sorted(found.counts.items()) if count]
    sentence = f"{file.name}: {', '.join(said) or 'no rows'}."
    return EditedPlan(
        file=file.name,
        what=file.what,
        lines=file.lines,
        differences=dict(sorted(found.counts.items())),
        held=tuple(sorted(found.held)),
        changes=tuple(found.changes),
        warnings=file.warnings,
        known=known,
        sentence=f"No change: {sentence}" if known else sentence,
        state_token=hashlib.sha256(canonical_json([_spelt(one) for one in found.changes])).digest(),
        read=file,
    )


def _only_once(row: EditedRow, seen: dict[tuple[str, ...], int]) -> None:
    """Two rows about one thing would leave open which of them is meant.

    Raises:
        Held: an earlier row is about the same.
    """
    thing = tuple(row.get(name) for name in ("ledger", "customer_no", "contact", "promise"))
    if "contact" in row.cells and not row.get("contact"):
        return
    first = seen.setdefault(thing, row.line)
    if first != row.line:
        raise Held(UNREADABLE, "customer_no", f"line {first} is about the same")


def _spelt(change: Change) -> list[str]:
    return [str(change.line), str(change.customer.id), change.words, repr(change.card), change.note]


def apply_edited(office: Office, plan: EditedPlan, token: bytes | None = None) -> Saved:
    """Write what a planned list changes as one entry.

    Raises:
        Refused: nothing is to be written, or something changed since the plan was made.
    """
    if plan.known:
        return Saved("", plan.sentence, again=True)
    if not plan.changes:
        first = plan.held[0]
        where = f"line {first.line}" + (f", {first.field}" if first.field else "")
        raise Refused(f"Nothing was changed from {plan.file}: {where}: {first.reason.removesuffix('.')}.")
    with office.deed() as connection:
        if _plan(office, connection, plan.read).state_token != plan.state_token:
            raise Refused(f"The office changed since {plan.file} was planned: plan it again.")
        deed, aspects = _deed(connection, plan, token or office.token())
        customers = sorted({change.customer.id for change in plan.changes})
        recorded = office.record(connection, deed, customers, aspects)
        done = sum(plan.differences.get(name, 0) for name in (CHANGED, ADDED))
        refused = f" {counted(len(plan.held), 'row')} put aside." if plan.held else ""
        words = f"{counted(done, 'row')} of {plan.file} taken over.{refused}"
        return office.saved(connection, recorded, words)


def _deed(connection: Connection, plan: EditedPlan, token: bytes) -> tuple[Deed, Aspect]:
    """One entry with a part a customer."""
    said: defaultdict[CustomerRef, list[Change]] = defaultdict(list)
    for change in plan.changes:
        said[change.customer].append(change)
    parts = [facts.part_about(who, _facts(connection, changes)) for who, changes in said.items()]
    if plan.what == CONTACTS:
        return Deed("contact", parts, token, version=_contact_version(parts)), Aspect(0)
    moved = any(change.next_action for change in plan.changes)
    return Deed("follow_up" if moved else "note", parts, token), Aspect.CONTACT if moved else Aspect(0)


def _contact_version(parts: Sequence[Part]) -> int:
    """The lowest version of a contact entry that says all of it."""
    return 2 if any(fact.get("time_zone") for part in parts for fact in part.facts) else 1


def _facts(connection: Connection, changes: Sequence[Change]) -> list[facts.Fact]:
    """What the changes of one customer come to."""
    found: list[facts.Fact] = []
    first = [change.card.contact_id for change in changes if change.card and change.card.draft.preferred]
    for change in changes:
        if change.next_action is not None:
            day, at = change.next_action.day, change.next_action.at
            found.append(facts.follow_up(connection, change.customer.id, day, at))
        if change.note:
            found.append({"is": "note", "text": change.note, "pinned": 0})
        if change.card is not None:
            number, draft, retired = change.card.contact_id, change.card.draft, change.card.retired
            found.append(contact_fact(connection, change.customer.id, number, draft, retired=retired))
    if first:
        written = {change.card.contact_id for change in changes if change.card}
        others = no_longer_first(connection, changes[0].customer.id, first[-1])
        found += [fact for fact in others if fact["contact_id"] not in written]
    return found
