"""The floor of a start: a bare Textual app that imports sqlmodel, opens the store, shows an empty table."""

import sys
from typing import Any, ClassVar

from sqlcipher3 import dbapi2 as driver
from sqlmodel import create_engine
from textual.app import App, ComposeResult
from textual.widgets import DataTable, Static


class BareApp(App[None]):
    """An empty table over an open store."""

    BINDINGS: ClassVar[list[Any]] = [("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        """Table, and the word that tells that it is there."""
        yield DataTable()
        yield Static("READY")

    def on_mount(self) -> None:
        """Open the store."""
        engine = create_engine(f"sqlite:///{sys.argv[1]}", module=driver)
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM meta").scalar_one()
        self.query_one(DataTable).add_columns("Customer", "Overdue")


if __name__ == "__main__":
    BareApp().run()
