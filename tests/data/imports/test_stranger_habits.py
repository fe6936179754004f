"""Files in any mixture of words, order of columns, signs and delimiters: nothing is lost, sums tie."""

from datetime import date, timedelta
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data.imports.helpers import lines_of, read_text

WORDS: Final = {
    "en": ("Cust #", "Cust Name", "Inv #", "Inv Dt", "Due Dt", "Cur", "Bal Due", "Total"),
    "de": ("Kd-Nr.", "Name", "Re-Nr.", "Re-Datum", "fällig", "Whg", "offen", "Summe"),
    "nl": (
        "Relatiecode",
        "Naam",
        "Factuur",
        "Factuurdatum",
        "Vervaldatum",
        "Valuta",
        "Openstaand",
        "Totaal",
    ),
    "es": ("Cliente", "Nombre", "Nº Factura", "Fecha", "Vto.", "Moneda", "Saldo", "Total"),
    "fr": ("Code client", "Nom", "Facture", "Date facture", "Échéance", "Devise", "Solde", "Total"),
    "pt": ("Código do cliente", "Nome", "Nota Fiscal", "Emissão", "Vencimento", "Moeda", "Saldo", "Total"),
    "it": ("Codice cliente", "Nome", "Fattura", "Data fattura", "Scadenza", "Valuta", "Saldo", "Totale"),
}
GROUPING: Final = ((",", "."), (".", ","), ("'", "."), ("\u202f", ","))
NEGATIVE: Final = ("-{}", "{}-", "({})", "{} CR")
FIRST: Final = date(2026, 5, 1)
rows_of_a_file = st.lists(
    st.tuples(st.integers(0, 99), st.integers(0, 120), st.integers(-(10**9), 10**9).filter(bool)),
    min_size=1,
    max_size=12,
)


def _amount(value: int, grouping: tuple[str, str], negative: str) -> str:
    group, mark = grouping
    text = f"{abs(value) // 100:,}".replace(",", group) + f"{mark}{abs(value) % 100:02}"
    return negative.format(text) if value < 0 else text


@settings(max_examples=150)
@given(
    rows_of_a_file,
    st.sampled_from(sorted(WORDS)),
    st.permutations(range(7)),
    *(st.sampled_from(GROUPING), st.sampled_from(NEGATIVE), st.sampled_from(";\t|")),
)
def test_every_line_is_accounted_for_and_sums_tie(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[int, int, int]],
    language: str,
    order: list[int],
    grouping: tuple[str, str],
    negative: str,
    delimiter: str,
) -> None:
    *names, total = WORDS[language]
    truth = [(f"{customer:04}", f"N{at:04}", value) for at, (customer, _, value) in enumerate(rows)]
    table = [names]
    for (customer, document, value), (_, days, _) in zip(truth, rows, strict=True):
        day = FIRST + timedelta(days)
        dates = day.isoformat(), (day + timedelta(30)).isoformat()
        table.append([customer, "Total Gas", document, *dates, "EUR", _amount(value, grouping, negative)])
    whole = sum(value for *_, value in truth)
    lines = [delimiter.join(row[at] for at in order) for row in table]
    sums = [total if at == next(one for one in order if one != 6) else "" for at in range(7)]
    sums[6] = _amount(whole, grouping, negative)
    lines.append(delimiter.join(sums[at] for at in order))
    parsed = read_text(tmp_path_factory.mktemp("habits"), "\n".join(lines) + "\n")
    assert [(line.customer_no, line.document_no, line.open_amount) for line in lines_of(parsed)] == truth
    assert (parsed.held, parsed.warnings, parsed.totals["EUR"].sum) == ((), (), whole)
    assert sum(parsed.lines.values()) == parsed.total_lines == len(lines)
