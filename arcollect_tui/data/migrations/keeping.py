"""Schema 5: the bytes of files that were taken in, in the drawer.

The statements are spelled out, because a migration must stay what it was when it was first run.
"""

from sqlalchemy import Connection

from arcollect_tui.data.migrations.spelling import run

_STATEMENTS = (
    "CREATE TABLE kept_file (identity {bytes} NOT NULL, place {number} NOT NULL, ledger {words}, "
    "name {words}, size {number} NOT NULL, sha256 {words}, digest {bytes} NOT NULL, form {words}, "
    "sheet {words}, encoding {words}, delimiter {words}, customers_at {words}, masked {number} NOT NULL, "
    "cut {number} NOT NULL, gone {words}, packed {number} NOT NULL, kept_at {number} NOT NULL, "
    "PRIMARY KEY (identity, place)){keyed}",
    "CREATE TABLE kept_chunk (identity {bytes} NOT NULL, place {number} NOT NULL, "
    "number {number} NOT NULL, content {bytes} NOT NULL, PRIMARY KEY (identity, place, number)){keyed}",
)


def upgrade(connection: Connection) -> None:
    """Within the step from schema 4."""
    run(connection, _STATEMENTS)
