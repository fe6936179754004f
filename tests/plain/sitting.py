"""A sitting of the plain mode in this process: lines go in, what was said comes out."""

from dataclasses import dataclass
from io import StringIO

from arcollect_tui.plain.run import run_plain
from arcollect_tui.services.office import Office

WIDTH = 80


@dataclass(frozen=True)
class Sitting:
    """What a sitting came to."""

    code: int
    out: str

    @property
    def lines(self) -> list[str]:
        """What was said, line by line."""
        return self.out.splitlines()

    def after(self, command: str) -> list[str]:
        """What was said after a command, up to the next prompt."""
        start = self.lines.index(f"> {command}") + 1
        said = []
        for line in self.lines[start:]:
            if line.startswith("> "):
                break
            said.append(line)
        return said


def sit(office: Office, *lines: str, script: bool = True) -> Sitting:
    """Work these lines."""
    out = StringIO()
    code = run_plain(office, StringIO("".join(f"{line}\n" for line in lines)), out, script=script)
    return Sitting(code, out.getvalue())


def kinds(office: Office) -> list[str]:
    """The kinds of what counts in the record, oldest first, without the import."""
    from arcollect_tui.services.history import history

    rows = [row for row in history(office) if row.voided_by is None and row.kind != "import"]
    return [row.kind for row in reversed(rows)]
