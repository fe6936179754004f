"""How likely something is by chance alone. Plain float statistics; money never comes here."""

import math

ONE_SIDED = 1.645
"""Standard deviations that chance exceeds upwards in one of twenty cases."""


def surely_at_least(agreed: int, seen: int) -> float:
    """The share that `agreed` of `seen` makes nearly sure: Wilson's lower bound at 95 %, one-sided.

    Wilson (1927), "Probable inference, the law of succession, and statistical inference".
    """
    if not seen:
        return 0.0
    share, square = agreed / seen, ONE_SIDED**2
    middle = share + square / (2 * seen)
    spread = ONE_SIDED * math.sqrt(share * (1 - share) / seen + square / (4 * seen**2))
    return max(0.0, (middle - spread) / (1 + square / seen))


def by_chance(agreed: int, seen: int, share: float) -> float:
    """The probability that at least `agreed` of `seen` come about where each does with this share.

    The upper tail of the binomial distribution, summed from its biggest term on.
    """
    if agreed <= 0 or share >= 1:
        return 1.0
    if share <= 0 or agreed > seen:
        return 0.0
    log_of = math.lgamma(seen + 1) - math.lgamma(agreed + 1) - math.lgamma(seen - agreed + 1)
    term = math.exp(log_of + agreed * math.log(share) + (seen - agreed) * math.log1p(-share))
    total, odds = 0.0, share / (1 - share)
    for count in range(agreed, seen + 1):
        total += term
        term *= (seen - count) / (count + 1) * odds
    return min(1.0, total)
