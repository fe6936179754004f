"""Every message of a refusal says what would be right, not only what is wrong.

The messages are read out of the source. A message has a cure when something follows the mistake: a second
sentence, or what stands after a colon, a comma or a semicolon; or when it says what has to be.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from arcollect_tui import errors
from tests.tui.test_never_lost import subclasses

SOURCE = Path(errors.__file__).parent
ERRORS = {kind.__name__ for kind in subclasses(errors.ArcollectError)}
SAYING = ERRORS | {"ArcollectError", "FieldError", "refuse"}
"""What takes a message; `refuse` shows it without an exception."""
LEAST = 350
"""So many messages there are at least: a look that finds none would find nothing wrong."""

_CURE = re.compile(r"[:;,] |[.?!}] (?:[A-Z{]|arcollect )|\bneeds?\b|\bmust\b|\bonly\b|\bone of\b")
_FRAGMENT = re.compile(r"[a-z]")
"""Begins in the middle of a sentence: it stands behind a colon, and is the cure itself."""

OF_ITEMS = {
    "The disputed amount is more than what is open on the item.",
    "The pieces of the split are more than what is open on the item.",
    "A split has two reasons or more.",
    "A split names each reason once.",
    "Only one reason of a split can take the rest.",
}
"""Why an item is skipped, in a preview that says what to press."""
SAYS_WHAT_IS_RIGHT = {"A rule has one to three conditions and a reason."}


def _words(node: ast.expr) -> str:
    """The message of a call's argument, {} for what is put in; empty if it is made elsewhere."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return ""


def messages() -> Iterator[tuple[str, str]]:
    """Where each stands, and the message."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
            found = next((words for words in map(_words, node.args) if " " in words), "")
            if name in SAYING and found:
                whole = " ".join([found, *(_words(one.value) for one in node.keywords)])
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", whole.strip()


def has_cure(message: str) -> bool:
    return bool(_CURE.search(message) or _FRAGMENT.match(message))


def test_every_message_has_a_cure() -> None:
    found = list(messages())
    assert len(found) >= LEAST
    known = OF_ITEMS | SAYS_WHAT_IS_RIGHT
    without = [f"{where}  {text}" for where, text in found if text not in known and not has_cure(text)]
    assert not without, "\n".join(without)
    assert known <= {text for _, text in found}, "an exception that is none any more"


@pytest.mark.parametrize(
    "message", ["Nothing is marked.", "There is no file {}.", "Entry {} cannot be undone."]
)
def test_a_mistake_alone_is_noticed(message: str) -> None:
    assert not has_cure(message)
