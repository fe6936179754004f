"""Schema 5: who owns a customer, and who covers.

The statements are spelled out, because a migration must stay what it was when it was first run.
"""

from sqlalchemy import Connection

from arcollect_tui.data.migrations.spelling import run

_STATEMENTS = (
    "CREATE TABLE assignment (entry {bytes} NOT NULL, line {number} NOT NULL, "
    "customer_id {number} NOT NULL, collector {words}, why {words}, first_day {number} NOT NULL, "
    "last_day {number}, terms {words}, rule {words}, replaces {bytes}, PRIMARY KEY (entry, line)){keyed}",
    "CREATE INDEX assignment_customer ON assignment (customer_id, entry)",
    "CREATE INDEX assignment_replaces ON assignment (replaces, customer_id) WHERE replaces IS NOT NULL",
    "CREATE TABLE assignment_term (entry {bytes} NOT NULL, line {number} NOT NULL, "
    "place {number} NOT NULL, customer_id {number} NOT NULL, collector {words}, why {words}, "
    "first_day {number} NOT NULL, last_day {number}, PRIMARY KEY (entry, line, place)){keyed}",
    "CREATE INDEX assignment_term_customer ON assignment_term (customer_id, entry)",
)


def upgrade(connection: Connection) -> None:
    """Within the step from schema 4."""
    run(connection, _STATEMENTS)
