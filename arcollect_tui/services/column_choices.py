"""What a person says the columns of a file are, and the layout that this makes of it.

The same for the mapper on the screen, for --set on the command line, and for a layout that is saved.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from arcollect_tui.data.imports.by_values import GUESSED
from arcollect_tui.data.imports.choosing import CUSTOMER_LIST
from arcollect_tui.data.imports.headers import bare_name, fold, fold_headers
from arcollect_tui.data.imports.layout import Catalogue, shipped
from arcollect_tui.data.imports.layout_file import LayoutText
from arcollect_tui.data.imports.layout_model import AS_CHOSEN, BY_NAME, GENERIC, PART, FileKind, Layout
from arcollect_tui.data.imports.layout_write import Said, toml_of
from arcollect_tui.data.imports.meanings import choosable
from arcollect_tui.data.imports.proposal import NO_CURRENCY, Proposal, propose
from arcollect_tui.data.imports.values import ColumnDecision, ReadOptions
from arcollect_tui.data.imports.wishes import Wishes
from arcollect_tui.data.toml_text import ENDING
from arcollect_tui.errors import ColumnsAsked, UsageError
from arcollect_tui.rules.text import quoted
from arcollect_tui.services.import_plan import ImportOptions, ImportPlan
from arcollect_tui.services.usual_currency import NONE_USUAL, UsualCurrency

NOT_READ = ("", "-")
AS_SAID = "as you said"
LACKING = "No amount names its currency, and neither does the file or the office."


@dataclass(frozen=True, slots=True)
class Look:
    """A file as its columns would be read now.

    Attributes:
        base: the file as it was understood before anybody said anything of its columns.
        proposal: as it is understood with what was said.
        wrong: why it cannot be read so, without the cure; '' when it can.
        about: which answers would help: words of `ColumnsAsked`.
    """

    base: Proposal
    proposal: Proposal
    wrong: str
    about: str

    @property
    def guessed(self) -> bool:
        """Whether a column is proposed for its values, or none could be read yet."""
        guesses = any(column.evidence == GUESSED for column in self.base.columns)
        return guesses or self.base.refusal is not None


def look_at_columns(
    path: Path,
    catalogue: Catalogue,
    options: ImportOptions,
    *,
    base: Proposal | None = None,
    usual: UsualCurrency = NONE_USUAL,
    cancelled: Callable[[], bool] | None = None,
) -> Look:
    """How a file would be read, column by column, with what a person has said of it.

    Args:
        path: the file.
        catalogue: the layouts that are known.
        options: what the person says.
        base: the file as understood before, when it was looked at already.
        usual: the currency of lines that name none, when the person names none either.
        cancelled: asked meanwhile; True stops the reading.

    Raises:
        FileRefused: the file cannot be opened, or has no row of column names.
        UsageError: no such column or field, or a field for two columns.
    """
    wishes = Wishes(options.encoding, options.sheet, cancelled=cancelled)
    asked = _read_options(options, usual, cancelled)
    first = propose(path, catalogue, wishes, asked) if base is None or not options.columns else base
    base = base or first
    proposal = first
    if options.columns:
        layout = _as_chosen(base, options)
        chosen = replace(asked, layout=layout.name)
        proposal = _told(propose(path, catalogue.with_layout(layout), wishes, chosen), base)
    refusal = proposal.refusal
    if isinstance(refusal, ColumnsAsked):
        return Look(base, proposal, refusal.what, refusal.about)
    if proposal.whole.currency == NO_CURRENCY:
        return Look(base, proposal, LACKING, "currency")
    return Look(base, proposal, proposal.problem, "")


def _read_options(
    options: ImportOptions,
    usual: UsualCurrency,
    cancelled: Callable[[], bool] | None,
) -> ReadOptions:
    """How the file is to be looked at."""
    return ReadOptions(
        today=date.min,
        layout=options.layout,
        currency=options.currency,
        office_currency=usual.office or None,
        ledger_currency=usual.ledger or None,
        date_order=options.dates,
        decimal=options.decimal,
        # Whether day and month were exchanged is asked when the file is read.
        keep_swapped=True,
        cancelled=cancelled,
    )


def _told(proposal: Proposal, base: Proposal) -> Proposal:
    """The proposal that says which of its columns the person chose, and which were guessed."""
    before = dict(zip(base.names, base.columns, strict=False))
    found = []
    for name, column in zip(proposal.names, proposal.columns, strict=False):
        if not column.field or column.evidence != BY_NAME:
            found.append(column)
            continue
        was = before.get(name)
        why = was.evidence if was is not None and was.field == column.field else "as you chose"
        found.append(column._replace(evidence=why))
    return replace(proposal, columns=tuple(found))


def layout_as_said(
    path: Path, catalogue: Catalogue, options: ImportOptions, cancelled: Callable[[], bool] | None = None
) -> Layout:
    """The layout that a file is read with when a person has said what its columns are.

    Raises:
        FileRefused: as `look_at_columns`.
        UsageError: as `look_at_columns`.
    """
    base = understood(path, catalogue, options, cancelled)
    return _as_chosen(base, options)


def _as_chosen(base: Proposal, options: ImportOptions) -> Layout:
    """The layout of one file; the currency that was said goes with the options."""
    return written(AS_CHOSEN, base, replace(said_of(base, options), currency=""))[1]


def understood(
    path: Path, catalogue: Catalogue, options: ImportOptions, cancelled: Callable[[], bool] | None = None
) -> Proposal:
    """A file as it is understood before anybody says what its columns are.

    Raises:
        FileRefused: as `look_at_columns`.
    """
    wishes = Wishes(options.encoding, options.sheet, cancelled=cancelled)
    return propose(path, catalogue, wishes, _read_options(options, NONE_USUAL, cancelled))


def said_of(proposal: Proposal, options: ImportOptions) -> Said:
    """What the columns are, as proposed and as a person chose.

    Raises:
        UsageError: no such column or field, or a field for two columns.
    """
    chosen = {_column(proposal, column): _field(field) for column, field in options.columns}
    known = {field for field, _ in choosable()}
    proposed = {
        name: column.field
        for name, column in zip(proposal.names, proposal.columns, strict=False)
        if column.field in known
    }
    taken = {field for field in chosen.values() if field != PART}
    fields = {name: field for name, field in proposed.items() if name not in chosen and field not in taken}
    fields |= {name: field for name, field in chosen.items() if field}
    parts = _parts(proposal, chosen)
    fields = {name: field for name, field in fields.items() if field != PART}
    twice = [field for field, count in Counter(fields.values()).items() if count > 1]
    if twice:
        raise UsageError(f"{twice[0]} was given to two columns. Give each field to one.")
    # A currency that the file shows anywhere goes before the one that was said, there as here.
    counts = proposal.refusal is not None or proposal.whole.source.endswith(AS_SAID)
    currency = options.currency if options.currency and counts else ""
    return Said(fields, parts, options.dates or "", options.decimal or "", currency)


def _parts(proposal: Proposal, chosen: Mapping[str, str]) -> tuple[str, ...]:
    """The columns that add up to the open amount: those of the layout, less and more as chosen."""
    own = set(proposal.layout.bucket_columns(fold_headers(proposal.names)))
    kept = {name for at, name in enumerate(proposal.names) if at in own and name not in chosen}
    kept |= {name for name, field in chosen.items() if field == PART}
    return tuple(name for name in proposal.names if name in kept)


def _column(proposal: Proposal, said: str) -> str:
    """The column that a person means, by its name whatever its case and marks."""
    known = {fold(name) if not name.startswith("@") else name: name for name in proposal.names}
    if said in proposal.names:
        return said
    found = known.get(said) or known.get(fold(bare_name(said)))
    if found is not None:
        return found
    near = get_close_matches(fold(said), known, 1)
    hint = f" Nearest: {known[near[0]]}." if near else ""
    names = ", ".join(name for name in proposal.names[:20])
    raise UsageError(f"{proposal.file} has no column {quoted(said)}.{hint} Columns: {names}.")


def _field(said: str) -> str:
    field = said.strip().casefold().replace("-", "_") if said not in NOT_READ else ""
    known = [name for name, _ in choosable()]
    if not field or field in known:
        return field
    near = get_close_matches(field, known, 1)
    hint = f" Nearest: {near[0]}." if near else ""
    raise UsageError(f"{quoted(said)} is no field.{hint} Fields: {', '.join(known)}.")


def written(name: str, proposal: Proposal, said: Said) -> tuple[str, Layout]:
    """A layout as text, and as it is read from there."""
    text = toml_of(name, proposal, said)
    return text, LayoutText(f"{name}{ENDING}", text).layout(shipped().show(GENERIC).types, own=True)


def decided(proposal: Proposal, layout: Layout, said: Said) -> tuple[ColumnDecision, ...]:
    """What each column will be read as by a layout."""
    kind = "" if layout.kind is FileKind.ITEMS else ", of a customer"
    fields = said.fields | dict.fromkeys(said.parts, PART)
    return tuple(
        _decision(column, fields.get(name, ""), kind)
        for name, column in zip(proposal.names, proposal.columns, strict=False)
    )


def _decision(column: ColumnDecision, field: str, kind: str) -> ColumnDecision:
    """The decision with another field, and that it was chosen where it was."""
    why = column.evidence if field == column.field else f"as you chose{kind}" if field else "not read"
    return column._replace(field=field, evidence=why)


def read_choices(said: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Choices as they are typed after --set: `Invoice No=document_no`.

    Raises:
        UsageError: one names no field.
    """
    return tuple(map(_read_choice, said))


def _read_choice(said: str) -> tuple[str, str]:
    column, mark, field = said.rpartition("=")
    if not mark or not column.strip():
        raise UsageError(f"{said!r} names no field. Write it like --set 'Invoice No=document_no'.")
    return column.strip(), field.strip()


def fields_of(look: Look, options: ImportOptions) -> dict[str, str]:
    """Column to field as the person chose, by the names that layouts spell.

    Raises:
        UsageError: no such column or field.
    """
    return {_column(look.base, column): _field(field) for column, field in options.columns}


def is_guess(plan: ImportPlan) -> bool:
    """Whether no layout knew the file, so that its columns were read by their names alone."""
    unsaid = plan.options.layout is None and not plan.options.columns
    return unsaid and not plan.known and plan.layout in (GENERIC, CUSTOMER_LIST)
