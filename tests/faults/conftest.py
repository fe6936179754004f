"""The recordings that several sweeps use, and the figures at the end."""

from collections.abc import Mapping

import pytest

from tests.faults import figures
from tests.faults.paths import PATHS
from tests.faults.power import Recording, record


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the sweeps counted."""
    lines = list(figures.said())
    if lines:
        terminalreporter.section(figures.HEADING)
        terminalreporter.write_line("\n".join(lines))


@pytest.fixture(scope="session")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Recording]:
    """Every way of saving, recorded once."""
    return record(PATHS, tmp_path_factory.mktemp("recorded") / "works")
