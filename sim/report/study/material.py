"""What every part of a report is made of: runs of a study, its arms and their differences, and the book of numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.analysis.arms import COVERAGE, Arm, Arms, arms_of
from sim.analysis.comparison import Comparison, Cost, Outcome, Stopping
from sim.analysis.contrasts import Contrast, Measured, contrasts_of
from sim.analysis.reading import Reading, read
from sim.core.config.language import Language, message
from sim.core.recording.indicator import AnyIndicator
from sim.indicators import HEADLINES, indicator_named
from sim.report.described.catalogue import policy_title
from sim.report.layout.sentences import title_of
from sim.report.study import queries
from sim.report.study.book import Book
from sim.report.study.document import Source
from sim.runs.jobs import QUORUM, quorum_rule
from sim.studies.query import Study
from sim.words.labels import in_brackets, listed

if TYPE_CHECKING:
    import pandas

    from sim.studies.status import Status

FEWEST_VILLAGES = 10
"""Simulated villages behind a number that is published; one with fewer is suppressed."""
MOST_OUTCOMES = 12
"""Outcomes shown where the study keeps none of the headlines and none is asked for."""
SIZES = ("world.counties", "world.townships", "world.villages")
EVERY = 1.0


class Scenario(NamedTuple):
    """An arm as figures and tables name it."""

    name: str
    title: Mapping[str, str]
    parameters: Mapping[str, Any]


@dataclass(frozen=True)
class Group:
    """Arms that are compared with the same baseline.

    Attributes
    ----------
    base : Arm
    measured : dict of str to Measured
        By name of the arm.
    sources : dict of str to Source
    comparison : Comparison
    readings : list of Reading
        Corrected for all differences of the group.
    """

    base: Arm
    measured: Mapping[str, Measured]
    sources: Mapping[str, Source]
    comparison: Comparison
    readings: Sequence[Reading]

    @property
    def averaged(self) -> bool:
        """Whether its arms are averages over the other levers."""
        return any(each.contrast.averaged for each in self.measured.values())


class Material:
    """A study as reports need it.

    Parameters
    ----------
    study : Study
    language : {"en", "zh"}
    outcomes : sequence of str, optional
        The headlines that the study keeps, if left out.

    Raises
    ------
    ValueError
        If no run is done.
    """

    def __init__(self, study: Study, language: Language, outcomes: Sequence[str] | None = None) -> None:
        self.study, self.prepared, self.language = study, study.prepared, language
        kept = study.outcomes
        usual = [each for each in HEADLINES if each in kept] or list(kept[:MOST_OUTCOMES])
        chosen = list(outcomes or usual)
        self.indicators: list[AnyIndicator] = [indicator_named(each) for each in chosen]
        self.frame = study.frame(chosen)
        if not len(self.frame):
            folder = study.prepared.folder
            raise ValueError(message("no run of this study is done: `ruralparty sweep {folder}`", folder=folder))
        self.book = Book()
        self.suppressed: list[str] = []

    @cached_property
    def status(self) -> Status:
        """How far the study is."""
        return self.study.status()

    @cached_property
    def arms(self) -> Arms:
        """Its arms."""
        return arms_of(self.prepared)

    @cached_property
    def scenarios(self) -> dict[str, dict[str, Any]]:
        """Its scenarios in plain tables."""
        return {each["name"]: each for each in self.prepared.study["scenarios"]}

    @cached_property
    def villages(self) -> int:
        """Villages of one world: of the smallest, where worlds differ in size."""
        lows = {each.path: min((each.low, *map(float, each.values))) for each in self._sizes()}
        counts = [
            int(np.prod([lows.get(path, plain["world"][path.partition(".")[2]]) for path in SIZES]))
            for plain in self.scenarios.values()
        ]
        return max(1, min(counts))

    def _sizes(self) -> Iterator[Any]:
        return (each for each in self.prepared.factors if each.path in SIZES)

    def published(self, runs: int) -> bool:
        """Whether so many runs hold enough villages for their numbers to be published."""
        return runs * self.villages >= FEWEST_VILLAGES

    def scenario_title(self, name: str) -> str:
        """Title of a scenario."""
        return title_of(self._scenario(name), self.language)

    def _scenario(self, name: str) -> Scenario:
        plain = self.scenarios[name]
        return Scenario(name, plain["title"], plain["parameters"])

    def title(self, arm: Arm, language: Language | None = None) -> str:
        """An arm in words: its levers, or its scenario where none is in force."""
        language = language or self.language
        if not arm.levers:
            return title_of(self._scenario(arm.scenario), language)
        told: dict[str, list[str]] = {}
        for path, value in arm.levers:
            steps = path.split(".")
            policy = steps[0] == "policies"
            key = policy_title(steps[1], language) if policy else path
            more = told.setdefault(key, [])
            if not policy:
                more.append(f"{value}")
            elif not (steps[-1] == COVERAGE and value == EVERY):
                more.append(f"{steps[-1]} {value:g}" if isinstance(value, float) else f"{steps[-1]} {value}")
        names = (in_brackets(language, key, listed(language, *more)) if more else key for key, more in told.items())
        return (" + " if language == "en" else "＋").join(names)

    def _named(self, arm: Arm) -> Scenario:
        plain = self.scenarios[arm.scenario]
        parameters = dict(plain["parameters"])
        rules = self.rules(arm)
        if len(rules) > 1:
            parameters[QUORUM] = " / ".join(rules)
        elif rules:
            parameters[QUORUM] = rules[0]
        return Scenario(arm.name, {each: self.title(arm, each) for each in ("en", "zh")}, parameters)  # type: ignore[arg-type]

    def rules(self, arm: Arm) -> list[str]:
        """Quorum rules of an arm over the points."""
        own = quorum_rule(self._scenario(arm.scenario))
        path = f"parameters.{QUORUM}"
        if not any(each.path == path for each in self.prepared.factors):
            return [own]
        column = self.prepared.design.column(path).to_pylist()
        return list(dict.fromkeys(str(column[row] or own) for row in arm.rows))

    @cached_property
    def contrasts(self) -> list[Contrast]:
        """All contrasts that the design makes."""
        return contrasts_of(self.arms, self.prepared)

    @cached_property
    def groups(self) -> list[Group]:
        """Arms by the baseline that they are compared with; those of too few villages are left out and listed."""
        by_base: dict[tuple[str, bool], list[Contrast]] = {}
        for each in self.contrasts:
            by_base.setdefault((each.base.name, each.averaged), []).append(each)
        found = (self._group(each) for each in by_base.values())
        return [each for each in found if each.measured]

    def _group(self, contrasts: Sequence[Contrast]) -> Group:
        measured, sources, outcomes, costs, pairs = {}, {}, [], {}, []
        for contrast in contrasts:
            name, mine = contrast.arm.name, Measured(contrast, self.frame)
            if not mine.fewest:
                continue
            if not self.published(mine.fewest):
                self.suppressed.append(self.title(contrast.arm))
                continue
            measured[name] = mine
            sources[name] = self._source(mine)
            found = [(each, mine.difference(each.name)) for each in self.indicators]
            outcomes += [Outcome(name, each, step) for each, step in found if step]
            costs[name] = self._cost(mine)
            pairs.append(len(mine.sides(mine.table["seed"])[0]))
        base = contrasts[0].base
        scenarios = (self._named(base), *(self._named(each.contrast.arm) for each in measured.values()))
        window = (0, int(self.scenarios[base.scenario]["horizon"]["months"]))
        comparison = Comparison(scenarios, {}, outcomes, costs, {}, window, Stopping(min(pairs, default=0)), [])
        return Group(base, measured, sources, comparison, read(comparison) if outcomes else [])

    def _source(self, measured: Measured) -> Source:
        contrast = measured.contrast
        less = {"en": "{arm} less {base}", "zh": "{arm}减去{base}"}[self.language]
        label = less.format(arm=self.title(contrast.arm), base=self.base_title(contrast))
        query = queries.sides(contrast, self.prepared.design.num_rows)
        return self.book.source(label, query, measured.runs)

    def base_title(self, contrast: Contrast) -> str:
        """What an arm is compared with, in words."""
        if contrast.averaged:
            return {"en": "the same without it", "zh": "无该政策"}[self.language]
        return self.title(contrast.base)

    def _cost(self, measured: Measured) -> Cost:
        """What an arm costs more than its baseline."""
        table = measured.table
        each = [self.cost(measured, f"cost_{account}") for account in ("yuan", "hours")]
        years = float(np.nanmean(measured.sides(table["person_years"])[0]))
        in_all = [value * years for value in each]
        months = int(self.scenarios[measured.contrast.arm.scenario]["horizon"]["months"])
        village = [value / self.villages / months * 12 for value in in_all]
        return Cost(*each, *in_all, *village)

    def cost(self, measured: Measured, account: str) -> float:
        """Mean over the units of what a registered person and year costs more."""
        after, before = self.costs(measured, account)
        return float(np.nanmean(after - before))

    def costs(self, measured: Measured, account: str) -> tuple[np.ndarray, np.ndarray]:
        """What a registered person and year costs before and after, by unit."""
        table = measured.table
        return measured.sides(table[account] / table["person_years"])[::-1]


def seen(group: Group) -> list[Reading]:
    """Differences of a group that are seen."""
    return [each for each in group.readings if each.seen]


def frame_of(records: Sequence[Mapping[str, Any]]) -> pandas.DataFrame:
    """Records as a table."""
    import pandas

    return pandas.DataFrame(list(records))
