"""A new store for a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from arcollect_tui.data.store import Store
from tests.places import place_of


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(place_of(tmp_path / "office.arcollect"))
    yield opened
    opened.close()
