"""One store through any days of work: after every step all checks are silent and undo is exact."""

import shutil
import tempfile
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from arcollect_tui.errors import Refused
from arcollect_tui.rules.outcomes import OUTCOMES
from arcollect_tui.rules.reasons import REASONS
from arcollect_tui.services import calls, coding, contacts, followups, history, notes
from arcollect_tui.services.coding_files import plan_coding_file
from arcollect_tui.services.export_forms import OF_CODING
from arcollect_tui.services.exports import export
from arcollect_tui.services.items import ItemView, item_rows
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.worklist import WorklistView, worklist_rows
from tests.places import TEST_STORE
from tests.services.drawn import Pick, drawn_cause, drawn_request
from tests.services.offices import (
    DAY,
    HASTY,
    LONG,
    Line,
    State,
    assert_money,
    assert_sound,
    days,
    office_at,
    state,
    take_in,
)

CUSTOMERS = ("C1", "C2", "C3", "C4")
CURRENCIES = ("USD", "USD", "EUR", "JPY")
CODES = st.sampled_from([outcome.code for outcome in OUTCOMES])
REASONS_USED = ("COLLECTIBLE", "UNCODED", *[reason.code for reason in REASONS[:4]])
REASON = st.sampled_from(REASONS_USED)
SMALL = st.integers(min_value=1, max_value=150_00)
PLACE = st.integers(min_value=0, max_value=11)


@st.composite
def ledgers(draw: st.DrawFn) -> list[Line]:
    """A first file: a few items of a few customers."""
    return [
        Line(
            str(number) if draw(st.integers(0, 9)) else "",
            draw(st.sampled_from(CUSTOMERS)),
            draw(st.integers(min_value=-50_00, max_value=300_00).filter(bool)),
            due=draw(st.none() | st.integers(-60, 20).map(days)),
            currency=draw(st.sampled_from(CURRENCIES)),
            company=draw(st.sampled_from(["10", "10", "20"])),
            type=draw(st.sampled_from(["invoice", "invoice", "invoice", "payment", "credit"])),
            limit=draw(st.none() | st.just(100_00)),
        )
        for number in range(draw(st.integers(3, 12)))
    ]


def picker(data: st.DataObject) -> Pick:
    """Chance that Hypothesis can shrink."""
    return lambda many: data.draw(st.integers(0, many - 1))


class Desk(RuleBasedStateMachine):
    """A collector's days; `before` and `after` hold the states around each deed, for undo and redo."""

    office: Office

    @initialize(lines=ledgers())
    def open(self, lines: list[Line]) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="arcollect-test-"))
        self.day = DAY
        self.as_of = days(-1)
        self.lines = lines
        self.file = 0
        self.stack: list[tuple[str, State, State, date]] = []
        self.office = office_at(self.folder / "office", self.day)
        take_in(self.office, self.folder, lines, self.as_of)

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.office.close()
            shutil.rmtree(self.folder)

    def customer(self, place: int) -> int | None:
        found = worklist_rows(self.office, WorklistView(everyone=True))
        return found[place % len(found)].customer_id if found else None

    def some_items(self, place: int, count: int) -> tuple[int, ...]:
        rows = item_rows(self.office, ItemView())
        return tuple(row.item_id for row in (rows[place % len(rows) :] if rows else [])[:count])

    def done(self, before: State, saved: Saved) -> None:
        if not saved.again:
            self.stack.append((saved.handle, before, state(self.office), self.day))

    @rule(place=PLACE, code=CODES, amount=SMALL, ahead=st.integers(0, 9), named=st.booleans())
    def call(self, place: int, code: str, amount: int, ahead: int, *, named: bool) -> None:
        who = self.customer(place)
        if who is None:
            return
        before = state(self.office)
        row = next(
            r for r in worklist_rows(self.office, WorklistView(everyone=True)) if r.customer_id == who
        )
        mine = [i for i in item_rows(self.office, ItemView()) if i.customer_id == who]
        about = tuple(i.item_id for i in mine if i.currency == row.currency)[:2] if named else ()
        draft = calls.prepare_call(self.office, who, code, items=about)
        if draft.promise is not None:
            promise = calls.PromiseDraft(amount, row.currency, days(ahead, self.day))
            draft = replace(draft, promise=promise, follow_up=None)
        if draft.follow_up is None and code in ("CB", "PR"):
            draft = replace(draft, follow_up=calls.FollowUpDraft(days(ahead, self.day), time(15, 30)))
        if code == "DI" and about:
            draft = replace(draft, dispute=calls.DisputeDraft("PRC", "whole"))
        try:
            saved = calls.log_call(self.office, draft)
        except Refused:
            assert state(self.office) == before
            return
        assert calls.log_call(self.office, draft).again
        self.done(before, saved)

    @rule(place=PLACE, count=st.integers(1, 5), data=st.data())
    def code(self, place: int, count: int, data: st.DataObject) -> None:
        chosen = self.some_items(place, count)
        before = state(self.office)
        try:
            request = drawn_request(picker(data), REASONS_USED, chosen)
            plan = coding.plan_coding(self.office, request)
            saved = coding.apply_coding(self.office, plan)
        except Refused:
            assert state(self.office) == before
            return
        self.done(before, saved)

    @rule(place=PLACE, data=st.data())
    def tell_cause(self, place: int, data: st.DataObject) -> None:
        for chosen in self.some_items(place, 1):
            before = state(self.office)
            self.done(before, drawn_cause(self.office, picker(data), chosen))

    @rule(layout=st.sampled_from(list(OF_CODING)), suffix=st.sampled_from([".csv", ".xlsx"]))
    def coding_file_comes_home(self, layout: str, suffix: str) -> None:
        """What was coded goes out, comes back, and would change nothing."""
        path = export(self.office, "coding", self.folder / f"coding{suffix}", layout=layout).path
        plan = plan_coding_file(self.office, path)
        assert plan.codings == ()
        assert {held.reason for held in plan.held} <= {"no such item here"}

    @rule(text=st.sampled_from(["od>=30", "short", "cur:usd", "overdue", "coding:disputed"]), reason=REASON)
    def code_all(self, text: str, reason: str) -> None:
        before = state(self.office)
        try:
            plan = coding.plan_coding(self.office, coding.CodingRequest(reason, filter=text, recode=True))
            saved = coding.apply_coding(self.office, plan)
        except Refused:
            assert state(self.office) == before
            return
        self.done(before, saved)

    @rule(place=PLACE, what=st.integers(0, 3), ahead=st.integers(0, 9))
    def small_deed(self, place: int, what: int, ahead: int) -> None:
        who = self.customer(place)
        if who is None:
            return
        before = state(self.office)
        match what:
            case 0:
                saved = notes.add_note(self.office, who, "a note", pinned=bool(ahead % 2))
            case 1:
                saved = contacts.add_contact(
                    self.office, who, contacts.ContactDraft("Lee", phone=f"555 010{ahead}")
                )
            case 2:
                saved = followups.reschedule(self.office, who, days(ahead, self.day))
            case _:
                saved = followups.reschedule(self.office, who, None)
        self.done(before, saved)

    @rule(data=st.data(), ahead=st.integers(0, 2), seed=st.integers(0, 5))
    def next_file(self, data: st.DataObject, ahead: int, seed: int) -> None:
        """Another day's file: some lines gone, some paid down, some new, rarely some back."""
        lines = list(self.lines)
        for _ in range(data.draw(st.integers(0, 3))):
            if lines:
                del lines[data.draw(st.integers(0, len(lines) - 1))]
        for _ in range(data.draw(st.integers(0, 3))):
            if lines:
                at = data.draw(st.integers(0, len(lines) - 1))
                left = lines[at].amount if lines[at].left is None else lines[at].left
                lines[at] = lines[at].paid_down((left or 0) * data.draw(st.integers(0, 4)) // 4)
        self.file += 1
        company = "10" if seed else "20"
        lines += [
            Line(f"n{self.file}-{n}", CUSTOMERS[n], 10_00 * seed + 5, company=company)
            for n in range(seed % 3)
        ]
        if not lines:
            return
        self.as_of = days(ahead, self.as_of)
        before = state(self.office)
        self.lines = lines
        self.done(before, take_in(self.office, self.folder, lines, self.as_of))

    @rule(count=st.integers(1, 4))
    def changes_only(self, count: int) -> None:
        before = state(self.office)
        lines = [line.paid_down(line.amount // 3) for line in self.lines[:count]]
        self.done(before, take_in(self.office, self.folder, lines, self.as_of, delta=True))

    @rule(ahead=st.integers(0, 1))
    def same_file(self, ahead: int) -> None:
        """The newest lines again, perhaps undone before, perhaps as of the next day."""
        before = state(self.office)
        saved = take_in(self.office, self.folder, self.lines, days(ahead, self.as_of))
        assert not (saved.again and state(self.office) != before)
        self.done(before, saved)

    @rule(back=st.integers(1, 3))
    def older_file(self, back: int) -> None:
        before = state(self.office)
        saved = take_in(
            self.office, self.folder, self.lines[: max(1, len(self.lines) // 2)], days(-back, self.as_of)
        )
        self.done(before, saved)

    @rule(ahead=st.sampled_from([-2, -1, 1, 1, 1, 4, 11]))
    def another_day(self, ahead: int) -> None:
        self.office.close()
        self.day = days(ahead, self.day)
        self.office = office_at(self.folder / "office", self.day)

    @rule()
    def undo_and_redo_the_newest(self) -> None:
        """The newest deed: taken back exactly, and brought back exactly."""
        if not self.stack:
            return
        handle, before, after, day = self.stack[-1]
        now = state(self.office)
        assert history.plan_undo(self.office).target.handle == handle
        history.undo(self.office)
        if day == self.day and now == after:
            assert state(self.office) == before
        assert_sound(self.office)
        history.redo(self.office)
        assert state(self.office) == now

    @rule()
    def undo_the_newest(self) -> None:
        if not self.stack:
            return
        handle, before, after, day = self.stack.pop()
        now = state(self.office)
        assert history.undo(self.office).sentence.startswith("Undone: ")
        if day == self.day and now == after:
            assert state(self.office) == before
        assert history.history(self.office)[0].kind == "undo"
        assert handle not in {row.handle for row in history.history(self.office) if row.voided_by is None}

    @precondition(lambda self: len(self.stack) > 1)
    @rule(place=PLACE)
    def undo_by_handle(self, place: int) -> None:
        handle = self.stack[place % len(self.stack)][0]
        now = state(self.office)
        plan = history.plan_undo(self.office, handle)
        history.undo(self.office, handle)
        gone = {handle, *[row.handle for row in plan.dependents]}
        assert_sound(self.office)
        if place % 2:
            history.redo(self.office)
            assert state(self.office) == now
        else:
            self.stack = [(known, *rest) for known, *rest in self.stack if known not in gone]  # type: ignore[misc]
            if self.stack:
                known, _, _, _ = self.stack[-1]
                self.stack[-1] = (known, now, now, date.min)

    @invariant()
    def is_sound(self) -> None:
        if hasattr(self, "office"):
            assert_sound(self.office)
            assert_money(self.office)


Desk.TestCase.settings = settings(HASTY, max_examples=8 * LONG, stateful_step_count=15)
TestDesk = pytest.mark.timeout((1500 if TEST_STORE else 300) * LONG)(Desk.TestCase)
