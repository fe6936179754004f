"""A sitting from its first line to its last."""

from typing import TextIO

from arcollect_tui.errors import ArcollectError, QueryError
from arcollect_tui.plain.commands import run_line
from arcollect_tui.plain.console import Back, Cancelled, Console, Ended
from arcollect_tui.plain.session import Session
from arcollect_tui.rules.formats import long_day
from arcollect_tui.rules.text import quoted
from arcollect_tui.services.changes import StoreWatch
from arcollect_tui.services.drafts import drafts
from arcollect_tui.services.office import Office
from arcollect_tui.services.worklist import ledger_age, progress

PROMPT = "> "


def run_plain(office: Office, lines: TextIO, out: TextIO, *, script: bool) -> int:
    """Read lines and obey them until there are none, or `q`.

    Args:
        office: the open office.
        lines: where they come from.
        out: where everything is said.
        script: nobody sits at a terminal: lines are echoed, and the first error ends the session.

    Returns:
        The exit code: 0, or that of the error that ended it.
    """
    console = Console(lines, out, script=script)
    watch = StoreWatch(office)
    try:
        session = Session(office, console)
        _greet(session)
        while not session.over:
            code = _one_line(session, watch)
            if code:
                return code
    except Ended:
        return 0
    finally:
        watch.close()
    return 0


def _greet(session: Session) -> None:
    office, console = session.office, session.console
    name = f"{office.settings.name}, " if office.settings.name else ""
    console.say(f"arcollect, {name}{long_day(office.today)}, {office.collector}. ? lists the commands.")
    age, day = ledger_age(office), progress(office)
    if age is None:
        console.say("The office is empty: q leaves, then arcollect import FILE.")
    else:
        console.say(f"Ledger as of {long_day(age.as_of)}. {day.done} accounts done today, {day.left} left.")
    for notice in office.notices:
        console.say(f"Notice: {notice}")
    if waiting := len(drafts(office)):
        forms = "1 form waits" if waiting == 1 else f"{waiting} forms wait"
        console.say(f"{forms} to be finished: drafts lists, draft 1 goes on, drop 1 forgets.")
    session.show(session.listing)


def _one_line(session: Session, watch: StoreWatch) -> int:
    """Read and obey one line; what is wrong is said.

    Returns:
        The exit code of an error that ends the session, else 0.
    """
    try:
        line = session.console.read(PROMPT)
        watch.changed()
        if line:
            run_line(session, line)
    except (Cancelled, Back):
        pass
    except ArcollectError as error:
        session.console.say(f"Error: {_sentence(error)}")
        if not session.goes_on:
            number = session.console.line_number
            session.console.say(f"Stopped at line {number}. What was saved before is saved.")
            return error.exit_code
    except KeyboardInterrupt:
        if session.console.script:
            raise
        session.console.say("")
        session.console.say("q leaves; drafts are kept.")
    return 0


def _sentence(error: ArcollectError) -> str:
    if not isinstance(error, QueryError):
        return error.sentence
    wrong = error.text[error.start : error.end]
    return (
        f"{error.sentence} It stands at character {error.start + 1}: {quoted(wrong)}."
        if wrong
        else error.sentence
    )
