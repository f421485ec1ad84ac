"""How sure effects are over futures: tables of signs, of criteria, and of how often a policy is best or dominated."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.analysis.reading import check_matters, least_for
from sim.analysis.robust.criteria import chosen, criteria, errors_of, is_best, is_dominated, radius
from sim.analysis.robust.ensemble import Ensemble
from sim.analysis.robust.shares import Share, median_interval, share_of
from sim.analysis.robust.turns import Signs, signs_of
from sim.indicators import indicator_named

BAND = (0.05, 0.95)
LEVEL, DIFFERENCE = "level", "difference"
BEST, DOMINATED = "best", "dominated"
ALL = "all"
"""In the column of outcomes: what is told of all outcomes together."""


@dataclass(frozen=True)
class Robust:
    """What :func:`robust` found.

    Attributes
    ----------
    ensemble : Ensemble
    signs : list of dict
        A record for each outcome and alternative: the difference over the futures.
    criteria : list of dict
        A record for each outcome, of levels and of differences, for each policy and criterion.
    ranks : list of dict
        A record for each policy: share of futures in which it is best in an outcome, and dominated in all together.
    turns : dict of (str, str) to Signs
        By outcome and policy.
    """

    ensemble: Ensemble
    signs: list[dict[str, Any]]
    criteria: list[dict[str, Any]]
    ranks: list[dict[str, Any]]
    turns: Mapping[tuple[str, str], Signs]


def robust(
    ensemble: Ensemble, matters: Mapping[str, float] | None = None, good_enough: Mapping[str, float] | None = None
) -> Robust:
    """How sure each effect is, and what each policy is worth, over futures whose chances nobody knows.

    Parameters
    ----------
    ensemble : Ensemble
    matters : dict of str to float, optional
        Least difference that matters by outcome; what the outcome declares if left out.
    good_enough : dict of str to float, optional
        Level from which an outcome satisfies, on its better side; satisficing is then told of levels too.
    """
    own, levels = check_matters(matters or {}), dict(good_enough or {})
    signs: list[dict[str, Any]] = []
    table: list[dict[str, Any]] = []
    ranks: list[dict[str, Any]] = []
    turns: dict[tuple[str, str], Signs] = {}
    places = [place for place, base in enumerate(ensemble.baselines) if not base]
    bases = [place for place, base in enumerate(ensemble.baselines) if base]
    for name, steps in ensemble.differences.items():
        indicator = indicator_named(name)
        least = least_for(indicator, float(ensemble.levels[name][bases].mean()), own)
        known = {"outcome": name, "unit": indicator.unit}
        for place in places:
            policy = ensemble.policies[place]
            turns[name, policy] = found = signs_of(steps[place], ensemble.factors)
            told = _of_steps(steps[place], indicator.better, least) | {"seed_error": ensemble.seed_errors[name][place]}
            signs.append({**known, "policy": policy, **told, **_of_signs(found)})
        if not indicator.better:
            continue
        table += _criteria(ensemble, {**known, "of": LEVEL}, ensemble.levels[name], indicator.better, levels.get(name))
        table += _criteria(ensemble, {**known, "of": DIFFERENCE}, steps, indicator.better, indicator.better * least)
        best = is_best(ensemble.levels[name], indicator.better)
        ranks += [_rank(policy, name, BEST, best[place]) for place, policy in enumerate(ensemble.policies)]
    ranks += _dominated(ensemble)
    return Robust(ensemble, signs, table, ranks, turns)


def _of_steps(steps: np.ndarray, better: int, least: float) -> dict[str, Any]:
    """Median, band, and how often it helps or harms."""
    low, high = np.quantile(steps, BAND)
    found: dict[str, Any] = {
        "futures": len(steps),
        "median": float(np.median(steps)),
        **dict(zip(("median_low", "median_high"), median_interval(steps), strict=True)),
        "band_low": float(low),
        "band_high": float(high),
        "mean": float(steps.mean()),
        "least": least,
    }
    good = better * steps
    for name, where in (("harms", good < 0), ("harms_matters", good <= -least), ("helps_matters", good >= least)):
        found |= _share(name, share_of(where) if better else None)
    return found


def _of_signs(found: Signs) -> dict[str, Any]:
    turn = found.turn
    told = {"sign": found.sign, **_share("same_sign", found.same)}
    words = {f"turn_{name}": str(getattr(turn, name, "")) for name in ("factor", "kind", "side")}
    at = "" if turn is None or turn.at is None else str(turn.at)
    strength = {f"turn_{name}": getattr(turn, name, math.nan) for name in ("strength", "luck")}
    return {**told, **words, "turn_at": at, **strength}


def _share(name: str, share: Share | None) -> dict[str, float]:
    if share is None:
        return {name: math.nan, f"{name}_low": math.nan, f"{name}_high": math.nan}
    return {name: share.value, f"{name}_low": share.low, f"{name}_high": share.high}


def _criteria(
    ensemble: Ensemble, known: Mapping[str, Any], values: np.ndarray, better: int, threshold: float | None
) -> list[dict[str, Any]]:
    """Records of the criteria of every policy, with satisficing where there is a threshold."""
    found = criteria(values, better)
    errors, picks = errors_of(values, better), chosen(found, better)
    rows = []
    for place, policy in enumerate(ensemble.policies):
        row = {**known, "policy": policy, "low": math.nan, "high": math.nan}
        for name, worth in found.items():
            error = float(errors[name][place]) if name in errors else math.nan
            picked = bool(picks[name][place]) if name in picks else False
            rows.append({**row, "criterion": name, "value": float(worth[place]), "error": error, "chosen": picked})
        if threshold is None:
            continue
        enough = better * values[place] >= better * threshold
        share, (far, fails) = share_of(enough), radius(enough, ensemble.distances)
        ends = {"low": share.low, "high": share.high}
        others = {"error": math.nan, "chosen": False}
        rows.append({**row, "criterion": "domain", "value": share.value, **others, **ends})
        rows.append(
            {**row, "criterion": "radius", "value": far, **others, "low": far, "high": far if fails else math.inf}
        )
    return rows


def _rank(policy: str, outcome: str, what: str, where: np.ndarray) -> dict[str, Any]:
    return {"policy": policy, "outcome": outcome, "what": what, **_share("share", share_of(where))}


def _dominated(ensemble: Ensemble) -> list[dict[str, Any]]:
    """How often another policy is as good in every outcome that has a better side, and better in one."""
    names: Sequence[str] = [name for name in ensemble.levels if indicator_named(name).better]
    if not names:
        return []
    better = np.array([indicator_named(name).better for name in names])
    found = is_dominated(np.array([ensemble.levels[name] for name in names]), better)
    return [_rank(policy, ALL, DOMINATED, found[place]) for place, policy in enumerate(ensemble.policies)]
