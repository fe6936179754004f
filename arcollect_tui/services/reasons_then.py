"""The reasons as they were when a coding was made: an old coding keeps the policy it was made under."""

from arcollect_tui.data import policy
from arcollect_tui.data.queries import deeds
from arcollect_tui.data.store import Connection
from arcollect_tui.rules.reason_model import Reason
from arcollect_tui.rules.reason_policy import tree_of
from arcollect_tui.rules.reasons import ReasonTree
from arcollect_tui.services.office import Office

_NOW = b"\xff" * 16
"""Later than any entry."""


class ReasonsThen:
    """Trees of reasons by the entry that used them: policy is read once, each tree made once.

    Args:
        connection: an open transaction.
    """

    def __init__(self, connection: Connection) -> None:
        self._policy = policy.timeline(connection)
        self._trees: dict[int, ReasonTree] = {}

    def tree(self, entry: bytes) -> ReasonTree:
        """The office's reasons when an entry was made."""
        version = self._policy.version(entry)
        if version not in self._trees:
            self._trees[version] = tree_of(self._policy.values(entry))
        return self._trees[version]

    def reason(self, entry: bytes, code: str) -> Reason | None:
        """What a code meant when an entry was made; what it means now if it meant nothing then."""
        return self.tree(entry).get(code) or self.tree(_NOW).get(code)


def reason_of_coding(connection: Connection, entry: bytes, code: str) -> Reason | None:
    """The reason of one coding with name, owner and days as they were when it was made."""
    return ReasonsThen(connection).reason(entry, code)


def coded_reason(office: Office, item_id: int) -> Reason | None:
    """The reason an item is disputed for, as it was when the item was coded; None when it is not."""
    with office.store.reading() as connection:
        coded = deeds.codings_in_force(connection, [item_id]).get(item_id)
        return reason_of_coding(connection, coded.entry, coded.reason) if coded and coded.reason else None
