"""Targeting reform: appraisals that need a quorum, dimensions that have to be seen, surveys that are paid."""

from __future__ import annotations

import numpy as np
import pytest

from tests.policies.paired import lived, mean
from tests.policies.stage import Stage, policy

LISTS = {"horizon.start": "2017-01", "horizon.months": 36, "world.village_size": 600, "world.villages": 5}
FROM = {"start": "2017-01"}
NOTHING_ELSE = {"md_weight": 0.0, "appraisal": False, "bigdata": 0.0, "look_back": 0.0}


def reformed(dose: dict[str, float | bool] | None, changes: dict[str, object], seed: int = 1):  # type: ignore[no-untyped-def]
    """A run of the years of lists with these doses of the reform and no others; None = no reform."""
    plan = {} if dose is None else {"policies.targeting_reform": {**FROM, "dose": {**NOTHING_ELSE, **dose}}}
    return lived(None, {**LISTS, **changes, **plan}, seed=seed)


def test_a_survey_is_paid_by_household_in_the_month_it_is_made() -> None:
    stage = Stage(policy("targeting_reform"))  # January 2021
    stage.villages.columns["household_last"] = 100
    stage.live(36)
    paid = stage.ledger.yuan[0, 0, :36]
    assert (paid > 5000 / 12 + 1).sum() in (1, 2)
    assert paid.max() == pytest.approx(8000 + 5000 / 12)
    assert not stage.ledger.hours.any()  # lists are appraised until 2020


def test_the_meeting_takes_hours_in_december_while_there_is_a_list() -> None:
    stage = Stage(policy("targeting_reform", start=1404))
    stage.month = 1404  # January 2017
    stage.live(24)
    assert np.flatnonzero(stage.ledger.hours[0, 0]).tolist() == [11, 23]


def test_appraisal_is_put_off_where_most_are_away() -> None:
    held = []
    for archetype in ("near-urban", "labour-exporting"):
        models = [reformed({"appraisal": True}, {"world.archetype": archetype}, seed) for seed in (1, 2)]
        called, valid = (
            sum(float(model.recorder.series(name).sum()) for model in models)
            for name in ("appraisals", "appraisals_valid")
        )
        held.append(valid / called)
    assert held[0] > held[1] > 0


@pytest.mark.parametrize("seed", [1, 2])
def test_the_whole_reform_makes_fewer_errors(seed: int) -> None:
    whole = {"md_weight": 0.5, "appraisal": True, "bigdata": 0.3, "look_back": 24.0}
    before, after = reformed(None, {}, seed), reformed(whole, {}, seed)
    assert mean(after, "inclusion_error") < mean(before, "inclusion_error")
    assert mean(after, "exclusion_error") < mean(before, "exclusion_error")


def test_dimensions_beside_income_have_to_be_seen() -> None:
    plan = {**FROM, "dose": {**NOTHING_ELSE, "md_weight": 0.8}}
    world = {**LISTS, "policies.targeting_reform": plan}
    missed = []
    for visits in (0.05, 0.95):  # share of staff hours for visits
        models = [lived(None, world, {"service.share_visits": visits}, seed=seed) for seed in (1, 2)]
        missed.append(np.mean([mean(model, "exclusion_error") for model in models]))
    assert missed[0] > missed[1]
