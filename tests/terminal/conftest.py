"""The sample office, built once and copied for each test."""

import shutil
from pathlib import Path

import pytest

from arcollect_tui.services.demo import build_demo
from tests.terminal.program import COLLECTOR, TODAY


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default sample office on a Monday."""
    path = tmp_path_factory.mktemp("demo") / "demo.arcollect"
    build_demo(path, today=TODAY, collector=COLLECTOR).close()
    return path


@pytest.fixture
def store(demo_store: Path, tmp_path: Path) -> Path:
    """A copy of the sample office for one test, in a home of its own."""
    target = tmp_path / "office.arcollect"
    shutil.copyfile(demo_store, target)
    return target
