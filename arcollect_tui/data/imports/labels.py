"""What a line of a report calls itself: a sum, a share, a count of lines, a parameter, a customer."""

import re
from collections.abc import Sequence
from typing import Final

from arcollect_tui.data.imports.canonical import LineClass
from arcollect_tui.rules.money import is_currency

RULE: Final = re.compile(r"[-=_*+|\s]{2,}")
_SUM_WORDS: Final = (
    r"(?:totals?|totale|totaal|totalt|gesamt(?:summe|betrag|saldo)?|endsumme|endsaldo|summe|summa|suma|soma|somme"
    r"|razem|og[oó]łem|łącznie|celkem|toplam|yhteensä|合計|合计|総合計|総計|总计)"
)
_TOTAL: Final = re.compile(
    rf"(?:(?:grand|report|overall|net)\s+)?{_SUM_WORDS}(?:\s+(?:g[eé]n[eé]ral|general|geral|generale|generaal))?\s*:?"
    r"|\*{2,}",
    re.IGNORECASE,
)
_CODE: Final = re.compile(r"(?P<of>.+?)[\s:]+(?:in\s+)?[(\[]?(?P<code>[A-Z]{3})[)\]]?\s*:?")
"""A sum that names its currency: `Total EUR`, `Summe in CHF:`."""
_BROUGHT: Final = r"(?:anterior|inicial|iniziale|precedente|vor|vortrag|a nuevo)"
"""What makes a balance one that was brought forward: that is owed beside the lines, and no sum of them."""
_SUBTOTAL: Final = re.compile(
    r"(?:sub-?\s?totals?|sous-total|zwischensumme|subtotaal|subtotale|totals?|totale|totaal|summe|suma|razem"
    rf"|小計|小计|saldo(?!\s*{_BROUGHT}))\b[\s:–-]*(?P<of>.*)"
    r"|(?P<before>.+?)[\s:–-]*(?:小計|小计)"
    r"|(?P<named>.+?)[\s:–-]+(?:total|subtotal|summe|balance|cumul aged balance)\s*:?|\*",
    re.IGNORECASE,
)
_PERCENT: Final = re.compile(r"%|percent|prozent|pourcent|porcentaje|percentuale", re.IGNORECASE)
_THINGS: Final = (
    r"(?:open\s+)?(?:items?|records?|rows?|lines?|invoices?|documents?|transactions?|entries|posten|belege|zeilen"
    r"|datens[aä]tze|lignes|enregistrements|factures|partidas|registros|facturas|l[ií]neas|regels|posten|righe)"
)
_COUNT: Final = re.compile(
    rf"(?:(?:total\s+)?(?:number|no\.?|count|anzahl|nombre|n[uú]mero|aantal|numero)\s+(?:of|de|der|di|van)?\s*|total\s+)?"
    rf"{_THINGS}(?:\s+(?:count|total))?\s*[:=]?\s*(?P<after>[0-9][0-9.,' ]*)"
    rf"|(?:\*+\s*)?(?P<before>[0-9][0-9.,']*)\s+{_THINGS}"
    r"(?:\s+(?:listed|found|selected|exported|printed|in\s+total|gefunden|ausgegeben))?\.?(?:\s*\*+)?",
    re.IGNORECASE,
)
_PARAMETER: Final = re.compile(r"[^:]{2,40}:\s+\S.*")
_META: Final = frozenset(("EXTF", "DTVF"))


def is_total(label: str) -> bool:
    """Whether a label is that of the sum of all lines."""
    if _TOTAL.fullmatch(label) is not None:
        return True
    match = _CODE.fullmatch(label)
    return match is not None and is_currency(match["code"]) and _TOTAL.fullmatch(match["of"]) is not None


def is_percent(label: str) -> bool:
    """Whether a label is that of a line of shares."""
    return _PERCENT.match(label) is not None


def subtotal_of(label: str) -> str | None:
    """Whose sum a label states, '' when it does not say; None for any other label."""
    match = _SUBTOTAL.fullmatch(label)
    return None if match is None else (match["of"] or match["before"] or match["named"] or "").strip()


def sum_kind(filled: Sequence[str], label: str) -> LineClass:
    """The class of a line that calls itself a sum."""
    if is_percent(label) or (len(filled) > 1 and all(cell.endswith("%") for cell in filled[1:])):
        return LineClass.PERCENTAGE
    return LineClass.TOTAL if is_total(label) else LineClass.SUBTOTAL


def stated_count(text: str) -> int | None:
    """How many lines a trailer says there are; None for any other text."""
    match = _COUNT.fullmatch(text.strip())
    if match is None:
        return None
    digits = "".join(sign for sign in match["after"] or match["before"] if sign.isdigit())
    return int(digits) if len(digits) <= 9 else None


def title_kind(row: Sequence[str]) -> LineClass:
    """The class of a line before the header."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled:
        return LineClass.BLANK
    if filled[0] in _META or (len(filled) > 1 and filled[0].endswith(":")):
        return LineClass.PARAMETER
    return LineClass.PARAMETER if _PARAMETER.fullmatch(filled[0]) else LineClass.TITLE
