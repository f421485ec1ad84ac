"""Limits of the whole model: people add up, bounds hold, extremes, scale, equal villages."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from sim.agents.codes import AGES, FULL, GONE, PROBATIONARY
from sim.agents.secretary import Secretary
from sim.agents.village import Village
from sim.agents.villager import Villager
from sim.core.columns.columns import columns_of
from sim.indicators import INDICATORS
from sim.model import RuralParty
from sim.scenario.scenario import Scenario
from tests.limits import Limits
from tests.whole import run, small

NEVER = -50.0


@pytest.fixture(scope="module")
def lived() -> RuralParty:
    return run(small({"horizon.months": 60}), seed=4)


def with_parameters(scenario: Scenario, **values: float) -> Scenario:
    """The scenario with parameter values beyond their ranges; dots are written as two underscores."""
    return replace(scenario, parameters={**scenario.parameters, **{k.replace("__", "."): v for k, v in values.items()}})


def test_persons_add_up_every_month(lived: RuralParty) -> None:
    recorder = lived.recorder
    registered = recorder.series("registered").astype(float)
    change = recorder.series("births") - recorder.series("deaths") - recorder.series("departed")
    # The roll is called after births, deaths and departures of the same month.
    np.testing.assert_array_equal(registered[1:], registered[:-1] + change[1:])
    home, adults = recorder.series("adults_home"), recorder.series("adults")
    np.testing.assert_array_equal(home + recorder.series("adults_away"), adults)


def test_identities_are_unique_and_members_are_on_the_roll_once(lived: RuralParty) -> None:
    P, V = lived.people.columns, lived.villages.columns
    rows = lived.people.rows()
    living = rows[P.group[rows] != GONE]
    assert len(np.unique(P.identity[living])) == len(living)
    index = np.concatenate([lived.members[a:b] for a, b in zip(V["member_first"], V["member_last"], strict=True)])
    assert len(np.unique(index)) == len(index)
    now = living[P.stage[living] >= PROBATIONARY]
    assert len(set(now.tolist()) - set(index.tolist())) <= lived.recorder.series("admissions")[-1].sum() + (
        lived.recorder.series("moved_in")[-1].sum()
    )


@pytest.mark.parametrize("row_class", [Villager, Village, Secretary])
def test_every_column_stays_within_its_declared_bounds(lived: RuralParty, row_class: type) -> None:
    stores = {Villager: lived.people, Village: lived.villages, Secretary: lived.offices}
    columns = stores[row_class].columns
    rows = lived.people.rows() if row_class is Villager else slice(None)
    bounded = 0
    for name, column in columns_of(row_class).items():
        values = (getattr(columns, name) if row_class is Villager else columns[name])[rows]
        if values.dtype.kind == "f":
            assert np.isfinite(values).all(), name
        if column.low is not None:
            assert values.min() >= column.low, name
        if column.high is not None:
            assert values.max() <= column.high, name
            bounded += 1
    assert bounded > 0


def test_hours_of_the_secretary_sum_to_what_was_worked(lived: RuralParty) -> None:
    V = lived.villages.columns
    tasks = sum(V[f"secretary_{task}"] for task in ("service", "economy", "party", "trace"))
    np.testing.assert_allclose(tasks, V["secretary_hours"], atol=1e-9)


@pytest.mark.limit
def test_nobody_comes_then_nothing_is_decided_and_members_only_die_or_leave(limit: Limits) -> None:
    scenario = with_parameters(small({"horizon.months": 48, "horizon.burn_in": 0}), meetings__attend=NEVER)
    model = run(scenario, seed=2)
    recorder = model.recorder
    for name in ("meetings_valid", "admissions", "conversions"):
        limit("V29", f"nobody comes: {name.replace('_', ' ')} in four years", 0, recorder.series(name).sum(), 0)
    calls, failed = (recorder.series(name).sum() for name in ("first_calls", "first_calls_failed"))
    assert calls > 0
    limit("V29", "nobody comes: first calls that fail", calls, failed, 0)


@pytest.mark.limit
def test_nobody_comes_and_nobody_moves_then_members_die_by_the_life_table(limit: Limits) -> None:
    months = 120
    world = {"world.village_size": 1300, "world.villages": 4, "horizon.months": months, "horizon.burn_in": 0}
    still = dict.fromkeys(("leave", "departure_men", "departure_women"), 0.0)
    scenario = with_parameters(small(world), meetings__attend=NEVER, membership__move_in=0.0, membership__lapse=0.0)
    scenario = with_parameters(scenario, **{f"migration__{name}": value for name, value in still.items()})
    model = RuralParty(scenario, rng=3)
    P, rows = model.people.columns, model.people.rows()
    members = rows[(P.stage[rows] >= PROBATIONARY) & (P.group[rows] != GONE)]
    months_old = model.month - P.birth_month[members].astype(int)
    factor = np.where(P.sex[members] == 0, 1.25, 0.80)
    hazard = np.zeros(len(members))
    for month in range(months):
        age = np.minimum((months_old + month) / 12, AGES - 1)
        hazard += factor * (5e-4 + 3e-5 * np.exp(0.095 * age)) / 12
    alive = np.exp(-hazard)
    model.run_for(months)
    P, rows = model.people.columns, model.people.rows()
    found = ((P.stage[rows] >= PROBATIONARY) & (P.group[rows] != GONE)).sum()
    what = f"nobody comes or moves: of {len(members)} members after ten years"
    limit("V29", what, alive.sum(), found, 3 * math.sqrt((alive * (1 - alive)).sum()))


@pytest.mark.limit
@pytest.mark.parametrize(("attend", "who"), [(0.8, "at the default attendance"), (8.0, "where all come")])
def test_everybody_at_home_then_no_call_fails(attend: float, who: str, limit: Limits) -> None:
    """Without leaving, those away come back in time; the adjusted denominator leaves out those who have not."""
    adjusted = {"parameters.meetings.denominator": "adjusted"}
    scenario = small({"world.village_size": 1300, "world.villages": 4, "horizon.months": 48, **adjusted})
    scenario = with_parameters(scenario, migration__leave=0.0, meetings__attend=attend, meetings__excuses_approved=1.0)
    model = run(scenario, seed=2)
    calls, failed = (model.recorder.series(name)[-24:].sum() for name in ("first_calls", "first_calls_failed"))
    assert calls > 50
    limit("V29", f"no migration, adjusted: of {calls:.0f} first calls fail, {who}", 0, failed, 0)


def test_without_stakes_and_inspections_meetings_are_reported_as_held() -> None:
    scenario = small({"horizon.months": 36, "parameters.effort.stakes": 0.0, "parameters.supervision.inspections": 0.0})
    recorder = run(scenario, seed=3).recorder
    np.testing.assert_array_equal(recorder.series("meetings_reported"), recorder.series("meetings_valid"))
    np.testing.assert_array_equal(recorder.series("attendance_reported"), recorder.series("attendance"))
    assert recorder.series("meetings_valid").sum() > 0


@pytest.mark.limit
def test_twice_the_villages_give_the_same_means(limit: Limits) -> None:
    """V27: per-village means of a world twice as large agree within three standard errors."""
    few = run(small({"world.townships": 12, "world.villages": 5, "horizon.months": 36}), seed=5).recorder
    many = run(small({"world.townships": 24, "world.villages": 5, "horizon.months": 36}), seed=6).recorder
    for name in ("trust", "share_away", "secretary_hours", "visits", "capacity"):
        a = few.indicator(INDICATORS[name], 24, by_month=False, by_village=True)
        b = many.indicator(INDICATORS[name], 24, by_month=False, by_village=True)
        error = math.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))
        limit("V27", f"{name.replace('_', ' ')}, 60 and 120 villages", a.mean(), b.mean(), 3 * error)


@pytest.mark.limit
def test_villages_alike_at_the_start_stay_alike_in_the_mean(limit: Limits) -> None:
    """V28: of equal villages none is favoured by its place in the table."""
    scenario = small({"world.townships": 6, "world.villages": 4, "horizon.months": 36})
    scenario = with_parameters(scenario, start__size_spread=0.0, start__wage_spread=0.0)
    recorder = run(scenario, seed=7).recorder
    for name in ("trust", "share_away", "visits"):
        values = recorder.indicator(INDICATORS[name], 24, by_month=False, by_village=True)
        place = np.arange(len(values))
        correlation = np.corrcoef(place, values)[0, 1]
        what = f"correlation of {name.replace('_', ' ')} with the place of 24 villages"
        limit("V28", what, 0.0, correlation, 3 / math.sqrt(len(values)))


def test_full_members_all_vote_in_one_branch(lived: RuralParty) -> None:
    V = lived.villages.columns
    assert (V["branch"][V["branch"]] == V["branch"]).all()
    P = lived.people.columns
    rows = lived.people.rows()
    full = rows[(P.stage[rows] == FULL) & (P.group[rows] != GONE)]
    assert len(full) > 0
