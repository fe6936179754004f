"""Text that does harm where it is taken for more than text: escape sequences, markup, directions, formulas.

Each has a name and a canary, a short word that shows where it went.
"""

import csv
from collections.abc import Iterable
from pathlib import Path

ESCAPES = {
    "window title": "\x1b]0;PWNtitle\x07Acme",
    "clipboard": "\x1b]52;c;UFdOY2xpcA==\x07Clip",
    "clipboard, other end": "\x1b]52;c;UFdO\x1b\\Clip",
    "colour": "\x1b[31;5mPWNred\x1b[0m",
    "clear": "\x1b[2J\x1b[HPWNclear",
    "other screen": "\x1b[?1049lPWNscreen",
    "cursor report": "\x1b[6nPWNreport",
    "link": "\x1b]8;;http://pwn.example\x1b\\PWNlink\x1b]8;;\x1b\\",
    "device string": '\x1bP$q"pPWNdcs\x1b\\',
    "reset": "\x1bcPWNreset",
    "eight-bit colour": "\x9b31mPWNc1",
    "eight-bit title": "\x9d0;PWNosc\x9cX",
    "eight-bit string": "\x90PWNdcs8\x9c",
    "bell": "PWN\x07bell",
    "backspace": "PWNab\x08\x08cd",
    "carriage return": "PWN1\rPWN2",
    "line feed": "PWN1\nPWN2",
    "tab": "PWN\ttab",
    "delete": "PWN\x7fdel",
    "shift out": "PWN\x0eso\x0f",
    "vertical tab": "PWN\x0bvt\x0cff",
    "next line": "PWN\x85nel",
    "line separator": "PWN\u2028ls\u2029ps",
}
UNSEEN = {
    "override": "PWNinv\u202e0001\u202c.exe",
    "isolate": "PWN\u2067rtl\u2069",
    "marks": "PWN\u200e\u200f\u061calm",
    "zero width space": "PWNpay\u200bpal",
    "byte order mark": "\ufeffPWNbom",
    "word joiner": "PWN\u2060wj\u2064",
    "tags": "PWN\U000e0041\U000e0042tag",
    "soft hyphen": "PWN\u00adshy",
}
MARKUP = {
    "click": "[@click=app.leave_now]PWNclick[/]",
    "click, quoted": "[@click=\"app.exit('x')\"]PWNq[/]",
    "close": "[/]PWNclose",
    "close what was not open": "[/bold]PWN",
    "bold": "[b]PWN[/b]",
    "name in brackets": "[Acme] GmbH",
    "variable": "[$error]PWNvar",
    "colour": "[red on blue]PWN",
    "open bracket": "PWN [",
    "close bracket": "PWN ]",
    "brackets": "[[[]]] PWN \\[",
    "link": "[link=http://pwn.example]PWN[/link]",
    "emoji code": ":pile_of_poo: PWN",
    "format": "{0.__class__} %s %n ${HOME} PWN",
}
NAUGHTY = {
    "quotes": "' OR 1=1; DROP TABLE item; -- PWN",
    "formula": "=cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*PWN",
    "not a number": "NaN",
    "null": "NULL",
    "path": "../../../etc/passwd",
    "combining": "PWNZ\u0351\u036b\u0343a\u0321\u030al\u0334g\u0337o\u0335",
    "emoji": "PWN \U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f1e9\U0001f1ea",
    "wide": "PWN田中さんにあげて下さい",
    "arabic": "PWN شركة الاختبار",
    "hebrew": "PWN חברת בדיקה",
    "one very wide letter": "PWN\ufdfd",
    "full width": "ＰＷＮ　Ｌｔｄ",
    "turkish": "PWN İıŞş",
    "long": "PWN" + "W" * 3000,
    "blank": "\u00a0\u3000PWN\u2003",
}
TEXTS = {**ESCAPES, **UNSEEN, **MARKUP, **NAUGHTY}

_COLUMNS = (
    "customer_no", "customer_name", "document_no", "type", "document_date", "due_date", "currency",
    "amount", "open_amount", "reference", "po", "text", "contact_name", "email", "phone",
    "terms", "collector", "sales_rep",
)  # fmt: skip


def number_of(name: str) -> str:
    """The customer that bears a text of the corpus."""
    return f"H{list(TEXTS).index(name):03}"


def ledger_file(folder: Path) -> Path:
    """A ledger in which every customer has one of the texts wherever text may stand."""
    path = folder / "hostile.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, quoting=csv.QUOTE_ALL)
        writer.writerow(_COLUMNS)
        writer.writerows(_rows())
    return path


def _rows() -> Iterable[tuple[str, ...]]:
    for place, (name, text) in enumerate(TEXTS.items()):
        for item in range(2):
            number = f"D{place:03}{item}" if item else f"{place:03} {text[:60]}"
            amount = f"{100 + place}.00"
            left = "15.00" if item else amount
            days = ("2026-08-01", "2026-09-01")
            yield (number_of(name), text, number, "invoice", *days, "USD", amount, left, *[text] * 9)
