"""Another desk whose entries stand in the store of an office, as after an exchange of entries."""

from typing import Any

from arcollect_tui.data import desk as drawer
from arcollect_tui.data import standing
from arcollect_tui.data.journal import Deed, Journal, Part
from arcollect_tui.data.queries import items as item_queries
from arcollect_tui.rules.identity import customer_id
from arcollect_tui.services.codes import Said, coding_fact
from arcollect_tui.services.office import Office
from tests.services.offices import items

OTHER_DESK = b"elsewher"
Fact = dict[str, Any]


class Elsewhere:
    """A colleague at a desk of his own, who knows only what a test lets him name.

    Args:
        office: whose store his entries have come to.
        collector: his name.
    """

    def __init__(self, office: Office, collector: str = "bob") -> None:
        self.office = office
        self.collector = collector

    def said(self, *facts: Fact, number: str = "C1", kind: str = "coding") -> bytes:
        """An entry about a customer; about none without a number."""
        office = self.office
        key = ("main", number) if number else None
        deed = Deed(kind, [Part(customer_id(*key) if key else None, key, facts)], office.token())
        with office.store.writing() as connection:
            drawer.desk_number(connection, OTHER_DESK)
            journal = Journal(OTHER_DESK, self.collector, office.entropy)
            entry = journal.record(connection, deed, office.clock.moment()).id
            standing.refresh_everything(connection, office.today.toordinal())
        office.settings_changed()
        return entry

    def coded(self, document: str, reason: str, replaces: bytes | None = None, **more: object) -> bytes:
        """An item coded; what it replaces is what he knew of."""
        (item,) = items(self.office, document)
        state, code = ("disputed", reason) if reason.isupper() else (reason, "")
        with self.office.store.reading() as connection:
            row = item_queries.records(connection, [item])[item]
            fact = coding_fact(row, Said(state, code), None)
        return self.said({**fact, "replaces": _hex(replaces), **more}, number=row.customer_no)

    def planned(self, day: int | None, number: str = "C1") -> bytes:
        """The next action of an account."""
        fact = {"is": "follow_up", "day": day, "time": None, "replaces": None}
        return self.said(fact, number=number, kind="follow_up")

    def undone(self, target: bytes) -> bytes:
        """An entry taken back."""
        return self.said({"is": "void", "target": target.hex(), "redo": 0}, number="", kind="undo")


def _hex(entry: bytes | None) -> str | None:
    return None if entry is None else entry.hex()
