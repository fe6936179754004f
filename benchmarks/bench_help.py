"""`arcollect --help` beside a bare Typer program."""

from collections.abc import Iterator

from benchmarks.figures import Figure, race
from benchmarks.processes import arcollect, python, run
from benchmarks.workshop import Workshop

NAME = "help"
BAR = 2.0
ROUNDS = 9
_BARE = """
import typer
app = typer.Typer()
@app.command()
def bare(name: str = "x") -> None:
    "Say it."
    print(name)
app()
"""


def figures(workshop: Workshop) -> Iterator[Figure]:
    """Whole processes."""
    del workshop
    bare, ours = python("-c", _BARE, "--help"), arcollect("--help")
    run(ours)
    taken = race(ROUNDS, lambda: run(ours).seconds, lambda: run(bare).seconds)
    yield Figure(NAME, "arcollect --help", taken.ratio, "x", BAR, "a bare Typer program", taken.seconds)
