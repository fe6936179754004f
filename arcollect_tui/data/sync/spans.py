"""Counting spans of entries: what is here, what is there, what is lacking. Pure arithmetic."""

from collections.abc import Iterable, Mapping, Sequence

from arcollect_tui.data.chain import Chain, Span

Spans = Mapping[bytes, Sequence[Span]]
"""Ascending spans by desk, first and last number in them."""


def united(spans: Iterable[tuple[bytes, int, int]]) -> dict[bytes, list[Span]]:
    """Spans in any order, some twice, as ascending ones that do not touch."""
    found: dict[bytes, list[Span]] = {}
    for desk, first, last in sorted(spans):
        runs = found.setdefault(desk, [])
        if runs and first <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append((first, last))
    return found


def held(chains: Mapping[bytes, Chain]) -> dict[bytes, list[Span]]:
    """What a store has of each desk."""
    whole = {desk: [(1, chain.last)] if chain.last else [] for desk, chain in chains.items()}
    return less(whole, {desk: chain.missing for desk, chain in chains.items()})


def less(spans: Spans, others: Spans) -> dict[bytes, list[Span]]:
    """What spans cover and the others do not; desks with nothing left are not named."""
    found = {}
    for desk, runs in spans.items():
        left = [piece for run in runs for piece in _run_less(run, others.get(desk, ()))]
        if left:
            found[desk] = left
    return found


def _run_less(run: Span, others: Iterable[Span]) -> list[Span]:
    first, last = run
    left = []
    for low, high in others:
        if high < first or low > last:
            continue
        if low > first:
            left.append((first, low - 1))
        first = high + 1
    return [*left, (first, last)] if first <= last else left


def pieces(run: Span, most: int) -> list[Span]:
    """A span in pieces of at most so many."""
    first, last = run
    return [(start, min(start + most - 1, last)) for start in range(first, last + 1, most)]
