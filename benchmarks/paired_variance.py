"""What pairing gains for small doses: the variance-reduction factor of every policy and headline outcome.

``make pairing`` runs every policy alone at a fifth of its dose in all villages (``strength: 0.2``), and at its full
dose in a fifth of the villages (``coverage: 0.2``), beside the baseline at the same seeds. The factor is
(var a + var b) / var(b - a): how many times more unpaired runs the same precision would cost. Outcomes that a policy
moves in no pair are not counted. Writes ``docs/pairing.csv`` and the tables of ``docs/pairing.md``; the words around
them stay.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from sim.analysis.effects import share_of_lives_changed, variance_reduction
from sim.execution.files import publish, publish_text
from sim.execution.simulator import Simulator
from sim.execution.warm import warm_up
from sim.indicators import HEADLINES, INDICATORS
from sim.policies import policy_names
from sim.runs.run import RUN, TRAJECTORIES, Job, Run
from sim.scenario.scenario import load

ROOT = Path(__file__).resolve().parent.parent
WORLD = {"world.townships": 2, "world.villages": 5, "horizon.months": 48, "horizon.burn_in": 12}
SMALL = 0.2
DOSES = ("strength", "coverage")
YEARS = {"first": (0, 12), "last": (36, 48)}
LEAST, LEAST_MEDIAN = 5.0, 10.0
TABLES = ("<!-- tables begin -->", "<!-- tables end -->")


@dataclass(frozen=True)
class Row:
    """One outcome of one policy at one kind of small dose.

    Attributes
    ----------
    policy, dose, outcome : str
    pairs : int
        Pairs in which both sides have a value.
    moved : float
        Share of pairs whose difference in the last year is not exactly 0.
    difference, spread : float
        Mean and standard deviation of the difference in the last year.
    factor, factor_first : float
        Variance reduction in the last and in the first year; NaN where nothing moves.
    trajectories : float
        Share of persons whose life differs, mean over the pairs; the same for all outcomes of a policy.
    """

    policy: str
    dose: str
    outcome: str
    pairs: int
    moved: float
    difference: float
    spread: float
    factor: float
    factor_first: float
    trajectories: float


def rows_of(policy: str, dose: str, baseline: Sequence[Run], small: Sequence[Run], trajectories: float) -> list[Row]:
    """All headline outcomes of a policy."""
    found = []
    for name in HEADLINES:
        factors: dict[str, float] = {}
        for year, window in YEARS.items():
            a, b = (np.array([run.value(INDICATORS[name], *window) for run in side]) for side in (baseline, small))
            both = np.isfinite(a) & np.isfinite(b)
            a, b = a[both], b[both]
            factors[year] = variance_reduction(a, b) if (a != b).any() else math.nan
        if len(a) > 1:
            steps = b - a
            numbers = (float((steps != 0).mean()), float(steps.mean()), float(steps.std(ddof=1)))
            found.append(Row(policy, dose, name, len(a), *numbers, factors["last"], factors["first"], trajectories))
    return found


def measure(pairs: int, policies: Iterable[str], jobs: int) -> list[Row]:
    """Run every policy at both kinds of small dose beside the baseline."""
    baseline = load("baseline").changed(WORLD)
    seeds = range(1, pairs + 1)
    found: list[Row] = []
    with Simulator(jobs, store=False) as simulator:
        warm_up(beside=True)
        before = _runs(simulator, baseline, seeds)
        for policy in policies:
            for dose in DOSES:
                changes = {f"policies.{policy}": {}, f"policies.{policy}.{dose}": SMALL}
                after = _runs(simulator, baseline.changed(changes), seeds)
                trajectories = np.mean(
                    [share_of_lives_changed(a.trajectories, b.trajectories) for a, b in zip(before, after, strict=True)]
                )
                found += rows_of(policy, dose, before, after, float(trajectories))
                print(f"{policy} {dose} {_figures(found, policy, dose)}", file=sys.stderr, flush=True)
    return found


def _runs(simulator: Simulator, scenario: Any, seeds: Sequence[int]) -> list[Run]:
    runs = simulator.results([Job(scenario, seed, layers=(RUN, TRAJECTORIES)) for seed in seeds])
    failed = [each for each in runs if not isinstance(each, Run)]
    if failed:
        raise RuntimeError(f"{scenario.name}, seed {failed[0].seed}: {failed[0].error}\n{failed[0].trace}")
    return [each for each in runs if isinstance(each, Run)]


def counted(rows: Iterable[Row], policy: str, dose: str) -> dict[str, float]:
    """Factors of the outcomes that a policy moves, by outcome."""
    return {r.outcome: r.factor for r in rows if (r.policy, r.dose) == (policy, dose) and not math.isnan(r.factor)}


def _figures(rows: Sequence[Row], policy: str, dose: str) -> str:
    factors = counted(rows, policy, dose)
    if not factors:
        return "moves none"
    least = min(factors, key=lambda name: factors[name])
    return f"median {median(factors.values()):.1f}, least {factors[least]:.1f} ({least}), {len(factors)} outcomes"


def policy_table(rows: Sequence[Row]) -> str:
    """Median and minimum of every policy as Markdown."""
    lines = [
        "| policy | dose | outcomes moved | median | least | at | median of first year | lives that differ |",
        "|---|---|---:|---:|---:|---|---:|---:|",
    ]
    for policy, dose in dict.fromkeys((row.policy, row.dose) for row in rows):
        own = [row for row in rows if (row.policy, row.dose) == (policy, dose)]
        factors = counted(rows, policy, dose)
        first = [row.factor_first for row in own if not math.isnan(row.factor_first)]
        at = min(factors, key=lambda name: factors[name]) if factors else ""
        cells = [
            policy,
            f"{dose} {SMALL:g}",
            str(len(factors)),
            _shown(median(factors.values())) if factors else "",
            _shown(factors[at]) if factors else "",
            at,
            _shown(median(first)) if first else "",
            f"{100 * own[0].trajectories:.2g} %",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def weak_table(rows: Sequence[Row]) -> str:
    """Outcomes whose factor is below the target, as Markdown."""
    weak = sorted((row for row in rows if row.factor < LEAST), key=lambda row: row.factor)
    lines = [
        "| policy | dose | outcome | factor | first year | pairs moved | difference | its standard deviation |",
        "|---|---|---|---:|---:|---:|---:|---:|",
    ]
    for row in weak:
        cells = [row.policy, f"{row.dose} {SMALL:g}", row.outcome, _shown(row.factor), _shown(row.factor_first)]
        cells += [f"{100 * row.moved:.0f} %", f"{row.difference:.2g}", f"{row.spread:.2g}"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def summary(rows: Sequence[Row]) -> Mapping[str, str]:
    """How the targets are met, by kind of dose."""
    found = {}
    for dose in DOSES:
        by_policy = {policy: counted(rows, policy, dose) for policy in dict.fromkeys(row.policy for row in rows)}
        moved = {policy: factors for policy, factors in by_policy.items() if factors}
        every = [factor for factors in moved.values() for factor in factors.values()]
        if not every:
            continue
        medians = [median(factors.values()) for factors in moved.values()]
        always = [row.factor for row in rows if row.dose == dose and row.moved == 1]
        whole = sum(min(factors.values()) >= LEAST for factors in moved.values())
        five, ten = (sum(each >= target for each in medians) for target in (LEAST, LEAST_MEDIAN))
        found[dose] = (
            f"{dose} {SMALL:g}: {len(moved)} policies move something; median of all {len(every)} factors "
            f"{median(every):.1f}, of the {len(always)} of outcomes that move in every pair "
            f"{median(always) if always else math.nan:.1f}; median of a policy at least {LEAST:g} in {five}, at least "
            f"{LEAST_MEDIAN:g} in {ten}; every outcome at least {LEAST:g} in {whole}; "
            f"{sum(factor < LEAST for factor in every)} factors below it"
        )
    return found


def _shown(factor: float) -> str:
    return "" if math.isnan(factor) else "∞" if math.isinf(factor) else f"{factor:.1f}"


def between(text: str, content: str) -> str:
    """The text with its tables replaced."""
    first, last = TABLES
    before, _, rest = text.partition(first)
    _, _, after = rest.partition(last)
    return f"{before}{first}\n\n{content}\n\n{last}{after}"


def write_csv(path: str, rows: Sequence[Row]) -> None:
    """Write all rows, numbers to six significant digits."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(asdict(rows[0])))
        writer.writeheader()
        writer.writerows(
            {key: f"{value:.6g}" if isinstance(value, float) else value for key, value in asdict(row).items()}
            for row in rows
        )


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("--jobs", type=int, default=0, help="processes; 0 = one for each processor")
    parser.add_argument("--policies", nargs="*", default=policy_names())
    parser.add_argument("--csv", type=Path, default=ROOT / "docs" / "pairing.csv")
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "pairing.md")
    options = parser.parse_args()
    rows = measure(options.pairs, options.policies, options.jobs)
    publish(options.csv, lambda temporary: write_csv(temporary, rows))
    said = "\n".join(f"* {line}" for line in summary(rows).values())
    content = f"{said}\n\n{policy_table(rows)}\n\nFactors below {LEAST:g}:\n\n{weak_table(rows)}"
    text = options.page.read_text(encoding="utf-8") if options.page.is_file() else "\n".join(TABLES)
    publish_text(options.page, between(text, content))
    print(said)


if __name__ == "__main__":
    main()
