"""Named checks over the store: silent when all is well.

Each check looks for one kind of disagreement and returns the problems it found, in words.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from arcollect_tui.data import audit, chain, desk, digests, erasure, kept, standing
from arcollect_tui.data.queries import record
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import UsageError
from arcollect_tui.rules.money import plain
from arcollect_tui.services.office import Office

MOST_PROBLEMS = 50


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it is called, what it looks for, and the functions that look.

    Attributes:
        name: what people call it.
        sentence: what it looks for.
        look: finds problems.
        notices: finds what is worth knowing and no problem.
    """

    name: str
    sentence: str
    look: Callable[[Connection, int], Iterator[str]]
    notices: Callable[[Connection], Iterator[str]] | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found; no problems when `ok`, whatever it has to tell besides."""

    check: str
    ok: bool
    problems: tuple[str, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All results, with the digests of the stated day."""

    day: date
    digest: str
    record_digest: str
    ledger_digest: str
    checks: tuple[CheckResult, ...]

    @property
    def ok(self) -> bool:
        """Whether no check found anything."""
        return all(result.ok for result in self.checks)


def _file(connection: Connection, _today: int) -> Iterator[str]:
    yield from audit.file_problems(connection)


def _chain(connection: Connection, _today: int) -> Iterator[str]:
    for problem in chain.verify(connection):
        number = desk.known_number(connection, problem.desk)
        yield f"desk {number or problem.desk.hex()}: {problem.sentence}"


def _projection(connection: Connection, _today: int) -> Iterator[str]:
    yield from audit.projection_problems(connection)


def _money(connection: Connection, _today: int) -> Iterator[str]:
    for number, currency, shown, summed in audit.balance_problems(connection):
        yield (
            f"customer {number}: balance {plain(shown, currency)} {currency}, "
            f"its items sum to {plain(summed, currency)}"
        )


def _disputed(connection: Connection, _today: int) -> Iterator[str]:
    for number, document in audit.overdisputed(connection):
        yield f"customer {number}, item {document}: more in dispute than is open"


def _standing(connection: Connection, today: int) -> Iterator[str]:
    yield from audit.standing_problems(connection, today)


def _imports(connection: Connection, _today: int) -> Iterator[str]:
    yield from audit.import_problems(connection)


def _kept(connection: Connection, _today: int) -> Iterator[str]:
    for file in kept.problems(connection):
        yield f"what is kept of {file.name} is not as it was kept; take the file in once more"


def _erased(connection: Connection, _today: int) -> Iterator[str]:
    found = erasure.held_again(connection)
    if found != erasure.NOTHING:
        yield (
            f"erased customers are here again: {found.parts} parts, {found.items} items, "
            f"{found.drafts} drafts"
        )
    handles = record.handles(connection, erasure.emptied_unasked(connection))
    for handle in handles.values():
        yield f"entry {handle} lost what it said about a customer that nobody erased"


CHECKS = (
    Check("file", "The store file is sound.", _file),
    Check("chain", "No entry was changed, removed or moved.", _chain, audit.chain_notices),
    Check("projection", "The typed record tables are what the parts say.", _projection),
    Check("imports", "Every import that counts is in the ledger tables.", _imports, audit.import_notices),
    Check("kept", "Each kept file is as it was kept.", _kept),
    Check("erased", "What was erased is gone, and nothing else is.", _erased),
    Check("money", "Each balance is the sum of its items.", _money),
    Check("disputed", "No item has more in dispute than is open.", _disputed),
    Check("standing", "What follows is what ledger and record say.", _standing),
)


def run_checks(office: Office, names: Sequence[str] = ()) -> CheckReport:
    """Run the named checks, or all.

    Raises:
        UsageError: there is no check of that name.
    """
    known = {check.name: check for check in CHECKS}
    for name in names:
        if name not in known:
            msg = f"There is no check {name}. Checks are {', '.join(known)}."
            raise UsageError(msg)
    chosen = [known[name] for name in names] or list(CHECKS)
    with office.store.reading() as connection:
        day = standing.standing_day(connection) or office.today.toordinal()
        report_digests = (
            digests.standing_digest(connection),
            digests.record_digest(connection),
            digests.ledger_digest(connection),
        )
    results = []
    for check in chosen:
        # The copy lets a check recompute standing without writing to the store.
        copy = office.store.copy_to_memory() if check.name in ("standing", "projection") else None
        try:
            with (copy or office.store).reading() as connection:
                problems = tuple(_some(check.look(connection, day)))
                notices = () if check.notices is None else tuple(_some(check.notices(connection)))
        finally:
            if copy is not None:
                copy.close()
        results.append(CheckResult(check.name, not problems, problems, notices))
    return CheckReport(date.fromordinal(day), *report_digests, tuple(results))


def _some(problems: Iterator[str]) -> Iterator[str]:
    for count, problem in enumerate(problems):
        if count == MOST_PROBLEMS:
            yield f"more than {MOST_PROBLEMS} of these; the rest is not listed"
            return
        yield problem
