"""The search for conflicts leaves none out, finds the same for one customer, and walks no table for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, delete

from arcollect_tui.data.projection import FACTS_A_PART
from arcollect_tui.data.queries import conflicts as queries
from arcollect_tui.data.statements import insert_rows, table
from arcollect_tui.data.store import Store
from arcollect_tui.data.tables import (
    Assignment,
    Coding,
    Contact,
    FollowUp,
    PartRow,
    Policy,
    RootCause,
    Settled,
    Unfounded,
    Voided,
)
from arcollect_tui.rules.conflicts import Fact, conflicts
from tests.places import place_of
from tests.services.offices import HASTY

TABLES = (Assignment, Coding, Contact, FollowUp, PartRow, Policy, RootCause, Settled, Unfounded, Voided)
MORE = ("",) * 6
"""What a coding says besides; nothing here."""
THINGS = ("coding", "coding", "assignment", "contact", "follow_up", "policy", "root_cause")
VALUES = st.sampled_from(["PRC", "FRT"])
CUSTOMERS = 3


def stamp(number: int) -> bytes:
    return number.to_bytes(16, "big")


@st.composite
def facts(draw: st.DrawFn) -> list[Fact]:
    """Facts of two customers about few things, each naming some that came before."""
    found = []
    for number in range(1, draw(st.integers(1, 14)) + 1):
        thing = draw(st.sampled_from(THINGS))
        earlier = draw(st.none() | st.integers(1, number))
        builds = thing in ("assignment", "coding", "contact")
        found.append(
            Fact(
                stamp(number),
                0,
                thing,
                str(draw(st.integers(1, CUSTOMERS - 1))),
                (draw(VALUES),),
                () if earlier is None else (stamp(earlier),),
                counts=draw(st.integers(0, 3)) > 0,
                founded=not (builds and draw(st.integers(0, 3)) == 0),
            )
        )
    return found


@st.composite
def settlings(draw: st.DrawFn, said: list[Fact]) -> list[Fact]:
    """Some of the facts settle others about the same thing as well."""
    found: list[Fact] = []
    for fact in said:
        others = [one for one in said if (one.thing, one.key) == (fact.thing, fact.key)]
        if draw(st.booleans()):
            target = draw(st.sampled_from(others)).entry
            line = 1 + len(found)
            found.append(Fact(fact.entry, line, fact.thing, fact.key, None, (target,), fact.counts))
    return found


def store_facts(connection: Connection, said: list[Fact], settled: list[Fact]) -> None:
    """Write the facts as a projection would; the key of a thing is that of its customer, too."""
    rows: dict[type, list[tuple[object, ...]]] = {model: [] for model in TABLES}
    for fact in said:
        key, value = int(fact.key), str((fact.says or ("",))[0])
        replaces = fact.replaces[0] if fact.replaces else None
        here = (fact.entry, fact.line)
        if fact.thing == "coding":
            rows[Coding].append((*here, key, key, "item", "disputed", value, None, "", replaces, *MORE))
        elif fact.thing == "contact":
            rows[Contact].append((*here, key, key, value, "", "", "", "", "", 0, 0, replaces, ""))
        elif fact.thing == "assignment":
            rows[Assignment].append((*here, key, value, "assign", 1, None, value, "", replaces))
        elif fact.thing == "follow_up":
            rows[FollowUp].append((*here, key, None, ord(value[0]), replaces))
        elif fact.thing == "root_cause":
            rows[RootCause].append((*here, key, key, "item", value, "", "", replaces))
        else:
            rows[Policy].append((*here, fact.key, value, replaces))
        rows[PartRow].append((fact.entry, 0, key, b"", b"", b"{}"))
        rows[Voided] += [] if fact.counts else [(fact.entry,)]
        rows[Unfounded] += [] if fact.founded else [here]
    for fact in settled:
        rows[Settled].append((fact.entry, fact.line, None, fact.thing, fact.key, fact.replaces[0]))
    for model, batch in rows.items():
        connection.execute(delete(table(model)))
        insert_rows(connection, model, batch)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all examples."""
    with_store = Store.open(place_of(tmp_path_factory.mktemp("facts") / "office"))
    yield with_store
    with_store.close()


@HASTY
@given(st.data())
def test_every_conflict_is_found_and_no_other(shared: Store, data: st.DataObject) -> None:
    said = data.draw(facts())
    settled = data.draw(settlings(said))
    expected = [(one.thing, one.key, one.id) for one in conflicts([*said, *settled])]
    with shared.writing() as connection:
        store_facts(connection, said, settled)
        found = queries.everywhere(connection)
        assert [(one.thing, one.key, one.id) for one in found] == expected
        apart = [one for key in range(CUSTOMERS) for one in queries.of_customer(connection, key)]
        together = [*apart, *queries.of_office(connection)]
        assert sorted((one.thing, one.key, one.id) for one in together) == expected
        again = {(one.thing, one.key): one.in_force for one in found}
        assert all(again[one.thing, one.key] == one.in_force for one in together)


MANY = 2000


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[Store]:
    """Every item coded, in bulk and then anew; one of them by two desks."""
    opened = Store.open(place_of(tmp_path / "office"))
    items = range(MANY)
    with opened.writing() as connection:
        for entry, replaced in ((1, None), (2, stamp(1))):
            insert_rows(
                connection,
                Coding,
                [
                    (
                        *(stamp(entry), n * FACTS_A_PART, n, n // 10, "", "disputed", "PRC", None, ""),
                        *(replaced, *MORE),
                    )
                    for n in items
                ],
            )
            insert_rows(connection, PartRow, [(stamp(entry), n, n // 10, b"", b"", b"{}") for n in items])
        other = (stamp(3), 0, 7, 0, "", "disputed", "FRT", None, "", None, *MORE)
        insert_rows(connection, Coding, [other])
        insert_rows(connection, PartRow, [(stamp(3), 0, 0, b"", b"", b"{}")])
    yield opened
    opened.close()


def test_one_conflict_among_many_facts_is_found(busy: Store) -> None:
    with busy.reading() as connection:
        (found,) = queries.of_customer(connection, 0)
        assert found.key == "7"
        assert queries.of_customer(connection, 1) == []
        assert [one.id for one in queries.everywhere(connection)] == [found.id]


@pytest.mark.of_a_file
def test_one_customer_is_looked_up_by_index(busy: Store) -> None:
    with busy.reading() as connection:
        for _, query in queries._of_customer():
            sql, bound = query._bound(connection, {"customer": 1})
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", bound)]
            assert not [step for step in plan if step.startswith("SCAN")], plan


@pytest.mark.of_a_file
def test_the_office_is_searched_by_a_few_walks_and_not_item_by_item(busy: Store) -> None:
    """Where the driver is asked to compare each fact with each other, this takes minutes."""
    steps = 0
    with busy.reading() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None

        def count() -> int:
            nonlocal steps
            steps += 1
            return 0

        raw.set_progress_handler(count, 1000)
        queries.everywhere(connection)
        raw.set_progress_handler(None, 0)
    assert steps * 1000 < 300 * MANY
