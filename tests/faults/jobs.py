"""Works under a watcher: `python -m tests.faults.jobs FOLDER`, each in a process forked for it.

The modules are loaded once, before the forks, so that a recording holds the work and nothing else, and
a fault that counts calls counts those of the work. What job N says goes to `N.out`, a traceback to
`N.err`, and (process number, exit code) of all of them to `ended.json`.
"""

import json
import os
import sys
import traceback
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from tests.faults.children import run


def main(folder: Path) -> None:
    """Run the jobs of `jobs.json`."""
    ended = []
    jobs = json.loads((folder / "jobs.json").read_text("utf-8"))
    for place, (name, store, arguments) in enumerate(jobs):
        work = resolve_name(name)
        pid = os.fork()
        if pid == 0:
            _in_the_fork(folder / str(place), work, Path(store), arguments)
        ended.append((pid, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])))
    (folder / "ended.json").write_text(json.dumps(ended), encoding="utf-8")


def _in_the_fork(said: Path, work: Any, store: Path, arguments: list[Any]) -> None:
    code = 1
    try:
        for stream, suffix in ((1, ".out"), (2, ".err")):
            os.dup2(os.open(said.with_suffix(suffix), os.O_CREAT | os.O_WRONLY | os.O_TRUNC), stream)
        run(work, store, _say, *arguments)
        code = 0
    except BaseException:  # noqa: BLE001 - the fork must never run on as its parent
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
