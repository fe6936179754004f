"""Where a store is: a file, or a schema on a PostgreSQL server."""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import exc
from sqlalchemy.engine import URL, make_url

from arcollect_tui.errors import StoreError

DRIVER = "postgresql+psycopg"


@dataclass(frozen=True, slots=True)
class Server:
    """A store on a PostgreSQL server. As text it is its URL without the password.

    Attributes:
        url: host, database and login; `options=-csearch_path=NAME` in it chooses the schema.
    """

    url: URL = field(repr=False)

    def __str__(self) -> str:
        return self.url.render_as_string(hide_password=True).replace("%2F", "/")

    def exists(self) -> bool:
        """Whether a store is there already.

        Raises:
            StoreError: the server cannot be asked, or holds something else.
        """
        from arcollect_tui.data.server import is_there

        return is_there(self)

    def discard(self) -> None:
        """Remove the store that is there."""
        from arcollect_tui.data.server import discard

        discard(self)


Place = Path | Server


def server(text: str) -> Server:
    """The server that a URL names.

    Raises:
        StoreError: it is not the URL of a PostgreSQL database.
    """
    try:
        url = make_url(text)
    except (exc.ArgumentError, ValueError):
        raise StoreError(NO_URL) from None
    if url.drivername not in {DRIVER, "postgresql"}:
        raise StoreError(NO_URL)
    return Server(url.set(drivername=DRIVER))


NO_URL = (
    "arcollect keeps an office in a file or on a PostgreSQL server: "
    f"give --store a path, or a URL such as {DRIVER}://user@host/database."
)
