"""What a visitor sends for beyond the answer: a count of villages, plausible points, groups, defaults beside.

Errands of a question are done after its answer by the same thread, on the same pool; a new question ends them all.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from sim.analysis.comparable import check_comparable
from sim.analysis.compare import WINDOW
from sim.analysis.comparison import Stopping
from sim.analysis.for_whom import ALL_TRAITS, PERSONS, ForWhom, ForWhomPairs, indicators_for
from sim.analysis.pairs import Pairs
from sim.analysis.reading import read
from sim.analysis.robust.over import signs_over
from sim.analysis.robust.turns import Signs
from sim.app.compare.asked import Asked, scenarios_of
from sim.app.compare.figures import Figures, figures_of
from sim.app.compare.shares import Shares, village_shares
from sim.execution.simulator import Simulator
from sim.indicators import indicator_named
from sim.runs.jobs import by_seed, seeds_from
from sim.runs.traits import TRAITS
from sim.runs.window import window_of
from sim.studies.plausible import plausible_set

SHARES, PLAUSIBLE, WHOM, BESIDE = KINDS = ("shares", "plausible", "whom", "beside")
GROUPS = (*PERSONS, *TRAITS, ALL_TRAITS)
"""Groups by which the page tells differences apart."""
POINTS = 40
"""Points of the plausible set that are run, a pair at each."""
KEPT = 60


@dataclass(frozen=True)
class Errand:
    """One thing that is sent for.

    Attributes
    ----------
    asked : Asked
        Of what question.
    kind : str
        One of :data:`KINDS`.
    by : str
        Group, for ``whom``.
    """

    asked: Asked
    kind: str
    by: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What tells errands of one question apart."""
        return self.kind, self.by


@dataclass(frozen=True)
class Going:
    """How far an errand has come.

    Attributes
    ----------
    errand : Errand
    done, runs : int
        Runs done, and all there are; both 0 before it is begun.
    result
        What came of it.
    failure : str
        Why nothing came of it.
    """

    errand: Errand
    done: int = 0
    runs: int = 0
    result: Any = None
    failure: str = ""


@dataclass(frozen=True)
class Over:
    """What plausible points say.

    Attributes
    ----------
    signs : dict of (str, str) to Signs
        By alternative and outcome.
    earlier : bool
        Whether the points were found with another version of the model.
    """

    signs: Mapping[tuple[str, str], Signs]
    earlier: bool


class Results:
    """What came of errands, those of last kept; all visitors share them."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, tuple[str, str]], Any] = OrderedDict()
        self._lock = Lock()

    def keep(self, errand: Errand, result: Any) -> None:
        """Remember what came of an errand."""
        with self._lock:
            self._kept[errand.asked.key, errand.key] = result
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)

    def of(self, asked: Asked) -> dict[tuple[str, str], Any]:
        """All that came of errands of a question."""
        with self._lock:
            return {key: result for (question, key), result in self._kept.items() if question == asked.key}


def run(errand: Errand, simulator: Simulator, outcomes: Sequence[str]) -> Any:
    """Do an errand.

    Parameters
    ----------
    errand : Errand
    simulator : Simulator
        Its progress may end the errand.
    outcomes : sequence of str
        Indicators of the page.

    Raises
    ------
    ScenarioError
        With every fault of the scenarios.
    TooFewRuns
        If no pair came to its end.
    ValueError
        If there is no plausible set.
    """
    if errand.kind == SHARES:
        return shares(errand, simulator)
    if errand.kind == PLAUSIBLE:
        return over_points(errand, simulator, outcomes)
    if errand.kind == WHOM:
        return for_whom(errand, simulator, outcomes)
    return by_default(errand, simulator, outcomes)


def shares(errand: Errand, simulator: Simulator) -> Shares:
    """Villages better and worse off, over all pairs."""
    simulator.progress.plan(len(scenarios_of(errand.asked)) * errand.asked.pairs)
    return village_shares(simulator, errand.asked)


def over_points(errand: Errand, simulator: Simulator, outcomes: Sequence[str]) -> Over:
    """Signs at plausible points; what the question sets itself stays."""
    known, seeds = plausible_set(POINTS), seeds_from(errand.asked.seed, POINTS)
    pairs = _pairs(errand.asked, outcomes, points=by_seed(known.points, seeds))
    simulator.progress.plan(len(pairs.names) * POINTS)
    pairs.add(simulator, seeds)
    return Over(signs_over(pairs.conclude(Stopping(len(pairs.paired)))), known.earlier)


def for_whom(errand: Errand, simulator: Simulator, outcomes: Sequence[str]) -> ForWhom:
    """Differences by group, of all outcomes of the page that are counted by it."""
    asked = errand.asked
    pairs = _pairs(asked, outcomes, errand.by)
    simulator.progress.plan(len(pairs.names) * asked.pairs)
    pairs.add(simulator, seeds_from(asked.seed, asked.pairs))
    found = pairs.conclude(Stopping(len(pairs.paired))).whom
    assert found is not None
    return found


def by_default(errand: Errand, simulator: Simulator, outcomes: Sequence[str]) -> Figures:
    """What is drawn of the same question under default assumptions."""
    asked = replace(errand.asked, assumptions={})
    pairs = _pairs(asked, outcomes)
    simulator.progress.plan(len(pairs.names) * asked.pairs)
    pairs.add(simulator, seeds_from(asked.seed, asked.pairs))
    found = pairs.conclude(Stopping(len(pairs.paired)))
    return figures_of(found, read(found))


def _pairs(asked: Asked, outcomes: Sequence[str], by: str = "", points: Any = None) -> Pairs:
    """Pairs of a question, none run yet."""
    named = scenarios_of(asked)
    horizon = check_comparable(named)
    window = window_of(WINDOW, horizon.start, horizon.months)
    indicators = [indicator_named(name) for name in outcomes]
    if not by:
        return Pairs(named, indicators, window, points=points)
    counted = [each for each in indicators if each in indicators_for(by, indicators, chosen=False)]
    return Pairs(named, counted, window, ForWhomPairs(by, counted, window, horizon))
