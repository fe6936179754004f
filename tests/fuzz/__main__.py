"""`python -m tests.fuzz SECONDS`: search, and keep in the corpus few small files that reach the most."""

import hashlib
import sys
import tempfile
from pathlib import Path

from tests.fuzz.loop import CORPUS, Found, search, try_out
from tests.fuzz.targets import Target, targets

MOST_KEPT = 40
LARGEST = 3_000


def keep(name: str, target: Target, found: Found, folder: Path) -> None:
    """Write the smallest files that together take the steps, each one for a step of its own."""
    chosen = Found()
    for data in target.seeds:
        try_out(target, data, folder, chosen, keep=True)
    chosen.kept.clear()
    for data in sorted(found.kept, key=len):
        if len(data) <= LARGEST and len(chosen.kept) < MOST_KEPT:
            try_out(target, data, folder, chosen)
    (CORPUS / name).mkdir(parents=True, exist_ok=True)
    for data in chosen.kept:
        (CORPUS / name / hashlib.sha256(data).hexdigest()[:12]).write_bytes(data)


def main(seconds: str, *names: str) -> None:
    """Search each reader for so many seconds."""
    with tempfile.TemporaryDirectory() as folder:
        for name, target in targets(Path(folder)).items():
            if names and name not in names:
                continue
            found = search(name, target, float(seconds), Path(folder))
            keep(name, target, found, Path(folder))
            print(f"{name}: {found.runs} files, {found.refused} refused, {len(found.steps)} steps")


if __name__ == "__main__":
    main(*sys.argv[1:])
