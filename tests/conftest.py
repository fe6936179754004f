"""What every test has: a machine of its own, and Hypothesis' examples: the same ones in each run."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.places import MADE, TEST_STORE, drop_since

LONG_EXAMPLES = 1_000
STATE = "XDG_STATE_HOME"
LAST = ("services", "cli", "data", "rules")
"""Folders of quick tests. The others come before them: long ones at the end would leave processors idle."""

# A run says something about the code: neither luck nor a busy machine makes it fail.
settings.register_profile(
    "short", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
# `.ci/proof` asks for it.
settings.register_profile("long", max_examples=LONG_EXAMPLES, deadline=None)
settings.load_profile("long" if os.environ.get("ARCOLLECT_LONG") == "1" else "short")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Real terminals, faults and screens first; what is about files not where stores are on a server."""
    here = Path(__file__).parent

    def place(item: pytest.Item) -> int:
        folder = item.path.relative_to(here).parts[0]
        return LAST.index(folder) + 1 if folder in LAST else 0

    items.sort(key=place)
    unwanted = "of_a_file" if TEST_STORE else "of_a_server"
    left_out = {item for item in items if item.get_closest_marker(unwanted)}
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=list(left_out))


if TEST_STORE:

    @pytest.fixture(autouse=True)
    def stores_of_this_test() -> Iterator[None]:
        """What a test leaves on the server is dropped after it."""
        before = len(MADE)
        yield
        drop_since(before)


@pytest.fixture(scope="session", autouse=True)
def _state_of_the_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What machines remember of stores is kept apart from this one's, also for stores made once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(STATE, str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test is on a machine of its own, that has seen no store yet."""
    folder = tmp_path_factory.mktemp("machine")
    monkeypatch.setenv(STATE, str(folder))
    return folder
