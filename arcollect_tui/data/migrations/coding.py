"""Schema 3: what the customer states of a dispute, several reasons of one, root causes, saved views.

The statements are spelled out, because a migration must stay what it was when it was first run.
"""

from sqlalchemy import Connection

from arcollect_tui.data.migrations.spelling import run

_WORDS = ("claim", "their_code", "their_words", "splits", "ask", "rule")
_STATEMENTS = (
    *(f"ALTER TABLE coding ADD COLUMN {name} {{words}}" for name in _WORDS),
    "CREATE TABLE coding_split (entry {bytes} NOT NULL, line {number} NOT NULL, place {number} NOT NULL, "
    "reason {words}, amount {number} NOT NULL, PRIMARY KEY (entry, line, place)){keyed}",
    "CREATE INDEX coding_split_reason ON coding_split (reason, entry)",
    "CREATE TABLE root_cause (entry {bytes} NOT NULL, line {number} NOT NULL, item_id {number} NOT NULL, "
    "customer_id {number} NOT NULL, item_key {words}, cause {words}, department {words}, note {words}, "
    "replaces {bytes}, PRIMARY KEY (entry, line)){keyed}",
    "CREATE INDEX root_cause_item ON root_cause (item_id, entry)",
    "CREATE INDEX root_cause_customer ON root_cause (customer_id, item_id)",
    'CREATE TABLE saved_view ("key" {name} NOT NULL, place {words}, name {words}, filter {words}, '
    'PRIMARY KEY ("key")){keyed}',
)


def upgrade(connection: Connection) -> None:
    """From schema 2."""
    run(connection, _STATEMENTS)
