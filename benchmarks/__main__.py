"""`python -m benchmarks [name …] [--size practice|reference|large] [--encrypted] [--json]`."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import (
    bench_beside,
    bench_call,
    bench_coding,
    bench_day,
    bench_exchange,
    bench_grid,
    bench_help,
    bench_import,
    bench_lists,
    bench_schedule,
    bench_sync,
    bench_terminal,
    bench_workbook,
)
from benchmarks.figures import Figure, table
from benchmarks.workshop import SIZES, Workshop

BENCHES: dict[str, Callable[[Workshop], Iterator[Figure]]] = {
    module.NAME: module.figures
    for module in (
        bench_help,
        bench_import,
        bench_workbook,
        bench_beside,
        bench_call,
        bench_coding,
        bench_day,
        bench_lists,
        bench_sync,
        bench_exchange,
        bench_schedule,
        bench_terminal,
        bench_grid,
    )
}
PLAIN = frozenset(
    {
        module.NAME
        for module in (
            bench_help,
            bench_beside,
            bench_exchange,
            bench_schedule,
            bench_terminal,
            bench_grid,
        )
    }
)
"""What is not measured with a key: the command line has none to give."""
KEY = bytes(range(48))


def main() -> int:
    """Run the named benchmarks, or all; the exit code is 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(BENCHES)}; all if none")
    parser.add_argument("--size", choices=sorted(SIZES), default="practice")
    parser.add_argument("--encrypted", action="store_true", help="stores with a key; opens no window")
    parser.add_argument("--json", action="store_true", help="one JSON array instead of a table")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in BENCHES]
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]}; there are {', '.join(BENCHES)}")
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="arcollect-benchmarks-") as folder:
        os.environ["XDG_STATE_HOME"] = f"{folder}/state"  # what it remembers of stores goes with them
        workshop = Workshop(Path(folder), SIZES[asked.size], KEY if asked.encrypted else None)
        for name in asked.names or [name for name in BENCHES if not (asked.encrypted and name in PLAIN)]:
            print(f"{name} …", file=sys.stderr, flush=True)
            figures += BENCHES[name](workshop)
    print(json.dumps([one.as_json() for one in figures], indent=1) if asked.json else table(figures))
    return int(any(one.verdict == "MISSED" for one in figures))


if __name__ == "__main__":
    sys.exit(main())
