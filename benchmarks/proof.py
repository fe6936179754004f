"""`python -m benchmarks.proof RESULTS SIZE…`: the last figures of `.ci/proof` as docs/proof.md."""

import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
FAULT_FIGURES = "what the faults did"
"""Stands over the figures at the end of a run of the fault tests."""
GIGABYTE = 1 << 30


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, encoding="utf-8")
    return done.stdout.strip()


def _commit() -> str:
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs/proof.md")
    return _git("rev-parse", "--short=12", "HEAD") + (" with changes not committed" if changed else "")


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIGABYTE
    python = platform.python_version()
    return f"{os.cpu_count()} cores, {memory:.0f} GB of memory, Python {python}"


def _last_line(file: Path) -> str:
    lines = [line for line in file.read_text("utf-8").splitlines() if line.strip()]
    return lines[-1].strip("= ") if lines else "nothing was printed"


def _figures(file: Path) -> list[str]:
    """What the faults did, in the words of their tests."""
    lines = file.read_text("utf-8").splitlines()
    start = next((at for at, line in enumerate(lines, 1) if f" {FAULT_FIGURES} " in line), len(lines))
    ends = re.compile(r"===|\d+ (passed|failed)")
    end = next((at for at in range(start, len(lines)) if ends.match(lines[at])), len(lines))
    return lines[start:end]


def _table(file: Path) -> str:
    """The benchmark's table, without what was said on the way."""
    lines = file.read_text("utf-8").splitlines()
    start = next((at for at, line in enumerate(lines) if line.startswith("benchmark ")), len(lines))
    return "\n".join(lines[start:]) or "\n".join(lines[-5:])


def _page(results: Path, sizes: Sequence[str]) -> Iterator[str]:
    yield "# Proof"
    yield ""
    yield f"Printed by `.ci/proof` on {datetime.now(UTC):%Y-%m-%d} for commit {_commit()}."
    yield f"The machine: {_machine()}. Seconds are its own; the ratios travel."
    yield ""
    names = ("faults", "properties", "fuzz", "hub", "mutants")
    faults, properties, fuzz, hub, mutants = (_last_line(results / f"{name}.txt") for name in names)
    yield f"- Kills, failing disks, power cuts, full disks, the long form: {faults}"
    yield f"- Property tests with many examples: {properties}"
    yield f"- Fuzzing of the readers, a minute each: {fuzz}"
    yield f"- Services and queries on a PostgreSQL server: {hub}"
    yield f"- Mutants of money, identity, fold, void and projection, {mutants} (mutants.md)"
    yield ""
    yield "## Kills, failing disks, power cuts, full disks"
    yield ""
    yield "```text"
    yield from _figures(results / "faults.txt")
    yield "```"
    for size in sizes:
        yield ""
        yield f"## Benchmarks, {size} office"
        yield ""
        yield "```text"
        yield _table(results / f"benchmarks-{size}.txt")
        yield "```"


def main(results: str, *sizes: str) -> None:
    """Print the page."""
    print("\n".join(_page(Path(results), sizes)))


if __name__ == "__main__":
    main(*sys.argv[1:])
