"""What stands in the fields of the coding drawer, read as a request and planned."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules.coding import CREDIT, WRITE_OFF, AmountMode, CodingState
from arcollect_tui.rules.money import parse_amount
from arcollect_tui.rules.reason_codes import find_reason
from arcollect_tui.rules.reason_model import Reason
from arcollect_tui.rules.splits import REST, Split, read_share, read_split
from arcollect_tui.rules.text import quoted
from arcollect_tui.screens.chosen import ChosenItems
from arcollect_tui.services.coding import CodingLine, CodingPlan, CodingRequest, plan_coding
from arcollect_tui.services.items import item_window
from arcollect_tui.services.office import Office

OF_DISPUTES = ("claim", "their_code", "their_words", "ask")
NOT_DISPUTED = frozenset({CodingState.COLLECTIBLE.upper(), CodingState.UNCODED.upper()})
OUT_SHOWN = 100
"""Items left out that are named; the counts are of all."""


@dataclass(frozen=True, slots=True)
class CodingAsk:
    """What the drawer asks to have planned; all texts as typed.

    Attributes:
        items: the items.
        reason: code of the reason, or of another coding; of a split not read.
        amount: whole, short, an amount, a share, or a split.
        note: free text.
        recode: code items anew that carry another coding.
        claim: the customer's number for it.
        their_code: the reason in the customer's code.
        their_words: the reason in the customer's words.
        ask: what the ledger is asked to do.
    """

    items: ChosenItems
    reason: str
    amount: str
    note: str = ""
    recode: bool = False
    claim: str = ""
    their_code: str = ""
    their_words: str = ""
    ask: str = ""


@dataclass(frozen=True, slots=True)
class AccountSum:
    """What a coding would write on one account: items, and minor units per currency."""

    number: str
    name: str
    count: int
    totals: dict[str, int]


@dataclass(frozen=True, slots=True)
class Preview:
    """A plan, and what its preview says beside it.

    Attributes:
        plan: what would be written.
        hidden: the items that the list does not show.
        away: how many of the planned items those are.
        accounts: the accounts, those with most items first.
        reasons: of a split, in the order typed, each with its minor units per currency.
        left_out: how many are excluded, and why.
        out: the excluded items: number, account, and why.
    """

    plan: CodingPlan
    hidden: frozenset[int]
    away: int
    accounts: tuple[AccountSum, ...]
    reasons: tuple[tuple[Reason, dict[str, int]], ...] = ()
    left_out: tuple[str, ...] = ()
    out: tuple[tuple[str, str, str], ...] = field(default=())


def mode_of(typed: str) -> AmountMode:
    """How much of an item is meant by what is typed; nothing typed is the whole."""
    word = typed.strip().casefold()
    if "+" in word and word[0].isalpha():
        return AmountMode.SPLIT
    if word == "half" or word.endswith("%"):
        return AmountMode.SHARE
    for mode in (AmountMode.WHOLE, AmountMode.SHORT):
        if mode.startswith(word):
            return mode
    return AmountMode.TYPED


def codes_of(typed: str) -> str:
    """The reasons that a split names, as far as it is typed: `PRC + FRT`."""
    return " + ".join(piece.split()[0].upper() for piece in typed.split("+") if piece.strip())


def asked_of(typed: str) -> str:
    """What the ledger is asked to do: a credit, a write-off, or nothing.

    Raises:
        UsageError: anything else.
    """
    word = typed.strip().casefold().replace("-", "_").replace(" ", "_")
    if not word:
        return ""
    for asked in (CREDIT, WRITE_OFF):
        if asked.startswith(word):
            return asked
    raise UsageError(f"Ask the ledger for credit or write-off, or for nothing; not for {quoted(typed)}.")


def preview(office: Office, ask: CodingAsk) -> Preview:
    """Work out what would be written, and the sums of its preview.

    Raises:
        UsageError: an amount, a share, a split or what is asked for cannot be read.
        Refused: a typed amount meets items of several currencies, or nothing is marked.
    """
    plan = plan_coding(office, request_of(office, ask))
    hidden = ask.items.hidden
    return Preview(
        plan,
        hidden,
        sum(line.item_id in hidden for line in plan.lines) if hidden else 0,
        _by_account(plan),
        _by_reason(office, plan),
        tuple(ask.items.left_out()),
        _out(office, ask.items),
    )


def of_plan(plan: CodingPlan) -> Preview:
    """The preview of a plan that was made elsewhere, of items that all are shown."""
    return Preview(plan, frozenset(), 0, _by_account(plan))


def request_of(office: Office, ask: CodingAsk) -> CodingRequest:
    """The request that is typed.

    Raises:
        UsageError: something cannot be read.
        Refused: an amount is typed for items of several currencies.
    """
    said = {name: getattr(ask, name).strip() for name in OF_DISPUTES if name != "ask"}
    whole = CodingRequest(
        ask.reason, ask.items.ids, note=ask.note, recode=ask.recode, ask=asked_of(ask.ask), **said
    )
    mode = mode_of(ask.amount)
    if ask.reason in NOT_DISPUTED and mode is not AmountMode.SPLIT:
        if any(getattr(whole, name) for name in OF_DISPUTES):
            raise UsageError(
                "Claim, code, words and ask belong to a dispute: empty them, or choose a reason."
            )
        return whole
    match mode:
        case AmountMode.SHARE:
            return replace(whole, mode=str(mode), part=_share(ask.amount))
        case AmountMode.SPLIT:
            return replace(whole, reason="", mode=str(mode), splits=_splits(office, whole, ask.amount))
        case AmountMode.TYPED:
            amount = parse_amount(ask.amount, _currency(office, whole), office.settings.fmt)
            return replace(whole, mode=str(mode), amount=amount)
        case _:
            return replace(whole, mode=str(mode))


def _share(typed: str) -> Fraction:
    part = read_share(typed)
    if part is None:
        raise UsageError(f"{quoted(typed)} is no share: type 50%, 12.5% or half.")
    return part


def _splits(office: Office, whole: CodingRequest, typed: str) -> tuple[Split, ...]:
    tree, fmt = office.settings.reasons, office.settings.fmt
    named = [piece.strip().partition(" ")[::2] for piece in typed.split("+")]
    if not all(name for name, _ in named):
        raise UsageError("A split is typed as PRC 80.55 + FRT rest, or PRC 60% + FRT 40%.")
    codes = [find_reason(tree, name).code for name, _ in named]
    amounts = [part for _, part in named if mode_of(part) is AmountMode.TYPED and part.casefold() != REST]
    currency = office.settings.currency
    if amounts:
        currency = _currency(office, replace(whole, reason=codes[0]))
    return tuple(
        read_split(code, part, currency, fmt) for code, (_, part) in zip(codes, named, strict=True)
    )


def _currency(office: Office, whole: CodingRequest) -> str:
    """The one currency that a typed amount is in."""
    currencies = sorted(plan_coding(office, whole).totals)
    if len(currencies) > 1:
        raise Refused(
            f"A typed amount is in one currency; these items are in {' and '.join(currencies)}. "
            "Type whole, short or a share, or mark those of one currency."
        )
    return currencies[0] if currencies else office.settings.currency


def value_of(line: CodingLine, plan: CodingPlan) -> int:
    """What counts of an item: the amount in dispute, else what is open."""
    return line.disputed if plan.state is CodingState.DISPUTED else line.open_amount


def _by_account(plan: CodingPlan) -> tuple[AccountSum, ...]:
    counts: Counter[int] = Counter()
    totals: dict[int, defaultdict[str, int]] = {}
    names: dict[int, tuple[str, str]] = {}
    for line in plan.lines:
        counts[line.customer_id] += 1
        names[line.customer_id] = (line.customer_no, line.name)
        sums = totals.setdefault(line.customer_id, defaultdict(int))
        sums[line.currency] += value_of(line, plan)
    found = [AccountSum(*names[one], count, dict(totals[one])) for one, count in counts.items()]
    return tuple(sorted(found, key=lambda account: (-account.count, account.number)))


def _by_reason(office: Office, plan: CodingPlan) -> tuple[tuple[Reason, dict[str, int]], ...]:
    totals: dict[str, defaultdict[str, int]] = {}
    for line in plan.lines:
        for code, amount in line.pieces:
            totals.setdefault(code, defaultdict(int))[line.currency] += amount
    reasons = ((office.settings.reasons.get(code), sums) for code, sums in totals.items())
    return tuple((reason, dict(sums)) for reason, sums in reasons if reason is not None)


def _out(office: Office, items: ChosenItems) -> tuple[tuple[str, str, str], ...]:
    named: Iterable[int] = sorted(items.out)[:OUT_SHOWN]
    rows = item_window(office, list(named)) if items.out else []
    return tuple((row.document_no, row.customer_no, items.out[row.item_id]) for row in rows)
