"""What a coding would write: items, amounts, what is left out and why."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from arcollect_tui.data.queries import items as queries
from arcollect_tui.data.queries.deeds import CodingInForce
from arcollect_tui.data.queries.items import ItemRecord
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules import coding as rules
from arcollect_tui.rules.coding import AmountMode, CodingState
from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.money import share, shown
from arcollect_tui.rules.reason_codes import find_reason, is_foreign
from arcollect_tui.rules.reason_model import Reason
from arcollect_tui.rules.reasons import ReasonTree
from arcollect_tui.rules.splits import Split, as_text, divided, main_reason
from arcollect_tui.rules.text import counted
from arcollect_tui.services.coded_items import items_now, state_of_item
from arcollect_tui.services.codes import Said, item_facts
from arcollect_tui.services.coding_request import CodingLine, CodingPlan, CodingRequest, Skip
from arcollect_tui.services.items import ItemView, item_query
from arcollect_tui.services.office import Office

NOTHING = "Nothing marked: Space marks a row, * marks all shown; or name items with --item or --filter."


LeftOut = Callable[[ItemRecord], str | None]
"""Why an item is left out besides the rules of coding, in a few words; None when it is not."""


def plan_coding(office: Office, request: CodingRequest, left_out: LeftOut | None = None) -> CodingPlan:
    """Work out what a coding would write.

    Args:
        office: the office.
        request: what to code how.
        left_out: leaves out more items than the rules do.

    Raises:
        UsageError: the reason is unknown, or the filter cannot be read.
        Refused: nothing is marked or matched.
    """
    if request.item_ids is None and request.filter is None:
        raise UsageError("Name the items with --item, or match them with --filter.")
    wanted = _wanted(request, office.settings.reasons)
    with office.store.reading() as connection:
        ids = item_ids(office, connection, request)
        if not ids:
            none = f"No open item matches {request.filter!r}."
            raise Refused(NOTHING if request.filter is None else none)
        return _plan(office, connection, wanted, ids, left_out)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A request that has been read."""

    request: CodingRequest
    state: CodingState
    reason: Reason | None
    mode: AmountMode
    splits: tuple[Split, ...]


def _wanted(request: CodingRequest, tree: ReasonTree) -> _Wanted:
    state, reason = _state_of(request, tree)
    mode = AmountMode(request.mode)
    if state is not CodingState.DISPUTED:
        only = [name for name in ("ask", "claim", "their_code", "their_words") if getattr(request, name)]
        if only:
            said = only[0].replace("_", "-")
            raise UsageError(f"--{said} belongs to a dispute: give a reason instead of {state}.")
        return _Wanted(request, state, reason, AmountMode.WHOLE, ())
    if request.ask and request.ask not in rules.ASKED:
        raise UsageError(f"The ledger may be asked for {', '.join(rules.ASKED)}, not {request.ask}.")
    splits = tuple(
        Split(find_reason(tree, split.reason).code, split.amount, split.part) for split in request.splits
    )
    given = [request.reason, *(split.reason for split in request.splits)]
    foreign = " ".join(text.strip() for text in given if is_foreign(text))
    theirs = replace(request, their_code=request.their_code.strip() or foreign)
    return _Wanted(theirs, state, reason, mode, splits)


def _state_of(request: CodingRequest, tree: ReasonTree) -> tuple[CodingState, Reason | None]:
    word = request.reason.strip().casefold()
    if request.mode == AmountMode.SPLIT:
        if len(request.splits) < 2:
            raise UsageError("A split has two reasons or more: PRC 9.50 + FRT rest.")
        if word:
            raise UsageError("A split names its reasons: leave the other one out.")
        return CodingState.DISPUTED, None
    if word in ("", "uncoded"):
        return CodingState.UNCODED, None
    if word == "collectible":
        return CodingState.COLLECTIBLE, None
    return CodingState.DISPUTED, find_reason(tree, request.reason)


def item_ids(office: Office, connection: Connection, request: CodingRequest) -> Sequence[int]:
    """The items that a request names or matches, each once."""
    if request.item_ids is not None:
        return tuple(dict.fromkeys(request.item_ids))
    query = item_query(office, ItemView(request.filter or ""))
    return queries.ids(connection, query, queries.item_target(office.today, office.collector))


def _plan(
    office: Office,
    connection: Connection,
    wanted: _Wanted,
    ids: Sequence[int],
    left_out: LeftOut | None = None,
) -> CodingPlan:
    lines: list[CodingLine] = []
    skips: list[Skip] = []
    token = hashlib.sha256()
    for item, coded in items_now(connection, ids):
        outcome = (left_out and left_out(item)) or _line(item, coded, wanted)
        if isinstance(outcome, str):
            skips.append(Skip(item.id, item.document_no, item.customer_no, outcome))
        else:
            lines.append(outcome)
            token.update(state_of_item(item, coded))
    _check_currency(wanted, lines)
    reason = wanted.reason or _most(lines, office.settings.reasons)
    totals = _totals(lines, wanted.state)
    customers = len({line.customer_id for line in lines})
    what = _what(wanted, reason)
    return CodingPlan(
        request=wanted.request,
        state=wanted.state,
        reason=reason,
        lines=tuple(lines),
        skips=tuple(skips),
        customers=customers,
        totals=totals,
        state_token=token.digest(),
        sentence=_sentence(office.settings.fmt, what, (len(lines), customers, len(skips)), totals),
    )


def _check_currency(wanted: _Wanted, lines: Iterable[CodingLine]) -> None:
    """Refuse an amount that would mean another value in each of several currencies.

    Raises:
        Refused: the request has an amount, and its items are in more than one currency.
    """
    named = wanted.mode is AmountMode.TYPED or any(split.amount is not None for split in wanted.splits)
    currencies = sorted({line.currency for line in lines})
    if named and len(currencies) > 1:
        raise Refused(
            f"The items are in {' and '.join(currencies)}, and an amount is in one currency: "
            "code those of one currency at a time, or give shares."
        )


def _line(item: ItemRecord, before: CodingInForce | None, wanted: _Wanted) -> CodingLine | str:
    """What will be written of an item; or why it is left out."""
    if item.cleared_on is not None:
        return "cleared"
    amount = 0
    pieces: tuple[tuple[str, int], ...] = ()
    if wanted.state is CodingState.DISPUTED:
        disputed = _disputed(item, wanted)
        if isinstance(disputed, str):
            return disputed
        amount, pieces = disputed
    was = before.called if before else ""
    said = said_of(wanted.request, wanted.state, wanted.reason, (amount, pieces))
    if before is not None and _says_the_same(before, said):
        return f"already {was or wanted.state}"
    if wanted.state is CodingState.UNCODED and not was:
        return "not coded"
    if wanted.state is not CodingState.UNCODED and was and not wanted.request.recode:
        return f"already {was}"
    return CodingLine(
        item.id,
        item.customer_id,
        item.document_no,
        item.customer_no,
        item.name,
        item.currency,
        item.open_amount,
        amount,
        was,
        pieces,
    )


def _disputed(item: ItemRecord, wanted: _Wanted) -> tuple[int, tuple[tuple[str, int], ...]] | str:
    """The disputed amount of an item with the pieces of a split; or why it cannot be disputed so."""
    seen, request = item_facts(item), wanted.request
    why = rules.skip_reason(seen, wanted.mode)
    if why is not None:
        return why
    if wanted.mode is AmountMode.SPLIT:
        try:
            pieces = divided(wanted.splits, item.open_amount)
        except Refused as problem:
            return problem.sentence[0].lower() + problem.sentence[1:].rstrip(".")
        return sum(amount for _, amount in pieces), pieces
    if wanted.mode is AmountMode.TYPED and request.amount is not None and request.amount > item.open_amount:
        return "less open than the amount typed"
    if wanted.mode is AmountMode.SHARE and request.part and not share(item.open_amount, request.part):
        return "a share of nothing"
    return rules.disputed_amount(
        wanted.mode, request.amount, item.open_amount, seen.short, request.part
    ), ()


def said_of(
    request: CodingRequest,
    state: CodingState,
    reason: Reason | None,
    disputed: tuple[int, Sequence[tuple[str, int]]],
) -> Said:
    """What the coding of one item will say.

    Args:
        request: what was asked for.
        state: what the item becomes.
        reason: of the dispute; the biggest piece of a split has its own.
        disputed: amount in dispute, and the pieces of a split.
    """
    if state is not CodingState.DISPUTED:
        return Said(str(state), note=request.note)
    amount, pieces = disputed
    return Said(
        str(state),
        reason=main_reason(pieces) if pieces else (reason.code if reason else ""),
        stated=None if request.mode == AmountMode.WHOLE else amount,
        note=request.note,
        claim=request.claim,
        their_code=request.their_code,
        their_words=request.their_words,
        pieces=tuple(pieces),
        ask=request.ask,
        rule=request.rule,
    )


def _says_the_same(before: CodingInForce, said: Said) -> bool:
    """Whether the coding in force says what would be said; a claim or words that it lacks are news."""
    told = (said.state, said.reason, said.stated, as_text(said.pieces), said.ask)
    if (before.state, before.reason, before.stated, before.splits, before.ask) != told:
        return False
    names = ("claim", "their_code", "their_words")
    return all(getattr(said, name) in ("", getattr(before, name)) for name in names)


def _totals(lines: Iterable[CodingLine], state: CodingState) -> dict[str, int]:
    totals: defaultdict[str, int] = defaultdict(int)
    for line in lines:
        totals[line.currency] += line.disputed if state is CodingState.DISPUTED else line.open_amount
    return dict(sorted(totals.items()))


def _most(lines: Iterable[CodingLine], tree: ReasonTree) -> Reason | None:
    """The reason that most pieces of a split name first."""
    counted = Counter(main_reason(line.pieces) for line in lines if line.pieces)
    return tree.get(counted.most_common(1)[0][0]) if counted else None


def _what(wanted: _Wanted, reason: Reason | None) -> str:
    if wanted.splits:
        return f"dispute {' + '.join(split.reason for split in wanted.splits)}"
    return f"dispute {reason.code}" if reason else str(wanted.state)


def _sentence(fmt: OfficeFormat, what: str, counts: tuple[int, int, int], totals: dict[str, int]) -> str:
    count, customers, skipped = counts
    sums = ", ".join(f"{shown(total, code, fmt)} {code}" for code, total in sorted(totals.items()))
    left = f", {skipped} skipped" if skipped else ""
    items, of = counted(count, "item"), counted(customers, "customer")
    return f"{what} on {items} of {of}, {sums or 'no value'}{left}"
