"""Lines of a planned file that a person leaves out on purpose, one by one or a whole kind, and takes back.

They count apart (`left_out`), stand in the plan with what they were, and after the import among the held
lines as dropped; undone, they are gone with it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from arcollect_tui.data.imports.leaving import CLASSES, KINDS, kinds_of, leave_out, take_back
from arcollect_tui.data.imports.values import AsideLine, ParsedFile
from arcollect_tui.errors import UsageError
from arcollect_tui.rules.text import quoted
from arcollect_tui.services.import_plan import ImportOptions, ImportPlan
from arcollect_tui.services.import_words import worded
from arcollect_tui.services.office import Office

__all__ = [
    "kept_words",
    "leave_lines_out",
    "narrowest_kind",
    "read_left_out",
    "take_lines_back",
]


def read_left_out(texts: Sequence[str]) -> tuple[str, ...]:
    """Lines and kinds as they are typed after --leave-out: `7,9`, `due_date`, `unclassified`.

    Raises:
        UsageError: one is neither a line nor a kind.
    """
    words = [word.strip().casefold().replace("-", "_") for text in texts for word in text.split(",")]
    for word in filter(None, words):
        if not (word in KINDS or (word.isascii() and word.isdecimal())):
            raise UsageError(
                f"{quoted(word)} is neither a line nor a kind of lines. Give numbers, 7,9, or held, "
                "unclassified, other, whole, or the field that is wrong: due_date."
            )
    return tuple(dict.fromkeys(str(int(word)) if word.isdecimal() else word for word in words if word))


def narrowest_kind(line: AsideLine) -> str:
    """The kind that takes the lines like this one: the same class, of held ones the same field."""
    return kinds_of(line)[-1]


def leave_lines_out(office: Office, plan: ImportPlan, words: Iterable[str]) -> ImportPlan:
    """The plan with more lines left out: numbers of lines, and kinds.

    Raises:
        UsageError: a line cannot be left out.
    """
    more = tuple(words)
    parsed = leave_out(plan.parsed, more)
    left_out = tuple(dict.fromkeys((*plan.options.left_out, *more)))
    return _with(office, plan, parsed, replace(plan.options, left_out=left_out))


def take_lines_back(office: Office, plan: ImportPlan, lines: Iterable[int]) -> ImportPlan:
    """The plan with lines that were left out as they were before.

    Raises:
        UsageError: a line is not left out.
    """
    numbers = frozenset(lines)
    kinds = {one.kind for one in plan.parsed.left_out if one.line in numbers}
    parsed = take_back(plan.parsed, numbers)
    classes = [word for word in plan.options.left_out if word in CLASSES and word not in kinds]
    left = [str(one.line) for one in parsed.left_out if one.kind not in classes]
    return _with(office, plan, parsed, replace(plan.options, left_out=(*classes, *left)))


def kept_words(plan: ImportPlan) -> tuple[str, ...]:
    """What is left out, so that the same file read again leaves out the same lines."""
    classes = [word for word in plan.options.left_out if word in CLASSES[1:]]
    return (*classes, *(str(one.line) for one in plan.parsed.left_out if one.kind not in classes))


def without_line(options: ImportOptions, line: int) -> ImportOptions:
    """The options without a line among those that are left out: it was mended, and shall come in."""
    return replace(options, left_out=tuple(word for word in options.left_out if word != str(line)))


def _with(office: Office, plan: ImportPlan, parsed: ParsedFile, options: ImportOptions) -> ImportPlan:
    changed = replace(
        plan, parsed=parsed, held=parsed.held, lines={**plan.lines, **parsed.lines}, options=options
    )
    return worded(changed, office.settings.fmt)
