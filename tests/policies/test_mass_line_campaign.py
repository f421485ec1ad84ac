"""Mass-line campaign: visits that come at the expense of other work, and repeats that do less."""

from __future__ import annotations

import numpy as np
import pytest

from tests.policies.paired import lived, mean
from tests.policies.stage import Stage, policy

MONTHS = 30
CAMPAIGN: dict[str, dict[str, object]] = {"mass_line_campaign": {}}


def test_each_repeat_within_two_years_has_less_effect_and_costs_as_much() -> None:
    stage = Stage(policy("mass_line_campaign"))
    hours, practice = [], []
    for _ in range(42):
        stage.live()
        hours.append(float(stage.levers["service.campaign_hours"][0]))
        practice.append(float(stage.levers["training.campaign"][0]))
    assert hours[0::12] == pytest.approx([30, 21, 14.7, 14.7])  # the first has been forgotten by the fourth
    assert practice[0::12] == pytest.approx([1, 0.7, 0.49, 0.49])
    assert hours[6:12] == [0] * 6
    campaigns = np.arange(42) % 12 < 6
    assert stage.ledger.yuan[0, 0, :42].tolist() == pytest.approx((500 * campaigns).tolist())
    assert stage.ledger.hours[0, 0, :42].tolist() == pytest.approx((30 * campaigns).tolist())


def test_a_repeat_after_two_years_has_full_effect() -> None:
    stage = Stage(policy("mass_line_campaign", {"interval": 25})).live(26)
    assert stage.levers["service.campaign_hours"][0] == 30


def test_visits_that_a_repeat_adds_are_fewer() -> None:
    doses = {"practice": 0.0, "secretary_hours": 0.0, "visit_floor": 0.0}
    before, after = (
        lived(plan, {"horizon.months": MONTHS}) for plan in (None, {"mass_line_campaign": {"dose": doses}})
    )
    added = after.recorder.series("visits_possible").sum(axis=1) - before.recorder.series("visits_possible").sum(axis=1)
    first, second, third = (added[after.burn_in + start :][:6].mean() for start in (0, 12, 24))
    assert first > second > third > 0


@pytest.mark.parametrize("seed", [1, 2])
def test_the_economy_goes_short_above_all_where_hours_are_few(seed: int) -> None:
    lost = []
    for subsidy in (1500.0, 2280.0):
        world = {"parameters.effort.subsidy": subsidy}
        before, after = (mean(lived(plan, world, seed=seed), "secretary_economy_hours") for plan in (None, CAMPAIGN))
        lost.append(1 - after / before)
    assert lost[0] > lost[1] > 0


@pytest.mark.parametrize("seed", [1, 2])
def test_photographs_raise_documentation_and_visits_fall(seed: int) -> None:
    real, proved = (
        lived({"mass_line_campaign": {"dose": {"photographs": factor}}}, seed=seed) for factor in (1.0, 2.0)
    )
    assert mean(proved, "formalism") > mean(real, "formalism")
    assert mean(proved, "visits") < mean(real, "visits")
    assert mean(real, "willingness") > mean(lived(seed=seed), "willingness")
