"""How often 95 % intervals of paired differences hold the truth, measured on the model.

Two thousand pairs of one township of three villages over two years, baseline and training, are run once. They are then
the population from which samples are drawn with replacement, so that every draw is independent and the truth is their
mean, exactly: a sample does not use up a part of a finite bank, and no error of an estimated truth enters. Worlds of
several townships are put together from draws of their own. ``python -m tests.analysis.intervals`` prints the table.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np

from sim.core.compute.draws import fill
from sim.core.compute.intervals import t_quantile
from sim.execution.simulator import Simulator
from sim.indicators import HEADLINES, INDICATORS
from sim.runs.run import Job, Run
from sim.scenario.scenario import load
from sim.studies.stopping import StoppingRule, half_widths, least_pairs, usual_cap

VILLAGES = 3
WORLD = {"world.townships": 1, "world.villages": VILLAGES, "horizon.months": 24, "horizon.burn_in": 0}
POLICY, WINDOW = "training", (12, 24)
PAIRS, TOGETHER = 2000, 200
SAMPLES = 4000
TOWNSHIPS = (1, 5, 20, 40)
ASKED = (1.5, 2.25)
"""Times the fewest pairs at which the half-widths asked for would be reached by a sample of the population's spread."""
STREAM, WORDS = np.uint64(0), 2.0**32
RESULT = Path(__file__).resolve().parents[2] / "results" / "intervals.csv"


@dataclass(frozen=True)
class Coverage:
    """How often intervals of one outcome held the truth.

    Attributes
    ----------
    villages : int
        Of a world.
    outcome : str
    skew : float
        Skewness of the paired difference between worlds.
    least : int
        Fewest pairs that the rule trusts in a world of this size.
    fixed : float
        Share of intervals of so many pairs that hold the truth.
    early, late : float
        The same where pairs are added until a half-width is reached, a wider and a narrower one.
    pairs_early, pairs_late : float
        Mean number of pairs of these.
    """

    villages: int
    outcome: str
    skew: float
    least: int
    fixed: float
    early: float
    pairs_early: float
    late: float
    pairs_late: float


def bank(pairs: int = PAIRS, jobs: int = 2) -> dict[str, np.ndarray]:
    """Paired differences of the headline outcomes, in the order of the seeds."""
    before = load("baseline").changed(WORLD)
    after = before.changed({f"policies.{POLICY}": {}})
    indicators = [INDICATORS[name] for name in HEADLINES]
    found = []
    with Simulator(jobs, store=False) as simulator:
        for first in range(1, pairs + 1, TOGETHER):
            seeds = range(first, min(first + TOGETHER, pairs + 1))
            runs = simulator.results([Job(scenario, seed) for seed in seeds for scenario in (before, after)])
            assert all(isinstance(run, Run) for run in runs)
            found += [[run.value(indicator, *WINDOW) for indicator in indicators] for run in runs]
    table = np.array(found).reshape(pairs, 2, len(indicators))
    return dict(zip(HEADLINES, (table[:, 1] - table[:, 0]).T, strict=True))


def places(population: int, shape: tuple[int, ...], seed: int) -> np.ndarray:
    """Places in the population, drawn with replacement by the keyed draws of the model."""
    blocks = -(-int(np.prod(shape)) // 4)
    words = [np.zeros(blocks, np.uint32) for _ in range(4)]
    fill(np.arange(blocks, dtype=np.uint64), 0, 0, np.uint64(seed), STREAM, *words)
    drawn = np.stack(words, axis=1).ravel()[: int(np.prod(shape))]
    return (drawn / WORDS * population).astype(np.int32).reshape(shape)


def coverage(differences: np.ndarray, outcome: str, townships: int, drawn: np.ndarray) -> Coverage:
    """Coverage of an outcome in worlds of so many townships, from samples of the most pairs that the rule takes."""
    villages = VILLAGES * townships
    least = least_pairs(villages)
    values = differences[np.isfinite(differences)]
    truth, spread = values.mean(), values.std() / townships**0.5
    samples = values[drawn % len(values)].mean(axis=2)
    skew = float(((values - truth) ** 3).mean() / values.std() ** 3 / townships**0.5)
    first = samples[:, :least]
    half = t_quantile(least - 1) * first.std(axis=1, ddof=1) / least**0.5
    found = [float((abs(first.mean(axis=1) - truth) <= half).mean())]
    for times in ASKED:
        asked = int(times * least)
        rule = StoppingRule((t_quantile(asked - 1) * spread / asked**0.5,), least, usual_cap(least))
        pairs = np.array([rule.apply(sample[:, None]).pairs for sample in samples])
        held = [
            abs(sample[:n].mean() - truth) <= half_widths(sample[:n])[-1]
            for sample, n in zip(samples, pairs, strict=True)
        ]
        found += [float(np.mean(held)), float(pairs.mean())]
    return Coverage(villages, outcome, skew, least, *found)


def measure(differences: dict[str, np.ndarray], samples: int = SAMPLES) -> list[Coverage]:
    """Coverage of every headline outcome in worlds of several sizes."""
    found = []
    for townships in TOWNSHIPS:
        most = usual_cap(least_pairs(VILLAGES * townships))
        drawn = places(len(differences["trust"]), (samples, most, townships), townships)
        found += [coverage(values, name, townships, drawn) for name, values in differences.items() if values.any()]
    return found


def write(rows: Sequence[Coverage], path: Path = RESULT) -> None:
    """Keep the table beside the others that `make verify` writes."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([field.name for field in fields(Coverage)])
        writer.writerows([f"{each:.4g}" if isinstance(each, float) else each for each in astuple(row)] for row in rows)


if __name__ == "__main__":
    found = measure(bank())
    write(found)
    for row in found:
        print(row)
