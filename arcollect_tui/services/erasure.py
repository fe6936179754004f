"""Erasing a customer for good: what a law or the person may ask for once nothing has to be kept."""

from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, replace

from arcollect_tui.data import backups, erased, erasure
from arcollect_tui.data.erasure import Holdings
from arcollect_tui.data.imports.order import ledgers_brought
from arcollect_tui.data.journal import Deed, Part
from arcollect_tui.data.kept_erasing import Removed
from arcollect_tui.data.location import Server
from arcollect_tui.data.queries import customers
from arcollect_tui.data.standing import Aspect
from arcollect_tui.data.store import Connection, Store
from arcollect_tui.errors import Refused, StoreError
from arcollect_tui.rules.identity import customer_id
from arcollect_tui.rules.text import counted, key_text, quoted
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.references import customer_named

ERASED_AGAIN = "This store held customers again that were erased; they were erased anew."
NOT_WRITTEN_ANEW = (
    "The store could not be written anew, because another arcollect uses it or the disk is full: "
    "what was erased can be found in its file until arcollect is opened again."
)


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What an erasure would remove; nothing is written yet.

    Attributes:
        customer_id: the customer.
        ledger: name of its ledger.
        number: its number there.
        name: its name; empty when it is no longer in the ledger.
        holdings: what the store holds of it.
        known: it is erased already.
        sentence: the plan in one sentence.
    """

    customer_id: int
    ledger: str
    number: str
    name: str
    holdings: Holdings
    known: bool
    sentence: str


def plan_erasure(office: Office, number: str) -> ErasurePlan:
    """What erasing a customer would remove.

    Args:
        office: the office.
        number: the customer's number, or `LEDGER:NUMBER`; it need not be in the ledger any more.

    Raises:
        Refused: nothing here is about such a customer, or it stands in several ledgers.
    """
    with office.store.reading() as connection:
        ledger, found_number = _named(connection, number)
        customer = customer_id(ledger, found_number)
        card = customers.by_id(connection, customer)
        holdings = erasure.holdings(connection, {customer})
        known = customer in erased.erased_ids(connection) and holdings == erasure.NOTHING
    name = card[3] if card else ""
    who = f"{found_number} {name}".strip()
    sentence = f"{who} is erased already." if known else f"{who}: {_in_words(holdings)} go for good."
    return ErasurePlan(customer, ledger, found_number, name, holdings, known, sentence)


def _named(connection: Connection, text: str) -> tuple[str, str]:
    """(ledger, number) of the customer that is meant, also of one that only the record knows."""
    number = key_text(text)
    known = ledgers_brought(connection)
    ways = [(ledger, number) for ledger in known]
    first, colon, rest = number.partition(":")
    spelt = [(first.strip(), rest.strip())] if colon and first.strip() in known else []
    gone = erased.erased_ids(connection)
    for tried in (ways, spelt):
        held = [way for way in tried if erasure.is_held(connection, customer_id(*way))]
        held = held or [way for way in tried if customer_id(*way) in gone] or _in_lines(connection, tried)
        if len(held) == 1:
            return held[0]
        if held:
            names = " or ".join(f"{ledger}:{no}" for ledger, no in held)
            raise Refused(f"Customer {quoted(number)} stands in {len(held)} ledgers. Say {names}.")
    found = customer_named(connection, text)
    return found.ledger, found.number


def _in_lines(connection: Connection, ways: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those that only kept lines show: the import that brought them was taken back."""
    return [way for way in ways if erasure.holdings(connection, {customer_id(*way)}).imports]


def _in_words(holdings: Holdings) -> str:
    said = [
        counted(holdings.entries, "entry", "entries"),
        counted(holdings.parts, "part", "parts"),
        counted(holdings.items, "item", "items"),
        counted(holdings.imports, "import's lines", "imports' lines"),
        *([counted(holdings.drafts, "draft", "drafts")] if holdings.drafts else []),
    ]
    return f"{', '.join(said[:-1])} and {said[-1]}"


def _of_files(removed: Removed) -> str:
    """What became of the kept files, as a sentence after another."""
    said = [
        *([f"lines of it are cut out of {counted(removed.cut, 'kept file')}"] if removed.cut else []),
        *([f"{counted(removed.whole, 'kept file')} went whole"] if removed.whole else []),
    ]
    return f" {'; '.join(said).capitalize()}." if said else ""


def erase(office: Office, plan: ErasurePlan) -> Saved:
    """Erase a customer, as one entry that no undo takes back.

    The entry names the customer by its id alone. Kept copies of the store are rewritten too; what
    could not be done is among the warnings, and done when the store is opened next.

    Raises:
        Refused: what the store holds of the customer changed since the plan was made.
    """
    if plan.known:
        return Saved("", plan.sentence, finish(office), again=True)
    with office.deed() as connection:
        fact = {"is": "erasure", "customer_id": plan.customer_id}
        deed = Deed("erasure", [Part(None, None, [fact])], office.token())
        recorded = office.record(connection, deed, [], Aspect(0))
        removed = erasure.erase_rows(connection, {plan.customer_id})
        if removed != plan.holdings:
            raise Refused(
                f"What is held of {plan.number} changed since the preview: {_in_words(removed)} now. "
                "Nothing was erased; look at it again."
            )
        said = f"Erased for good: {plan.number}.{_of_files(removed.files)}"
        saved = office.saved(connection, recorded, said)
    return replace(saved, warnings=finish(office))


def finish(office: Office) -> tuple[str, ...]:
    """Do what erasures have left to be done outside their transaction; silent when there is nothing.

    Returns:
        What could not be done now, in sentences; it is tried again when the store is opened next.
    """
    with office.store.reading() as connection:
        in_file, in_copies = erased.in_free_pages(connection), erased.in_copies(connection)
    left = []
    if office.store.witness is not None:
        office.store.witness.remember_erased(in_file | in_copies)
    if in_file and _written_anew(office.store):
        _note(office.store, erased.note_written_anew, in_file)
    elif in_file:
        left.append(NOT_WRITTEN_ANEW)
    if in_copies:
        found = _erased_in_copies(office.store, in_copies)
        left += found
        if not found:
            _note(office.store, erased.note_copies_done, in_copies)
    return tuple(left)


def _note(store: Store, note: Callable[[Connection, frozenset[int]], None], ids: frozenset[int]) -> None:
    """Note what was done; where that cannot be written it is done once more at the next opening."""
    with suppress(StoreError), store.writing() as connection:
        note(connection, ids)


def _written_anew(store: Store) -> bool:
    try:
        return store.compact()
    except StoreError:
        return False


def _erased_in_copies(store: Store, ids: frozenset[int]) -> list[str]:
    """Erase the customers in the kept copies; returns what went wrong, in sentences."""
    left: list[str] = []
    if isinstance(store.place, Server):
        return left  # its backups are made and kept elsewhere
    for kept in backups.kept_backups(store.path):
        try:
            copy = Store.open(
                kept.path, create=False, key=store.manner.key, allow_shared=True, keep_older=False
            )
            with closing(copy):
                erasure.erase_in(copy, ids)
        except StoreError as error:
            left.append(f"{error.sentence} Delete this backup: it still holds what was erased.")
    return left


def catch_up(office: Office, remembered: frozenset[int]) -> tuple[str, ...]:
    """Erase anew in a store that was replaced by an older copy, and finish what was left to be done.

    Args:
        office: the office.
        remembered: the customers that must not be in the store, as this machine remembers.

    Returns:
        What the collector should know, in sentences.
    """
    with office.store.reading() as connection:
        back = remembered - erased.carried_out(connection)
    if not back:
        return finish(office)
    with office.store.writing() as connection:
        removed = erasure.erase_rows(connection, back)
    again = () if removed == erasure.NOTHING else (ERASED_AGAIN,)
    return (*again, *finish(office))
