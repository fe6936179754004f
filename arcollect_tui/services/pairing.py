"""The desks of the office: whose files are taken in, and pairing one by its six words."""

from dataclasses import dataclass
from typing import Final

from arcollect_tui.data import chain
from arcollect_tui.data import desk as drawer
from arcollect_tui.data.queries.desks import desk_numbers, last_collector
from arcollect_tui.data.sync import peers
from arcollect_tui.data.sync.keys import recipient_of, six_words
from arcollect_tui.errors import Refused
from arcollect_tui.rules.text import quoted
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.sync_seat import Seat, seat_of

THIS, BEFORE, TRUSTED, WAITING, UNSEEN = (
    "this desk",
    "this desk before",
    "trusted",
    "waits to be paired",
    "no key seen",
)
_LISTED: Final = "arcollect desk list shows them."


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk as this one knows it.

    Attributes:
        id: 8 bytes.
        number: what people call it here.
        state: whether its files are taken in.
        entries: number of the newest entry of it that is here.
        collector: who made that; empty without one.
        words: six, for its key; empty while none was seen.
        recipient: what encrypts for it; known of this desk alone, else empty.
    """

    id: bytes
    number: int
    state: str
    entries: int
    collector: str
    words: str
    recipient: str = ""


def desks(office: Office) -> list[Desk]:
    """The desks that were seen here, by number.

    Raises:
        StoreError: the store cannot be written: this desk's key is made if there is none.
    """
    seat = seat_of(office)
    with office.store.writing() as connection:
        known, chains = peers.peers(connection), chain.chains(connection)
        for desk in known:
            drawer.desk_number(connection, desk)
        found = []
        for number, desk in desk_numbers(connection):
            key, state = _key_and_state(seat, known, desk)
            found.append(
                Desk(
                    desk,
                    number,
                    state,
                    chains.get(desk, chain.Chain()).last,
                    last_collector(connection, desk),
                    six_words(key) if key else "",
                    recipient_of(seat.identity) if state == THIS else "",
                )
            )
    return found


def _key_and_state(seat: Seat, known: dict[bytes, tuple[bytes, bool]], desk: bytes) -> tuple[bytes, str]:
    if desk in seat.keys:
        return seat.keys.public(desk), THIS if desk == seat.desk else BEFORE
    if desk not in known:
        return b"", UNSEEN
    key, trusted = known[desk]
    return key, TRUSTED if trusted else WAITING


def office_words(office: Office) -> str:
    """Six words for the office that this store belongs to."""
    return six_words(seat_of(office).office)


def pair(office: Office, typed: str) -> Saved:
    """Trust a desk from now on.

    Args:
        office: the office.
        typed: its six words, or its number here.

    Raises:
        Refused: no desk that waits has these words or this number.
    """
    wanted = " ".join(typed.lower().split())
    for desk in desks(office):
        if wanted not in (desk.words, str(desk.number)):
            continue
        if desk.state != WAITING:
            msg = f"Desk {desk.number} does not wait to be paired: {desk.state}. {_LISTED}"
            raise Refused(msg)
        with office.store.writing() as connection:
            key, _ = peers.peers(connection)[desk.id]
            peers.pin(connection, desk.id, key, trusted=True)
        return Saved(
            "", f"Paired with desk {desk.number} ({desk.words}). Its files come in with the next sync."
        )
    msg = f"No desk has the words or the number {quoted(typed)}. {_LISTED}"
    raise Refused(msg)
