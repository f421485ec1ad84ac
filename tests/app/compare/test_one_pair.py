"""One pair lived again: its arrays are those of the model, and its persons the same as the story's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim import RuralParty
from sim.agents.codes import FULL, GONE, PROBATIONARY
from sim.app.compare.asked import Asked, scenarios_of
from sim.app.compare.lived import COURSE, KINDS, Lived, live, lived_of, task_of
from sim.app.compare.one_pair import BASE, OnePair, branch_at, live_life, live_pair, name_of_village, odds_at, person_at
from sim.app.compare.side import Side
from sim.execution.engines import Inline
from sim.indicators import INDICATORS
from sim.runs.jobs import QUORUM_RULES
from sim.runs.run import LAYERS, Job, Run
from sim.runs.simulate import simulate
from sim.runs.story import follow, person_of
from tests.app.runs import write_small

TRAINING = Side({"training.dose.units": 4.0, "training.start": "2021-01", "training.ramp": 0})


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return Asked(str(write_small(tmp_path_factory.mktemp("pair"))), (TRAINING, Side()), seed=5)


@pytest.fixture(scope="module")
def pair(asked: Asked) -> OnePair:
    return live_pair(Inline(), asked)


@pytest.fixture(scope="module")
def model(asked: Asked) -> RuralParty:
    scenario = scenarios_of(asked)[0].scenario
    model = RuralParty(scenario, rng=5)
    model.run_for(scenario.horizon.months)
    return model


def test_a_pair_has_the_baseline_and_the_sides_that_are_not_empty(pair: OnePair) -> None:
    assert list(pair.sides) == [BASE, "A"]
    assert (pair.base.villages, pair.base.seed, pair.last_year) == (4, 5, 2022)
    assert [name_of_village(pair.base, each) for each in range(4)] == ["1-1", "1-2", "2-1", "2-2"]


def test_persons_and_members_are_counted_by_village_place_sex_and_age(pair: OnePair, model: RuralParty) -> None:
    V, P = model.villages.columns, model.people.columns
    living = model.people.rows()
    living = living[P.group[living] != GONE]
    is_member = (P.stage[living] >= PROBATIONARY) & (P.stage[living] <= FULL)
    assert pair.base.persons.sum() == len(living)
    assert pair.base.members.sum() == is_member.sum()
    assert pair.base.persons[:, 1].sum() == (P.group[living] > 220).sum()
    assert pair.base.persons[:, :, 1].sum() == (P.sex[living] == 1).sum()
    assert pair.base.values["registered"].tolist() == V["registered"].tolist()
    assert pair.base.values["residents"].tolist() == V["residents"].tolist()
    assert pair.base.members.sum(axis=(1, 2, 3)).tolist() == pair.base.values["members"].tolist()
    assert pair.base.members[:, 1].sum(axis=(1, 2)).tolist() == pair.base.values["members_away"].tolist()


def test_the_course_of_a_village_is_that_of_a_run_that_keeps_its_villages(asked: Asked, pair: OnePair) -> None:
    run = simulate(Job(scenarios_of(asked)[0].scenario, 5, layers=LAYERS))
    assert isinstance(run, Run)
    assert pair.base.years.tolist() == [2021, 2022]
    for village in range(4):
        for name in COURSE:
            here = run.village(village)
            expected = [here.value(INDICATORS[name], 0, 12), here.value(INDICATORS[name], 12, 18)]
            assert pair.base.course[name][:, village] == pytest.approx(expected, nan_ok=True)
            last = here.value(INDICATORS[name], 6, 18)
            assert pair.base.outcome[name][village] == pytest.approx(last, nan_ok=True)


def test_hours_of_the_secretary_add_up_over_the_tasks(pair: OnePair, model: RuralParty) -> None:
    hours = model.recorder.series("secretary_hours")[-12:].mean(axis=0)
    assert pair.base.hours.sum(axis=1) == pytest.approx(hours, rel=1e-5)


def test_the_same_question_gives_the_same_pair_and_another_seed_another(asked: Asked, pair: OnePair) -> None:
    again = live(task_of(scenarios_of(asked)[0].scenario, 5))
    assert (again.life == pair.base.life).all()
    assert (pair.outcome("service_fulfilment") == pair.base.outcome["service_fulfilment"]).all()
    other = live_pair(Inline(), replace(asked, sides=(Side(), Side())), seed=6)
    assert other.letters == []
    assert not np.array_equal(other.base.identity, pair.base.identity)


def test_a_side_that_teaches_members_changes_lives_and_outcomes(pair: OnePair) -> None:
    assert np.abs(pair.outcome("service_fulfilment", "A")).max() > 0
    same = np.isin(pair.sides["A"].identity, pair.base.identity)
    assert same.mean() > 0.9


def test_the_branch_of_a_village_is_as_large_as_the_model_says(pair: OnePair, model: RuralParty) -> None:
    V = model.villages.columns
    for village in range(4):
        branch, rule, has_list = branch_at(pair.base, village)
        together = V["branch"] == V["branch"][village]
        assert branch.members == V["full_members"][together].sum()
        assert rule in QUORUM_RULES
        assert has_list == (V["list_months"][V["branch"][village]] > 0)
        odds = odds_at(pair.base, village)
        assert odds.due[0] <= odds.due[1] == branch.members
        assert pair.base.values["joint"][village] == (together.sum() > 1)


def test_a_joint_branch_is_counted_together(model: RuralParty) -> None:
    V = model.villages.columns
    before = V["branch"].copy()
    V["branch"][:2] = 0
    try:
        lived = lived_of(model, {})
    finally:
        V["branch"] = before
    apart = lived_of(model, {})
    for name in ("full", "away", "frail"):
        assert lived.values[name][:2].tolist() == [apart.values[name][:2].sum()] * 2
    assert lived.values["joint"].tolist() == [True, True, False, False]


@pytest.mark.parametrize("kind", KINDS)
def test_somebody_of_each_kind_is_found_and_the_next_is_another(pair: OnePair, kind: str) -> None:
    one, two = person_at(pair, kind, 0), person_at(pair, kind, 1)
    assert one is not None
    assert two is not None
    assert one.identity in pair.base.cast[kind][0]
    assert one.candidates == 1 or one.identity != two.identity
    assert person_at(pair, kind, one.candidates) == one


def test_a_village_narrows_the_choice(pair: OnePair, asked: Asked) -> None:
    start = RuralParty(scenarios_of(asked)[0].scenario, rng=5)
    for village in range(4):
        found = person_at(pair, "secretary", 0, village)
        try:
            expected = person_of(f"secretary of village {village}", start)
        except ValueError:
            assert found is None
        else:
            assert found is not None
            assert (found.identity, found.village) == (expected, village)


def test_a_life_is_the_story_under_both_sides_with_the_month_that_parts_them(asked: Asked, pair: OnePair) -> None:
    life = live_life(Inline(), pair, "member")
    person = person_at(pair, "member", 0)
    assert person is not None
    stories = {each.name: follow(person.identity, each.scenario, 5) for each in scenarios_of(asked)}
    assert list(life.stories) == [BASE, "A"]
    for told, expected in zip(life.stories.values(), stories.values(), strict=True):
        assert told.events() == expected.events()
    assert life.apart is not None
    rows = life.rows()
    parted = [name for name, apart, _ in rows if apart]
    assert [apart for _, apart, _ in rows] == sorted(apart for _, apart, _ in rows)
    assert parted
    assert all(len(events) == 2 for *_, events in rows)


def test_nobody_of_a_kind_is_said(pair: OnePair) -> None:
    empty: Lived = replace(pair.base, cast={"applicant": (np.empty(0, np.uint64), np.empty(0, np.int64))})
    alone = replace(pair, sides={BASE: empty})
    assert person_at(alone, "applicant", 0) is None
    with pytest.raises(ValueError, match="applicant"):
        live_life(Inline(), alone, "applicant")
