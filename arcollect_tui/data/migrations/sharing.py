"""Schema 4, too: what a desk keeps of the desks and the folders that it shares with.

The statements are spelled out, because a migration must stay what it was when it was first run.
"""

from sqlalchemy import Connection

from arcollect_tui.data.migrations.spelling import run

_STATEMENTS = (
    'CREATE TABLE peer (desk {bytes} NOT NULL, "key" {bytes} NOT NULL, trusted {number} NOT NULL, '
    "PRIMARY KEY (desk)){keyed}",
    "CREATE TABLE checkpoint (desk {bytes} NOT NULL, seq {number} NOT NULL, hash {bytes} NOT NULL, "
    "signature {bytes} NOT NULL, PRIMARY KEY (desk, seq)){keyed}",
    "CREATE TABLE shared_file (path {name} NOT NULL, size {number} NOT NULL, changed {number} NOT NULL, "
    "header {bytes} NOT NULL, aside {words}, PRIMARY KEY (path)){keyed}",
)


def upgrade(connection: Connection) -> None:
    """Within the step from schema 3."""
    run(connection, _STATEMENTS)
