"""An upgrade that is killed at any statement leaves the old file or the new one, and loses no deed."""

from pathlib import Path

import pytest

from arcollect_tui.data.backups import kept_backups
from arcollect_tui.data.migrations import SCHEMA
from arcollect_tui.data.store import Store
from tests.data.test_migrations import VERSIONS, assert_as_it_was, found, kept
from tests.faults.children import upgrade_until
from tests.faults.office import long_form
from tests.faults.processes import PATIENCE, Victim

NEVER = 1_000_000
STEP = 1 if long_form() else 3
"""Statements from one kill to the next."""
CHECKED_WHOLE = 4
"""Of so many kills one is followed by every check."""


@pytest.mark.parametrize("version", VERSIONS)
def test_a_kill_at_any_statement(tmp_path: Path, version: int) -> None:
    """After each kill the file is whole: of the old schema or of the new; opening it finishes the job."""
    old, new = found(kept(version, tmp_path)), _found_new(tmp_path / "new")
    statements = _upgraded(_folder(tmp_path, "whole"), version)
    states = []
    for last in range(1, statements + 1, STEP):
        path = kept(version, _folder(tmp_path, f"kill{last}"))
        victim = Victim(upgrade_until, path, last).ready()
        victim.wait(PATIENCE)
        assert not victim.kill().acknowledged, "it was to be killed before its end"
        state = found(path)
        assert state in (old, new)
        states.append(state == new)
        for backup in kept_backups(path):
            assert found(backup.path) == old
        Store.open(path).close()
        assert found(path) == new
        assert [found(backup.path) for backup in kept_backups(path)] == [old]
        if len(states) % CHECKED_WHOLE == 0:
            assert_as_it_was(version, path)
    assert states == sorted(states), "once upgraded, always upgraded"
    assert statements > len(new[1]) - len(old[1])


def _found_new(path: Path) -> tuple[int, set[tuple[str, str, str]]]:
    Store.open(path).close()
    assert found(path)[0] == SCHEMA
    return found(path)


def _upgraded(folder: Path, version: int) -> int:
    """How many statements an upgrade takes that nobody disturbs."""
    (count,) = Victim(upgrade_until, kept(version, folder), NEVER).ready().finish().acknowledged
    return int(count)


def _folder(parent: Path, name: str) -> Path:
    (parent / name).mkdir()
    return parent / name
