"""What two desks said of one thing without knowing of each other, and settling it.

All values stay visible until somebody chooses: then the chosen one is said anew, and names every other
as settled. Each desk lists the same conflicts, and what one desk settles is settled for all.
"""

from arcollect_tui.data import desk as drawer
from arcollect_tui.data.journal import Deed, Part, recorded_as
from arcollect_tui.data.queries import conflicts as queries
from arcollect_tui.data.queries.conflicts import Said
from arcollect_tui.data.standing import Aspect
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import Refused
from arcollect_tui.rules.conflicts import Conflict, Fact, first_decides
from arcollect_tui.rules.text import quoted
from arcollect_tui.services.conflict_rows import ConflictRow, conflict_rows, items_of, nothing
from arcollect_tui.services.office import Office, Saved

ASPECTS = {"assignment": Aspect.OWNER, "coding": Aspect.CODING, "follow_up": Aspect.CONTACT}
"""The standing that hangs on a kind of thing."""


def conflicts(
    office: Office,
    customer_id: int | None = None,
    *,
    filter: str = "",  # noqa: A002
    limit: int | None = None,
) -> list[ConflictRow]:
    """What is in conflict, by kind of thing.

    Args:
        office: the office.
        customer_id: only what concerns this customer; None for the whole office.
        filter: only those whose line holds every word of it.
        limit: at most so many.
    """
    wanted = filter.casefold().split()
    with office.store.reading() as connection:
        if customer_id is None:
            found = queries.everywhere(connection)
        else:
            found = queries.of_customer(connection, customer_id)
        rows = conflict_rows(connection, office, found if wanted else found[:limit])
    return [row for row in rows if all(word in _searched(row) for word in wanted)][:limit]


def conflicts_of(connection: Connection, office: Office, customer_id: int) -> list[ConflictRow]:
    """The conflicts about a customer, inside a transaction."""
    return conflict_rows(connection, office, queries.of_customer(connection, customer_id))


def conflict_named(office: Office, text: str) -> ConflictRow:
    """The conflict with this id.

    Raises:
        Refused: there is none; it may be settled already, or another value came.
    """
    wanted = text.strip().casefold()
    with office.store.reading() as connection:
        named = [conflict for conflict in queries.everywhere(connection) if conflict.id == wanted]
        found = conflict_rows(connection, office, named)
    if not found:
        msg = f"There is no conflict {quoted(text)} now. See them with arcollect history --conflicts."
        raise Refused(msg)
    return found[0]


def value_named(conflict: ConflictRow, text: str) -> bytes:
    """The entry of the value with this handle, or with this id of its entry.

    Raises:
        Refused: no value of the conflict has it.
    """
    named = (value for value in conflict.values if text.strip() in (value.handle, value.entry.hex()))
    found = next(named, None)
    if found is None:
        known = ", ".join(value.handle for value in conflict.values)
        raise Refused(f"{quoted(text)} is no value of conflict {conflict.id}. It has {known}.")
    return found.entry


def settle(
    office: Office, conflict: ConflictRow, choice: bytes | None = None, token: bytes | None = None
) -> Saved:
    """Settle a conflict as one entry: the choice is said anew, all other values are settled with it.

    Args:
        office: the office.
        conflict: as it was shown.
        choice: entry of the value that shall hold; None to keep what counts now.
        token: the same deed under the same token is stored once.

    Raises:
        Refused: the conflict changed since it was shown, or the choice is none of its values.
    """
    with office.deed() as connection:
        again = None if token is None else recorded_as(connection, token, drawer.own_desk(connection))
        if again is not None:
            return office.saved(connection, again, _sentence(conflict, choice))
        found = _as_shown(connection, conflict)
        chosen = None if choice is None else _chosen(found, choice)
        said, anew = _anew(connection, found, chosen)
        deed = Deed("settle", [Part(said.customer_id, said.customer, anew)], token or office.token())
        touched = {said.customer_id, *(item.customer_id for item in items_of(connection, [found]).values())}
        recorded = office.record(
            connection,
            deed,
            [customer for customer in touched if customer is not None],
            ASPECTS.get(found.thing, Aspect(0)),
            coded=found.thing == "coding",
        )
        saved = office.saved(connection, recorded, _sentence(conflict, choice))
    office.settings_changed()
    return saved


def _sentence(conflict: ConflictRow, choice: bytes | None = None) -> str:
    value = next((value for value in conflict.values if value.entry == choice), conflict.in_force)
    holds = conflict.nothing if value is None else value.says
    return f"Settled: {' '.join(filter(None, (conflict.customer_no, conflict.about, holds)))}."


def _searched(row: ConflictRow) -> str:
    return f"{row.id} {row.customer_no} {row.name} {row.text}".casefold()


def _as_shown(connection: Connection, shown: ConflictRow) -> Conflict:
    """The conflict, with the values that were shown and no others."""
    if shown.customer_id is None:
        now = queries.of_office(connection)
    else:
        now = queries.of_customer(connection, shown.customer_id)
    found = next((conflict for conflict in now if conflict.id == shown.id), None)
    if found is None:
        raise Refused(f"The conflict about {shown.about} changed since it was shown. Nothing was settled.")
    return found


def _chosen(conflict: Conflict, entry: bytes) -> Fact:
    chosen = next((fact for fact in conflict.values if fact.entry == entry), None)
    if chosen is None:
        raise Refused("That entry is no value of this conflict. Nothing was settled.")
    first = conflict.in_force
    if first is not None and first_decides(conflict.thing, conflict.key) and chosen.says != first.says:
        msg = f"{conflict.key} is what the first import said and never changes. Keep what counts."
        raise Refused(msg)
    return chosen


def _anew(
    connection: Connection, conflict: Conflict, chosen: Fact | None
) -> tuple[Said, list[dict[str, object]]]:
    """Whom it concerns, and the facts that settle it: the value first."""
    holds = chosen or conflict.in_force
    said = queries.said(connection, holds or conflict.values[-1])
    value = said.fact if holds else nothing(conflict.thing, said.fact)
    replaced, others = conflict.settled_by(chosen)
    anew = {**value, "replaces": replaced.hex() if replaced else None}
    return said, [anew, *(_settled(conflict, entry) for entry in others)]


def _settled(conflict: Conflict, entry: bytes) -> dict[str, object]:
    return {"is": "settled", "thing": conflict.thing, "key": conflict.key, "target": entry.hex()}
