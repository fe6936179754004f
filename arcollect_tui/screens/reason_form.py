"""The form of a reason: every attribute, pre-filled, checked as it is typed."""

from collections.abc import Callable, Iterable
from zlib import crc32

from textual.app import ComposeResult
from textual.widgets import Static

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.reason_codes import foreign_words
from arcollect_tui.rules.reason_model import Reason
from arcollect_tui.rules.reason_policy import VERDICTS, as_written, blank, check_code, written
from arcollect_tui.rules.reasons import ReasonTree
from arcollect_tui.rules.text import clean
from arcollect_tui.screens.filled import Again
from arcollect_tui.screens.form import Form
from arcollect_tui.services.policies import PolicyPlan
from arcollect_tui.services.reasons import plan_reason
from arcollect_tui.services.texts import FieldError, read_field
from arcollect_tui.services.who import Who
from arcollect_tui.widgets.field import Echo, Field
from arcollect_tui.widgets.pick_list import Choice
from arcollect_tui.widgets.safe import show

CODE = "code"
LABELS: dict[str, tuple[str, int]] = {
    "name": ("Name", 30),
    "group": ("Group", 16),
    "owner": ("Owner", 24),
    "sla_days": ("SLA days", 6),
    "default": ("Claims are", 10),
    "tolerance": ("Tolerance", 24),
    "evidence": ("Evidence", 34),
    "x12": ("X12 codes", 20),
    "sap": ("SAP codes", 20),
    "keywords": ("Keywords", 34),
    "active": ("Offered", 6),
}
"""Label and cells of the field of each attribute."""
LISTED = ("group", "owner", "default", "active")
"""Attributes with a list of values."""


def _count(text: str, sign: str, noun: str) -> str:
    """How many pieces a text has: `3 pieces`."""
    pieces = len(text.split(sign))
    return f"{pieces} {noun}" if pieces == 1 else f"{pieces} {noun}s"


def _codes(text: str) -> str:
    """What codes of X12 mean, as far as they are known here."""
    words = [foreign_words(f"x12:{code}") for code in text.split()]
    return ", ".join(filter(None, words)) or "of X12 426, the usual one first"


_MEANINGS: dict[str, Callable[[str], str]] = {
    "group": lambda _: "the family it reports under",
    "owner": lambda _: "the department that can settle it",
    "sla_days": lambda days: f"{days} business day{'' if days == '1' else 's'} for the owner",
    "default": lambda said: f"such claims mostly turn out {said}" if said else "valid, invalid, or open",
    "tolerance": lambda amount: "let go without asking" if amount else "5, or 5.00 USD; 4.50 EUR",
    "evidence": lambda text: f"{_count(text, ';', 'piece')}, parted by ;" if text else "parted by ;",
    "x12": _codes,
    "sap": lambda _: "the ledger's own codes for it",
    "keywords": lambda _: "other words people type for it",
    "active": lambda said: "for new codings" if said == "yes" else "no longer; what was coded keeps it",
}


def who_is(reason: Reason | None) -> Who:
    """The reason as a form knows what it is about; its drafts are no customer's."""
    if reason is None:
        return Who(-1, "new", "")
    return Who(-2 - crc32(reason.code.encode()), reason.code, reason.name)


class ReasonForm(Form[PolicyPlan]):
    """A reason of the office, or a new one.

    Args:
        reason: as it is; None for a new one.
        tree: the office's reasons.
        again: the form as it was refused.
    """

    NAME = "reason"
    TITLE = "Reason"
    DEFAULT_CSS = """
    ReasonForm {
        & #will { height: auto; max-height: 3; text-style: bold; }
    }
    """

    def __init__(self, reason: Reason | None, tree: ReasonTree, again: Again | None = None) -> None:
        super().__init__(who_is(reason), "name" if reason else CODE, again)
        self._reason = reason
        self._tree = tree
        self._before = written(reason) if reason else {**written(blank("")), "name": ""}

    def fields(self) -> Iterable[Field]:
        """The code of a new one, and the attributes."""
        if self._reason is None:
            yield Field(CODE, "Code", echo=self._say_code, size=14)
        for name, (label, size) in LABELS.items():
            listed = name in LISTED
            value = self._before[name]
            yield Field(name, label, value, echo=self._sayer(name), has_list=listed, size=size)

    def compose_body(self) -> ComposeResult:
        """The fields, and below them what saving writes."""
        yield from self.fields()
        yield Static("", id="will", markup=False)

    def on_mount(self) -> None:
        """What stands in the fields from the start is no draft."""
        self.note_proposals(**self._before)
        self._say_will()

    def changed(self, field: Field) -> None:
        """Any text changes what will be written."""
        del field
        self._say_will()

    def choices(self, field: str) -> tuple[Choice, ...]:
        """What F2 offers."""
        lists: dict[str, Iterable[str]] = {
            "group": sorted({reason.group for reason in self._tree.every}),
            "owner": sorted({reason.owner for reason in self._tree.every}),
            "default": filter(None, VERDICTS),
            "active": ("yes", "no"),
        }
        return tuple(Choice(text, "") for text in lists.get(field, ()))

    # What a text means

    def _sayer(self, name: str) -> Callable[[str], Echo]:
        """Says what a text means for an attribute, or what would be right."""

        def say(text: str) -> Echo:
            try:
                value = _read(name, text)
            except UsageError as error:
                return Echo(error.sentence, ok=False)
            return Echo(_MEANINGS[name](value) if name in _MEANINGS else "")

        return say

    def _say_code(self, text: str) -> Echo:
        try:
            return Echo(f"new: {self._code(text)}" if text.strip() else "such as PAL")
        except UsageError as error:
            return Echo(error.sentence, ok=False)

    def _code(self, text: str) -> str:
        code = text.strip().upper()
        check_code(code)
        if self._tree.get(code) is not None:
            raise UsageError(f"There is a reason {code} already: change that one, or type another code.")
        return code

    # The draft

    def build(self) -> PolicyPlan:
        """What will be set."""
        code = self._reason.code if self._reason else read_field(CODE, lambda: self._code(self.text(CODE)))
        values = {name: self._value(name) for name in LABELS}
        plan = plan_reason(code, self._reason, values)
        if not plan.changes:
            raise FieldError("name", "Nothing is changed yet: change a field, or press Esc.")
        return plan

    def _value(self, name: str) -> str:
        return read_field(name, lambda: _read(name, self.text(name)))

    def _say_will(self) -> None:
        line = self.query_one("#will", Static)
        try:
            line.update(show(f"Will write: {self.build().sentence}"))
        except FieldError as error:
            line.update(show(error.sentence))


def _read(name: str, text: str) -> str:
    """The value of an attribute as it is written.

    Raises:
        UsageError: it cannot be read; says what would be right.
    """
    try:
        return as_written(name, " ".join(clean(text).split()))
    except UsageError as problem:
        said = problem.sentence
        raise UsageError(f"{said[0].upper()}{said[1:]}.") from None
