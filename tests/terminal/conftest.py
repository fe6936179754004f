"""The sample office, built once and copied for each test."""

from datetime import date
from pathlib import Path

import pytest

from arcollect_tui.services.demo import build_demo
from tests.terminal.tmux import copy_store

TODAY = date(2026, 11, 23)
COLLECTOR = "J.Kim"


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default sample office on a Monday."""
    path = tmp_path_factory.mktemp("demo") / "demo.arcollect"
    build_demo(path, today=TODAY, collector=COLLECTOR).close()
    return path


@pytest.fixture
def store(demo_store: Path, tmp_path: Path) -> Path:
    """A copy of the sample office for one test."""
    return copy_store(demo_store, tmp_path)
