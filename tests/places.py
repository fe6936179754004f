"""Where a test's store is: in its file, or on the server that ARCOLLECT_TEST_STORE names.

On the server each file is stood for by a schema of its own, so that the tests of queries and services
run unchanged on both.
"""

import hashlib
import os
import shutil
from pathlib import Path

from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import Engine

from arcollect_tui.data.location import Place, Server, server
from arcollect_tui.data.store import Store

TEST_STORE = os.environ.get("ARCOLLECT_TEST_STORE", "")
MADE: dict[str, Path] = {}
"""Schemas and the files they stand for, oldest first."""


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
        MADE[name] = path.absolute()
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


def path_of(store: Store) -> Path:
    """The file of a store, or the one that it is stood for on the server."""
    if not isinstance(store.place, Server):
        return store.place
    return MADE[str(store.place.url.query["options"]).partition("=")[2]]


def schemas_in(folder: Path) -> list[str]:
    """The schemas that stand for files of a folder."""
    return [name for name, path in MADE.items() if path.is_relative_to(folder.absolute())]


def copy_store(path: Path, target: Path) -> None:
    """Copy a store as it is, with its log, as a careless person would."""
    for end in ("", "-wal"):
        if Path(f"{path}{end}").exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(f"{path}{end}", f"{target}{end}")
    if TEST_STORE:
        _copy_schema(schema_of(path), schema_of(target))


def copy_folder(folder: Path, target: Path) -> None:
    """Copy a folder with its stores and the backups beside them; nobody has one of them open."""
    if folder.exists():
        shutil.copytree(folder, target)
    target.mkdir(parents=True, exist_ok=True)
    for name in schemas_in(folder):
        _copy_schema(name, schema_of(target / MADE[name].relative_to(folder.absolute())))


def _copy_schema(source: str, target: str) -> None:
    engine = direct()
    with engine.connect() as connection:
        for name in inspect(connection).get_table_names(source):
            here, there = f'{source}."{name}"', f'{target}."{name}"'
            connection.exec_driver_sql(f"CREATE TABLE {there} (LIKE {here} INCLUDING ALL)")
            connection.exec_driver_sql(f"INSERT INTO {there} SELECT * FROM {here}")
    engine.dispose()


def drop_since(count: int) -> None:
    """Drop the schemas made after the first `count`."""
    gone = list(MADE)[count:]
    for name in gone:
        del MADE[name]
    if gone:
        engine = direct()
        with engine.connect() as connection:
            for name in gone:
                connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
        engine.dispose()
