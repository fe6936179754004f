"""Amounts of a coding as people type them, read in the one currency that its items are in."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules.coding import AmountMode, skip_reason
from arcollect_tui.rules.money import parse_amount
from arcollect_tui.rules.splits import Split, read_share, read_split
from arcollect_tui.rules.text import quoted
from arcollect_tui.services.coded_items import items_now
from arcollect_tui.services.codes import item_facts
from arcollect_tui.services.coding_plan import item_ids
from arcollect_tui.services.coding_request import CodingRequest
from arcollect_tui.services.office import Office


def of_amount(office: Office, request: CodingRequest, text: str) -> CodingRequest:
    """The request with so much of each item.

    Raises:
        UsageError: it is no amount.
        Refused: the items are in several currencies.
    """
    minor = parse_amount(text, currency_of(office, request), office.settings.fmt)
    return replace(request, mode=str(AmountMode.TYPED), amount=minor)


def of_share(request: CodingRequest, text: str) -> CodingRequest:
    """The request with a share of what is open on each item: `50%`, `half`.

    Raises:
        UsageError: it is no share.
    """
    part = read_share(text)
    if part is None:
        raise UsageError(f"{quoted(text)} is no share: type 50%, 12.5% or half.")
    return replace(request, mode=str(AmountMode.SHARE), part=part)


def of_splits(office: Office, request: CodingRequest, texts: Sequence[str]) -> CodingRequest:
    """The request with several reasons: `PRC=80.55`, `QTY=60%`, `FRT=rest`, and `FRT` alone is the rest.

    Raises:
        UsageError: a part cannot be read.
        Refused: an amount is typed, and the items are in several currencies.
    """
    pieces = [_piece(text) for text in texts]
    typed = any(_is_amount(part) for _, part in pieces)
    currency = currency_of(office, request) if typed else ""
    splits = tuple(_split(office, reason, part, currency) for reason, part in pieces)
    return replace(request, mode=str(AmountMode.SPLIT), splits=splits)


def _piece(text: str) -> tuple[str, str]:
    """Reason and part of `REASON=PART`."""
    reason, _, part = text.partition("=")
    if not reason.strip():
        raise UsageError(f"{quoted(text)} names no reason: type PRC=80.55, QTY=60% or FRT=rest.")
    return reason.strip(), part


def _is_amount(part: str) -> bool:
    return part.strip().casefold() not in ("", "rest") and read_share(part) is None


def _split(office: Office, reason: str, part: str, currency: str) -> Split:
    return read_split(reason, part, currency, office.settings.fmt)


def currency_of(office: Office, request: CodingRequest) -> str:
    """The one currency of the items of a request that can be disputed; the office's when none can.

    Raises:
        Refused: there are several.
    """
    with office.store.reading() as connection:
        found = items_now(connection, item_ids(office, connection, request))
        currencies = {item.currency for item, _ in found if skip_reason(item_facts(item)) is None}
    return _only(currencies) or office.settings.currency


def _only(currencies: Iterable[str]) -> str:
    known = sorted(currencies)
    if len(known) > 1:
        names = " and ".join(known)
        raise Refused(f"The items are in {names} and an amount is in one currency: add cur: to the filter.")
    return known[0] if known else ""
