"""A text changed in the person's own editor."""

import signal
import subprocess
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from arcollect_tui.data.doors import cleaned_text
from arcollect_tui.data.platform import editor_command, private_file
from arcollect_tui.errors import Refused

NOTE_FILE = "note.txt"


def edited_note(text: str) -> str:
    """A note as the person left it, cleaned, its card numbers masked.

    Raises:
        Refused: as for `edited`.
    """
    return cleaned_text(edited(cleaned_text(text), NOTE_FILE)).strip()


def edited(text: str, name: str) -> str:
    """The text as the person left it; the file is theirs alone, and gone afterwards.

    Args:
        text: what they begin with.
        name: of the file, shown in the editor.

    Raises:
        Refused: there is no such editor, it failed, or left no text.
    """
    command = editor_command()
    with tempfile.TemporaryDirectory(prefix="arcollect-", ignore_cleanup_errors=True) as folder:
        file = Path(folder) / name
        private_file(file)
        file.write_text(text, "utf-8")
        try:
            with _interrupts_left_to_the_editor():
                done = subprocess.run([*command, str(file)], check=False)  # noqa: S603 - their own editor
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


@contextmanager
def _interrupts_left_to_the_editor() -> Generator[None]:
    """Ctrl+C in an editor is the editor's: the terminal sends it to us, too."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # A handler, not SIG_IGN: the editor would inherit that.
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
