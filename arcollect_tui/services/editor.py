"""A text changed in the person's own editor."""

import subprocess
import tempfile
from pathlib import Path

from arcollect_tui.errors import Refused


def edited(text: str, name: str) -> str:
    """The text as the person left it; the file is theirs alone, and gone afterwards.

    Args:
        text: what they begin with.
        name: of the file, shown in the editor.

    Raises:
        Refused: there is no such editor, it failed, or left no text.
    """
    from arcollect_tui.data.platform import editor_command, private_file

    command = editor_command()
    with tempfile.TemporaryDirectory(prefix="arcollect-", ignore_cleanup_errors=True) as folder:
        file = Path(folder) / name
        private_file(file)
        file.write_text(text, "utf-8")
        try:
            done = subprocess.run([*command, str(file)], check=False)  # noqa: S603 - the person's own editor
        except OSError as error:
            reason = error.strerror or "refused by the system"
            msg = f"The editor {command[0]} cannot be started: {reason}. Name yours in EDITOR."
            raise Refused(msg) from None
        if done.returncode:
            raise Refused(f"The editor {command[0]} ended with {done.returncode}. Nothing was changed.")
        try:
            return file.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            raise Refused(f"The editor left no text in {name}. Nothing was changed.") from None
