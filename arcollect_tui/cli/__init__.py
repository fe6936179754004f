"""The command line: parse, one service call, print.

`main` is the one handler at the top: an error with a name becomes its sentence and its exit code,
anything else is a bug and is reported as one.
"""

import os
import sys
from collections.abc import Sequence
from typing import Final

from arcollect_tui.cli.output import ReaderGone, unwritable
from arcollect_tui.errors import ArcollectError

INTERRUPTED: Final = 130
"""What a shell reports for a program that Ctrl+C ended."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: what follows the program's name; the process's own when None.

    Returns:
        The exit code.
    """
    code = _guarded(arguments)
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        return _unread(error, code)
    return code


def _guarded(arguments: Sequence[str] | None) -> int:
    try:
        return _run(arguments)
    except ArcollectError as error:
        return _say(f"error: {error.sentence}", error.exit_code)
    except KeyboardInterrupt:
        return INTERRUPTED
    except ReaderGone:
        return 0
    except Exception as error:  # noqa: BLE001 - the top of the program: whatever comes here is a bug
        from arcollect_tui.cli.bugs import BUG_EXIT, report_bug

        return _say(report_bug(error), BUG_EXIT)


def _run(arguments: Sequence[str] | None) -> int:
    import typer

    from arcollect_tui.cli.program import app

    try:
        result = app(arguments, prog_name="arcollect", standalone_mode=False)
    except typer.TyperException as error:
        return _say(f"error: {_usage(error)}", error.exit_code)
    except typer.Abort:
        return INTERRUPTED
    return result if isinstance(result, int) else 0


def _usage(error: Exception) -> str:
    """What was wrong with the command as typed, and where its help is."""
    sentence = str(getattr(error, "format_message", error.__str__)()).strip()
    command = getattr(getattr(error, "ctx", None), "command_path", "arcollect")
    stop = "" if sentence.endswith(("?", ".", ")")) else "."
    return f'{sentence}{stop} Try "{command} --help".'


def _say(sentence: str, code: int) -> int:
    """One line on stderr; a stderr that has gone changes nothing about the exit code."""
    try:
        print(sentence, file=sys.stderr, flush=True)  # noqa: T201 - this is the command line
    except OSError:
        return code
    return code


def _unread(error: OSError, code: int) -> int:
    """What is left of the output has nowhere to go; a reader that has seen enough is no error."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())  # or Python would try again, and complain, at its end
    os.close(nowhere)
    if isinstance(error, BrokenPipeError):
        return code
    refusal = unwritable(error)
    return code or _say(f"error: {refusal.sentence}", refusal.exit_code)
