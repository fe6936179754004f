"""From what a part says of a customer's owner to rows; `projection.py` names them among the others."""

from typing import TYPE_CHECKING, Any

from arcollect_tui.rules.owners import terms_of

if TYPE_CHECKING:
    from arcollect_tui.data.projection import Context

Fact = dict[str, Any]
Row = tuple[Any, ...]


def assignment(at: "Context", fact: Fact) -> Row:
    """The deed, and all that is said of the customer since."""
    replaces = fact.get("replaces")
    return (
        at.entry,
        at.line,
        at.customer_id,
        fact["collector"],
        fact["why"],
        fact["first"],
        fact.get("last"),
        fact["terms"],
        fact.get("rule", ""),
        bytes.fromhex(replaces) if replaces else None,
    )


def assignment_terms(at: "Context", fact: Fact) -> list[Row]:
    """Each term that is said."""
    return [
        (at.entry, at.line, place, at.customer_id, term.collector, term.why, term.first, term.last)
        for place, term in enumerate(terms_of(fact["terms"]))
    ]
