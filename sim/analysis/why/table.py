"""Why a policy does what it does: parts by lever and dose, and paths by channel, from pairs of runs.

Parts come from runs in which only some levers of the policy act. Paths come from runs in which one channel stays what
it is in the baseline: what is left of the effect goes other ways, and what has gone went through the channel. All runs
of a seed meet the same luck, so each part and path is a difference taken seed by seed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import batched
from typing import Any

import numpy as np

from sim.analysis.comparison import TooFewRuns
from sim.analysis.effects import PairedDifference, paired_difference
from sim.analysis.why.levers import by_dose
from sim.analysis.why.parts import MOST_EXACT, Floats, additions, joined, members, orders, prefixes, shapley
from sim.channels.table import CHANNELS, channel_named
from sim.channels.touched import watched
from sim.core.config.language import message
from sim.core.recording.indicator import AnyIndicator
from sim.execution.simulator import RunCounts, Simulator
from sim.indicators import HEADLINES, indicator_named
from sim.runs.jobs import Named, jobs_of, seeds_from
from sim.runs.run import Failure, Run
from sim.runs.window import window_of

PAIRS, WINDOW = 24, 12
NONE, ALL = "none", "all"
"""Names of the scenarios in which no lever acts, and in which all do."""
EXACT, SAMPLED = "all sets of levers", "sampled orders of levers"
TOGETHER = 8
"""Scenarios handed to the processes at a time."""


@dataclass(frozen=True)
class Share:
    """What a lever, a dose or a channel has in the effect on an outcome.

    Attributes
    ----------
    name : str
    found : PairedDifference
        Of a lever or dose its Shapley value; of a channel what goes through it.
    left : PairedDifference or None
        Of a channel: the effect that is left while it is held.
    """

    name: str
    found: PairedDifference
    left: PairedDifference | None = None


@dataclass(frozen=True)
class Reasons:
    """Why an outcome moves.

    Attributes
    ----------
    indicator : Indicator
    whole : PairedDifference
        The effect.
    levers, doses, channels : tuple of Share
    """

    indicator: AnyIndicator
    whole: PairedDifference
    levers: tuple[Share, ...]
    doses: tuple[Share, ...] = ()
    channels: tuple[Share, ...] = ()

    @property
    def cancels(self) -> tuple[Share, ...]:
        """Parts that are seen and go against each other, where no difference is seen of their sum."""
        if self.whole.verdict != "none":
            return ()
        for parts in (self.doses, self.levers):
            seen = tuple(each for each in parts if each.found.clear)
            if {each.found.verdict for each in seen} == {"raises", "lowers"}:
                return seen
        return ()


@dataclass(frozen=True)
class Why:
    """What :func:`why` found.

    Attributes
    ----------
    baseline, alternative : Scenario
    pairs : int
    seed : int
        The first.
    window : (int, int)
    how : str
        Whether all sets of levers were run, or orders were sampled.
    levers : tuple of str
    doses : dict of str to tuple of str
        Levers by dose.
    channels : tuple of str
        Channels that were held.
    untouched : tuple of str
        Channels that the policy does not touch, to the last bit, at the first seed.
    reasons : tuple of Reasons
    refused : dict of str to tuple of str
        Outcomes without a value in some run, and which.
    failures : list of Failure
    counted : RunCounts
    """

    baseline: Any
    alternative: Any
    pairs: int
    seed: int
    window: tuple[int, int]
    how: str
    levers: tuple[str, ...]
    doses: Mapping[str, tuple[str, ...]]
    channels: tuple[str, ...]
    untouched: tuple[str, ...]
    reasons: tuple[Reasons, ...]
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    counted: RunCounts = field(default_factory=RunCounts)


def why(
    baseline: Any,
    alternative: Any,
    *,
    pairs: int = PAIRS,
    seed: int = 1,
    window: int | str = WINDOW,
    outcomes: Sequence[str] = HEADLINES,
    channels: Sequence[str] | None = None,
    simulator: Simulator,
) -> Why:
    """Take the effect of an alternative's policies apart.

    Parameters
    ----------
    baseline, alternative : Scenario
        Of one world and horizon; the policies of the alternative that the baseline has not are what is asked about.
    pairs, seed : int
    window : int or str
    outcomes : sequence of str
    channels : sequence of str, optional
        Channels that are held one after the other; all that are touched if left out.
    simulator : Simulator
        Open.

    Raises
    ------
    ValueError
        If the alternative adds no policy, no lever moves, or a channel is not known.
    TooFewRuns
        If there is no seed at which all runs ended well.
    """
    added = [name for name, plan in alternative.policies.items() if baseline.policies.get(name) != plan]
    if not added:
        fault = message("{name} adds no policy to {baseline}", name=alternative.name, baseline=baseline.name)
        raise ValueError(fault)
    seeds, indicators = seeds_from(seed, pairs, "pairs"), [indicator_named(name) for name in outcomes]
    months = window_of(window, baseline.horizon.start, baseline.horizon.months)
    touched, levers = look(baseline, alternative, seed)
    if not levers:
        raise ValueError(message("{name} moves no lever", name=alternative.name))
    asked = [name for name in touched if name in CHANNELS] if channels is None else list(channels)
    for name in asked:
        channel_named(name)
    made = _Made(baseline, alternative, tuple(added), tuple(levers))
    doses = by_dose(added[0], alternative.policies[added[0]].dose, levers) if len(added) == 1 else {}
    runs = _Runs(simulator, seeds, indicators, months)
    exact = len(levers) <= MOST_EXACT
    sets = set(range(1 << len(levers))) if exact else set().union(*map(made.sampled, seeds))
    wanted = {made.name_of(place): made.of(place) for place in sorted(sets)}
    wanted |= {f"hold_{name}": made.holding(name) for name in asked}
    runs.do(wanted, {} if exact else made.only_at(seeds))
    return _conclude(made, runs, seeds, indicators, months, asked, touched, doses, exact)


def look(baseline: Any, alternative: Any, seed: int) -> tuple[list[str], list[str]]:
    """Channels and levers that differ between two runs of a seed."""
    from sim.model import RuralParty

    models = (RuralParty(each, rng=seed) for each in (alternative, baseline))
    return watched(*models, months=baseline.horizon.months)


@dataclass(frozen=True)
class _Made:
    """Scenarios of an analysis."""

    baseline: Any
    alternative: Any
    added: tuple[str, ...]
    levers: tuple[str, ...]

    def of(self, place: int) -> Any:
        """The scenario in which the levers of a set act."""
        acting, name = members(place, len(self.levers)), self.name_of(place)
        if not acting:
            return replace(self.baseline, name=name)
        if len(acting) == len(self.levers):
            return replace(self.alternative, name=name)
        policies = dict(self.alternative.policies)
        for policy in self.added:
            delivery = replace(policies[policy].delivery, levers=tuple(sorted(self.levers[each] for each in acting)))
            policies[policy] = replace(policies[policy], delivery=delivery)
        return replace(self.alternative, name=name, policies=policies)

    def name_of(self, place: int) -> str:
        """Name of that scenario."""
        return {0: NONE, (1 << len(self.levers)) - 1: ALL}.get(place, f"levers_{place}")

    def sampled(self, seed: int) -> set[int]:
        """Sets that are run at a seed where orders are sampled."""
        return {place for order in orders(len(self.levers), seed) for place in prefixes(order)}

    def holding(self, channel: str) -> Any:
        """The alternative that holds a channel."""
        held = replace(self.alternative, name=f"hold_{channel}", hold=(channel,))
        bare = replace(self.baseline, hold=(), held_from=None)
        return replace(held, held_from=None if held.beside.policies == bare.policies else bare)

    def only_at(self, seeds: Sequence[int]) -> dict[str, list[int]]:
        """Seeds of the scenarios that are not run at all of them."""
        found: dict[str, list[int]] = {}
        for seed in seeds:
            for place in self.sampled(seed):
                found.setdefault(self.name_of(place), []).append(seed)
        return found


class _Runs:
    """Outcomes of the runs, by scenario."""

    def __init__(
        self, simulator: Simulator, seeds: Sequence[int], indicators: Sequence[AnyIndicator], window: tuple[int, int]
    ) -> None:
        self.simulator, self.seeds, self.indicators, self.window = simulator, seeds, indicators, window
        self.values: dict[str, Floats] = {}
        self.failures: list[Failure] = []
        self.missing: dict[str, list[str]] = {}

    def do(self, scenarios: Mapping[str, Any], only_at: Mapping[str, Sequence[int]]) -> None:
        """Do all runs, a few scenarios at a time."""
        place = {seed: row for row, seed in enumerate(self.seeds)}
        for batch in batched(scenarios.items(), TOGETHER):
            jobs = [
                (name, job)
                for name, scenario in batch
                for job in jobs_of([Named(scenario)], only_at.get(name, self.seeds))
            ]
            for (name, job), found in zip(jobs, self.simulator.results([job for _, job in jobs]), strict=True):
                rows = self.values.setdefault(name, np.full((len(self.seeds), len(self.indicators)), np.nan))
                if isinstance(found, Run):
                    rows[place[job.seed]] = [found.value(each, *self.window) for each in self.indicators]
                    self._note(name, job.seed, rows[place[job.seed]])
                else:
                    self.failures.append(found)

    def _note(self, name: str, seed: int, row: Floats) -> None:
        for indicator, value in zip(self.indicators, row, strict=True):
            if not np.isfinite(value):
                self.missing.setdefault(indicator.name, []).append(f"{name} {seed}")


def _conclude(
    made: _Made,
    runs: _Runs,
    seeds: Sequence[int],
    indicators: Sequence[AnyIndicator],
    window: tuple[int, int],
    asked: Sequence[str],
    touched: Sequence[str],
    doses: Mapping[str, tuple[str, ...]],
    exact: bool,
) -> Why:
    failed = {each.seed for each in runs.failures}
    well = np.array([seed not in failed for seed in seeds])
    if not well.any():
        raise TooFewRuns(runs.failures)
    count, values = len(made.levers), {name: each[well] for name, each in runs.values.items()}
    if exact:
        sets = np.stack([values[made.name_of(place)] for place in range(1 << count)])
        parts = shapley(sets)
        groups = [tuple(made.levers.index(lever) for lever in group) for group in doses.values()]
        of_doses = shapley(joined(sets, groups)) if groups else np.empty((0, *parts.shape[1:]))
    else:
        parts = _along_orders(made, values, [seed for seed, good in zip(seeds, well, strict=True) if good])
        of_doses, doses = np.empty((0, *parts.shape[1:])), {}
    reasons = []
    for place, indicator in enumerate(indicators):
        if indicator.name in runs.missing:
            continue
        before, after = (values[name][:, place] for name in (NONE, ALL))
        ways = []
        for name in asked:
            held = values[f"hold_{name}"][:, place]
            ways.append(Share(name, _paired(held, after), _paired(before, held)))
        reasons.append(
            Reasons(
                indicator,
                _paired(before, after),
                tuple(Share(name, _of(part[:, place])) for name, part in zip(made.levers, parts, strict=True)),
                tuple(Share(name, _of(part[:, place])) for name, part in zip(doses, of_doses, strict=True)),
                tuple(ways),
            )
        )
    return Why(
        baseline=made.baseline,
        alternative=made.alternative,
        pairs=int(well.sum()),
        seed=int(seeds[0]),
        window=window,
        how=EXACT if exact else SAMPLED,
        levers=made.levers,
        doses=doses,
        channels=tuple(asked),
        untouched=tuple(name for name in CHANNELS if name not in touched),
        reasons=tuple(reasons),
        refused={name: tuple(each) for name, each in runs.missing.items()},
        failures=runs.failures,
        counted=runs.simulator.counted,
    )


def _along_orders(made: _Made, values: Mapping[str, Floats], seeds: Sequence[int]) -> Floats:
    """What each lever adds at each seed, the mean of an order and its reverse; shape (levers, pairs, outcomes)."""
    found = []
    for row, seed in enumerate(seeds):
        both = [
            additions(order, np.stack([values[made.name_of(place)][row] for place in prefixes(order)]))
            for order in orders(len(made.levers), seed)
        ]
        found.append(np.mean(both, axis=0))
    return np.stack(found, axis=1)


def _paired(before: Floats, after: Floats) -> PairedDifference:
    found = paired_difference(before, after)
    assert found is not None
    return found


def _of(steps: Floats) -> PairedDifference:
    return _paired(np.zeros_like(steps), steps)
