"""`python -m tests.mutation [MODULE…]`: try the mutants, list those that no test notices."""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.mutation.explained import explained, key, nothing_to_explain
from tests.mutation.modules import MODULES
from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.process import End
from tests.mutation.trial import ROOT, Bench, NotReadyError


@dataclass
class Result:
    """What became of mutants.

    Attributes:
        every: how many there are.
        ends: how the tests of those that were tried ended.
        strange: survivors that are not explained.
    """

    every: int = 0
    ends: Counter[End] = field(default_factory=Counter)
    strange: int = 0

    def add(self, other: "Result") -> None:
        self.every += other.every
        self.ends += other.ends
        self.strange += other.strange

    def __str__(self) -> str:
        ends, tried = self.ends, self.ends.total()
        share = "" if tried == self.every else f" of {self.every}"
        late = f" ({ends[End.LATE]} by time)" if ends[End.LATE] else ""
        killed = ends[End.FAILED] + ends[End.LATE]
        strange = f", {self.strange} not explained" if self.strange else ""
        return f"{tried}{share} mutants, {killed} killed{late}, {ends[End.PASSED]} survived{strange}"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=f"all of {', '.join(MODULES)}")
    parser.add_argument("--sample", type=int, help="so many mutants of each module")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--minutes", type=float, default=1e9, help="start no mutant after that")
    parser.add_argument("--list", action="store_true", help="name the mutants, try none")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.modules if name not in MODULES]
    if unknown:
        parser.error(f"no such module: {', '.join(unknown)}; there are {', '.join(MODULES)}")
    return options


def _chosen(mutants: list[Mutant], options: argparse.Namespace) -> list[Mutant]:
    if options.sample is None or options.sample >= len(mutants):
        return mutants
    chosen = random.Random(options.seed).sample(range(len(mutants)), options.sample)
    return [mutants[at] for at in sorted(chosen)]


def _tried(bench: Bench, mutants: Iterable[Mutant], until: float) -> Iterator[tuple[Mutant, End]]:
    for mutant in mutants:
        if time.monotonic() > until:
            return
        yield mutant, bench.tried(mutant.source)


def _try(name: str, options: argparse.Namespace, until: float) -> Result:
    """Try a module's mutants, and list the survivors."""
    module, why = MODULES[name], explained()
    mutants = mutants_of((ROOT / module.path).read_text("utf-8"))
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        bench = Bench(Path(folder), module)
        bench.prepare()
        result = Result(len(mutants))
        for gone in nothing_to_explain(name, mutants):
            result.strange += 1
            _say(f"docs/mutants.md explains what is no mutant any more: {gone}")
        for mutant, end in _tried(bench, _chosen(mutants, options), until):
            result.ends[end] += 1
            if end is End.PASSED:
                wanted = key(name, mutant)
                result.strange += wanted not in why
                _say(f"{_line(name, mutant)}\n    {why.get(wanted, f'NOT EXPLAINED: | {wanted} | why |')}")
            elif end is End.LATE:
                _say(f"{_line(name, mutant)}\n    killed: it came to no end")
        bench.still_passes()
    _say(f"{name}: {result}")
    return result


def _line(name: str, mutant: Mutant) -> str:
    place = f"{MODULES[name].path}:{mutant.line} {mutant.place}"
    return f"{place}: {mutant.before} → {mutant.after}"


def _say(text: str) -> None:
    print(text, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every survivor is explained, 1 when one is not, 2 when nothing can be told."""
    options = _options(arguments)
    names = options.modules or list(MODULES)
    if options.list:
        for name in names:
            for mutant in mutants_of((ROOT / MODULES[name].path).read_text("utf-8")):
                _say(_line(name, mutant))
        return 0
    until, together = time.monotonic() + options.minutes * 60, Result()
    try:
        for name in names:
            together.add(_try(name, options, until))
    except NotReadyError as error:
        _say(f"nothing can be told: {error}")
        return 2
    if len(names) > 1:
        _say(f"together: {together}")
    return 1 if together.strange else 0


if __name__ == "__main__":
    sys.exit(main())
