"""What each field of a ledger file means, in one line for the person who chooses it for a column."""

from typing import Final

from arcollect_tui.data.imports.layout_model import LAYOUT_FIELDS, PART

MEANINGS: Final = {
    "customer_no": "the customer's account number",
    "customer_name": "the customer's name; their number too where there is none",
    "document_no": "the number of the invoice, credit or payment",
    "document_date": "the day the document was written",
    "due_date": "the day it is to be paid by",
    "open_amount": "what is still open of it",
    "amount": "what it was for at first",
    "currency": "code of the currency of the line, such as USD",
    "type": "what the document is: invoice, credit, payment and so on",
    "company": "company or branch whose books it is in",
    "line": "line or instalment of the document",
    "fiscal_year": "year of the books",
    "parent_no": "number of the document that this one belongs to",
    "posting_date": "the day it was booked",
    "settled_date": "the day it was paid or cleared",
    "reference": "the customer's own reference",
    "po": "the customer's order number",
    "text": "what the ledger says about it",
    "terms": "terms of payment, such as net 30",
    "collector": "who collects from the customer",
    "sales_rep": "who sells to the customer",
    "contact_name": "the person to speak to",
    "phone": "telephone of the customer",
    "email": "e-mail of the customer",
    "country": "country of the customer, by its code",
    "credit_limit": "how much the customer may owe",
    PART: "one of several columns by age, which add up to what is open",
    "paid": "what was paid of it: open is the amount less this",
    "debit": "what the customer owes, where credits stand in a column of their own",
    "credit": "what is taken off, where debits stand in a column of their own",
    "side": "whether the amount adds or takes off: S or H, Dr or Cr",
    "is_open": "whether it is open still: yes or no",
    "status": "state of the document: paid, draft and so on",
    "matched": "mark of the payment that it was cleared with",
    "account": "account of the general ledger, or of the customer",
    "contra": "the other account of the posting",
    "baseline": "the day that the days of payment are counted from",
    "days_1": "days of payment, the first of three",
    "days_2": "days of payment, the second of three",
    "days_3": "days of payment, the last of three",
    "first_name": "first name of a person",
    "last_name": "last name of a person",
    "other_name": "name of a customer that is neither person nor company",
    "parent": "number of the customer that this one belongs to",
    "language": "language of the customer, by its code",
    "time_zone": "time zone of the customer",
    "street": "street and house of the customer's address",
    "postal_code": "postal code of the customer's address",
    "city": "city of the customer's address",
    "region": "state or province of the customer's address",
    "contact_role": "what the person to speak to does there",
}
"""The fields that a person meets most often first."""

_KNOWN: Final = frozenset((*LAYOUT_FIELDS, PART))


def choosable() -> tuple[tuple[str, str], ...]:
    """(field, meaning) of all that a column may be read as, what is met most often first."""
    told = [name for name in MEANINGS if name in _KNOWN]
    return tuple((name, MEANINGS.get(name, "")) for name in (*told, *sorted(_KNOWN.difference(told))))
