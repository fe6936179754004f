"""A power cut at any moment of a save loses nothing that was shown as saved, and damages nothing.

Every way of saving is recorded once; from the recording the states of the disk that a power cut could
leave are made and read. Each must be one that the work went through, as a whole deed, and none older
than what was acknowledged; a sample is opened by the program, checked, and the work done again on it.
"""

from collections.abc import Mapping

import pytest

from tests.faults import figures
from tests.faults.office import long_form
from tests.faults.paths import PATHS, SavePath
from tests.faults.power import Recording, sweep
from tests.faults.syscalls import needs_strace

pytestmark = needs_strace

DIFFERENT = 2_500 if long_form() else 50
MOMENTS = 1_000_000 if long_form() else 25
CHECK_EVERY = 50 if long_form() else 60
NAMES = [path.name for path in PATHS]


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_deeds_are_whole(path: SavePath, recordings: Mapping[str, Recording]) -> None:
    """Whoever looks beside the work sees each deed at once and as a whole, and it is there when said."""
    deeds = recordings[path.name].history.deeds
    assert deeds
    assert all(1 <= states <= path.commits for states in deeds), deeds


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_power_cuts(path: SavePath, recordings: Mapping[str, Recording]) -> None:
    """Nothing acknowledged is lost, nothing is damaged, half there or there twice."""
    found = sweep(recordings[path.name], wanted=DIFFERENT, moments=MOMENTS, check_every=CHECK_EVERY)
    figures.say(f"{path.name}: {found}")
    assert set(found.verdicts) == {"sound"}, found.examples
    assert found.different >= DIFFERENT
    assert found.checked
