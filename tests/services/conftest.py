"""Stores that take long to make, made once; and three desks that begin a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from arcollect_tui.services.office import Office
from tests.data.remains import remains
from tests.places import copy_folder
from tests.services.erasing import CANARY, erase_all, worked
from tests.services.handing import desk
from tests.services.offices import Line, office_at, take_in

LEDGER = [Line("1001"), Line("1002"), Line("2001", "C2"), Line("3001", "C3", currency="EUR")]


@pytest.fixture(scope="session")
def before_erasure(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store that holds the canary wherever a customer can be spoken of."""
    folder = tmp_path_factory.mktemp("before") / "desk"
    files = tmp_path_factory.mktemp("files")
    with office_at(folder / "office", seated=False) as office:
        worked(office, files)
    return folder


@pytest.fixture(scope="session")
def after_erasure(before_erasure: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the same store with twenty customers erased; nothing was left of them at once."""
    folder = tmp_path_factory.mktemp("after") / "desk"
    copy_folder(before_erasure, folder)
    with office_at(folder / "office", seated=False) as office:
        erase_all(office)
        assert remains(folder, CANARY.encode()) == []
    return folder


@pytest.fixture
def whole(before_erasure: Path, tmp_path: Path) -> Iterator[Office]:
    """The store before anybody is erased."""
    copy_folder(before_erasure, tmp_path / "whole")
    with office_at(tmp_path / "whole" / "office", seated=False) as office:
        yield office


@pytest.fixture
def erased(after_erasure: Path, tmp_path: Path) -> Iterator[Office]:
    """The store with all twenty erased."""
    copy_folder(after_erasure, tmp_path / "erased")
    with office_at(tmp_path / "erased" / "office", seated=False) as office:
        yield office


@pytest.fixture
def ann(tmp_path: Path) -> Iterator[Office]:
    """A desk with a ledger file."""
    with desk(tmp_path, "ann") as opened:
        take_in(opened, tmp_path, LEDGER)
        yield opened


@pytest.fixture
def bob(tmp_path: Path) -> Iterator[Office]:
    """A second desk, empty."""
    with desk(tmp_path, "bob") as opened:
        yield opened


@pytest.fixture
def cem(tmp_path: Path) -> Iterator[Office]:
    """A third desk, empty."""
    with desk(tmp_path, "cem") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that desks share."""
    found = tmp_path / "share"
    found.mkdir()
    return found
