"""Who this store is when it shares: its office, its desk, and the keys it signs with."""

from dataclasses import dataclass, replace

from arcollect_tui.data import desk as drawer
from arcollect_tui.data.sync import peers
from arcollect_tui.data.sync.keys import SigningKeys, own_identity, own_keys
from arcollect_tui.services.office import Office


@dataclass(frozen=True, slots=True)
class Seat:
    """This store among the desks of its office.

    Attributes:
        office: the id of the office.
        settled: it has shared with others of that office, and never moves to another.
        desk: the desk it is now.
        keys: its keys, and those of desks that it was.
        identity: the age identity that opens what is encrypted for it.
    """

    office: bytes
    settled: bool
    desk: bytes
    keys: SigningKeys
    identity: str

    def join(self, office: Office, found: bytes) -> "Seat":
        """Belong to another office."""
        with office.store.writing() as connection:
            drawer.put(connection, drawer.OFFICE, found)
        return replace(self, office=found)


def seat_of(office: Office) -> Seat:
    """The seat of a store; what it lacks of id and keys is made.

    Raises:
        StoreError: the store cannot be written.
    """
    with office.store.writing() as connection:
        desk = drawer.own_desk(connection)
        return Seat(
            drawer.office_id(connection),
            bool(peers.peers(connection)),
            desk,
            own_keys(connection, office.entropy),
            own_identity(connection),
        )
