"""The search: change a file that reached something new, read it, keep it when it does so again."""

import hashlib
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.fuzz.coverage import Step, traced
from tests.fuzz.mutations import mutate
from tests.fuzz.targets import REFUSALS, Target

CORPUS = Path(__file__).parent / "corpus"
TOO_LONG = 10.0
"""Seconds for one small file; a busy machine takes its share of them."""


@dataclass
class Found:
    """What a search came to.

    Attributes:
        runs: how many files were read.
        refused: how many of them with one of our sentences.
        steps: the steps through the readers that were taken.
        kept: files that took a new one.
        slowest: seconds of the slowest file.
    """

    runs: int = 0
    refused: int = 0
    slowest: float = 0.0
    steps: set[tuple[str, Step]] = field(default_factory=set)
    kept: list[bytes] = field(default_factory=list)


def corpus_of(name: str) -> list[bytes]:
    """The kept files of a reader."""
    return [path.read_bytes() for path in sorted((CORPUS / name).glob("*"))]


def search(name: str, target: Target, seconds: float, folder: Path, seed: int = 0) -> Found:
    """Search for so long, the kept files first.

    Raises:
        AssertionError: a defect; the file is in the folder, and the sentence names it.
    """
    random, found, end = Random(seed), Found(), time.monotonic() + seconds
    for data in (*target.seeds, *corpus_of(name)):
        try_out(target, data, folder, found, keep=True)
    while time.monotonic() < end:
        data = mutate(random, random.choice(found.kept), found.kept, target.words)
        try_out(target, data, folder, found)
    return found


def try_out(target: Target, data: bytes, folder: Path, found: Found, *, keep: bool = False) -> None:
    """Read one file and judge what came of it."""
    path = folder / "fuzzed"
    path.write_bytes(data)
    start = time.monotonic()
    steps: set[tuple[str, Step]] = set()
    try:
        with traced(steps):
            target.check(path)
    except REFUSALS:
        found.refused += 1
    except BaseException as defect:
        kept = folder / f"defect-{hashlib.sha256(data).hexdigest()[:12]}"
        kept.write_bytes(data)
        raise AssertionError(f"{type(defect).__name__}: {defect}; the file is {kept}") from defect
    took = time.monotonic() - start
    assert took < TOO_LONG, f"{took:.0f} seconds for {data[:80]!r}"
    found.runs += 1
    found.slowest = max(found.slowest, took)
    if keep or not steps <= found.steps:
        found.kept.append(data)
    found.steps |= steps
