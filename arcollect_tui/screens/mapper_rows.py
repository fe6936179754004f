"""The rows of the mapper: reading the file so, what holds for the whole file, and its columns one a row."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from arcollect_tui.data.imports.dates import ORDER_NAMES
from arcollect_tui.data.imports.layout_model import PART
from arcollect_tui.data.imports.meanings import MEANINGS
from arcollect_tui.data.imports.survey import BUCKET
from arcollect_tui.screens.messages import fold
from arcollect_tui.services.column_choices import Look, fields_of
from arcollect_tui.services.import_plan import ImportOptions
from arcollect_tui.widgets.pane import PaneLine
from arcollect_tui.widgets.rows import Column

READ, DATES, DECIMAL, CURRENCY, COLUMN = "read", "dates", "amounts", "currency", "column"
CURES = {
    "header": "Enter on a column says what it is: the customer and the amount are needed.",
    "fields": "Enter on the column that gives it says so.",
    "dates": "Enter on Dates says it.",
    "amounts": "Enter on Amounts says it.",
    "currency": "Enter on Currency says it.",
}
"""What would be right, by what would help."""
UNKNOWN = "None of the names of these columns is known here."
GUESSED = "No layout knows this file: its columns are read by their names. Look them through."
READY = "A reads the file so and shows what it would change; w saves this under a name."
NOT_READ = "(not read)"


@dataclass(frozen=True, slots=True)
class MapperRow:
    """One line of the mapper.

    Attributes:
        kind: what it is: one of the constants above.
        name: of a column, as layouts spell it.
        field: what it is read as, '' for not at all; of a row about the whole file what holds.
        samples: its first different values.
        why: the evidence.
        asked: a problem of the file waits for it.
    """

    kind: str
    name: str
    field: str
    samples: tuple[str, ...] = ()
    why: str = ""
    asked: bool = False

    @property
    def id(self) -> str:
        """Kind and name."""
        return f"{self.kind}:{self.name}"

    @property
    def meaning(self) -> str:
        """What the field means, in one line."""
        return MEANINGS.get(self.field, "") if self.kind == COLUMN else ""


def _tone(row: MapperRow) -> str:
    if row.asked:
        return "alert"
    return "strong" if row.kind == READ else "muted" if row.field == "" else ""


def _mark(row: MapperRow) -> str:
    if row.kind == READ:
        return ">"
    return "!" if row.asked else "*" if row.why.startswith("as you") else "" if row.field else "-"


def _field(row: MapperRow) -> str:
    return row.field or (NOT_READ if row.kind == COLUMN else "")


COLUMNS = (
    Column[MapperRow]("mark", "", 1, _mark, tone=_tone),
    Column[MapperRow]("column", "Column", 18, lambda row: row.name, tone=_tone),
    Column[MapperRow]("field", "Read as", 14, _field, tone=_tone),
    Column[MapperRow]("samples", "Samples", 20, lambda row: ", ".join(row.samples), tone=_tone),
    Column[MapperRow]("why", "Why", 18, lambda row: row.why, priority=1, grow=True, tone=_tone),
    Column[MapperRow]("meaning", "What that is", 30, lambda row: row.meaning, priority=2, tone=_tone),
)


def rows_of(look: Look, options: ImportOptions) -> list[MapperRow]:
    """All rows, what the whole file says first."""
    return [
        MapperRow(READ, "Read it so", "", (), look.wrong and _not_yet(look)),
        *_whole_rows(look, options),
        *_column_rows(look, options),
    ]


def _not_yet(look: Look) -> str:
    return "not yet: Enter asks" if asked_of_whole(look) else "not yet: see above"


def asked_of_whole(look: Look) -> str:
    """The kind of the first row about the whole file that a problem waits for; '' for none."""
    return next((kind for kind in look.about.split() if kind in (DATES, DECIMAL, CURRENCY)), "")


def _whole_rows(look: Look, options: ImportOptions) -> Iterator[MapperRow]:
    whole, asked = look.proposal.whole, look.about.split()
    said = {DATES: options.dates, DECIMAL: options.decimal, CURRENCY: options.currency}
    found = {
        DATES: ORDER_NAMES.get(options.dates or whole.dates, "one way only"),
        DECIMAL: f"decimal {options.decimal or whole.decimal}",
        CURRENCY: options.currency or whole.currency or "in each line",
    }
    whys = {DATES: "as the cells show", DECIMAL: "as the cells show", CURRENCY: whole.source}
    for kind, name in ((DATES, "Dates"), (DECIMAL, "Amounts"), (CURRENCY, "Currency")):
        if kind in asked:
            yield MapperRow(kind, name, "which?", (), "the file does not show it", asked=True)
        elif said[kind]:
            yield MapperRow(kind, name, found[kind], (), "as you said")
        elif not look.wrong:
            yield MapperRow(kind, name, found[kind], (), whys[kind])


def _column_rows(look: Look, options: ImportOptions) -> Iterator[MapperRow]:
    fields = fields_of(look, options)
    proposal = look.proposal
    for at, (name, column) in enumerate(zip(proposal.names, proposal.columns, strict=False)):
        field = PART if column.field == BUCKET else column.field
        samples = look.base.samples[at] if at < len(look.base.samples) else ()
        now = fields.get(name, field)
        why = column.evidence if now == field else "as you chose" if now else "left out, as you chose"
        yield MapperRow(COLUMN, name, now, samples or tuple(filter(None, [column.sample])), why)


def about_lines(look: Look | None, row: MapperRow | None, width: int) -> list[PaneLine]:
    """What is wrong with the file as it would be read now, or what A does; then the row of the cursor."""
    if look is None:
        return [[("Looking at the columns.", "muted")]]
    lines: list[PaneLine] = [[(line, tone)] for text, tone in _said(look) for line in fold(text, width)]
    if row is not None and row.kind == COLUMN:
        lines += [[(line, "")] for text in _of_column(row) for line in fold(text, width)]
    return lines


def _without_name(look: Look) -> str:
    """What is wrong, without the name of the file before each sentence: it stands above them."""
    named = re.compile(rf"(^|\. ){re.escape(look.base.file)}: (.)")
    return named.sub(lambda found: found[1] + found[2].upper(), look.wrong)


def refusal_of(look: Look) -> str:
    """Why the file cannot be read so, and what would be right here."""
    cures = dict.fromkeys(CURES[word] for word in look.about.split() if word in CURES)
    wrong = UNKNOWN if "header" in look.about.split() else _without_name(look)
    return " ".join((wrong, *cures))


def _said(look: Look) -> Iterator[tuple[str, str]]:
    if look.wrong:
        yield f"! {refusal_of(look)}", "alert"
    else:
        known = look.base.layout.fingerprint
        yield READY if known else f"{GUESSED} {READY}", "strong"


def _of_column(row: MapperRow) -> Iterator[str]:
    means = f": {row.meaning}" if row.meaning else ""
    yield f"{row.name} is read as {row.field}{means}." if row.field else f"{row.name} is not read."
    why = f"{row.why[:1].upper()}{row.why[1:]}."
    yield f"It begins: {', '.join(row.samples) or 'nothing stands there'}. {why}"


def chosen_fields(look: Look, options: ImportOptions) -> Mapping[str, str]:
    """Every column with its field, so that nothing is left to a guess."""
    return {row.name: row.field for row in _column_rows(look, options)}
