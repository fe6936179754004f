"""Where a test's store is: in its file, or on the server that ARCOLLECT_TEST_STORE names.

On the server each file is stood for by a schema of its own, so that the tests of queries and services
run unchanged on both.
"""

import hashlib
import os
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.engine import Engine

from arcollect_tui.data.location import Place, Server, server

TEST_STORE = os.environ.get("ARCOLLECT_TEST_STORE", "")
MADE: list[str] = []
"""Schemas that stand for files, oldest first."""


def hub() -> Server:
    """The server that the tests run on."""
    return server(TEST_STORE)


def direct() -> Engine:
    """Connections that are not the store's own, each statement by itself."""
    return create_engine(hub().url, isolation_level="AUTOCOMMIT")


def schema_of(path: Path) -> str:
    """The schema that stands for a file, made when it is first asked for."""
    name = f"t{hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:24]}"
    if name not in MADE:
        engine = direct()
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {name}")
        engine.dispose()
        MADE.append(name)
    return name


def place_of(path: Path) -> Place:
    """The file itself, or what stands for it on the server."""
    if not TEST_STORE:
        return path
    return in_schema(schema_of(path))


def in_schema(name: str) -> Server:
    """The test server, in one of its schemas."""
    url = hub().url
    return Server(url.update_query_dict({"options": f"-csearch_path={name}"}))


def drop_since(count: int) -> None:
    """Drop the schemas made after the first `count`."""
    gone = MADE[count:]
    del MADE[count:]
    if gone:
        engine = direct()
        with engine.connect() as connection:
            for name in gone:
                connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
        engine.dispose()
