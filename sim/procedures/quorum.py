"""Rules of a members' meeting: when it is valid, when a vote carries, how many vote yes.

A meeting is valid from a share of the eligible on, a decision carries with *more* than a share: with an even number of
eligible members one half is enough to meet and not enough to decide.
"""

from __future__ import annotations

from sim.core.compute.elementary import exp, log
from sim.core.compute.kernels import kernel


@kernel(inline=True)
def at_least(number, share, whole):  # type: ignore[no-untyped-def]
    """Whether ``number`` reaches a share of ``whole``; never if there is nobody to count."""
    return whole > 0 and number >= share * whole


@kernel(inline=True)
def more_than(number, share, whole):  # type: ignore[no-untyped-def]
    """Whether ``number`` exceeds a share of ``whole``; never if there is nobody to count."""
    return whole > 0 and number > share * whole


@kernel
def binomial(u, number, probability):  # type: ignore[no-untyped-def]
    """Binomial count of one uniform ``u``, by inversion; the rarer of the two outcomes is counted.

    Parameters
    ----------
    u : float
        In (0, 1).
    number : int
        Trials, fewer than 1,000.
    probability : float
        Chance of each.
    """
    if number <= 0 or probability <= 0.0:
        return 0
    if probability >= 1.0:
        return number
    rarer = min(probability, 1.0 - probability)
    term = exp(number * log(1.0 - rarer))
    total = term
    count = 0
    while u > total and count < number:
        term *= (number - count) * rarer / ((count + 1) * (1.0 - rarer))
        count += 1
        total += term
    return count if probability <= 0.5 else number - count
