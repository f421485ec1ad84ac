"""Signs that others found, beside the model's: directions of effects and differences, to which nothing was fitted.

A published *sign* says that something raises, lowers or does not move something else. Each is put as one or more
*contrasts* of the model, as far as it has what they speak of; what it has not is said with the reason. A sign here is
neither a target nor a check: an opposite one is printed like any other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.core.compute.intervals import mean_interval
from sim.execution.progress import Progress
from sim.execution.simulator import call_on_all, lost_job
from sim.runs.jobs import seeds_from
from sim.runs.run import Failure, Job
from sim.scenario.scenario import Scenario, load
from sim.validation.pattern_worlds import varied
from sim.validation.sign_worlds import VARIANTS, WORLD, Values, observe

Variants = dict[str, Values]
AGREE, OPPOSITE, NOT_TOLD, NOT_EXPRESSIBLE = "agree", "opposite", "not told", "not expressible"
VERDICTS = (AGREE, OPPOSITE, NOT_TOLD, NOT_EXPRESSIBLE)
INPUT = "input"


@dataclass(frozen=True)
class Contrast:
    """A published sign, and the difference of the model that stands for it.

    Parameters
    ----------
    en, zh, unit : str
        What is compared.
    published : {1, -1, 0}
        The sign that was found; 0 if no effect was found.
    value : callable
        The difference, from the statistics of the variants at one seed.
    variants : tuple of str
        Worlds that it needs.
    margin : float
        Where no effect was found: the difference that counts as none.
    given : {"", "input"}
        ``input`` if a parameter or an equation says the model's sign outright, so that it is nothing that is found out.
    """

    en: str
    zh: str
    published: int
    unit: str
    value: Callable[[Variants], float]
    variants: tuple[str, ...] = ("baseline",)
    margin: float = 0.0
    given: str = ""


@dataclass(frozen=True)
class Sign:
    """What one source found.

    Parameters
    ----------
    code : str
    row : str
        Row of the table of published figures: its topic, year and source.
    en, zh : str
        What was found, in short.
    source, status : str
        Where; ``SEEN`` if that was read, mostly in the abstract.
    contrasts : tuple of Contrast
        None if the model has nothing that it speaks of.
    why_en, why_zh : str
        What of it the model cannot say, and why; empty if all is said.
    """

    code: str
    row: str
    en: str
    zh: str
    source: str
    contrasts: tuple[Contrast, ...] = ()
    why_en: str = ""
    why_zh: str = ""
    status: str = "SEEN"


@dataclass(frozen=True)
class Found:
    """A contrast beside the published sign: mean over seeds with its 95 % interval; NaN if it cannot be said."""

    sign: Sign
    contrast: Contrast | None
    mean: float = math.nan
    low: float = math.nan
    high: float = math.nan
    seeds: int = 0

    @property
    def model(self) -> str:
        """The model's sign: ``+``, ``-``, ``0`` (nothing that counts), or nothing if it is not told.

        Examples
        --------
        >>> more = Contrast("", "", 1, "share", lambda world: 0.0)
        >>> found = Found(Sign("", "", "", "", "", (more,)), more, 0.02, 0.01, 0.03, 8)
        >>> found.model, found.verdict
        ('+', 'agree')
        """
        if self.contrast is None or not math.isfinite(self.low):
            return ""
        margin = self.contrast.margin  # nought but where no effect was found
        if margin and -margin <= self.low and self.high <= margin:
            return "0"
        return "+" if self.low > margin else "-" if self.high < -margin else ""

    @property
    def verdict(self) -> str:
        """One of :data:`VERDICTS`."""
        if self.contrast is None:
            return NOT_EXPRESSIBLE
        if not self.model:
            return NOT_TOLD
        return AGREE if self.model == {1: "+", -1: "-", 0: "0"}[self.contrast.published] else OPPOSITE


def of(name: str, variant: str = "baseline") -> Callable[[Variants], float]:
    """A statistic that is a difference or a relation inside one run."""
    return lambda world: world[variant][name]


def less(name: str, one: str, other: str = "baseline") -> Callable[[Variants], float]:
    """A statistic of one variant less that of another, at the same seed."""
    return lambda world: world[one][name] - world[other][name]


def less_for(one_group: str, other_group: str, one: str, other: str) -> Callable[[Variants], float]:
    """The effect in one group less that in another."""
    return lambda world: less(one_group, one, other)(world) - less(other_group, one, other)(world)


def put_beside(
    signs: Sequence[Sign],
    scenario: Scenario | str = "baseline",
    *,
    seeds: int = 16,
    seed: int = 1,
    jobs: int = 0,
    changes: dict[str, Any] | None = None,
    progress: Progress | None = None,
) -> tuple[list[Found], list[Failure]]:
    """Run the worlds that the signs need, all at the same seeds, and put the model's sign beside each.

    Parameters
    ----------
    signs : sequence of Sign
        As of :func:`sim.validation.sign_table.find_signs`.
    scenario : Scenario or str
        What the worlds are variants of.
    seeds, seed, jobs : int
        Seeds of each world, the first of them, and processes.
    changes : dict, optional
        Further changes of all worlds, by dotted path.
    progress : Progress, optional
        Is told of every run that ends.

    Returns
    -------
    found : list of Found
        One for each contrast, and one for each sign that cannot be said at all.
    failures : list of Failure
        Runs that ended in an error; contrasts leave out their seeds.
    """
    contrasts = [contrast for sign in signs for contrast in sign.contrasts]
    wanted = list(dict.fromkeys(name for contrast in contrasts for name in contrast.variants))
    base = varied(load(scenario) if isinstance(scenario, str) else scenario, WORLD | (changes or {}))
    numbers = seeds_from(seed, seeds, "seeds")
    work = [Job(replace(varied(base, VARIANTS[name]), name=name), number) for name in wanted for number in numbers]
    results = call_on_all(observe, work, lost_job, jobs=jobs, progress=progress) if work else []
    worlds: dict[int, Variants] = {}
    for job, result in zip(work, results, strict=True):
        if not isinstance(result, Failure):
            worlds.setdefault(job.seed, {})[job.name] = result
    complete = list(worlds.values())
    found = [each for sign in signs for each in _all_of(sign, complete)]
    return found, [each for each in results if isinstance(each, Failure)]


def _all_of(sign: Sign, worlds: Sequence[Variants]) -> list[Found]:
    return [_found(sign, contrast, worlds) for contrast in sign.contrasts] or [Found(sign, None)]


def _found(sign: Sign, contrast: Contrast, worlds: Sequence[Variants]) -> Found:
    complete = [world for world in worlds if set(contrast.variants) <= set(world)]
    values = np.array([contrast.value(world) for world in complete])
    values = values[np.isfinite(values)]
    if not len(values):
        return Found(sign, contrast)
    mean, low, high = mean_interval(values)
    return Found(sign, contrast, mean, low, high, len(values))


def count(found: Sequence[Found], *, inputs: bool = True) -> dict[str, int]:
    """How many contrasts reach each verdict; without those that a parameter says outright if asked."""
    counted = [each for each in found if inputs or each.contrast is None or not each.contrast.given]
    return {verdict: sum(each.verdict == verdict for each in counted) for verdict in VERDICTS}
