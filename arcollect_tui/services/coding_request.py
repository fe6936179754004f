"""What is asked of a coding and what comes of it: the request, its lines, what is left out, the plan."""

from dataclasses import dataclass
from fractions import Fraction

from arcollect_tui.rules.coding import CodingState
from arcollect_tui.rules.reason_model import Reason
from arcollect_tui.rules.splits import Split


@dataclass(frozen=True, slots=True)
class CodingRequest:
    """What to code how.

    Attributes:
        reason: code of a dispute reason, ours or of another list (`x12:06`); COLLECTIBLE, or UNCODED to
            take a coding off. With a split it is left empty: the biggest piece gives it.
        item_ids: the items; None to take those of `filter`.
        filter: a filter of the items list.
        mode: whole, short, typed, share or split.
        amount: the disputed amount of each item for mode typed, minor units.
        note: free text, kept with each item.
        recode: code items anew that carry another coding; without it they are skipped.
        part: the disputed share of each item for mode share.
        splits: the reasons of each item with their amounts for mode split.
        claim: the customer's number for the claim, one for all the items.
        their_code: the reason in the customer's own code; a code of another list that was given as
            the reason is theirs unless they gave one.
        their_words: the reason in the customer's own words.
        ask: what the ledger is asked to do: `credit`, `write_off` or nothing.
        rule: the accepted rule that proposed it.
    """

    reason: str
    item_ids: tuple[int, ...] | None = None
    filter: str | None = None
    mode: str = "whole"
    amount: int | None = None
    note: str = ""
    recode: bool = False
    part: Fraction | None = None
    splits: tuple[Split, ...] = ()
    claim: str = ""
    their_code: str = ""
    their_words: str = ""
    ask: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class CodingLine:
    """One item that will be coded; amounts in minor units. `pieces` are those of a split."""

    item_id: int
    customer_id: int
    document_no: str
    customer_no: str
    name: str
    currency: str
    open_amount: int
    disputed: int
    was: str
    pieces: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Skip:
    """One item that is left out, and why."""

    item_id: int
    document_no: str
    customer_no: str
    why: str


@dataclass(frozen=True, slots=True)
class CodingPlan:
    """What a coding would write; nothing is written yet.

    Attributes:
        reason: of a dispute; of a split the one with the most value.
        totals: disputed (or, for collectible, open) minor units per currency.
        state_token: stands for the items as they were when the plan was made.
    """

    request: CodingRequest
    state: CodingState
    reason: Reason | None
    lines: tuple[CodingLine, ...]
    skips: tuple[Skip, ...]
    customers: int
    totals: dict[str, int]
    state_token: bytes
    sentence: str

    @property
    def count(self) -> int:
        """How many items will be coded."""
        return len(self.lines)
