"""Files of a shared folder that were put in before: copies, and old ones that say they are something else.

A cloud makes copies by itself, so a copy is no harm and only counted. A replay is a file that claims
what its signed header does not say, or that its desk withdrew when a customer was erased.
"""

from arcollect_tui.data.sync.header import Header, file_name, names_another
from arcollect_tui.data.sync.refusals import Replayed


class Seen:
    """What the folder's files that are in here say of themselves."""

    def __init__(self) -> None:
        self._headers: set[Header] = set()
        self._erasures: dict[bytes, int] = {}

    def __contains__(self, header: object) -> bool:
        return header in self._headers

    def add(self, header: Header) -> None:
        """A file is in."""
        self._headers.add(header)
        self._erasures[header.desk] = max(header.erasures, self._erasures.get(header.desk, 0))

    def is_withdrawn(self, header: Header) -> bool:
        """Whether its desk wrote files since that know of an erasure of which this one does not.

        A desk writes all its files anew then and removes the old ones, so one that lies there again was
        put there, or a cloud is late to remove it.
        """
        return header.erasures < self._erasures.get(header.desk, 0)


def check_name(name: str, header: Header) -> None:
    """See that a file is not named as another one.

    Raises:
        Replayed: its name has our form, and tells another desk, other entries or another body.
    """
    if names_another(name, header):
        written = file_name(header)
        msg = f"it is a replay: its name is of another file. Delete it, or give it its own: {written}"
        raise Replayed(msg)


def withdrawn(who: str) -> Replayed:
    """The refusal of a file that brings nothing and that its desk withdrew.

    Args:
        who: wrote it.
    """
    return Replayed(
        f"it is a replay: {who} wrote it before a customer was erased, and has written it anew since; "
        "all else in it is here. Delete it if it stays"
    )
