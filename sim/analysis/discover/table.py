"""Where a policy fails and where it works: boxes and trees of the differences of every outcome and alternative."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.analysis.discover.boxes import Found, find_box
from sim.analysis.discover.prim import Box, Where
from sim.analysis.discover.tree import Grown, grow
from sim.analysis.reading import check_matters, least_for
from sim.analysis.robust.ensemble import Ensemble
from sim.core.config.language import message
from sim.indicators import indicator_named

HARM, GAIN, FALL, RISE = "harm", "gain", "fall", "rise"
"""Cases: worse or better by what matters; of outcomes of which no direction is better, less or more by it."""
FEWEST, MOST_PART = 15, 0.8
"""Cases among the points that are not held out: no fewer, and no larger a share of them, for a box to say anything."""
ONE_IN = 3


@dataclass(frozen=True)
class Discovered:
    """What :func:`discover` found.

    Attributes
    ----------
    ensemble : Ensemble
    fresh : bool array, shape (futures,)
        Points that were held out.
    boxes : dict of (outcome, policy, case) to Found
    trees : dict of (outcome, policy) to Grown
    cases : list of dict
        A record for each question: at which points the cases are (``where``) and how many, whether a box was found,
        whether it is a headline.
    """

    ensemble: Ensemble
    fresh: Where
    boxes: Mapping[tuple[str, str, str], Found]
    trees: Mapping[tuple[str, str], Grown]
    cases: list[dict[str, Any]]

    def headlines(self) -> list[tuple[tuple[str, str, str], Found]]:
        """Boxes that may be told, the densest above all points first."""
        told = [(key, found) for key, found in self.boxes.items() if found.headline]
        return sorted(told, key=lambda each: -_lift(each[1].fresh, int(self.fresh.sum())))


def held_out(ensemble: Ensemble, batches: tuple[int, ...], seed: int = 1) -> Where:
    """Points that boxes are tried on: the last batch of a design of several, else one in three by lot.

    Parameters
    ----------
    ensemble : Ensemble
    batches : tuple of int
        Points of each batch of the design.
    seed : int
    """
    if len(batches) > 1:
        last: Where = ensemble.rows >= sum(batches[:-1])
        return last
    fresh = np.zeros(ensemble.futures, bool)
    fresh[np.random.default_rng(seed).permutation(ensemble.futures)[: ensemble.futures // ONE_IN]] = True
    return fresh


def discover(ensemble: Ensemble, fresh: Where, matters: Mapping[str, float] | None = None) -> Discovered:
    """Look for the conditions under which each alternative does harm or good by what matters.

    Parameters
    ----------
    ensemble : Ensemble
    fresh : bool array, shape (futures,)
    matters : dict of str to float, optional
        Least difference that matters by outcome; what the outcome declares if left out.
    """
    own = check_matters(matters or {})
    factors = {path: values for path, values in ensemble.factors.items() if len(set(values.tolist())) > 1}
    bases = [place for place, base in enumerate(ensemble.baselines) if base]
    if not factors:
        raise ValueError(message("nothing is varied in this study: there are no conditions to look for"))
    boxes: dict[tuple[str, str, str], Found] = {}
    trees: dict[tuple[str, str], Grown] = {}
    table: list[dict[str, Any]] = []
    for name, values in ensemble.differences.items():
        indicator = indicator_named(name)
        least = least_for(indicator, float(ensemble.levels[name][bases].mean()), own)
        side, named = indicator.better or 1, (HARM, GAIN) if indicator.better else (FALL, RISE)
        for place, policy in enumerate(ensemble.policies):
            if ensemble.baselines[place] or not np.ptp(values[place]):
                continue
            steps = side * values[place]
            trees[name, policy] = grow(factors, values[place], fresh)
            sides = zip(named, (steps <= -least, steps >= least), strict=True)
            for kind, cases in sides:
                asked = _enough(cases[~fresh])
                found = find_box(factors, cases, fresh) if asked else None
                if found is not None:
                    boxes[name, policy, kind] = found
                known = {"outcome": name, "policy": policy, "case": kind, "least": least, "asked": asked}
                table.append({**known, "where": cases, **_record(cases, fresh, found)})
    return Discovered(ensemble, fresh, boxes, trees, table)


def _enough(cases: Where) -> bool:
    return FEWEST <= int(cases.sum()) <= MOST_PART * len(cases)


def _lift(box: Box, points: int) -> float:
    return box.density - box.in_all / points if points and box.points else -math.inf


def _record(cases: Where, fresh: Where, found: Found | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "points": int((~fresh).sum()),
        "cases": int(cases[~fresh].sum()),
        "fresh_points": int(fresh.sum()),
        "fresh_cases": int(cases[fresh].sum()),
    }
    box, tried = (None, None) if found is None else (found.box, found.fresh)
    return told | {
        "coverage": math.nan if box is None else box.coverage,
        "density": math.nan if box is None else box.density,
        "in_box": 0 if box is None else box.points,
        "fresh_coverage": math.nan if tried is None else tried.coverage,
        "fresh_density": math.nan if tried is None else tried.density,
        "fresh_in_box": 0 if tried is None else tried.points,
        "least_reproduced": min(found.reproduced.values(), default=math.nan) if found else math.nan,
        "headline": bool(found and found.headline),
    }
