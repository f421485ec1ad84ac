"""How many villages a side leaves better or worse off, over all pairs of a question."""

from __future__ import annotations

from collections.abc import Mapping

from sim.analysis.comparable import check_comparable
from sim.analysis.compare import WINDOW
from sim.analysis.for_whom import ForWhomPairs, VillageShares
from sim.analysis.pairs import Pairs
from sim.app.compare.asked import Asked, scenarios_of
from sim.app.compare.lived import COURSE
from sim.app.compare.one_pair import letter_of
from sim.execution.simulator import Simulator
from sim.indicators import INDICATORS
from sim.runs.jobs import seeds_from
from sim.runs.window import window_of

TRAIT = "branch_size"
"""Runs keep their villages apart for differences by any trait."""
Shares = Mapping[tuple[str, str], VillageShares]
"""By letter of the side and indicator."""


def village_shares(simulator: Simulator, asked: Asked) -> Shares:
    """Count villages over all pairs of a question; runs keep their villages, so that most are done anew.

    Parameters
    ----------
    simulator : Simulator
    asked : Asked

    Raises
    ------
    ScenarioError
        With every fault of the scenarios.
    TooFewRuns
        If no pair came to its end.
    """
    named = scenarios_of(asked)
    horizon = check_comparable(named)
    window = window_of(WINDOW, horizon.start, horizon.months)
    indicators = [INDICATORS[name] for name in COURSE]
    whom = ForWhomPairs(TRAIT, indicators, window, horizon)
    pairs = Pairs(named, indicators, window, whom)
    pairs.add(simulator, seeds_from(asked.seed, asked.pairs))
    found = whom.conclude(pairs.names)
    return {(letter_of(each.scenario), each.indicator.name): each for each in found.shares}
