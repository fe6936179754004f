"""Which document a stated total lacks: a total that is off is usually off by one line."""

from collections.abc import Iterator, Mapping, Sequence

from arcollect_tui.data.imports.canonical import CanonicalLine, decode_chunk
from arcollect_tui.data.imports.texts import quoted
from arcollect_tui.data.imports.values import Totals
from arcollect_tui.rules.money import plain


def told_differences(totals: Mapping[str, Totals], chunks: Sequence[bytes]) -> Iterator[str]:
    """What to say of each currency whose total is off by what one document, and no other, has open.

    Args:
        totals: by currency.
        chunks: the lines of the file, packed.
    """
    off = {
        code: one.sum - one.stated
        for code, one in totals.items()
        if one.stated is not None and one.stated != one.sum
    }
    if not off:
        return
    found: dict[str, list[CanonicalLine]] = {code: [] for code in off}
    for chunk in chunks:
        for line in decode_chunk(chunk):
            if off.get(line.currency) == line.open_amount:
                found[line.currency].append(line)
    for code, lines in found.items():
        if len(lines) == 1 and lines[0].document_no:
            yield _sentence(lines[0], abs(off[code]))


def _sentence(line: CanonicalLine, difference: int) -> str:
    whose = quoted(line.customer_name or line.customer_no)
    away = f"The total in {line.currency} is off by {plain(difference, line.currency)}"
    return f"{away}, just what {quoted(line.document_no)} of {whose} has open: the total seems to lack it."
