import pytest

from arcollect_tui.data.imports.canonical import FIELDS, TYPES
from arcollect_tui.data.imports.headers import find_header, fold, fold_headers, label_headers
from arcollect_tui.data.imports.layout import detect, known_names, load_layouts, show
from arcollect_tui.data.imports.layout_model import LAYOUT_FIELDS
from arcollect_tui.errors import UsageError


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Customer No.", "customerno"),
        ("customer_no", "customerno"),
        (" CUSTOMER  NO ", "customerno"),
        ("Invoice#", "invoiceno"),
        ("P. O. #", "pono"),
        ("Numéro de facture", "numerodefacture"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_names_are_compared_without_case_accents_and_marks(name: str, folded: str) -> None:
    assert fold(name) == folded


def test_equal_names_are_told_apart_by_their_order() -> None:
    assert fold_headers(["Date", "x", "DATE", "Amount (EUR)"]) == ("date", "x", "date1", "amount")
    assert label_headers(["Date", "x", "Date"]) == ("Date", "x", "Date.1")


def test_the_header_is_found_by_its_content() -> None:
    rows = [["Apex Ltd"], [], ["Open items"], ["Customer", "Amount", "Due Date"], ["Customer", "5", ""]]
    found = find_header(rows, known_names())
    assert found is not None
    assert found.at == 3


def test_one_known_name_makes_no_header() -> None:
    assert find_header([["Customer"], ["x", "Amount", "y"]], known_names()) is None


@pytest.mark.parametrize("layout", load_layouts(), ids=lambda layout: layout.name)
def test_a_layout_speaks_of_known_fields_and_types_only(layout: object) -> None:
    found = show(getattr(layout, "name", ""))
    assert set(found.columns) <= set(LAYOUT_FIELDS)
    assert set(found.types.values()) <= set(TYPES)
    assert set(found.recipe) <= set(FIELDS)
    assert found.certainty in ("seen", "read")
    assert found.credits in ("signed", "unsigned", "evidence")


def test_the_generic_layout_stands_last() -> None:
    names = [layout.name for layout in load_layouts()]
    assert names[:-1] == sorted(names[:-1])
    assert names[-1] == "generic"


def test_an_unknown_layout_names_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"ibm_ar, .*, generic"):
        show("sap")


def test_a_layout_is_chosen_by_its_whole_fingerprint() -> None:
    header = ["customerID", "invoiceNumber", "InvoiceDate", "DueDate", "InvoiceAmount", "SettledDate"]
    assert detect(header)[0].name == "ibm_ar"
    assert detect(header)[1] == 1.0
    assert detect(header[:-1])[0].name == "generic"


@pytest.mark.parametrize(
    ("header", "places"),
    [
        (["Customer", "Amount"], {"customer_name": 0, "amount": 1}),
        (["Customer", "Name", "Betrag"], {"customer_no": 0, "customer_name": 1, "amount": 2}),
        (["Total", "Balance", "Contact"], {"amount": 0, "open_amount": 1, "customer_name": 2}),
        (
            ["Kundennummer", "Belegnummer", "Fälligkeit"],
            {"customer_no": 0, "document_no": 1, "due_date": 2},
        ),
        (["Compte", "Échéance", "Solde"], {"customer_no": 0, "due_date": 1, "open_amount": 2}),
        (["Klantnummer", "Vervaldatum", "Openstaand"], {"customer_no": 0, "due_date": 1, "open_amount": 2}),
        (["Cliente", "Scadenza", "Importo"], {"customer_name": 0, "due_date": 1, "amount": 2}),
        (["Cliente", "Vencimento", "Valor"], {"customer_name": 0, "due_date": 1, "amount": 2}),
        (["Cliente", "Vencimiento", "Importe"], {"customer_name": 0, "due_date": 1, "amount": 2}),
        (["Account", "Net Due Date", "Arrears by Net Due Date"], {"customer_no": 0, "due_date": 1}),
    ],
)
def test_the_generic_layout_maps_by_names_of_many_languages(
    header: list[str], places: dict[str, int]
) -> None:
    assert show("generic").place(fold_headers(header)) == places
