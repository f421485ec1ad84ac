"""Comparison under common random numbers: paired differences of outcomes, what they cost, whose lives they change."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.analysis.budget import PILOTS, Budget, Spending, equalise, one_budget
from sim.analysis.comparable import check_comparable
from sim.analysis.comparison import Comparison, Outcome, Stopping, TooFewRuns, pairs_of_extremes
from sim.analysis.for_whom import WORLDS, ForWhom, ForWhomPairs, by_world, check_by, indicators_for
from sim.analysis.pairs import Pairs
from sim.core.config.callers import names, number, whole_number
from sim.core.config.language import message
from sim.core.recording.indicator import AnyIndicator
from sim.execution.engines import EngineLike
from sim.execution.progress import Progress
from sim.execution.simulator import Simulator
from sim.indicators import HEADLINES, indicator_named
from sim.runs.jobs import LIST, QUORUM_EXTREMES, Named, beside, by_seed, quorum_rule, resolve, seeds_from
from sim.runs.window import window_of
from sim.studies.stopping import StoppingRule, least_pairs, usual_cap

PAIRS = 20
WINDOW = 12
RANGES = {"share": 1.0, "0-1": 1.0, "correlation": 2.0}
"""From the least to the most that an outcome of such a unit can be; no half-width of an interval is wider."""


def compare(
    baseline: Any = "baseline",
    alternatives: Sequence[Any] | Any = (),
    *,
    reps: int | str = PAIRS,
    seed: int = 1,
    jobs: int = 0,
    window: int | str = WINDOW,
    outcomes: str | Sequence[str] | None = None,
    precision: float | Mapping[str, float] | None = None,
    least: int | None = None,
    cap: int | None = None,
    denominator: str | None = None,
    budget: str | float | None = None,
    equal_hours: str | float | None = None,
    by: str | None = None,
    extremes: bool = False,
    progress: Progress | None = None,
    store: str | Path | bool = True,
    fresh: bool = False,
    engine: EngineLike = "process",
    scheduler: str = "",
    shard: tuple[int, int] | None = None,
    points: Sequence[Mapping[str, Any]] | None = None,
) -> Comparison:
    """Compare scenarios with a baseline, pair by pair at the same seeds.

    Parameters
    ----------
    baseline : str or Scenario
        Name, path or loaded scenario.
    alternatives : one or several of these
    reps : int or "auto"
        Pairs; ``"auto"`` runs until ``precision`` is reached and held over half as many further pairs as are the
        fewest, or ``cap`` is.
    seed : int
        Seed of the first pair; pair k has ``seed + k``.
    jobs : int
        Processes, 0 = one for each processor. The results do not depend on it.
    window : int or str
        Months of evaluation: a number of months at the end, ``"2025-01..2026-12"`` or ``"all"``.
    outcomes : str or sequence of str, optional
        Indicators, the headlines by default.
    precision : float or mapping of str to float
        Half-width of the 95 % interval wanted of all outcomes, or of those named; for ``"auto"``.
    least, cap : int, optional
        Fewest and most pairs of ``"auto"``: by default 20, and more in worlds of fewer than thirty villages
        (``sim.studies.stopping.least_pairs``); and 200, or five times the fewest.
    denominator : str, optional
        Quorum denominator set in all scenarios alike.
    budget, equal_hours : str or number, optional
        Scale the doses of every alternative to this cost, such as ``"100 yuan/person/year"`` or
        ``"0.5 hour/person/year"``; one of the two.
    by : str, optional
        Differences for whom: a group of persons (``age``, ``sex``, ``away``, ``left_behind``), a place (``township``,
        ``county``), a trait of villages (``branch_size`` and others, or ``traits``: all of them), or a world
        (``archetype``, ``county_type``).
    extremes : bool
        Whether to run a quarter of the pairs under either extreme of the quorum rule as well, where all scenarios have
        the rule in force (``list``), ``denominator`` sets no other, and a quarter are at least five.
    progress : Progress, optional
        Is told of every run that ends.
    store, fresh, engine, scheduler, shard
        As of :func:`sim.run`; shares go with a fixed number of pairs.

    points : sequence of mapping, optional
        Values of parameters by dotted path, such as those of the plausible set: the pairs share them evenly, one point
        after another, and what a scenario sets itself stays.

    Returns
    -------
    Comparison

    Raises
    ------
    ValueError
        If a name, a number or a scenario is not allowed, or the scenarios differ in horizon or world.
    TooFewRuns
        If no pair of runs ended well.
    ShareDone
        If only a share was asked for and other runs are not there yet.

    Notes
    -----
    Both sides of a pair meet the same luck (common random numbers [1]_), so that intervals are those of the difference.
    ``"auto"`` is a sequential rule with a look-ahead, as [2]_ proposes; how far it looks ahead is our choice.

    References
    ----------
    .. [1] Law, A. M. (2015). Simulation Modeling and Analysis, 5th edition, 11.2. McGraw-Hill.
    .. [2] Hoad, K., Robinson, S. and Davies, R. (2010). Automated selection of the number of replications for a
       discrete-event simulation. Journal of the Operational Research Society 61, 1632-1644.

    Examples
    --------
    >>> import sim
    >>> few = {"world.townships": 1, "world.villages": 2, "world.village_size": 300, "horizon.months": 24}
    >>> baseline, training = (sim.load(name).changed(few) for name in ("baseline", "training"))
    >>> found = sim.compare(baseline, training, reps=4, jobs=1, outcomes=["capacity", "trust"])
    >>> capacity = found.difference("training", "capacity")
    >>> capacity.pairs, capacity.low < capacity.difference < capacity.high
    (4, True)
    >>> found.costs["training"].yuan > 0
    True
    """
    scenarios = resolve([baseline, *_listed(alternatives)], denominator)
    if len(scenarios) < 2:
        raise ValueError(message("nothing to compare with the baseline: name at least one alternative"))
    held = beside([each.scenario for each in scenarios], scenarios[0].scenario)
    scenarios = [replace(each, scenario=scenario) for each, scenario in zip(scenarios, held, strict=True)]
    wanted_budget = one_budget(budget, equal_hours)
    horizon = check_comparable(scenarios)
    extremes = extremes and all(quorum_rule(each.scenario) == LIST for each in scenarios)
    months = window_of(window, horizon.start, horizon.months)
    indicators = [indicator_named(name) for name in (HEADLINES if outcomes is None else names("outcomes", outcomes))]
    if shard and reps == "auto":
        raise ValueError(message("a share is of a fixed number of pairs: give reps (--reps) as a number"))
    if points is not None and reps == "auto":
        raise ValueError(message("points want a fixed number of pairs: give reps (--reps) as a number"))
    seed = whole_number("seed", seed)
    at = None if points is None else by_seed(points, seeds_from(seed, _number_of(reps)))
    wanted = _precisions(reps, {"precision": precision, "least": least, "cap": cap}, indicators)
    whom = None
    if by and check_by(by) not in WORLDS:
        whom = ForWhomPairs(by, indicators_for(by, indicators, outcomes is not None), months, horizon)
    options: dict[str, Any] = {"engine": engine, "scheduler": scheduler, "shard": shard}
    with Simulator(jobs, progress, store=store, fresh=fresh, **options) as simulator:
        spending: dict[str, Spending] = {}
        if wanted_budget:
            scenarios, spending = _at_equal_cost(simulator, scenarios, wanted_budget, seeds_from(seed, PILOTS))
        found = Pairs(scenarios, indicators, months, whom, at)
        if wanted:
            small = min(each.scenario.world.villages_in_all for each in scenarios)
            fewest = least_pairs(small) if least is None else whole_number("least", least)
            most = usual_cap(fewest) if cap is None else whole_number("cap", cap)
            stopping = _until_precise(found, simulator, seed, wanted, fewest, most)
        else:
            pairs = _number_of(reps)
            again = (len(WORLDS[by]) - 1) * pairs if by is not None and by in WORLDS else 0
            again += len(QUORUM_EXTREMES) * pairs_of_extremes(pairs) if extremes else 0
            simulator.progress.plan(simulator.counted.done + len(scenarios) * (pairs + again))
            found.add(simulator, seeds_from(seed, pairs))
            stopping = Stopping(len(found.paired))
        comparison = replace(found.conclude(stopping), spending=spending)
        if by is not None and by in WORLDS:
            comparison = replace(comparison, whom=_by_world(simulator, found, comparison, by))
        if extremes and pairs_of_extremes(len(found.paired)):
            comparison = replace(comparison, extremes=found.under_extremes(simulator))
        return replace(comparison, counted=simulator.counted)


def _at_equal_cost(
    simulator: Simulator, scenarios: list[Named], budget: Budget, seeds: Sequence[int]
) -> tuple[list[Named], dict[str, Spending]]:
    """The scenarios with the alternatives scaled to the budget, and how."""
    found, failures = equalise(simulator, scenarios[0], scenarios[1:], [budget], seeds)
    if failures:
        raise TooFewRuns(failures)
    spending = {name: each for (name, _), each in found.items()}
    return [scenarios[0], *(replace(each, scenario=spending[each.name].scenario) for each in scenarios[1:])], spending


def _by_world(simulator: Simulator, found: Pairs, known: Comparison, by: str) -> ForWhom:
    """The same comparison in every world of a kind, at the same seeds and doses."""
    outcomes: dict[str, Sequence[Outcome]] = {}
    for world in WORLDS[by]:
        usual = getattr(known.scenarios[0].world, by) == world
        outcomes[world] = known.outcomes if usual else found.outcomes_with(simulator, f"world.{by}", world)
    return by_world(by, outcomes)


def _listed(alternatives: Sequence[Any] | Any) -> list[Any]:
    one = isinstance(alternatives, str | Path | Mapping) or not isinstance(alternatives, Iterable)
    return [alternatives] if one else list(alternatives)


def _number_of(reps: int | str) -> int:
    try:
        found = whole_number("reps", reps)
    except ValueError:
        found = 0
    if found < 1:
        raise ValueError(message("reps is {reps!r}; allowed are a number of pairs from 1, or 'auto'", reps=reps))
    return found


def _precisions(reps: int | str, rule: Mapping[str, Any], indicators: Sequence[AnyIndicator]) -> dict[str, float]:
    """Half-widths wanted by outcome; empty for a fixed number of pairs, of which the rule must say nothing."""
    precision, outcomes = rule["precision"], [indicator.name for indicator in indicators]
    if reps != "auto":
        if given := [name for name, value in rule.items() if value is not None]:
            raise ValueError(message("{names}: with reps='auto' (--reps auto) only", names=", ".join(given)))
        return {}
    if precision is None:
        fault = message("reps='auto' wants precision: the half-width to reach, for example {'trust': 0.005}")
        raise ValueError(fault)
    given_by_name = precision if isinstance(precision, Mapping) else dict.fromkeys(outcomes, precision)
    wanted = {name: number("precision", width) for name, width in given_by_name.items()}
    if not wanted:
        raise ValueError(message("precision names no outcome"))
    for name, width in wanted.items():
        unit = indicator_named(name).unit
        if name not in outcomes:
            listed = ", ".join(outcomes)
            fault = message(
                "precision names {name!r}, which is not among the outcomes {outcomes}", name=name, outcomes=listed
            )
            raise ValueError(fault)
        if not 0 < width < math.inf:
            fault = message("precision of {name!r} is {width}; allowed are half-widths above 0", name=name, width=width)
            raise ValueError(fault)
        if width > RANGES.get(unit, math.inf):
            fault = message(
                "precision of {name!r} is {width:g}, wider than all it can range over ({unit})",
                name=name, width=width, unit=unit,
            )  # fmt: skip
            share = message("a share is a number from 0 to 1, 0.02 or '2 points' on the command line")
            raise ValueError(f"{fault}: {share}" if unit == "share" else fault)
    return wanted


def _until_precise(
    found: Pairs, simulator: Simulator, seed: int, wanted: dict[str, float], least: int, cap: int
) -> Stopping:
    """Add pairs until the rule says that every interval is and stays narrow enough, or the cap is reached."""
    if cap < max(least, 2):
        raise ValueError(message("cap is {cap}, below the least number of pairs {least}", cap=cap, least=max(least, 2)))
    rule = StoppingRule(tuple(wanted.values()) * (len(found.names) - 1), least, cap)
    tried, stopped = 0, rule.apply(np.zeros((0, len(rule.precisions))))
    while stopped.open and tried < cap:
        batch = min(stopped.pairs - len(found.paired), cap - tried)
        found.add(simulator, seeds_from(seed + tried, batch))
        tried += batch
        steps = [found.steps(place, indicator_named(name)) for place in range(1, len(found.names)) for name in wanted]
        stopped = rule.apply(np.stack(steps, axis=1))
    return Stopping(len(found.paired), wanted, stopped.reached is None, stopped.reached)
