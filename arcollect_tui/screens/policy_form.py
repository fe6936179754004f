"""The form of policy keys: each as it is, with what a typed value would mean; nothing is written here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar
from zlib import crc32

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.policy_keys import read
from arcollect_tui.screens.filled import Again
from arcollect_tui.screens.form import Form
from arcollect_tui.services.office import Office
from arcollect_tui.services.texts import FieldError, read_field
from arcollect_tui.services.who import Who
from arcollect_tui.widgets.field import Echo, Field
from arcollect_tui.widgets.pick_list import Choice
from arcollect_tui.widgets.safe import show

Wanted = tuple[tuple[str, str], ...]
"""Policy keys with the values they are to have."""


def _nothing(_: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class PolicyField:
    """A policy key as a form shows it.

    Attributes:
        key: of the policy.
        label: the word before the input.
        size: cells of the input.
        means: what a value that can be read means.
        choices: what F2 offers.
    """

    key: str
    label: str
    size: int = 30
    means: Callable[[str], str] = _nothing
    choices: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Its name in the form."""
        return self.key.replace(".", "-")


class PolicyForm(Form[Wanted]):
    """Some keys of the policy.

    Args:
        title: what they are about.
        fields: the keys.
        values: what each says now.
        again: the form as it was left for the preview, or refused.
    """

    NAME = "policy"
    TITLE = "Settings"
    WORDS: ClassVar[Mapping[str, str]] = {"form.save": "preview", "form.save_stay": "preview"}

    def __init__(
        self,
        title: str,
        fields: Sequence[PolicyField],
        values: Mapping[str, str],
        again: Again | None = None,
    ) -> None:
        # Drafts of a form about no customer go by a number that no customer has.
        super().__init__(Who(-2 - crc32(title.encode()), title, ""), fields[0].id, again)
        self._fields = tuple(fields)
        self._before = {field.key: values[field.key] for field in fields}

    def fields(self) -> Iterable[Field]:
        """One a key."""
        for field in self._fields:
            yield Field(
                field.id,
                field.label,
                self._before[field.key],
                echo=_sayer(field, self._before[field.key]),
                has_list=bool(field.choices),
                size=field.size,
            )

    def on_mount(self) -> None:
        """What stands in the fields from the start is no draft."""
        self.note_proposals(**{field.id: self._before[field.key] for field in self._fields})

    def prepare(self, office: Office) -> Callable[[], None]:
        """Say what Enter does here: there is a preview before anything is saved."""
        del office

        def fill() -> None:
            self.query_one("#box").border_subtitle = show("Enter preview  Esc keep draft  Ctrl+R drop")

        return fill

    def choices(self, field: str) -> tuple[Choice, ...]:
        """What F2 offers."""
        found = next((one.choices for one in self._fields if one.id == field), ())
        return tuple(Choice(text, "") for text in found)

    def build(self) -> Wanted:
        """The keys that will say something else; what nobody changed need not be readable."""
        typed = [(field, self.text(field.id)) for field in self._fields]
        said = [
            (field.key, read_field(field.id, partial(_read, field.key, text)))
            for field, text in typed
            if text != self._before[field.key]
        ]
        changed = tuple((key, value) for key, value in said if value != self._before[key])
        if not changed:
            raise FieldError(self._fields[0].id, "Nothing is changed yet: change a field, or press Esc.")
        return changed


def _sayer(field: PolicyField, before: str) -> Callable[[str], Echo]:
    """Says what a text means for a key, or what would be right; what stands there already is right."""

    def say(text: str) -> Echo:
        try:
            return Echo(field.means(before if text.strip() == before else _read(field.key, text)))
        except UsageError as error:
            return Echo(error.sentence, ok=False)

    return say


def _read(key: str, text: str) -> str:
    """A value as it is stored; the sentence of a refusal leaves the key out, for the field stands there.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return read(key, text)
    except UsageError as error:
        _, stands, cure = error.sentence.partition(": ")
        known = error.sentence.startswith(key) and bool(stands)
        raise UsageError(f"{cure[0].upper()}{cure[1:]}" if known else error.sentence) from None
