"""Heterogeneous effects, differences for whom: by group of persons, by class of villages, by place and by world."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from sim.analysis.effects import PairedDifference, paired_difference
from sim.analysis.turning import Leaf, Turn, shallow_tree, turning_point
from sim.core.compute.intervals import mean_interval
from sim.core.config.language import Language, in_language, message, spoken
from sim.core.config.problems import did_you_mean
from sim.core.recording.aggregation import OverVillages, whole_years
from sim.core.recording.indicator import AnyIndicator, Numbers, terms
from sim.indicators import INDICATORS
from sim.indicators.groups import GROUPS
from sim.runs.run import Run, compared
from sim.runs.traits import TRAITS
from sim.words.labels import WORDS
from sim.world.specification import ARCHETYPES, COUNTY_TYPES

PERSONS = tuple(GROUPS.groupings)
PLACES: Mapping[str, tuple[str, str]] = {name: WORDS[name] for name in ("township", "county")}
WORLDS: Mapping[str, tuple[str, ...]] = {"archetype": ARCHETYPES, "county_type": COUNTY_TYPES}
ALL_TRAITS = "traits"
CHOICES = (*PERSONS, *PLACES, *WORLDS, *TRAITS, ALL_TRAITS)
"""What can stand behind ``--by`` in a comparison."""
CLASSES = (("low", "低"), ("middle", "中"), ("high", "高"))
THIRDS = (1 / 3, 2 / 3)


@dataclass(frozen=True)
class GroupDifference:
    """The difference of one outcome in one group."""

    scenario: str
    indicator: AnyIndicator
    en: str
    zh: str
    difference: PairedDifference

    def label(self, language: Language) -> str:
        """The group in a language."""
        return in_language(language, self.en, self.zh)


@dataclass(frozen=True)
class VillageShares:
    """Villages that an alternative leaves better or worse off in one outcome.

    Attributes
    ----------
    better, worse : (float, float, float)
        Share of the villages, with its 95 % interval over the pairs; where more of an outcome is neither better nor
        worse, of those in which it rises or falls. In the others nothing changes.
    wanted : int
        +1 if more is better, -1 if less is, 0 if neither.
    """

    scenario: str
    indicator: AnyIndicator
    better: tuple[float, float, float]
    worse: tuple[float, float, float]
    wanted: int


@dataclass(frozen=True)
class TurnOf:
    """Where along a trait the sign of one difference turns."""

    scenario: str
    indicator: AnyIndicator
    trait: str
    turn: Turn


@dataclass(frozen=True)
class LeavesOf:
    """Villages that a shallow tree over all traits puts together, for one outcome."""

    scenario: str
    indicator: AnyIndicator
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True)
class ForWhom:
    """What ``--by`` found.

    Attributes
    ----------
    by : str
    groups : list of GroupDifference
    shares : list of VillageShares
        For traits of villages.
    turns : list of TurnOf
    trees : list of LeavesOf
        For ``traits``.
    notes : list of str
    """

    by: str
    groups: list[GroupDifference]
    shares: list[VillageShares] = field(default_factory=list)
    turns: list[TurnOf] = field(default_factory=list)
    trees: list[LeavesOf] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def check_by(by: str) -> str:
    """The name, if it is one of :data:`CHOICES`.

    Raises
    ------
    ValueError
        If it is none, with the nearest.
    """
    if by in CHOICES:
        return by
    fault = message("nothing can be told by {by!r}; allowed are {choices}", by=by, choices=", ".join(CHOICES))
    raise ValueError(fault + did_you_mean(by, CHOICES))


def indicators_for(by: str, indicators: Sequence[AnyIndicator], chosen: bool) -> list[AnyIndicator]:
    """Indicators that can be had by this: for persons those counted by group, otherwise all.

    Parameters
    ----------
    by : str
    indicators : sequence of indicators
        Outcomes of the comparison.
    chosen : bool
        Whether they were named by the user, who is told of those that cannot be had.

    Raises
    ------
    ValueError
        If one of those named is not counted by group of persons.
    """
    if by not in PERSONS:
        return list(indicators)
    offered = [each for each in INDICATORS.values() if GROUPS.offers(each)]
    for each in indicators if chosen else ():
        if each not in offered:
            names = ", ".join(known.name for known in offered)
            raise ValueError(
                message("{name!r} is not counted by {by}; these are: {names}", name=each.name, by=by, names=names)
            )
    return list(indicators) if chosen else offered


def parts_of(by: str, places: int = 0) -> list[tuple[str, str]]:
    """Labels of groups of persons, or of so many places, English and Chinese."""
    if by in PERSONS:
        return [(en, zh) for en, zh, _ in GROUPS.groupings[by].parts]
    en, zh = PLACES[by]
    return [(f"{en} {place + 1}", f"{zh}{place + 1}") for place in range(places)]


class ForWhomPairs:
    """Gathers what is needed of each pair and lets go of the rest.

    Parameters
    ----------
    by : str
    indicators : sequence of indicators
    window : (int, int)
        Months under study.
    horizon : Horizon

    Raises
    ------
    ValueError
        If groups of persons are asked for and no whole year lies in the window.
    """

    def __init__(self, by: str, indicators: Sequence[AnyIndicator], window: tuple[int, int], horizon: Any) -> None:
        self.by, self.indicators, self.window = check_by(by), list(indicators), window
        self.traits = [name for name in TRAITS if by in (name, ALL_TRAITS)]
        self.pairs: list[list[Run]] = []
        if by in PERSONS:
            whole_years(horizon.burn_in + horizon.months, horizon.burn_in + window[0], horizon.burn_in + window[1])

    @property
    def keeps_villages(self) -> bool:
        """Whether runs have to keep their villages apart."""
        return self.by in PLACES or bool(self.traits)

    def take(self, together: Sequence[Run]) -> list[Run]:
        """Keep what is needed of the runs at one seed, baseline first, and return them without their villages."""
        if self.keeps_villages:
            months = slice(together[0].burn_in + self.window[0], together[0].burn_in + self.window[1])
            self.pairs.append([_slim(run, months) for run in together])
            return [replace(run, by_village=None, spread=_spread(run)) for run in together]
        if self.by in PERSONS:
            self.pairs.append(list(together))
        return list(together)

    def conclude(self, names: Sequence[str]) -> ForWhom:
        """What was found of the alternatives, whose names follow that of the baseline."""
        found = ForWhom(self.by, [])
        for place, name in enumerate(names[1:], start=1):
            for indicator in self.indicators:
                self._tell(found, name, place, indicator)
        return found

    def _tell(self, found: ForWhom, name: str, place: int, indicator: AnyIndicator) -> None:
        parts, members = self._parts()
        both = [self._values(side, indicator, len(parts), members) for side in (0, place)] if parts else []
        for row, (en, zh) in enumerate(parts):
            difference = paired_difference(both[0][:, row], both[1][:, row])
            if difference is None:
                found.notes.append(
                    message(
                        "{outcome} of {scenario}: {group} has no value in any pair",
                        outcome=indicator.label(spoken()),
                        scenario=name,
                        group=in_language(spoken(), en, zh),
                    )
                )
                continue
            found.groups.append(GroupDifference(name, indicator, en, zh, difference))
        if self.traits:
            self._tell_of_villages(found, name, place, indicator)

    def _tell_of_villages(self, found: ForWhom, name: str, place: int, indicator: AnyIndicator) -> None:
        steps = [_by_village(pair[place], indicator) - _by_village(pair[0], indicator) for pair in self.pairs]
        if not any(np.isfinite(each).any() for each in steps):
            return
        found.shares.append(_shares(name, indicator, steps))
        traits = [pair[0].traits for pair in self.pairs]
        for trait in self.traits:
            turn = turning_point([each[trait] for each in traits], steps)
            if turn is not None:
                found.turns.append(TurnOf(name, indicator, trait, turn))
        if self.by == ALL_TRAITS:
            found.trees.append(LeavesOf(name, indicator, tuple(shallow_tree(traits, steps))))

    def _parts(self) -> tuple[list[tuple[str, str]], list[np.ndarray]]:
        """Labels of the parts; and the part of each village by pair, where parts are of villages."""
        if self.by in PERSONS:
            return parts_of(self.by), []
        if self.by in PLACES:
            members = [pair[0].places[self.by] for pair in self.pairs]
            return parts_of(self.by, int(max(each.max() for each in members)) + 1), members
        if self.by == ALL_TRAITS:
            return [], []
        trait = [pair[0].traits[self.by] for pair in self.pairs]
        cuts = np.quantile(np.concatenate(trait), THIRDS)
        low, high = (f"{cut:.4g}" for cut in cuts)
        bounds = (f"≤ {low}", f"{low} … {high}", f"> {high}")
        labels = [(f"{en} ({bound})", f"{zh}（{bound}）") for (en, zh), bound in zip(CLASSES, bounds, strict=True)]
        return labels, [np.searchsorted(cuts, each, side="left") for each in trait]

    def _values(self, side: int, indicator: AnyIndicator, parts: int, members: list[np.ndarray]) -> np.ndarray:
        """One side's values by pair and part."""
        runs = [pair[side] for pair in self.pairs]
        if self.by in PERSONS:
            return np.stack([run.groups(indicator, self.by, *self.window) for run in runs])
        return np.array(
            [
                [_of_villages(run, indicator, belongs == part) for part in range(parts)]
                for run, belongs in zip(runs, members, strict=True)
            ]
        )


def by_world(by: str, found: Mapping[str, Sequence[Any]]) -> ForWhom:
    """Differences by world.

    Parameters
    ----------
    by : {"archetype", "county_type"}
    found : mapping of str to sequence of Outcome
        Differences of each world.
    """
    groups = [
        GroupDifference(each.scenario, each.indicator, world, WORLD_LABELS[world], each.difference)
        for world, outcomes in found.items()
        for each in outcomes
    ]
    return ForWhom(by, groups)


WORLD_LABELS: Mapping[str, str] = {
    "national": "全国乡村平均型",
    "labour-exporting": "劳务输出型",
    "near-urban": "近郊型",
    "hollow": "空心化型",
    "ordinary": "一般县",
    "remote-poor": "偏远低收入县",
}


def _slim(run: Run, months: slice) -> Run:
    if run.by_village is None:
        raise ValueError(message("the tallies of villages were not kept; run with by_village=True"))
    kept = run.by_village[months]
    return replace(run, sums=run.sums[months], by_village=kept, burn_in=0, trajectories=None, spread={}, by_group=None)


def _spread(run: Run) -> dict[str, np.ndarray]:
    """Tallies that comparisons between villages need, once the others are let go of."""
    if run.by_village is None:
        return dict(run.spread)
    return {name: run.by_village[:, :, run.tallies.index(name)].copy() for name in compared()}


def _sums(run: Run) -> Callable[[str], Numbers]:
    """Sums over the months of a slim run, villages apart."""
    assert run.by_village is not None
    table = run.by_village.sum(axis=0, dtype=np.float64)

    def total(expression: str) -> Numbers:
        if not expression:
            return np.full(run.villages, float(len(run.sums)))
        columns = [sign * table[:, run.tallies.index(name)] for name, sign in terms(expression)]
        return np.asarray(np.sum(columns, axis=0))

    return total


def _by_village(run: Run, indicator: AnyIndicator) -> np.ndarray:
    return np.asarray(indicator.at(OverVillages(_sums(run), by_village=True)), float)


def _of_villages(run: Run, indicator: AnyIndicator, chosen: np.ndarray) -> float:
    if not chosen.any():
        return float("nan")
    total = _sums(run)
    return float(indicator.at(OverVillages(lambda expression: total(expression)[chosen])))


def _shares(name: str, indicator: AnyIndicator, steps: Sequence[np.ndarray]) -> VillageShares:
    known = [each[np.isfinite(each)] for each in steps if np.isfinite(each).any()]
    wanted = int(indicator.better)
    better, worse = (
        mean_interval(np.array([(np.sign(each) == sign).mean() for each in known]))
        for sign in ((1, -1) if wanted >= 0 else (-1, 1))
    )
    return VillageShares(name, indicator, better, worse, wanted)
