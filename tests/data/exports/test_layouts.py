"""The layouts of exports as data: what each column is made of, and that the columns stay."""

from datetime import date

import pytest

from arcollect_tui.data.exports.cells import Cell, Money
from arcollect_tui.data.exports.layout_file import export_layouts
from arcollect_tui.data.exports.layouts import ExportLayout, filled
from arcollect_tui.services.export_forms import FIELDS

COLUMNS = {
    "calendar": "UID DTSTAMP DTSTART DURATION SUMMARY DESCRIPTION CATEGORIES TRANSP",
    "crm": "ExternalId AccountNumber AccountName ActivityType Direction Subject ActivityDate ActivityTime "
    "Owner ContactName ContactPhone Outcome DueDate DueTime PromiseAmount PromiseCurrency PromiseDate "
    "Documents Description",
    "fbl5n": "Company_Code Account Document_Number Fiscal_Year Line_item Document_currency "
    "Amount_in_dispute Reason_code Assignment Text Changed_on Changed_by",
    "oracle": "BusinessUnit BillToCustomerAccount TransactionNumber InstallmentNumber Currency "
    "PromiseAmount PromiseDate PromiseStatus PromisedBy CreationDate ExternalReference",
    "peoplesoft": "SETID BUSINESS_UNIT CUST_ID CONVER_DTTM_INIT CONVER_DT CONVER_STATUS CONVER_SUBJECT "
    "DESCR REVIEW_NEXT_DT CONTACT_NAME ASSN_OPRID ITEM REF_AMT CURRENCY_CD PROMISE_DATE DESCRLONG "
    "CONVER_REF",
    "salesforce": "WhatId WhoId OwnerId Subject ActivityDate Status Priority Description CallType "
    "CallDisposition CallDurationInSeconds",
    "vcard": "UID N FN ORG TITLE TEL;TYPE=WORK,VOICE EMAIL;TYPE=INTERNET NOTE CATEGORIES",
}


def test_the_columns_of_each_layout_stay() -> None:
    found = {
        name: " ".join(header.replace(" ", "_") for header in layout.headers)
        for name, layout in export_layouts(FIELDS).items()
    }
    assert found == COLUMNS


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{a}", "A"),
        ("{a}[: {b}]", "A"),
        ("{a}[: {c}][ ({a})]", "A: [x] (A)"),
        ("[{b}]", ""),
        ("{money} {none}", "1.50 "),
        ("{c}", "[x]"),
    ],
)
def test_what_is_empty_leaves_its_brackets_out(template: str, text: str) -> None:
    fields: dict[str, Cell] = {"a": "A", "b": "", "c": "[x]", "money": Money(150, "USD"), "none": None}
    assert filled(template, fields) == text


def test_a_text_is_no_template() -> None:
    assert filled("{a}", {"a": "{b} [c]", "b": "no"}) == "{b} [c]"


def test_rows_are_laid_out() -> None:
    layout = ExportLayout(
        name="x", title="", what="activity", suffix="", dates="%d.%m.%Y",
        columns=(("Day", "day"), ("Note", "note"), ("Kind", "kind"), ("Fixed", ""), ("Sum", "sum")),
        constants={"Fixed": "F"}, words={"Kind": {"in": "Inbound"}}, limits={"Note": 3},
        only={"take": ("yes",)},
    )  # fmt: skip
    fields: dict[str, Cell] = {
        "day": date(2026, 12, 4),
        "note": "ab cd",
        "kind": "in",
        "sum": Money(5, "JPY"),
        "take": "yes",
    }
    assert list(layout.rows([fields, fields | {"take": "no"}])) == [
        ("04.12.2026", "ab", "Inbound", "F", Money(5, "JPY"))
    ]
