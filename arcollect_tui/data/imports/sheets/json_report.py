"""JSON: the report of QuickBooks Online, a tree of sections, and plain lists of records."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from arcollect_tui.data.imports.sheets.events import Events, Row, Sheet, filled
from arcollect_tui.errors import FileRefused

_DEEPEST: Final = 50
_MONEY: Final = ("_amount", "_bal")
_DATE_OPTIONS: Final = ("report_date", "end_date")


def read_json(path: Path, name: str) -> Events:
    """The one table of the file.

    Raises:
        FileRefused: it is no JSON, or neither a report nor a list of records.
    """
    try:
        # Numbers stay as they are written: no rounding, no limit of digits.
        whole = json.loads(path.read_bytes(), parse_float=str, parse_int=str, parse_constant=str)
    except json.JSONDecodeError as problem:
        raise FileRefused(
            f"{name}, line {problem.lineno}: the JSON is damaged or cut off. Export it again."
        ) from None
    except UnicodeError:
        raise FileRefused(f"{name} is no JSON in UTF-8. Export it again.") from None
    except RecursionError:
        raise FileRefused(f"{name} is nested too deeply for a list. Save it as CSV.") from None
    yield Sheet("")
    yield from _table(whole, name)


def _table(whole: object, name: str) -> Iterator[Row]:
    if isinstance(whole, dict) and isinstance(whole.get("Columns"), dict):
        yield from map(filled, _report(whole, name))
        return
    records = _records(whole)
    if records is None:
        raise FileRefused(f"{name} is JSON and neither a report nor a list of records. Save it as CSV.")
    yield from map(filled, _flat(records))


def _report(whole: dict[str, Any], name: str) -> Iterator[Row]:
    """The report: titles, the names of the columns, and the tree from top to bottom.

    Sections name the customer in the first column, so that a column stands before the others, as in
    the same report saved as CSV.
    """
    titles = _names(_list(whole["Columns"], "Column"), whole.get("Header"))
    body = list(_tree(whole.get("Rows"), name, 0))
    sections = any(kind != "Data" for kind, _ in body)
    yield from _titles(whole.get("Header"))
    yield ["", *titles] if sections else titles
    for kind, cells in body:
        if kind == "Summary":
            yield [cells[0] if cells else "", "", *cells[1:]]
        else:
            yield ["", *cells] if sections and kind == "Data" else cells


def _names(columns: list[dict[str, Any]], header: object) -> Row:
    """The names of the columns; the report's currency and what is a running sum stand beside them."""
    kinds = [_text(column.get("ColType")) for column in columns]
    code = _text(header.get("Currency")) if isinstance(header, dict) and "currency" not in kinds else ""
    names = []
    for column, kind in zip(columns, kinds, strict=True):
        title = _text(column.get("ColTitle"))
        if kind.startswith("rbal"):
            title = f"Running {title}"
        names.append(f"{title} ({code})" if code and kind.endswith(_MONEY) else title)
    return names


def _titles(header: object) -> Iterator[Row]:
    if not isinstance(header, dict):
        return
    yield [_text(header.get("ReportName"))]
    options = {option.get("Name"): option.get("Value") for option in _list(header, "Option")}
    days = [options.get(key) for key in _DATE_OPTIONS] + [header.get("EndPeriod")]
    day = next(filter(None, days), None)
    if day is not None:
        yield [f"As of {_text(day)}"]


def _tree(rows: object, name: str, depth: int) -> Iterator[tuple[str, Row]]:
    if depth > _DEEPEST:
        raise FileRefused(f"{name} is nested too deeply for a report. Save it as CSV.")
    found = rows.get("Row") if isinstance(rows, dict) else None
    for row in found if isinstance(found, list) else []:
        if not isinstance(row, dict) or not row.keys() & {"Header", "Rows", "Summary"}:
            yield "Data", _cells(row) if isinstance(row, dict) else [_text(row)]
            continue
        if isinstance(row.get("Header"), dict):
            yield "Header", _cells(row["Header"])
        yield from _tree(row.get("Rows"), name, depth + 1)
        if isinstance(row.get("Summary"), dict):
            yield "Summary", _cells(row["Summary"])


def _cells(row: dict[str, Any]) -> Row:
    return [_text(cell.get("value")) for cell in _list(row, "ColData")]


def _list(holder: object, key: str) -> list[dict[str, Any]]:
    found = holder.get(key) if isinstance(holder, dict) else None
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def _records(whole: object, depth: int = 0) -> list[dict[str, Any]] | None:
    """The first list of records: the whole, or what the whole holds under some name."""
    if isinstance(whole, list):
        records = [entry for entry in whole if isinstance(entry, dict)]
        return records if records and len(records) == len(whole) else None
    if not isinstance(whole, dict) or depth > 2:
        return None
    found = (_records(value, depth + 1) for value in whole.values())
    return next((records for records in found if records is not None), None)


def _flat(records: list[dict[str, Any]]) -> Iterator[Row]:
    """A row of the names, then one a record; what a record holds of its own is `outer inner`."""
    rows = [_leaves(record) for record in records]
    names = list(dict.fromkeys(key for row in rows for key in row))
    yield names
    for row in rows:
        yield [row.get(key, "") for key in names]


def _leaves(record: dict[str, Any]) -> dict[str, str]:
    leaves: dict[str, str] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            inner = {inside: one for inside, one in value.items() if not isinstance(one, dict | list)}
            leaves |= {f"{key} {inside}": _text(one) for inside, one in inner.items()}
        elif not isinstance(value, list):
            leaves[key] = _text(value)
    return leaves


def _text(value: object) -> str:
    return "" if value is None else str(value)
