"""Figures with their bars, and the ways of taking them."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure beside its bar.

    Attributes:
        bench: name of the benchmark.
        what: what was measured.
        value: the figure; a median unless `what` says otherwise.
        unit: x for a ratio to the floor, else ms, s, MB or bytes.
        most: the bar; None when the figure is for information.
        floor: what a ratio is to.
        seconds: what our side took, for a ratio.
    """

    bench: str
    what: str
    value: float
    unit: str
    most: float | None = None
    floor: str = ""
    seconds: float | None = None

    @property
    def verdict(self) -> str:
        """Whether the figure keeps its bar."""
        if self.most is None:
            return ""
        return "holds" if self.value <= self.most else "MISSED"

    def as_json(self) -> dict[str, Any]:
        """The figure as a JSON object."""
        return asdict(self) | {"verdict": self.verdict or None}


def seconds_of(work: Callable[[], object]) -> float:
    """How long it took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class Race:
    """Rounds in which each side ran once, in seconds."""

    ours: Sequence[float]
    floor: Sequence[float]

    @property
    def ratio(self) -> float:
        """Median of the ratios of the rounds."""
        pairs = zip(self.ours, self.floor, strict=True)
        return statistics.median(our / floor for our, floor in pairs)

    @property
    def seconds(self) -> float:
        """Median of our side."""
        return statistics.median(self.ours)


def race(rounds: int, ours: Callable[[], float], floor: Callable[[], float]) -> Race:
    """Run both sides in turn; each returns its own seconds, without what it had to prepare."""
    taken = [(floor(), ours()) for _ in range(rounds)]
    return Race([our for _, our in taken], [other for other, _ in taken])


def share(values: Sequence[float], percent: int) -> float:
    """The value that so many per cent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def table(figures: Sequence[Figure]) -> str:
    """The figures as lines for a terminal."""
    rows = [("benchmark", "what", "figure", "bar", "verdict", "beside")]
    rows += [
        (
            figure.bench,
            figure.what,
            _shown(figure.value, figure.unit),
            "" if figure.most is None else f"<= {_shown(figure.most, figure.unit)}",
            figure.verdict,
            figure.floor + ("" if figure.seconds is None else f" (ours {figure.seconds:.3g} s)"),
        )
        for figure in figures
    ]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def _shown(value: float, unit: str) -> str:
    digits = 0 if unit in ("bytes", "MB") else 2
    return f"{value:.{digits}f} {unit}"
