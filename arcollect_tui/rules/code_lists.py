"""Lists of reason codes that others use, and which of our reasons each code stands for.

`x12`: adjustment reasons of ANSI X12, data element 426. `retail`: deduction codes as Walmart publishes
them to its suppliers; other big chains' lists are much alike. `carc`: claim adjustment reason codes of
US health payers (X12 external code source 139). Of each list those an accounts-receivable desk meets;
the words are ours. What a policy list such as `reason.PRC.x12` says goes before these.
"""

from typing import Final, NamedTuple


class ForeignCode(NamedTuple):
    """One code of a list.

    Attributes:
        code: as the list writes it.
        reason: code of our reason.
        words: what it means, in short.
    """

    code: str
    reason: str
    words: str


def _codes(table: str) -> tuple[ForeignCode, ...]:
    """The codes of a table: one reason a line, then `code words` parted by semicolons, usual one first."""
    found = []
    for line in table.strip().splitlines():
        reason, _, pieces = line.strip().partition(": ")
        for piece in pieces.split("; "):
            code, _, words = piece.partition(" ")
            found.append(ForeignCode(code, reason, words))
    return tuple(found)


_X12: Final = """
PRC: 01 pricing error; 03 extension error; 23 special charge not authorized; 29 fee incorrect; 48 service charge
PRC-PO: P1 price change
QTY: 06 quantity contested; 59 item not received; A4 nonreceipt of goods; 75 total order not received; 22 weight error; 42 not accepted, loss
QTY-OV: A5 overage
DMG: 04 not accepted, damaged; 11 returned, damage
QLT: 05 not accepted, quality; 12 returned, quality; F1 defective; GG unsalable merchandise; 25 item not accepted
WRG: 07 incorrect product; 08 substitute product; A2 misshipped; 92 not ordered; D4 unauthorized product
RTN: 72 authorized return; 13 returned, dating; 14 returned, promotion; 15 returned, recall; B7 restocking
FRT: 54 freight deducted; 46 transportation charge incorrect; 30 delivery charge incorrect; 31 pickup charge incorrect; 21 shipment method of payment incorrect; 10 pallet or container charge; 97 handling
TAX: 55 tax deducted
DSC: 24 incorrect discount; 43 missing discount; 76 cash discount; 90 early payment allowance; FA anticipation taken
ALW: 56 advertising allowance taken; 79 co-op advertising; A8 promotional allowance; B2 rebate; 02 allowance or charge error; 16 non-invoice related allowance; 57 volume discount taken; 71 advertising allowance; 82 defective allowance; 89 early buy allowance; A3 new store allowance; D5 volume discount; GC market development fund; GE slotting; MJ truckload; MK warehouse allowance
CMP: B8 routing violation; 70 shipping notice not received; A6 packing violations; 99 late shipment; 84 deviation from order date; 41 not accepted, delay
DUP: 19 duplicate billing; 87 duplicate shipment
DOC: 44 required documents missing; A9 proof of delivery not received; MH order number not on invoice; ME order number missing; MG order number incorrect; 17 required data missing; 73 bill of lading not received; B1 proof of shipment not received; 61 no open order on file; 62 description error
TRM: 09 terms of sale error; 45 stale bill; 50 late charge; 51 interest penalty
NRC: 60 no open item on file
NOT: 18 not company bill; 40 address incorrect
SRV: 38 service incorrect
CRD: CM covered by credit memo; 52 credit for overpayment; 81 credit as agreed; 26 invoice cancelled; E9 order cancelled; 74 cancel or adjust prior; L8 miscellaneous credits
PAID: H2 payment previously sent; 63 paid invoice previously disputed; H6 partial payment remitted; H7 payment forthcoming; A7 payment on account; 86 duplicate payment; 80 overpayment; 53 remittance for previous underpayment
FX: 33 currency exchange incorrect; E3 withholding; BL net check returned; IF insufficient funds
RND: CS adjustment
CON: 77 competitive allowance; 78 competitive price
UNA: D3 unauthorized deduction; 20 balance due declined
OTH: OT other; BD bad debt adjustment; E2 covered by debit memo
UNK: GL unresolved customer deduction; L7 miscellaneous deductions
"""  # noqa: E501 - a table

_RETAIL: Final = """
PRC: 10 price difference or allowance; 12 invoice incorrectly extended
PRC-PO: 11 price of order and invoice differ
QTY: 22 goods billed, not shipped; 24 carton shortage; 23 carton shortage, shipper's load; 25 no merchandise received; 21 concealed shortage; 14 short or damaged, seal intact; 15 pallets short or damaged; 58 shortage recovery
DMG: 28 carton damaged
WRG: 13 substitution overcharge
RTN: 91 returned merchandise; 92 returned merchandise; 93 returned merchandise; 94 returned merchandise; 95 returned merchandise; 97 returned merchandise
FRT: 47 excessive freight; 44 freight on returns; 60 handling
TAX: 86 excise tax
DSC: 80 cash discount; 82 anticipation
ALW: 50 advertising allowance; 51 promotion or display; 52 volume; 53 truckload; 54 warehouse; 55 new location; 59 defective allowance; 66 markdown; 69 billback; 70 co-op
CMP: 99 on time, in full; 64 early shipment; 63 wrong bill of lading; 72 ticketing
DUP: 30 duplicate billing
PAID: 73 duplicate payment
OTH: 87 other
"""  # noqa: E501 - a table

_CARC: Final = """
PRC: 97 included in another service; 59 multiple procedure rules; 231 mutually exclusive procedures; 234 not paid separately; B10 component of a paid procedure
QTY-OV: 151 frequency not supported; 222 over the contracted maximum; 198 authorization exceeded
TAX: 235 sales tax
DSC: 44 prompt-pay discount
ALW: 103 promotional discount; 144 incentive adjustment
CMP: 197 authorization absent; 39 authorization denied; 95 plan procedures not followed; 242 outside the network; 243 not authorized by the network
DUP: 18 exact duplicate
DOC: 16 lacks information or billing error; 125 submission or billing error; 252 attachment required; 226 requested information not provided; 148 information of another provider missing; 163 attachment not received; 4 modifier inconsistent or missing; 11 diagnosis inconsistent with procedure; 112 not documented; B12 not in the medical records; 206 provider number missing
TRM: 29 time limit for filing expired; B4 late filing penalty
NOT: 109 not covered by this payer; 22 other payer, coordination of benefits; 31 patient not identified as insured; 26 before coverage; 27 after coverage ended; 140 number and name do not match; 1 deductible; 2 coinsurance; 3 co-payment; B11 sent on to the proper payer
SRV: 115 procedure postponed or cancelled
PAID: 23 prior payer's adjudication; B13 previously paid; 100 paid to the patient
FX: 105 tax withholding
CON: 45 over the fee schedule or contract; 50 not a medical necessity; 96 non-covered charge; 119 benefit maximum reached; 131 negotiated discount; 147 contracted rate expired; 24 capitation agreement; 49 routine exam; 55 experimental; 167 diagnosis not covered; 204 not in the benefit plan; 256 not payable by contract
OTH: A1 denied
UNK: 133 pending further review
"""  # noqa: E501 - a table

LISTS: Final[dict[str, tuple[ForeignCode, ...]]] = {
    "x12": _codes(_X12),
    "retail": _codes(_RETAIL),
    "carc": _codes(_CARC),
}
"""The codes of each list; among those of one reason the usual one first."""
