"""The commands of the plain mode: words, the actions of the one table that they stand for, what they do.

The letters are those of the screens (`keys/actions.py`), and so are the sentences. What has no letter
there (`list`, `more`, `show`) says its own.
"""

from collections.abc import Callable
from dataclasses import dataclass

from arcollect_tui.errors import UsageError
from arcollect_tui.keys.actions import ACTIONS
from arcollect_tui.plain import again, assigning, calls, coding, day, deeds, leftovers, places
from arcollect_tui.plain.session import Session
from arcollect_tui.plain.words import Typed, take_apart

Run = Callable[[Session, Typed], None]
PREFIXES = "cgVy"
"""First letters that a second one may touch: `cn`, `gi`, `Vs`, `yp`."""
COUNTED = ("c", "p", "r", "j", "k")
"""Commands for which digits that touch the verb mean something."""
_SENTENCES = {action.id: action.sentence for action in ACTIONS}


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        names: what is typed; the first is shown.
        usage: what follows the name.
        run: does it.
        actions: ids of the actions that it stands for.
        says: what it does, where no one action says it.
    """

    names: tuple[str, ...]
    usage: str
    run: Run
    actions: tuple[str, ...] = ()
    says: str = ""

    @property
    def sentence(self) -> str:
        """What it does."""
        return self.says or _SENTENCES.get(self.actions[0], "") if self.actions else self.says

    def line(self) -> str:
        """The command in the list of all."""
        shown = " ".join(filter(None, (self.names[0], self.usage)))
        also = f" (or {', '.join(self.names[1:])})" if self.names[1:] else ""
        return f"{shown}{also}: {self.sentence}"


def _help(session: Session, typed: Typed) -> None:
    """Say the commands that hold a word."""
    if typed.rest.casefold() in ("c", "call", "outcome", "outcomes"):
        session.console.rows(calls.outcome_lines(session))
        return
    if typed.rest.casefold() == "why":
        session.console.rows(calls.why_lines())
    lines = [command.line() for command in COMMANDS]
    words = typed.rest.casefold().split()
    found = [line for line in lines if all(word in line.casefold() for word in words)]
    if not found:
        raise UsageError(f"No command says {typed.rest}: ? alone lists them all.")
    for line in found:
        session.console.say(line)
    if not words:
        session.console.say("At a question: Enter takes what it offers, < goes back, . leaves, ? lists.")


COMMANDS: tuple[Command, ...] = (
    Command(("list",), "[ROWS]", places.again, says="Say the list again from its first row."),
    Command(("more",), "[ROWS]", places.more, says="Say the next rows."),
    Command(("show",), "[ROW] [all]", places.show, ("nav.open",), "Read a row aloud; 3 alone does it too."),
    Command(("account",), "[NUMBER]", places.open_account, says="Open an account by its own number."),
    Command(("j", "next", "n", "J"), "", places.step(1), ("move.down", "move.next_account"), "Next row."),
    Command(
        ("k", "back", "N", "K"), "", places.step(-1), ("move.up", "move.previous_account"), "Row before."
    ),
    Command(
        ("c", "call"),
        "LETTER [NOTE]",
        calls.call,
        ("worklist.log_outcome", "worklist.pick_outcome"),
        "Log a call: cn no answer, cv voicemail; ? c lists all. 3cn acts again in 3 days.",
    ),
    Command(
        ("p", "promise"), '[AMOUNT] [DAY] ["NOTE"]', calls.promise, says="Take a promise: p fri, p 500 fri."
    ),
    Command(("a", "note"), "TEXT", deeds.note, ("account.note",)),
    Command(("pin",), "TEXT", deeds.pin, says="Write a note that stays on top of the account."),
    Command(("r", "reschedule"), "DAY [TIME]", deeds.next_action, ("account.reschedule",)),
    Command(
        ("t", "assign"),
        "COLLECTOR [from=DAY] [until=DAY]",
        assigning.assign,
        ("account.assign",),
        "Assign the account to a colleague: t bo; t bo until=fri is a cover; t none gives it back.",
    ),
    Command(("e", "contacts"), '[name="ANN BERG" phone=NO …]', deeds.contacts, ("account.contacts",)),
    Command(
        ("d", "dispute"),
        "REASON [ITEMS] [short]",
        coding.code,
        ("items.code", "worklist.dispute"),
        "Code items: d PRC INV1, 3 d pr short, d PRC=80.55 FRT=rest; ;d pr the marked ones.",
    ),
    Command(("D", "cause"), "REASON [ITEMS]", coding.cause, ("items.cause",)),
    Command(("T", "tolerance"), "[FILTER]", coding.tolerate, ("items.tolerate",)),
    Command(("i", "settle"), "", deeds.keep_value, ("account.settle",)),
    Command(("O",), "[NUMBER]", deeds.other_value, ("account.settle_other",)),
    Command(("u", "undo"), "[ENTRY]", again.undo, ("edit.undo",)),
    Command(("U", "redo"), "", again.redo, ("edit.redo",)),
    Command((".", "repeat"), "", again.repeat, ("edit.repeat",)),
    Command(("drafts",), "", leftovers.list_drafts, says="Say the forms that wait to be finished."),
    Command(("draft",), "[NUMBER]", leftovers.resume, says="Go on with a form that was left."),
    Command(("drop",), "[NUMBER]", leftovers.drop, ("form.drop",), "Forget a form that was left."),
    Command(("today",), "", day.today, ("go.today", "today.open"), "Today: queues by number, calls, pace."),
    Command(("w", "worklist"), "[FILTER]", places.place("worklist"), ("go.worklist",)),
    Command(("items",), "[FILTER]", places.place("items"), ("go.items",)),
    Command(("promises",), "[STATE]", places.place("promises"), ("go.promises",)),
    Command(("activity",), "[WORDS]", places.place("activity"), ("go.activity",)),
    Command(("history",), "[WORDS]", places.place("history"), ("go.history",)),
    Command(("reasons",), "[WORDS]", places.place("reasons"), says="Say the reasons of disputes."),
    Command(("g", "go"), "LETTER", places.go, says="Go by letter: gt today, gw, gi, gp, ga, gu, gc."),
    Command(("-",), "", places.previous, ("nav.previous",), "Go to the list before this one."),
    Command(
        ("f", "filter"), "[FILTER]", places.filter_list, ("list.filter",), "Filter the list: f od>=30."
    ),
    Command(("F",), "", places.toggle_filter, ("list.filter_toggle",)),
    Command(("s", "sort"), "FIELD", places.sort(""), ("list.sort",), "Sort the list by a field."),
    Command(("S",), "FIELD", places.sort("-"), ("list.sort_reverse",), "Sort the list by a field, down."),
    Command(
        ("V", "view"),
        "LETTER",
        places.view,
        ("view.open", "view.save"),
        "Open a view: V s short paid; V = k NAME saves the filter under k.",
    ),
    Command(("/", "find"), "TEXT", places.find, ("list.find",), "Find anything: /har, /80.55, /0211 55."),
    Command(
        ("*",), "[COMMAND]", coding.mark_all, ("mark.all",), "Mark all rows shown; again unmarks: * ;d pr."
    ),
    Command(("mark",), "ROWS", coding.mark, ("mark.toggle", "mark.range"), "Mark rows: mark 3 5-7."),
    Command(("unmark",), "ROWS", coding.unmark, ("mark.exclude",), "Take the marks off rows."),
    Command(("m",), "FILTER", coding.mark_matching, ("mark.matching",), "Mark what a filter matches."),
    Command(("M",), "FILTER", coding.unmark_matching, ("mark.unmatching",)),
    Command(("~", "I"), "", coding.invert, ("mark.invert",)),
    Command(("\\", "C"), "", coding.clear, ("mark.clear",)),
    Command(("=", "why"), "", places.why, ("worklist.why",)),
    Command(("y", "copy"), "LETTER", deeds.copy, ("copy",), "Say alone: yp phone, ye e-mail, yi items."),
    Command(("x", "export"), "[FILE]", places.export_day, ("list.export",)),
    Command(("?", "help"), "[WORD]", _help, ("app.help", "app.palette"), "Say the commands."),
    Command(("errors",), "stop", places.errors, says="Whether an error ends the session; or: go on."),
    Command(("q", "quit", "exit"), "", places.leave, ("app.quit",)),
)

NOT_PLAIN = {
    "reasons.add": "arcollect policy set changes the office's reasons",
    "reasons.retire": "arcollect policy set changes the office's reasons",
    "outcomes.retire": "arcollect policy set changes the office's outcomes",
    "proposals.dismiss": "arcollect suggest lists, applies and dismisses proposals",
    "mapper.save": "arcollect layouts save keeps what the columns of a file are read as",
    "exports.withdraw": "arcollect export lists, repeats, resends and withdraws what was sent",
    "import.apply": "arcollect import shows a file and takes it in",
    "team.hand_out": "arcollect export handout writes one file a collector",
    "held.drop": "arcollect held lists, fixes and drops held lines",
    "form.save": "a form is a row of questions: the last answer saves it",
    "form.save_stay": "a form is a row of questions: the last answer saves it",
    "preview.apply": "a preview is a question: yes applies it",
}
"""Actions that write and have no command of their own, and why."""

_BY_NAME = {name: command for command in COMMANDS for name in command.names}


def run_line(session: Session, line: str) -> None:
    """Obey one line.

    Raises:
        ArcollectError: it cannot be read, or is refused.
    """
    typed = take_apart(line)
    command, typed = _command(typed)
    if len(typed.rows) == 1:
        session.stand_on(typed.rows[0])
    elif typed.rows and command.names[0] not in ("d", "D", "mark", "unmark"):
        raise UsageError("Several rows at once are coded or marked: everything else takes one row.")
    command.run(session, typed)
    if command.names[0] == "*" and typed.rest:
        run_line(session, typed.rest)


def _command(typed: Typed) -> tuple[Command, Typed]:
    """The command of a line, and the line as that command reads it."""
    verb, rest = typed.verb, typed.rest
    if not verb:
        return _BY_NAME["show"], typed
    found = _BY_NAME.get(verb)
    if found is None and len(verb) == 2 and verb[0] in PREFIXES:
        rest = f"{verb[1]} {rest}".strip()
        return _command(Typed(typed.rows, typed.bulk, typed.count, verb[0], rest))
    if found is None and verb == "B" and rest:
        again_typed = take_apart(f";{rest}")
        return _command(Typed(typed.rows, True, again_typed.count, again_typed.verb, again_typed.rest))
    if found is None:
        raise UsageError(f"There is no command {verb}: ? lists them.")
    _check(found, typed)
    return found, typed


def _check(found: Command, typed: Typed) -> None:
    """Refuse what would be passed over in silence.

    Raises:
        UsageError: the command takes no count, no marked rows, or nothing after it.
    """
    verb = typed.verb
    if typed.bulk and found.names[0] not in ("d", "D"):
        raise UsageError(f"; {verb} is not done with marked rows: ;d codes them, ;D tells their cause.")
    if typed.count is not None and found.names[0] not in COUNTED:
        raise UsageError(f"{verb} takes no count: type {typed.count} {verb}, with a blank, for that row.")
    if typed.rest and not found.usage:
        raise UsageError(f"{verb} takes nothing after it: type {verb} alone.")
