"""Changing policy from a screen: the form, the preview of what follows, then one entry."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.rules.formats import short_day
from arcollect_tui.screens.base import Asking
from arcollect_tui.screens.filled import Again, Filled
from arcollect_tui.screens.messages import fold
from arcollect_tui.screens.plan_preview import PlanPreview
from arcollect_tui.screens.policy_form import PolicyField, PolicyForm, Wanted
from arcollect_tui.screens.threads import Failed
from arcollect_tui.services.order_preview import Move, OrderPreview
from arcollect_tui.services.policies import PolicyRow, apply_policy
from arcollect_tui.services.settings import (
    OutcomeRow,
    SectionRow,
    SettingPreview,
    preview_settings,
    values_of,
)
from arcollect_tui.widgets.pane import PaneLine


class Change(NamedTuple):
    """What is to be changed, for the form and the title of the preview."""

    title: str
    fields: Sequence[PolicyField]


class ChangesSettings(Asking):
    """A screen on which policy is changed; each change is previewed and is one entry."""

    keys_ready: bool

    def change(self, change: Change) -> None:
        """Ask what the keys say now, then show them in a form; what is typed meanwhile is for the form."""
        self.ws.check_writable()
        office, keys = self.ws.office, [field.key for field in change.fields]

        def failed(error: ArcollectError) -> None:
            self.keys_ready = True
            self.ws.show_error(error)
            self.go_on()

        self.keys_ready = False
        self.ask(
            "values",
            lambda: values_of(office, keys),
            lambda rows: self._form(change, _values(rows)),
            failed,
        )

    def _form(self, change: Change, values: Mapping[str, str], again: Again | None = None) -> None:
        def filled(result: Filled[Wanted] | None) -> None:
            if result is not None:
                self.preview(
                    change.title,
                    result.draft,
                    result.token,
                    lambda error: self._form(change, values, result.again(error)),
                )

        self.app.push_screen(PolicyForm(change.title, change.fields, values, again), filled)

    def preview(
        self, title: str, wanted: Wanted, token: bytes | None = None, back: Failed | None = None
    ) -> None:
        """Show what setting keys comes to; Enter sets them as one entry, Esc goes back.

        Args:
            title: what is changed.
            wanted: the keys with their values.
            token: of the form; the same change is stored once.
            back: opens the form again.
        """
        office = self.ws.office

        def decided(found: SettingPreview | None) -> None:
            if found is not None:
                self.ws.write(lambda: apply_policy(office, found.plan, token), failed=back)
                self.ws.remember(None)
            elif back is not None:
                back(Refused("Nothing was written. Esc leaves the form, Ctrl+R drops what is typed."))

        drawer = PlanPreview(title, lambda: preview_settings(office, wanted), preview_lines)
        self.app.push_screen(drawer, decided)


def set_by(row: SectionRow | OutcomeRow) -> str:
    """Who set the last of it, and when; empty where nobody did."""
    return "" if row.set_on is None else f"{row.set_by} {short_day(row.set_on)}"


def _values(rows: Mapping[str, PolicyRow]) -> dict[str, str]:
    return {key: row.value for key, row in rows.items()}


def preview_lines(found: SettingPreview, width: int) -> list[PaneLine]:
    """Every key with its value before and after and who set it; then how the order changes."""
    lines: list[PaneLine] = []
    for change in found.plan.changes:
        words = f"{change.key}: {change.was or '(nothing)'} -> {change.value or '(nothing)'}"
        lines += [[(line, "strong")] for line in fold(words, width)]
        lines.append([(f"  now {_setter(found.before.get(change.key))}", "muted")])
    if found.order is not None:
        lines += _order_lines(found.order, width)
    return lines


def _setter(row: PolicyRow | None) -> str:
    if row is None or not row.entry:
        return "as shipped"
    if row.set_on is None:
        return "set by an entry that is not here"
    return f"set by {row.set_by} on {short_day(row.set_on)}, entry {row.handle}"


def _order_lines(order: OrderPreview, width: int) -> list[PaneLine]:
    head = f"{'Now':>5} {'Then':>5}  {'Move':<9} {'Score':>6} {'Then':>6}  Account"
    return [[(line, "strong")] for line in fold(f"Worklist: {order.sentence} PgDn shows more.", width)] + [
        [(head, "muted")],
        *[_move_line(move) for move in order.moves],
    ]


def _move_line(move: Move) -> PaneLine:
    was, then, score, score_then = (
        "-" if cell is None else str(cell)
        for cell in (move.before.rank, move.after.rank, move.before.score, move.after.score)
    )
    tone = "muted" if move.words == "same" else ""
    words = f"{was:>5} {then:>5}  {move.words:<9} {score:>6} {score_then:>6}  {move.number} {move.name}"
    return [(words, tone)]
