"""Saving a call, durable, beside a bare durable insert."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlcipher3 import dbapi2 as driver

from arcollect_tui.services.calls import CallDraft, PromiseDraft, log_call
from arcollect_tui.services.office import Office
from benchmarks.figures import Figure, Race, race, seconds_of, share
from benchmarks.workshop import TOMORROW, Workshop, drop_store, unlocked

NAME = "call"
ROUNDS, WARM = 300, 10
RATIO_BAR, SLOWEST_MS = 6.0, 10.0


def _bare_store(path: Path, key: bytes | None = None) -> driver.Connection:
    drop_store(path)
    store = unlocked(path, key)
    store.execute("CREATE TABLE call (id INTEGER PRIMARY KEY, customer INTEGER, note TEXT) STRICT")
    store.execute("CREATE INDEX call_customer ON call (customer)")
    return store


def _bare_insert(store: driver.Connection, customer: int) -> None:
    store.execute("BEGIN IMMEDIATE")
    store.execute("INSERT INTO call (customer, note) VALUES (?, ?)", (customer, "left a message"))
    store.execute("COMMIT")


def _customers(office: Office) -> list[tuple[int, str]]:
    """(id, currency) of accounts with something to promise."""
    query = "SELECT customer_id, currency FROM account_standing WHERE overdue > 1000 ORDER BY customer_id"
    with office.store.reading() as connection:
        return [(row[0], row[1]) for row in connection.exec_driver_sql(query)]


def _race(office: Office, bare: driver.Connection, draft: Callable[[int, str], CallDraft]) -> Race:
    chance = random.Random(5)
    customers = _customers(office)

    def ours() -> float:
        ready = draft(*chance.choice(customers))
        return seconds_of(lambda: log_call(office, ready))

    def floor() -> float:
        customer = chance.choice(customers)[0]
        return seconds_of(lambda: _bare_insert(bare, customer))

    race(WARM, ours, floor)
    return race(ROUNDS, ours, floor)


def figures(workshop: Workshop) -> Iterator[Figure]:
    """A voice mail, and a promise."""
    bare = _bare_store(workshop.folder / "bare-call.db", workshop.key)
    drafts = {
        "voice mail": lambda customer, _currency: CallDraft(customer, "VM", note="left a message"),
        "promise": lambda customer, currency: CallDraft(
            customer, "PP", promise=PromiseDraft(1_000, currency, TOMORROW)
        ),
    }
    with workshop.office() as office:
        for name, draft in drafts.items():
            taken = _race(office, bare, draft)
            ratio = share(taken.ours, 50) / share(taken.floor, 50)
            slowest = share(taken.ours, 95) * 1000
            floor = "a bare durable insert"
            yield Figure(NAME, f"{name}, half of all", ratio, "x", RATIO_BAR, floor, taken.seconds)
            bare_slowest = f"a bare insert: {share(taken.floor, 95) * 1000:.1f} ms"
            yield Figure(NAME, f"{name}, 95 of 100 within", slowest, "ms", SLOWEST_MS, bare_slowest)
    bare.close()
