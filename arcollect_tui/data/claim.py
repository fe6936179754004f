"""A window's claim on a store that is on a server."""

from sqlalchemy import exc

from arcollect_tui.data import desk
from arcollect_tui.data.answers import BUSY_STATE, answered
from arcollect_tui.data.location import Server
from arcollect_tui.data.server import LOCK, engine

HOLDER = "window"
"""Where the drawer keeps who has the claim."""


class Claim:
    """An advisory lock of the store's schema. It ends with its connection, and so with its process."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._engine = engine(server)
        try:
            with answered(server):
                connection = self._engine.connect()
        except BaseException:
            self._engine.dispose()
            raise
        self._connection = connection.execution_options(isolation_level="AUTOCOMMIT")

    def take(self, holder: str) -> str:
        """Take the claim for `holder`.

        Returns:
            Who has it; empty when it is ours now.
        """
        with answered(self._server):
            # A moment's wait, because the server may not have noticed yet that a process died.
            self._connection.exec_driver_sql("SET lock_timeout = '1s'")
            try:
                self._connection.exec_driver_sql(
                    f"SELECT pg_advisory_lock({LOCK}, hashtext(current_schema()))"
                )
            except exc.DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) != BUSY_STATE:
                    raise
                return (desk.get(self._connection, HOLDER) or b"another window").decode()
            desk.put(self._connection, HOLDER, holder.encode())
        return ""

    def release(self) -> None:
        """Let another window have the store."""
        try:
            with answered(self._server):
                desk.put(self._connection, HOLDER, b"")
        finally:
            self.close()

    def close(self) -> None:
        """Give the connection back, and with it what it held."""
        self._connection.close()
        self._engine.dispose()
