"""Pairs of runs: baseline and alternatives at the same seeds, added as they come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.analysis.budget import ACCOUNTS, cost_of
from sim.analysis.comparison import Comparison, Cost, Extremes, Outcome, Stopping, TooFewRuns, pairs_of_extremes
from sim.analysis.effects import paired_difference, share_of_lives_changed
from sim.analysis.for_whom import ForWhomPairs
from sim.core.config.language import message, spoken
from sim.core.recording.indicator import AnyIndicator
from sim.execution.simulator import Simulator
from sim.runs.bounded import bounded_notes
from sim.runs.jobs import QUORUM, QUORUM_EXTREMES, Named, jobs_of
from sim.runs.run import LAYERS, RUN, TRAJECTORIES, Failure, Run, values
from sim.scenario.without_effect import without_effect


class Pairs:
    """Runs of a baseline and its alternatives at the same seeds, gathered so far, and what follows from them.

    Parameters
    ----------
    scenarios : sequence of Named
        The baseline first.
    indicators : list of indicators
        Outcomes.
    window : (int, int)
        Months under study over which outcomes are taken.
    whom : ForWhomPairs, optional
        What is kept for differences by group.
    points : mapping of int to mapping, optional
        Values of parameters by seed.
    """

    def __init__(
        self,
        scenarios: Sequence[Named],
        indicators: list[AnyIndicator],
        window: tuple[int, int],
        whom: ForWhomPairs | None = None,
        points: Mapping[int, Mapping[str, Any]] | None = None,
    ) -> None:
        self.points = points
        self.scenarios = tuple(scenarios)
        self.names = [scenario.name for scenario in scenarios]
        self.indicators = indicators
        self.window = window
        self.whom = whom
        self.paired: list[list[Run]] = []
        self.failures: list[Failure] = []
        self.changed: list[list[float]] = []

    def add(self, simulator: Simulator, seeds: Sequence[int]) -> None:
        """Run all scenarios at these seeds."""
        layers = LAYERS if self.whom is not None and self.whom.keeps_villages else (RUN, TRAJECTORIES)
        results = simulator.results(jobs_of(self.scenarios, seeds, layers, points=self.points))
        width = len(self.scenarios)
        for place in range(0, len(results), width):
            together = results[place : place + width]
            self.failures += [result for result in together if isinstance(result, Failure)]
            well = [result for result in together if isinstance(result, Run)]
            if len(well) == width:
                before, *others = [run.trajectories for run in well]
                self.changed.append([share_of_lives_changed(before, each) for each in others if before and each])
                well = well if self.whom is None else self.whom.take(well)
                self.paired.append([replace(run, trajectories=None) for run in well])

    def side(self, place: int) -> list[Run]:
        """Runs of one scenario, in the order of the seeds."""
        return [together[place] for together in self.paired]

    def steps(self, place: int, indicator: AnyIndicator) -> np.ndarray:
        """Alternative minus baseline by pair."""
        after, before = (values(self.side(side), indicator, self.window) for side in (place, 0))
        steps: np.ndarray = after - before
        return steps

    def conclude(self, stopping: Stopping) -> Comparison:
        """Everything that is reported."""
        if not self.paired:
            raise TooFewRuns(self.failures)
        outcomes: list[Outcome] = []
        notes: list[str] = []
        for place, name in enumerate(self.names[1:], start=1):
            for indicator in self.indicators:
                a, b = (values(self.side(side), indicator, self.window) for side in (0, place))
                difference = paired_difference(a, b)
                if difference is None:
                    notes.append(
                        message(
                            "{outcome} of {scenario} has no value in any pair: there is nothing to divide by",
                            outcome=indicator.label(spoken()),
                            scenario=name,
                        )
                    )
                    continue
                if difference.missing:
                    seeds = ", ".join(str(self.paired[pair][0].seed) for pair in difference.missing)
                    notes.append(
                        message(
                            "{outcome} of {scenario} has no value at seed {seeds}; these pairs are left out",
                            outcome=indicator.label(spoken()),
                            scenario=name,
                            seeds=seeds,
                        )
                    )
                outcomes.append(Outcome(name, indicator, difference))
        runs = {name: self.side(place) for place, name in enumerate(self.names)}
        baseline, *others = (each.scenario for each in self.scenarios)
        notes += [note for each in (baseline, *others) for note in without_effect(each, baseline)]
        notes += bounded_notes(runs)
        return Comparison(
            scenarios=tuple(each.scenario for each in self.scenarios),
            runs=runs,
            outcomes=outcomes,
            costs={name: self._cost(place) for place, name in enumerate(self.names) if place},
            lives_changed={
                name: float(np.mean([row[place] for row in self.changed])) for place, name in enumerate(self.names[1:])
            },
            window=self.window,
            stopping=stopping,
            failures=self.failures,
            notes=notes,
            given=tuple(each.given for each in self.scenarios),
            whom=None if self.whom is None else self.whom.conclude(self.names),
            points=tuple(self.points[run.seed] for run in self.side(0)) if self.points else (),
        )

    def _cost(self, place: int) -> Cost:
        pairs = list(zip(self.side(place), self.side(0), strict=True))
        village_years = pairs[0][0].villages * pairs[0][0].months / 12
        found: dict[str, float] = {}
        for account in ACCOUNTS:
            whole = float(np.mean([getattr(a, account).sum() - getattr(b, account).sum() for a, b in pairs]))
            found[account] = float(np.mean([cost_of(a, account) - cost_of(b, account) for a, b in pairs]))
            found |= {f"{account}_in_all": whole, f"{account}_village": whole / village_years}
        return Cost(**found)

    def outcomes_with(self, simulator: Simulator, path: str, value: Any, most: int | None = None) -> Sequence[Outcome]:
        """Outcomes of the same pairs, or the first of them, with one setting changed on both sides."""
        there = [Named(each.scenario.changed({path: value})) for each in self.scenarios]
        pairs = Pairs(there, self.indicators, self.window, points=self.points)
        pairs.add(simulator, [run.seed for run in self.side(0)][:most])
        return pairs.conclude(Stopping(len(pairs.paired))).outcomes

    def under_extremes(self, simulator: Simulator) -> Extremes:
        """The same comparison under either extreme of the quorum rule, at the first of its seeds."""
        few, path = pairs_of_extremes(len(self.paired)), f"parameters.{QUORUM}"
        return Extremes(few, {rule: self.outcomes_with(simulator, path, rule, few) for rule in QUORUM_EXTREMES})
