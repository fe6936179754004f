"""What is typed into a form, before it is a draft: texts by the names of their fields.

The screens and the plain mode fill the same fields under the same names, so a form that was left in one
of them can be finished in the other.
"""

import json
from collections.abc import Callable, Mapping
from typing import TypeVar

from arcollect_tui.errors import ArcollectError

Texts = Mapping[str, str]
ValueT = TypeVar("ValueT")


class FieldError(Exception):
    """A field that cannot be read."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


def read_field(name: str, read: Callable[[], ValueT]) -> ValueT:
    """Read a field.

    Raises:
        FieldError: what is wrong, and in which field.
    """
    try:
        return read()
    except ArcollectError as error:
        raise FieldError(name, error.sentence) from None


def as_body(texts: Texts) -> str:
    """The texts as a draft keeps them."""
    return json.dumps(dict(texts), ensure_ascii=False)


def read_texts(body: str) -> dict[str, str]:
    """The texts of a saved draft; none from a body that another version wrote."""
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: text for name, text in found.items() if isinstance(text, str)}
