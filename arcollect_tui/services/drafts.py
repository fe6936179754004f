"""Half-typed forms: kept while typing, offered again after anything that ends the program."""

from arcollect_tui.data import desk
from arcollect_tui.data.desk import SavedDraft
from arcollect_tui.data.erased import erased_ids
from arcollect_tui.data.journal import new_token
from arcollect_tui.services.office import Office

__all__ = ["SavedDraft", "drafts", "drop_draft", "new_token", "save_draft"]


def save_draft(office: Office, form: str, customer_id: int, token: bytes, body: str) -> None:
    """Keep a form as it stands, its card numbers masked; nothing about an erased customer."""
    at = int(office.clock.now().timestamp() * 1_000_000)
    with office.store.writing() as connection:
        if customer_id not in erased_ids(connection):
            desk.save_draft(connection, SavedDraft(token, customer_id, form, body, at))


def drop_draft(office: Office, token: bytes) -> None:
    """Forget a form that was given up."""
    with office.store.writing() as connection:
        desk.drop_draft(connection, token)


def drafts(office: Office) -> list[SavedDraft]:
    """Forms waiting to be finished, newest first."""
    with office.store.reading() as connection:
        return desk.drafts(connection)
