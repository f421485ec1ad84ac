"""The region that is not ruled out: who lies in it, how large it is, and points drawn uniformly from it.

A region is what the emulators of all waves leave. Points are drawn by slice sampling along lines through points that
lie in it, never from a box around it, so that thin and slanted regions are filled as they are. Where few points of a
population lie within the cut, the cut is lowered in steps that a fifth of the population survives (subset simulation);
the product of the shares that survive is the volume.

References
----------
Neal, R. M. (2003). Slice sampling. Annals of Statistics 31, 705-767 (from memory).
Au, S.-K. and Beck, J. L. (2001). Estimation of small failure probabilities in high dimensions by subset simulation.
Probabilistic Engineering Mechanics 16, 263-277 (from memory).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.calibration.emulator import Emulator, one_thread
from sim.analysis.calibration.implausibility import CUT, Goal, deciding, rank_that_decides

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
SURVIVE = 0.2
"""Share of the population that survives a step of the cut."""
MOST_STEPS = 30
STALLED = 0.99
"""A cut that a step lowers by less than this factor is as low as it goes."""
SWEEPS = 3
"""Moves of each point, in numbers of inputs that matter."""
SHRINKS = 40
"""Halvings of a line after which a point stays where it is."""


@dataclass(frozen=True)
class Wave:
    """What one wave rules out.

    Attributes
    ----------
    emulators : tuple of Emulator
    goals : tuple of Goal
        What each output is held to.
    seeds : int
        Seeds over whose mean a point is judged.
    """

    emulators: tuple[Emulator, ...]
    goals: tuple[Goal, ...]
    seeds: int = 1

    @property
    def judges(self) -> tuple[tuple[Emulator, Goal, float], ...]:
        """Emulators of outputs that some input moves, each with its goal and the seeds' variance of a mean."""
        pairs = zip(self.emulators, self.goals, strict=True)
        return tuple((each, goal, each.seed_variance / self.seeds) for each, goal in pairs if each.moved)

    def implausibilities(self, points: Floats) -> Floats:
        """Implausibility of each output that inputs move, shape (points, outputs)."""
        found = []
        for emulator, goal, noise in self.judges:
            mean, variance = emulator.predict(points)
            found.append(goal.implausibility(mean, variance + noise))
        return np.stack(found, axis=1) if found else np.zeros((len(points), 0))

    def level(self, points: Floats) -> Floats:
        """The implausibility that decides."""
        return deciding(self.implausibilities(points))

    def inside(self, points: Floats, cut: float) -> Bools:
        """Whether points lie within a cut; outputs are asked one after another, of points that are not out yet."""
        left, out = np.arange(len(points)), np.zeros(len(points), int)
        judges = self.judges
        enough = rank_that_decides(len(judges))
        for emulator, goal, noise in judges:
            if not left.size:
                break
            out[left] += emulator.exceeds(points[left], goal, noise, cut)
            left = left[out[left] < enough]
        found = np.zeros(len(points), bool)
        found[left] = True
        return found

    def sorted_by(self, points: Floats, cut: float) -> Wave:
        """The same wave, asked first for the outputs that rule out most of these points."""
        power = [
            float(emulator.exceeds(points, goal, emulator.seed_variance / self.seeds, cut).mean())
            if emulator.moved
            else -1.0
            for emulator, goal in zip(self.emulators, self.goals, strict=True)
        ]
        order = sorted(range(len(power)), key=lambda place: -power[place])
        emulators = tuple(self.emulators[place] for place in order)
        return Wave(emulators, tuple(self.goals[place] for place in order), self.seeds)


@dataclass(frozen=True)
class Sample:
    """Points of a region.

    Attributes
    ----------
    points : float array, shape (points, inputs)
        Uniform in the region; none if it is empty as far as could be found.
    volume : float
        Of the region, in that of the region that the population came from.
    steps : int
        Times that the cut was lowered.
    nearest : float array, shape (inputs,)
        The least implausible point that was seen.
    """

    points: Floats
    volume: float
    steps: int
    nearest: Floats


def latin_hypercube(rows: int, inputs: int, rng: np.random.Generator) -> Floats:
    """A Latin hypercube, shape (rows, inputs)."""
    places = np.stack([rng.permutation(rows) for _ in range(inputs)], axis=1) if inputs else np.empty((rows, 0))
    return np.asarray((places + rng.random((rows, inputs))) / rows)


def draw(
    waves: Sequence[Wave],
    population: Floats,
    rows: int,
    rng: np.random.Generator,
    cut: float = CUT,
    sweeps: int = SWEEPS,
) -> Sample:
    """Draw from what the last wave leaves of the region of the waves before it.

    Parameters
    ----------
    waves : sequence of Wave
    population : float array, shape (population, inputs)
        Uniform in the region of the waves before the last.
    rows : int
        Points to draw.
    rng : Generator
    cut : float
    sweeps : int
        Moves of each point in the end, in numbers of inputs that matter; at the steps before, one will do.
    """
    with one_thread():
        return _drawn(waves, population, rows, rng, cut, sweeps)


def _drawn(
    waves: Sequence[Wave], population: Floats, rows: int, rng: np.random.Generator, cut: float, sweeps: int
) -> Sample:
    *before, last = waves
    held = [(each, cut) for each in reversed(before)]
    matter = _inputs_that_matter(waves)
    volume, levels = 1.0, last.level(population)
    nearest = population[int(levels.argmin())]
    bound = np.inf
    for step in range(MOST_STEPS + 1):
        share = float((levels <= cut).mean())
        if share >= SURVIVE:
            break
        before_it, bound = bound, float(np.quantile(levels, SURVIVE))
        if step == MOST_STEPS or bound > STALLED * before_it:
            return Sample(population[:0], 0.0, step, nearest)
        chosen = population[levels <= bound]
        volume *= len(chosen) / len(population)
        last = last.sorted_by(chosen, bound)
        population = _moved([(last, bound), *held], chosen, len(population), matter, rng, 1)
        levels = last.level(population)
        nearest = min((nearest, population[int(levels.argmin())]), key=lambda each: float(last.level(each[None])[0]))
    chosen = population[levels <= cut]
    last = last.sorted_by(population, cut)
    points = _moved([(last, cut), *held], chosen, rows, matter, rng, sweeps)
    return Sample(points, volume * share, step, nearest)


def _inputs_that_matter(waves: Sequence[Wave]) -> NDArray[np.int_]:
    """Inputs that some emulator sees; all others are free."""
    return np.array(sorted({place for wave in waves for each, *_ in wave.judges for place in each.inputs}), int)


def _moved(
    bounds: Sequence[tuple[Wave, float]],
    seeds: Floats,
    rows: int,
    matter: NDArray[np.int_],
    rng: np.random.Generator,
    sweeps: int,
) -> Floats:
    """So many points that set out from the seeds and have moved far enough within the bounds to be uniform there."""
    starts = np.concatenate([rng.permutation(len(seeds)) for _ in range(-(-rows // len(seeds)))])[:rows]
    points: Floats = seeds[starts].copy()
    free = np.setdiff1d(np.arange(points.shape[1]), matter)
    points[:, free] = rng.random((rows, len(free)))
    for _ in range(sweeps * len(matter)):
        points = _line_move(bounds, points, _directions(seeds, rows, matter, rng), rng)
    return points


def _directions(seeds: Floats, rows: int, matter: NDArray[np.int_], rng: np.random.Generator) -> Floats:
    """Directions of lines: along one input, or along the difference of two points of the region in some inputs."""
    found = np.zeros((rows, seeds.shape[1]))
    one, two = rng.integers(len(seeds), size=(2, rows))
    kept = rng.random((rows, len(matter))) < rng.choice([0.1, 0.5, 1.0], size=(rows, 1))
    found[:, matter] = (seeds[one] - seeds[two])[:, matter] * kept
    single = (rng.random(rows) < 0.5) | (np.abs(found).max(axis=1) < 1e-9)
    found[single] = 0.0
    found[np.flatnonzero(single), matter[rng.integers(len(matter), size=int(single.sum()))]] = 1.0
    return found


def _line_move(
    bounds: Sequence[tuple[Wave, float]], points: Floats, directions: Floats, rng: np.random.Generator
) -> Floats:
    """Move each point along its line, uniformly on what lies in the cube and within the bounds."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.where(directions != 0.0, np.stack([-points, 1.0 - points]) / directions, np.nan)
    low, high = np.nanmax(ends.min(axis=0), axis=1), np.nanmin(ends.max(axis=0), axis=1)
    low, high = np.minimum(low, 0.0), np.maximum(high, 0.0)
    found, left = points.copy(), np.arange(len(points))
    for _ in range(SHRINKS):
        place = low[left] + rng.random(len(left)) * (high[left] - low[left])
        tried = np.clip(points[left] + place[:, None] * directions[left], 0.0, 1.0)
        good = np.ones(len(left), bool)
        for wave, bound in bounds:
            good[good] = wave.inside(tried[good], bound)
        found[left[good]] = tried[good]
        place, left = place[~good], left[~good]
        if not left.size:
            break
        low[left] = np.where(place < 0.0, place, low[left])
        high[left] = np.where(place >= 0.0, place, high[left])
    return found
