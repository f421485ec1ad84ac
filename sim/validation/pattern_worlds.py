"""Worlds that the patterns are looked for in, and what is measured in each.

A *variant* is a change of the scenario that a pattern needs, such as a yearly mandate or a look-back. ``observe`` lives
one variant at one seed and hands back its statistics by name; a pattern then joins statistics of several variants at
the same seed, so that what is compared are the same people.
"""

from __future__ import annotations

import math
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.stats import rankdata, spearmanr

from sim.agents.codes import AGES, AWAY_STEP, FULL
from sim.core.config.calendar import MONTHS
from sim.core.declarations.dated_value import DatedValue
from sim.runs.run import Failure, Job
from sim.scenario.scenario import Scenario
from sim.world.drivers import driver
from sim.world.specification import CONSTANT

YEARS = 10
HALFWAY = MONTHS * YEARS // 2
LAUNCH_YEARS = 3
DEAD = 0.1  # a platform of less quality is a dead site
OLD = 60
NET_AGE = 18
WORLD: dict[str, Any] = {"world.villages": 12, "world.drivers": CONSTANT, "horizon.months": MONTHS * YEARS}
# Lists of the poor, exits and their targets as they were until 2020.
LOOK_BACK, AFTER_LOOK_BACK = 24, range(5, 11)  # every second June; the months until the next list
ELIMINATION = {"parameters.targeting.monitoring_from": 2100}


def sent_by(city: float, province: float) -> dict[str, Any]:
    """A first secretary in every village, all sent from the same level."""
    shares = {"city_share": city, "province_share": province, "coverage": 1.0}
    return ELIMINATION | {f"parameters.first_secretaries.{name}": value for name, value in shares.items()}


def contact_ends_halfway(scenario: Scenario) -> DatedValue:
    """Half a contact through taxes a month, until the middle of the run."""
    return DatedValue((scenario.horizon.start + HALFWAY,), (0.5, 0.0))


VARIANTS: dict[str, dict[str, Any]] = {
    "baseline": {},
    "elimination": ELIMINATION,
    "look_back": ELIMINATION | {"parameters.targeting.look_back": LOOK_BACK},
    "mandate": {"parameters.digital.mandate": 0.5},
    "contact": {"parameters.service.tax_contacts": contact_ends_halfway},
    "trained": {"policies.training": {}},
    "dated": {"horizon.start": "2010-12", "world.drivers": "dated", "world.tables": 2010},
    "leaving": {"parameters.migration.leave": 0.0199},  # 1.3 times the default
    "county_secretary": sent_by(0.0, 0.0),
    "city_secretary": sent_by(1.0, 0.0),
    "province_secretary": sent_by(0.0, 1.0),
    "graduate": ELIMINATION | {"parameters.graduate_officials.posts": 1.0},
    **{f"inspections_{rate}": {"parameters.supervision.inspections": rate} for rate in (0.0, 0.5, 2.0, 4.0)},
}


def varied(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """A scenario with some settings changed; parameters may leave their ranges, as ablation makes them.

    The value of a parameter may be a function of the scenario.
    """
    values = {path.partition(".")[2]: value for path, value in changes.items() if path.startswith("parameters.")}
    settings = {path: value for path, value in changes.items() if not path.startswith("parameters.")}
    changed = replace(scenario, parameters={}).changed(settings) if settings else scenario
    made = {key: value(changed) if callable(value) else value for key, value in values.items()}
    return replace(changed, parameters={**scenario.parameters, **made})


@dataclass(frozen=True)
class Observed:
    """Statistics of one variant at one seed, and leadership and collective action village by village."""

    values: dict[str, float]
    strength: np.ndarray
    joining: np.ndarray


def observe(job: Job) -> Observed | Failure:
    """Live the world of a job, and measure."""
    try:
        from sim.model import RuralParty

        model = RuralParty(job.scenario, rng=job.seed)
        values = at_start(model)
        before, incomes = capacities(model), []
        for month in range(MONTHS * YEARS):
            if month == HALFWAY and job.name.endswith("contact"):
                values["trust_before"] = _trust(model)
            model.step()
            if month % MONTHS == MONTHS - 1:
                incomes.append(np.asarray(model.households.columns.income_year, float))
            if month == MONTHS - 1:
                values["gain_and_age"] = gain_and_age(before, capacities(model))
            if month == LAUNCH_YEARS * MONTHS:
                values |= after_launch(model, values)
        relations, strength, joining = between_villages(model)
        values |= over_the_years(model) | relations
        values |= {"trust_end": _trust(model), "poor_passing": passing_to_lasting(model, incomes)}
        return Observed(values, strength, joining)
    except Exception as error:
        return Failure(job.name, job.seed, f"{type(error).__name__}: {error}", job.command, traceback.format_exc())


def _trust(model: Any) -> float:
    """Mean trust of adults."""
    P = model.people.columns
    return float(P.trust[(P.group > 0) & ((P.group - 1) % AGES >= NET_AGE)].mean())


def at_start(model: Any) -> dict[str, float]:
    """What stands at the end of the burn-in."""
    P, H, V = model.people.columns, model.households.columns, model.villages.columns
    there = P.group > 0
    age, home = (P.group.astype(int) - 1) % AGES, P.group <= AWAY_STEP
    adult, member = there & (age >= NET_AGE), there & (P.stage == FULL)
    lived_in = H.persons > 0
    income, weight = H.income[lived_in].astype(float), H.persons[lived_in].astype(float)
    order = np.argsort(income)
    middle = float(income[order][np.searchsorted(np.cumsum(weight[order]), weight.sum() / 2)])
    mean = float((income * weight).sum() / weight.sum())
    return {
        "income_ratio": mean / driver("rural_income").at(1900 + model.future.horizon.start // MONTHS),
        "income_middle": middle / mean,
        "device": float(P.device[adult & home].mean()),
        "device_60": float(P.device[there & home & (age >= OLD)].mean()),
        "trusting": float((P.trust[adult] > 0.5).mean()),
        "trust_of_members": float(P.trust[member].mean() - P.trust[adult].mean()),
        "content_at_launch": float(V["platform_content"].mean()),
        "income_low_start": float((V["collective_income"] < model.settings["collective_economy"]["income_low"]).mean()),
    }


def capacities(model: Any) -> np.ndarray:
    """Identity, age and capacity of home members, shape (members, 3), in order of identity."""
    P = model.people.columns
    rows = np.flatnonzero((P.group > 0) & (P.group <= AWAY_STEP) & (P.stage == FULL))
    rows = rows[np.argsort(P.identity[rows])]
    return np.column_stack([P.identity[rows].astype(float), (P.group[rows].astype(int) - 1) % AGES, P.capacity[rows]])


def passing_to_lasting(model: Any, incomes: list[np.ndarray]) -> float:
    """Households poor in some year whose mean over the years is above the line, for each whose mean is below it."""
    line = model.settings["livelihoods"]["line"]
    V = model.villages.columns
    of_home = np.repeat(line, V["household_room"] - V["household_first"])
    years = np.stack(incomes)[:, model.households.columns.persons > 0]
    below = of_home[model.households.columns.persons > 0]
    lasting = years.mean(axis=0) < below
    passing = (years < below).any(axis=0) & ~lasting
    return int(np.count_nonzero(passing)) / max(int(np.count_nonzero(lasting)), 1)


def gain_and_age(before: np.ndarray, after: np.ndarray) -> float:
    """Correlation, over members, of what they gained in a year with their age."""
    _, old, new = np.intersect1d(before[:, 0], after[:, 0], return_indices=True)
    return rank_correlation(before[old, 1], after[new, 2] - before[old, 2])


def after_launch(model: Any, start: dict[str, float]) -> dict[str, float]:
    """What is left of the platforms three years on."""
    V = model.villages.columns
    return {
        "content_lost": 1.0 - float(V["platform_content"].mean()) / start["content_at_launch"],
        "platforms_dead": float((V["platform_quality"] < DEAD).mean()),
    }


def over_the_years(model: Any) -> dict[str, float]:
    """Indicators of the first and the last year, their trends, and sums over all years."""
    from sim.indicators import INDICATORS

    recorder, since = model.recorder, model.burn_in
    last = recorder.month - MONTHS

    def value(name: str, begin: int = since, end: int | None = None) -> float:
        return float(recorder.indicator(INDICATORS[name], begin, end, by_month=False))

    values: dict[str, float] = {}
    for name in ("member_age", "share_members_60", "members_away", "members_per_100", "income_low"):
        first, final = value(name, since, since + MONTHS), value(name, last)
        values |= {name: first, f"{name}_trend": (final - first) / (YEARS - 1)}
    wanted = (
        "member_age_home", "recruits", "recruits_35", "meetings_reported", "valid_meetings", "quorum_failure",
        "secretary_age", "secretary_women", "secretary_hours", "formalism", "service_fulfilment", "trust", "exits",
        "inclusion_error", "exclusion_error", "dormant_share", "poverty_income",
    )  # fmt: skip
    values |= {f"{name}_all": value(name) for name in wanted}

    def total(tallies: str) -> float:
        return float(recorder.sums(tallies, since).sum())

    # Lists are drawn anew each December: what a look-back mends, it mends until then.
    calendar = model.month - recorder.month + np.arange(recorder.month)
    mended = np.isin(calendar % LOOK_BACK, AFTER_LOOK_BACK) & (np.arange(recorder.month) >= since)

    def after_look_back(above: str, below: str) -> float:
        return float(recorder.sums(above)[mended].sum() / max(recorder.sums(below)[mended].sum(), 1.0))

    return values | {
        "inclusion_after": after_look_back("listed_not_poor", "listed"),
        "exclusion_after": after_look_back("poor_not_listed", "listed - listed_not_poor + poor_not_listed"),
        "kin_after": after_look_back("listed_kin", "listed"),
        "home_older": values["member_age_home_all"] - value("member_age"),
        "losses": MONTHS * total("exits - moved_in") / total("members"),
        "activists_45": total("activists_45") / max(total("activists"), 1.0),
        "accounts_to_active": total("accounts") / max(total("active"), 1.0),
        "listed_kin": total("listed_kin") / max(total("listed"), 1.0),
    }


def between_villages(model: Any) -> tuple[dict[str, float], np.ndarray, np.ndarray]:
    """Relations between villages over the ten years; leadership; who joins, as a share of all registered adults."""
    recorder, since = model.recorder, model.burn_in

    def mean(above: str, below: str = "") -> np.ndarray:
        bottom = recorder.sums(below, since).sum(axis=0) if below else recorder.month - since
        return np.asarray(recorder.sums(above, since).sum(axis=0) / np.maximum(bottom, 1e-9))

    size, away = mean("registered"), mean("registered - residents", "registered")
    failing = mean("first_calls_failed", "first_calls") + mean("vacancies", "offices")
    # Who is away cannot join: collective action is what the registered adults of a village bring together.
    joining = mean("mobilised") * mean("adults_home", "adults")
    hollow = rankdata(-size) + rankdata(model.villages.columns["dispersion"]) + rankdata(away)
    small = (size < np.median(size)) & (away > np.median(away))
    return (
        {
            "weak_where_hollow": rank_correlation(hollow, failing),
            "hollow_that_join": float((joining[small] > np.median(joining)).mean()) if small.any() else math.nan,
        },
        mean("leadership"),
        joining,
    )


def rank_correlation(x: np.ndarray, y: np.ndarray) -> float:
    """Spearman's correlation; NaN where one of the two does not vary."""
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return math.nan
    return float(spearmanr(x, y).statistic)
