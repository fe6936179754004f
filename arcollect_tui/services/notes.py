"""Notes on an account or on marked items."""

from collections.abc import Sequence

from arcollect_tui.data.journal import Deed
from arcollect_tui.data.standing import Aspect
from arcollect_tui.errors import Refused
from arcollect_tui.services import facts
from arcollect_tui.services.codes import items_of
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.references import customer_by_id


def add_note(
    office: Office,
    customer_id: int,
    text: str,
    *,
    items: Sequence[int] = (),
    pinned: bool = False,
    token: bytes | None = None,
) -> Saved:
    """Write a note on an account, or on items of it.

    Raises:
        Refused: the note is empty, or names an item of another account.
    """
    if not text.strip():
        raise Refused("The note is empty. Type something, or press Esc.")
    with office.deed() as connection:
        customer = customer_by_id(connection, customer_id)
        note: facts.Fact = {"is": "note", "text": text.strip(), "pinned": int(pinned)}
        about = facts.about_items(items_of(connection, customer, items))
        deed = Deed("note", [facts.part_about(customer, [note, *about])], token or office.token())
        recorded = office.record(connection, deed, [customer_id], Aspect(0))
        where = f" on {len(about)} items" if about else ""
        return office.saved(connection, recorded, f"Note saved for {customer.number}{where}.")
