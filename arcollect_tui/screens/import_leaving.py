"""Lines of a previewed file left out on purpose by `d` and `D`, and taken back by the same keys."""

from collections.abc import Callable

from arcollect_tui.data.imports.values import AsideLine
from arcollect_tui.errors import Refused
from arcollect_tui.rules.text import counted
from arcollect_tui.screens import import_aside as aside
from arcollect_tui.screens.import_deeds import PreviewDeeds
from arcollect_tui.screens.preview_row import PreviewRow
from arcollect_tui.services.import_plan import ImportPlan
from arcollect_tui.services.leaving_out import leave_lines_out, narrowest_kind, take_lines_back

WHICH = "d leaves out held, unclassified or other lines: open them with Enter."
GROUPS = "D takes all lines of a kind that stays out: go to such lines first."


class LeavesLinesOut(PreviewDeeds):
    """A preview whose lines that stay out are left out on purpose."""

    @property
    def walked(self) -> PreviewRow | None:
        """The group whose rows are shown; None while the groups are."""
        raise NotImplementedError

    def row(self) -> PreviewRow:
        """The row under the cursor.

        Raises:
            Refused: there is none.
        """
        raise NotImplementedError

    def show_lines_anew(self) -> None:
        """Show the groups, or the lines of one, as they are now."""
        raise NotImplementedError

    def _line(self, refusal: str) -> AsideLine:
        """The line under the cursor.

        Raises:
            Refused: no line that stays out is shown.
        """
        if self.walked is None or self.walked.kind not in aside.OUT:
            raise Refused(refusal)
        key = int(self.row().key)
        return next(one for one in aside.lines_of(self.plan, self.walked.kind) if one.line == key)

    def leave_out(self) -> None:
        """Leave the line under the cursor out, or take it back."""
        line = self._line(WHICH)
        if self.walked is not None and self.walked.kind == aside.LEFT:
            self._take_back([line])
        else:
            self._changed(lambda plan: leave_lines_out(self.ws.office, plan, [str(line.line)]))
            self.ws.say(f"Line {line.line} is left out. Under left out, d takes it back.")

    def leave_kind(self) -> None:
        """The same for all lines of a kind: of a group, or of the line under the cursor."""
        if self.walked is None and self.row().kind == aside.LEFT:
            self._take_back(list(self.plan.parsed.left_out))
            return
        if self.walked is None and self.row().kind in aside.OUT:
            kind = self.row().kind
        else:
            line = self._line(GROUPS)
            kind = narrowest_kind(line)
            if self.walked is not None and self.walked.kind == aside.LEFT:
                self._take_back([one for one in self.plan.parsed.left_out if narrowest_kind(one) == kind])
                return
        before = self.plan.lines[aside.LEFT]
        self._changed(lambda plan: leave_lines_out(self.ws.office, plan, [kind]))
        many = counted(self.plan.lines[aside.LEFT] - before, "line")
        self.ws.say(f"{many} left out ({kind.replace('_', ' ')}). Under left out, d takes one back, D all.")

    def _take_back(self, lines: list[AsideLine]) -> None:
        numbers = [line.line for line in lines]
        self._changed(lambda plan: take_lines_back(self.ws.office, plan, numbers))
        what = f"Line {numbers[0]} is" if len(numbers) == 1 else f"{counted(len(numbers), 'line')} are"
        self.ws.say(f"{what} no longer left out.")

    def _changed(self, change: Callable[[ImportPlan], ImportPlan]) -> None:
        if self.reading or self.applying:
            raise Refused("Wait: the file is being read or taken in.")
        self.plan = change(self.plan)
        self.show_lines_anew()
