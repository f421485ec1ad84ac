"""An invented ensemble with a planted turn and a planted box: analyses are told without runs."""

from __future__ import annotations

import numpy as np

from sim.analysis.robust.ensemble import Ensemble
from sim.report.analyses.save import Titled

POINTS = 450
POLICIES = ("baseline", "training", "online_branch")
SCENARIOS = [
    Titled("baseline", {"en": "Baseline", "zh": "基准情景"}),
    Titled("training", {"en": "Training", "zh": "党员教育培训"}),
    Titled("online_branch", {"en": "Online branch", "zh": "网上支部"}),
]
MOST, HOURS = "parameters.service.volunteer_most", "parameters.effort.platform_hours"
PROVENANCE = {"hash": "0123456789ab", "digest": "ba9876543210", "version": "0.1.0"}


def invented_ensemble(seeds: int = 2, points: int = POINTS) -> Ensemble:
    """Training raises trust where volunteers do enough; the online branch costs attendance where platforms take hours.

    The latter only in hollow villages. Members, of which neither more nor fewer are better, follow nothing.
    """
    rng = np.random.default_rng(1)
    factors = {
        MOST: 2 + 6 * rng.random(points),
        HOURS: 4 * rng.random(points),
        "parameters.trust.drift": rng.random(points),
    }
    factors["world.archetype"] = np.array(["hollow", "national"])[rng.integers(2, size=points)]
    noise = rng.normal(size=(3, 2, points))
    trust = np.where(factors[MOST] < 3.5, -0.02, 0.02) + 0.006 * noise[0]
    lost = (factors[HOURS] > 2.4) & (factors["world.archetype"] == "hollow")
    attendance = np.where(lost, -0.06, 0.03) + 0.008 * noise[1]
    steps = {"trust": trust, "attendance": attendance, "members": noise[2]}
    steps["trust"][1] = 0.004 * noise[0][1]
    steps["attendance"][0] = 0.0
    base = {
        "trust": 0.55 + 0.02 * rng.normal(size=points),
        "attendance": np.full(points, 0.6),
        "members": np.full(points, 60.0),
    }
    levels = {name: np.vstack([base[name], base[name] + each]) for name, each in steps.items()}
    return Ensemble(
        policies=POLICIES,
        baselines=(True, False, False),
        levels=levels,
        differences={name: np.vstack([np.zeros(points), each]) for name, each in steps.items()},
        seed_errors={name: np.full(3, 0.001 if seeds > 1 else np.nan) for name in steps},
        factors=factors,
        distances=rng.random(points),
        rows=np.arange(points),
        seeds=seeds,
        refused={},
    )
