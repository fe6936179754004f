"""Trying mutants: the tests of a module run on a copy of the program, with one place changed."""

import shutil
import time
from collections.abc import Sequence
from importlib.util import cache_from_source
from pathlib import Path
from typing import Final

from tests.mutation.modules import Module
from tests.mutation.process import End, run

ROOT: Final = Path(__file__).parents[2]
_COPIED: Final = ("arcollect_tui", "tests", "data", "pyproject.toml", "README.md")
_QUIETLY: Final = (
    *("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-o", "addopts="),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # libraries that `process.py` has imported
)
_PATIENCE: Final = 5
"""A mutant may take so many times as long as the module itself, and a while for the start."""
_WHILE: Final = 20.0
_LONGEST: Final = 900.0


class NotReadyError(Exception):
    """Mutants would tell nothing: the tests fail as it is, or notice nothing at all."""


class Bench:
    """A copy of the program in which one module is changed and tried.

    Args:
        folder: an empty one, for the copy and what its tests leave.
        module: the one that is changed.
    """

    def __init__(self, folder: Path, module: Module) -> None:
        self._root = folder / "copy"
        self._scratch = folder / "scratch"
        self._runs = module.tests
        self._file = self._root / module.path
        self._longest: dict[Sequence[str], float] = {}
        for name in _COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(
                    ROOT / name, self._root / name, ignore=shutil.ignore_patterns("__pycache__")
                )
            else:
                shutil.copy(ROOT / name, self._root / name)
        self.source = self._file.read_text("utf-8")

    def prepare(self) -> None:
        """See that the tests pass on the module as it is, how long they take, and that they look at it.

        Raises:
            NotReadyError: they fail, or they pass on a module that cannot be imported.
        """
        for tests in self._runs:
            self._run(tests, _LONGEST)  # the first time what is imported is compiled, too
            began = time.monotonic()
            if self._run(tests, _LONGEST) is not End.PASSED:
                raise NotReadyError(f"{' '.join(tests)} fails without any change")
            self._longest[tests] = _WHILE + _PATIENCE * (time.monotonic() - began)
        if self.tried("raise SystemExit(3)\n") is not End.FAILED:
            raise NotReadyError(f"no test of {self._file.name} notices that it cannot be imported")

    def still_passes(self) -> None:
        """See that the tests pass at the end, too: where they do not, what they noticed was no mutant.

        Raises:
            NotReadyError: they fail now, for a reason that lies outside the module.
        """
        for tests in self._runs:
            if self._run(tests, _LONGEST) is not End.PASSED:
                raise NotReadyError(f"{' '.join(tests)} fails now without any change")

    def tried(self, source: str) -> End:
        """How the tests end when the module is this instead; PASSED when none notices."""
        self._write(source)
        try:
            ends = (self._run(tests, self._longest[tests]) for tests in self._runs)
            return next((end for end in ends if end is not End.PASSED), End.PASSED)
        finally:
            self._write(self.source)

    def _write(self, source: str) -> None:
        self._file.write_text(source, "utf-8")
        # Python tells a changed file by its second and size, which a mutant may share with the one before.
        Path(cache_from_source(str(self._file))).unlink(missing_ok=True)

    def _run(self, tests: Sequence[str], seconds: float) -> End:
        shutil.rmtree(self._scratch, ignore_errors=True)
        return run(self._root, [*_QUIETLY, "--basetemp", str(self._scratch), *tests], seconds)
