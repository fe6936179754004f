"""The aging of an account as one bar of characters: density instead of colour."""

from collections.abc import Sequence

SHADES = "·░▒▓█"
ASCII_SHADES = ".:+%#"


def aging_bar(amounts: Sequence[int], width: int, *, ascii_only: bool = False) -> str:
    """A bar whose parts are as long as the amounts are large, youngest first.

    Every amount above zero gets a cell while there are cells; the rest is shared out by largest
    remainder, so that the bar is always `width` long. Credits (below zero) get none.

    Args:
        amounts: minor units per aging bucket, the not yet due first; the last shade serves for all
            buckets from the fifth.
        width: cells of the bar.
        ascii_only: for terminals where shades are missing or two cells wide.

    Returns:
        The bar; blanks when nothing is open.
    """
    shades = ASCII_SHADES if ascii_only else SHADES
    lengths = _lengths([max(0, amount) for amount in amounts], width)
    bar = "".join(shades[min(n, len(shades) - 1)] * length for n, length in enumerate(lengths))
    return bar.ljust(width)[:width]


def _lengths(amounts: list[int], width: int) -> list[int]:
    total = sum(amounts)
    if total == 0:
        return [0] * len(amounts)
    spare = width - sum(1 for amount in amounts if amount)
    if spare < 0:
        return [0 if amount == 0 else 1 for amount in amounts]
    lengths = [(amount * spare) // total + (amount > 0) for amount in amounts]
    by_remainder = sorted(range(len(amounts)), key=lambda n: -((amounts[n] * spare) % total))
    for n in by_remainder[: width - sum(lengths)]:
        lengths[n] += 1
    return lengths
