"""The twelve hypotheses over the plausible set: worlds of 15 villages, one pair a point and pass, two quorum rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.common import FULL_WORLD, write
from experiments.hypotheses.contrasts import ARMS, CONTRASTS
from experiments.over import options, points_of, runs_over, told
from sim.analysis.effects import with_q
from sim.indicators import INDICATORS
from sim.scenario.scenario import load

SEED = 170_001
SIZE = FULL_WORLD | {"horizon.months": 60, "horizon.burn_in": 12}
"""The shipped world over the months of the reduced study, so that sizes can be set side by side."""
EXPERIMENTS = Path(__file__).resolve().parents[1]
RULES = {"list": "every_policy.yaml", "registered": "every_policy_registered.yaml"}
Side = tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """Scenarios that are run at the same points and seeds, and what is held against what.

    Attributes
    ----------
    name, rule : str
    scenarios : dict of str to Scenario
    contrasts : tuple of (hypothesis, outcome, arms added, arms taken away)
        An arm may name a year of the run: ``first_secretary@5``.
    years : tuple of int
        Years whose means are taken; the last one if empty.
    """

    name: str
    rule: str
    scenarios: Mapping[str, Any]
    contrasts: tuple[tuple[str, str, Side, Side], ...]
    years: tuple[int, ...] = field(default=())

    @property
    def outcomes(self) -> list[str]:
        """Outcomes of the contrasts, each once."""
        return list(dict.fromkeys(outcome for _, outcome, _, _ in self.contrasts))


def on(*policies: str) -> dict[str, Any]:
    """Policies delivered everywhere."""
    return {f"policies.{name}.coverage": 1 for name in policies}


FADING = ("service_fulfilment", "trust")
WITHDRAWN = {"none": on(), "support": on("first_secretary"), "support and reserve": on("first_secretary", "rotation")}
RESERVE = "reserve"
LEAVE = {"low": 0.01, "high": 0.022}
"""Ends of the grid of x02; in place of what a point says of leaving."""
PACKAGES = ("baseline", "everything_thin", "three_deep")
COMPARED = ("service_fulfilment", "trust", "visits", "formalism", "quorum_failure", "attendance", "members")


def main_part(rule: str) -> Part:
    """Arms and contrasts of the reduced study."""
    base = load(EXPERIMENTS / RULES[rule]).changed(SIZE)
    return Part("arms", rule, {name: base.changed(arm) for name, arm in ARMS.items()}, CONTRASTS)


def withdrawn() -> Part:
    """H5: first secretaries for five years of eight, with and without a reserve, in the fifth and in the last year."""
    base = load(EXPERIMENTS / "x09_withdrawal" / "stopped.yaml").changed(SIZE | {"horizon.months": 96})
    reserve = {RESERVE: on("rotation")}
    arms = {name: base.changed(arm) for name, arm in (WITHDRAWN | reserve).items()}
    contrasts: list[tuple[str, str, Side, Side]] = []
    for outcome in FADING:
        for arm, less in (("support", "none"), ("support and reserve", RESERVE)):
            contrasts += [("H5", outcome, (f"{arm}@{year}",), (f"{less}@{year}",)) for year in (5, 8)]
            contrasts.append(("H5", outcome, (f"{arm}@8", f"{less}@5"), (f"{less}@8", f"{arm}@5")))
        kept = ("support and reserve@8", f"{RESERVE}@5", "none@8", "support@5")
        lost = (f"{RESERVE}@8", "support and reserve@5", "support@8", "none@5")
        contrasts.append(("H5", outcome, kept, lost))
    return Part("withdrawn", "list", arms, tuple(contrasts), (5, 8))


def hollow() -> Part:
    """H7: the reform of targeting at both ends of leaving, with the list as it was until 2020."""
    base = load(EXPERIMENTS / RULES["list"]).changed(SIZE | {"parameters.targeting.monitoring_from": 2030})
    arms = {}
    for end, value in LEAVE.items():
        here = base.changed({"parameters.migration.leave": value})
        arms |= {f"{end} leaving": here, f"{end} leaving, reform": here.changed(on("targeting_reform"))}
    contrasts: list[tuple[str, str, Side, Side]] = [
        ("H7", "appraisals_valid", ("high leaving, reform",), ("low leaving, reform",))
    ]
    for outcome in ("exclusion_error", "inclusion_error"):
        ends = [((f"{end} leaving, reform",), (f"{end} leaving",)) for end in LEAVE]
        contrasts += [("H7", outcome, *sides) for sides in ends]
        contrasts.append(("H7", outcome, (*ends[1][0], *ends[0][1]), (*ends[1][1], *ends[0][0])))
    return Part("hollow", "list", arms, tuple(contrasts))


def packages(rule: str) -> Part:
    """H12: everything thinly and three in depth, which cost the same, over the shipped ten years."""
    named = {name: load(name).changed({"parameters.meetings.denominator": rule}) for name in PACKAGES}
    sides = ((PACKAGES[2], PACKAGES[1]), (PACKAGES[1], PACKAGES[0]), (PACKAGES[2], PACKAGES[0]))
    contrasts = tuple(("H12", outcome, (a,), (b,)) for a, b in sides for outcome in COMPARED)
    return Part("packages", rule, named, contrasts)


def parts() -> Iterator[Part]:
    """Everything that is run, in the order of what is wanted most."""
    yield main_part("list")
    yield packages("list")
    yield withdrawn()
    yield hollow()
    yield main_part("registered")
    yield packages("registered")


def contrasted(part: Part, frame: pd.DataFrame, points: Sequence[Any]) -> list[dict[str, Any]]:
    """Each contrast of a part over the points."""
    frame = frame.assign(arm=frame["arm"] + "@" + frame["year"].astype(str)) if part.years else frame
    cells = frame.set_index(["arm", "seed"]).sort_index()
    place = frame.drop_duplicates("seed").set_index("seed")["place"].sort_index()
    rows = []
    for code, outcome, plus, minus in part.contrasts:
        after, before = (reduce(pd.Series.add, (cells.loc[arm, outcome] for arm in side)) for side in (plus, minus))
        key = {"hypothesis": code, "rule": part.rule, "contrast": f"{' + '.join(plus)} less {' + '.join(minus)}"}
        if row := told(before, after, place.loc[after.index], points):
            rows.append({**key, "outcome": outcome, "unit": INDICATORS[outcome].unit, **row})
    return rows


def main() -> None:
    """Do what is missing, and write the table after every part."""
    chosen, folder = options(__doc__ or ""), Path(__file__).resolve().parent
    points, rows = points_of(chosen.points), list[dict[str, Any]]()
    for part in parts():
        outcomes = [INDICATORS[name] for name in part.outcomes]
        passes = range(1, chosen.passes + 1)
        frames = [
            runs_over(part.scenarios, points, outcomes, SEED, number, chosen.jobs, part.years) for number in passes
        ]
        rows += contrasted(part, pd.concat(frames), points)
        write(folder, "over_plausible", with_q(pd.DataFrame(rows)))


if __name__ == "__main__":
    main()
