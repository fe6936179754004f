"""JSON of files that are taken in: of the ledger, of codings, of a colleague."""

from typing import TYPE_CHECKING

from arcollect_tui.cli.output import JsonValue
from arcollect_tui.cli.shapes import amount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from arcollect_tui.data.imports.values import AsideLine, HeldLine
    from arcollect_tui.services.coding_files import CodingFilePlan
    from arcollect_tui.services.edited_lists import EditedPlan
    from arcollect_tui.services.exchange import ExchangePlan
    from arcollect_tui.services.imports import ImportPlan


def import_plan(plan: "ImportPlan", *, applied: bool) -> JsonValue:
    """What a file holds and would change."""
    guards = [f"{guard.name}: {guard.sentence}" for guard in plan.guards]
    shape = _plan(plan, guards, applied=applied)
    return shape | {"left_out": _left_out(plan.parsed.left_out)} if plan.parsed.left_out else shape


def _plan(plan: "ImportPlan | CodingFilePlan", guards: list[str], *, applied: bool) -> JsonValue:
    """The fields of any import."""
    return {
        "lines": dict(plan.lines),
        "totals": {
            currency: {"count": count, "sum": amount(total, currency)}
            for currency, (count, total) in plan.totals.items()
        },
        "differences": dict(plan.differences),
        "held": _held(plan.held),
        "warnings": [*plan.warnings, *guards],
        "applied": applied,
    }


def _left_out(lines: "Sequence[AsideLine]") -> list[JsonValue]:
    return [
        {"line": line.line, "class": line.kind, "field": line.field, "reason": line.reason}
        for line in lines
    ]


def _held(lines: "Sequence[HeldLine]") -> list[JsonValue]:
    return [{"line": line.line, "field": line.field, "reason": line.reason} for line in lines]


def exchange_plan(plan: "ExchangePlan", *, applied: bool) -> JsonValue:
    """What a colleague's file of entries holds and would bring, in the fields of any import."""
    return {
        "lines": dict(plan.lines),
        "totals": {},
        "differences": dict(plan.differences),
        "held": [],
        "warnings": list(plan.warnings),
        "applied": applied,
    }


def coding_file_plan(plan: "CodingFilePlan", *, applied: bool) -> JsonValue:
    """What a coding file says and would write, in the fields of any import, and the codings themselves."""
    codings = [
        {
            "line": coding.line,
            "document_no": coding.document_no,
            "customer_no": coding.customer_no,
            "currency": coding.currency,
            "coding": coding.said.state,
            "reason": coding.said.reason,
            "disputed_amount": amount(coding.disputed, coding.currency),
            "was": coding.was,
        }
        for coding in plan.codings
    ]
    return {**_plan(plan, [], applied=applied), "codings": codings}


def edited_plan(plan: "EditedPlan", *, applied: bool) -> JsonValue:
    """What a list that came back would change, in the fields of any import, and the edits themselves."""
    edits = [
        {"line": change.line, "customer_no": change.customer.number, "text": change.words}
        for change in plan.changes
    ]
    return {
        "lines": dict(plan.lines),
        "totals": {},
        "differences": dict(plan.differences),
        "held": _held(plan.held),
        "warnings": list(plan.warnings),
        "applied": applied,
        "edits": edits,
    }


def import_refused(sentence: str) -> JsonValue:
    """A file that was put aside before there was a plan."""
    nothing: JsonValue = {"lines": {}, "totals": {}, "differences": {}, "held": []}
    return {**nothing, "warnings": [sentence], "applied": False}
