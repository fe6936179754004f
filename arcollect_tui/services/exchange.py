"""Entries from desk to desk by file: what a colleague recorded is taken in, and counts here as there.

A file may come late, twice, in any order, or not at all: what is here is the union of what was taken in.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from arcollect_tui.data import chain, erasure
from arcollect_tui.data import desk as drawer
from arcollect_tui.data.exchange import receive, write
from arcollect_tui.data.exchange.read import Bundle, is_exchange, read_entries
from arcollect_tui.data.exchange.receive import News
from arcollect_tui.data.exchange.write import Carried, Written
from arcollect_tui.data.exports.write import check_target, renamed
from arcollect_tui.data.imports.fold import refold
from arcollect_tui.data.imports.order import ledgers_brought
from arcollect_tui.data.journal import Deed, Part
from arcollect_tui.data.queries import sent
from arcollect_tui.data.standing import Aspect
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules.text import counted
from arcollect_tui.services.backup import keep_backup
from arcollect_tui.services.erasure import finish
from arcollect_tui.services.exports import ENTRIES, Exported
from arcollect_tui.services.folding import refresh_after_fold
from arcollect_tui.services.import_guards import Guard
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.places import usable

__all__ = ["ExchangePlan", "apply_exchange", "export_entries", "is_exchange", "plan_exchange"]

FULL, FACTS = "full", "facts"
LAYOUTS = (FULL, FACTS)
SUFFIX = ".jsonl"

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class ExchangePlan:
    """What a file of entries would bring; nothing is written yet.

    Attributes:
        file: name of the file.
        lines: its lines by class, `entry` and `import_lines`.
        differences: its entries: `new`, the `same` as here, and those of either that speak of `erased`
            customers.
        warnings: what the user should know.
        known: all of it is here already.
        sentence: the plan in one sentence.
        guards: reasons to stop and ask, as a ledger file has them; entries need none.
    """

    file: str
    lines: dict[str, int]
    differences: dict[str, int]
    warnings: tuple[str, ...]
    known: bool
    sentence: str
    bundle: Bundle = field(repr=False)
    guards: tuple[Guard, ...] = ()


def plan_exchange(office: Office, path: Path, progress: Progress | None = None) -> ExchangePlan:
    """Read a file of entries and work out what it would bring.

    Raises:
        FileRefused: the file is not sound; the sentence names the line.
        ForkRefused: file and store tell two stories of one desk.
    """
    tell = None if progress is None else lambda done: progress("reading", done)
    bundle = read_entries(path, tell)
    with office.store.reading() as connection:
        return _plan(connection, bundle, receive.news_of(connection, bundle))


def _plan(connection: Connection, bundle: Bundle, news: News) -> ExchangePlan:
    fresh, lines = len(news.entries), len(news.lines)
    desks = len({entry.desk for entry in news.entries})
    if news.nothing:
        sentence = f"No change: the entries of {bundle.name} are in already."
    else:
        said = [f"{counted_entries(fresh)} of {counted(desks, 'desk')}"] if fresh else []
        said += [f"the lines of {counted(lines, 'import')}"] if lines else []
        sentence = f"{bundle.name}: {' and '.join(said)} new, {counted_entries(news.same)} here already."
    return ExchangePlan(
        file=bundle.name,
        lines={"entry": len(bundle.entries), "import_lines": bundle.import_lines},
        differences={"new": fresh, "same": news.same, "erased": news.erased},
        warnings=tuple(_warnings(connection, bundle, news)),
        known=news.nothing,
        sentence=sentence,
        bundle=bundle,
    )


def counted_entries(count: int) -> str:
    """`1 entry`, `2 entries`."""
    return counted(count, "entry", "entries")


def _warnings(connection: Connection, bundle: Bundle, news: News) -> Iterator[str]:
    for desk, here in news.chains.items():
        for span in here.missing:
            verb = "has" if span[0] == span[1] else "have"
            words = f"{chain.words(span)} of {drawer.desk_name(connection, desk)} {verb} not arrived"
            yield f"{words[0].upper()}{words[1:]}: ask for a new export of that desk."
    if bundle.unknown:
        unread = counted_entries(bundle.unknown)
        yield f"{unread} written by a newer arcollect: kept, and read after an upgrade."
    if news.erased:
        yield f"{counted_entries(news.erased)} about customers whose data was erased: that part stays out."
    for name in receive.lacking_lines(connection, bundle, news):
        yield f"The lines of import {name} are not here yet: its items wait."


def apply_exchange(office: Office, plan: ExchangePlan, progress: Progress | None = None) -> Saved:
    """Take a planned file in, all of it or nothing.

    Raises:
        ForkRefused: file and store tell two stories of one desk.
    """
    if plan.known:
        return Saved("", plan.sentence, again=True)
    if progress is not None:
        progress("saving", 0)
    unkept = keep_backup(office)
    with office.deed() as connection:
        news = receive.news_of(connection, plan.bundle)
        now = _plan(connection, plan.bundle, news)
        if now.known:
            return Saved("", now.sentence, again=True)
        take_in(office, connection, plan.bundle, news)
    office.settings_changed()
    return Saved("", f"Taken in: {now.sentence}", (*now.warnings, *unkept, *finish(office)))


def take_in(office: Office, connection: Connection, bundle: Bundle, news: News) -> None:
    """Store what a file brings and bring up all that follows from it, inside `office.deed()`."""
    before = receive.judged(connection)
    receive.receive(connection, bundle, news)
    erasure.after_receive(connection)
    after = receive.judge(connection)
    customers = receive.concerned(connection, news.entries, before, after)
    for ledger in ledgers_brought(connection):
        customers |= refold(connection, ledger)
    refresh_after_fold(office, connection, customers)


def export_entries(
    office: Office, out: Path, since: str | date = "all", layout: str | None = None
) -> Exported:
    """Write what was recorded, here and wherever files came from, for a colleague to take in.

    Args:
        office: the office.
        out: the file; its name ends in `.jsonl`.
        since: `all`, `last` (what no earlier export with `last` carried), or the first local day.
        layout: `full`, with the lines of the imports, or `facts`; full when None.

    Raises:
        UsageError: another layout, span or suffix.
        Refused: the file cannot be written.
    """
    kind = layout or FULL
    if kind not in LAYOUTS:
        raise UsageError(f"There is no export layout {kind}. Layouts of entries are {', '.join(LAYOUTS)}.")
    if since == "last" and office.read_only:
        raise Refused("--since last notes what was sent, and this store is open for reading only.")
    out = usable(out, Refused)
    if out.suffix.lower() != SUFFIX:
        raise UsageError(f"{out.name} cannot hold entries. End its name in {SUFFIX}.")
    check_target(out)
    with office.store.reading() as connection:
        chains = chain.chains(connection)
        carried = _carried(connection, office, chains, since, kind)
        with renamed(out) as part:
            written = write.write_entries(connection, part, office.desk, carried)
    if since == "last":
        _note_sent(office, kind, out.name, chains, carried, written)
    count, lines = sum(written.entries.values()), len(written.chunks)
    of_lines = f" and the lines of {counted(lines, 'import')}" if lines else ""
    of_desks = f" of {counted(len(written.entries), 'desk')}" if count else ""
    return Exported(out, count, f"Exported entries: {counted_entries(count)}{of_desks}{of_lines} to {out}.")


def _carried(
    connection: Connection, office: Office, chains: dict[bytes, chain.Chain], since: str | date, kind: str
) -> Carried:
    with_lines = kind == FULL
    everything = Carried(dict.fromkeys(chains, 0), with_lines=with_lines)
    if isinstance(since, date):
        return Carried(everything.after, since.toordinal(), with_lines)
    if since == "all":
        return everything
    if since != "last":
        raise UsageError(f"--since takes last, all or a date, not {since}.")
    carried_before = sent.sent_upto(connection, ENTRIES, kind, office.desk)
    carried = Carried({desk: carried_before.get(desk, 0) for desk in chains}, with_lines=with_lines)
    # A note of what was sent is not worth a file of its own: it would never end.
    return carried if write.has_deeds(connection, carried) else Carried({})


def _note_sent(
    office: Office,
    kind: str,
    name: str,
    chains: dict[bytes, chain.Chain],
    carried: Carried,
    written: Written,
) -> None:
    """What was sent is a fact a desk, noted after the file has its name, so a crash sends again."""
    facts = [
        {
            "is": "sent",
            "what": ENTRIES,
            "layout": kind,
            "desk": desk.hex(),
            "upto": chains[desk].whole_up_to,
            "rows": rows,
            "file": name,
        }
        for desk, rows in written.entries.items()
        if chains[desk].whole_up_to > carried.after[desk]
    ]
    if facts:
        with office.deed() as connection:
            deed = Deed("export", [Part(None, None, facts)], office.token())
            office.record(connection, deed, [], Aspect(0))
