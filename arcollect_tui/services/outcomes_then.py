"""What an outcome meant when a call was logged: a call keeps the policy it was said under."""

from functools import cached_property

from arcollect_tui.data import policy
from arcollect_tui.data.queries import record
from arcollect_tui.data.store import Connection
from arcollect_tui.rules.outcome_policy import OutcomeTable, table_of


class OutcomesThen:
    """Tables of outcomes by the entry that used one: policy is read at the first question, once.

    Args:
        connection: an open transaction.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._tables: dict[int, OutcomeTable] = {}

    @cached_property
    def _policy(self) -> policy.Timeline:
        return policy.timeline(self._connection)

    def table(self, entry: bytes) -> OutcomeTable:
        """The office's outcomes when an entry was made."""
        version = self._policy.version(entry)
        if version not in self._tables:
            self._tables[version] = table_of(self._policy.values(entry))
        return self._tables[version]

    def name(self, entry: bytes, code: str) -> str:
        """What a code was called then; the code itself where it meant nothing."""
        return self.table(entry).name(code)

    def worked(self, entry: bytes, code: str) -> bool:
        """Whether a call with this outcome finished the account for its day."""
        known = self.table(entry).known(code)
        return known is None or known.worked


def worked_on(connection: Connection, day: int, collector: str) -> dict[int, int]:
    """The accounts that a collector finished on a day, each with the instant of its first such call.

    Args:
        connection: an open transaction.
        day: ordinal of the local day.
        collector: who called.

    Returns:
        Instants in microseconds UTC, by customer.
    """
    then, found = OutcomesThen(connection), dict[int, int]()
    for customer, entry, code, at in record.calls_of_day(connection, day, collector):
        if then.worked(entry, code):
            found[customer] = min(at, found.get(customer, at))
    return found
