"""Five seconds a reader, a minute in the long form, from the kept files on."""

import os
from pathlib import Path

import pytest

from tests.fuzz.loop import Found, search, try_out
from tests.fuzz.targets import Target, targets

SECONDS = 60 if os.environ.get("ARCOLLECT_LONG") == "1" else 5
NAMES = ("delimited", "printed", "html", "mhtml", "spreadsheetml", "json", "workbooks")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", NAMES)
def test_no_file_makes_a_reader_crash_hang_or_lose_a_line(name: str, tmp_path: Path) -> None:
    target = targets(tmp_path)[name]
    found = search(name, target, SECONDS, tmp_path)
    print(
        f"{name}: {found.runs} files, {found.refused} refused, {len(found.steps)} steps, "
        f"{len(found.kept)} kept, slowest {found.slowest:.2f} s"
    )
    assert found.runs > len(target.seeds), "nothing was tried"
    assert found.steps, "nothing was traced"


def test_a_defect_is_found_and_its_file_kept(tmp_path: Path) -> None:
    """The search itself: a reader that fails at one line end in a thousand files is caught."""

    def check(path: Path) -> None:
        assert b"\r\r\n" not in path.read_bytes()

    with pytest.raises(AssertionError, match="the file is"):
        search("none", Target((b"abc",), (), check), 20, tmp_path)
    assert [path for path in tmp_path.iterdir() if path.name.startswith("defect-")]


def test_what_reaches_new_code_is_kept(tmp_path: Path) -> None:
    target, found = targets(tmp_path)["json"], Found()
    for data in (b'[{"a":1}]', b'[{"a":1}]', b'{"a":{"b":[{"c":{"d":1}}]}}'):
        try_out(target, data, tmp_path, found)
    assert len(found.kept) == 2
