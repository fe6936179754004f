"""Small differences that policy lets go: proposed together, looked at as any coding, then applied.

A proposal is an ordinary coding plan, so preview, apply and undo are those of codings. What is over the
tolerance is left out with its reason; nothing is ever applied without the preview.
"""

from arcollect_tui.data.queries import items as queries
from arcollect_tui.data.queries.items import ItemRecord
from arcollect_tui.errors import Refused
from arcollect_tui.rules.money import shown
from arcollect_tui.rules.query_ast import And, Flag
from arcollect_tui.rules.reason_model import Reason
from arcollect_tui.rules.tolerances import tolerance_minor, usual_ask
from arcollect_tui.services.coding_plan import plan_coding
from arcollect_tui.services.coding_request import CodingPlan, CodingRequest
from arcollect_tui.services.items import ItemView, item_query
from arcollect_tui.services.office import Office

USUAL_REASON = "RND"
_SHORT_PAYS = And((Flag("queue"), Flag("short")))


def plan_tolerance(
    office: Office,
    filter: str = "",  # noqa: A002
    reason: str = USUAL_REASON,
    ask: str = "",
) -> CodingPlan:
    """The short pays of the queue that a reason's tolerance lets go; those above it are skips.

    Args:
        office: the office.
        filter: a filter of the items list that narrows them.
        reason: code of the reason.
        ask: `credit` or `write_off`; nothing asks for what the reason's policy usually comes to.

    Raises:
        UsageError: there is no such reason, or the filter or what is asked for cannot be read.
        Refused: the reason has no tolerance, or no short pay of the queue matches.
    """
    meant = office.settings.reasons.find(reason)
    if not meant.tolerance:
        raise Refused(
            f"{meant.code} has no tolerance: the policy key reason.{meant.code}.tolerance sets one, "
            "or take RND."
        )
    found = _short_pays(office, filter)
    if not found:
        raise Refused(
            f"No short pay to code matches {filter}." if filter else "No short pay is to be coded."
        )
    request = CodingRequest(
        meant.code, item_ids=found, mode="short", ask=ask or usual_ask(meant), note="within the tolerance"
    )
    return plan_coding(office, request, lambda item: over_tolerance(office, meant, item))


def _short_pays(office: Office, text: str) -> tuple[int, ...]:
    query = item_query(office, ItemView(text, sort=(("open_amount", True),), only=_SHORT_PAYS))
    with office.store.reading() as connection:
        return tuple(queries.ids(connection, query, queries.item_target(office.today, office.collector)))


def over_tolerance(office: Office, reason: Reason, item: ItemRecord) -> str | None:
    """Why a short pay is not let go; None when the tolerance covers all that is open of it."""
    most = tolerance_minor(reason, item.currency, office.settings.currency)
    if most is None:
        return f"no tolerance in {item.currency}"
    if item.open_amount <= most:
        return None
    return f"over the tolerance of {shown(most, item.currency, office.settings.fmt)} {item.currency}"
