"""Given numbers are met exactly at every seed; what is not given is drawn, and nothing changes where no data are."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from sim.core.config.calendar import month_of
from sim.core.config.problems import in_order
from sim.model import RuralParty
from sim.runs.identity import canonical
from sim.scenario.scenario import ScenarioError, from_plain
from sim.world.given import NotMet, exactly, rehoused
from sim.world.roster.county import apportioned
from tests.whole import village_state
from tests.world.roster.counties import (
    AGE_SEX,
    GOOD,
    MEMBERS,
    OF_PEOPLE,
    PEOPLE,
    VILLAGES,
    drawn,
    read,
    scenario,
    write,
)

SEEDS = (1, 2, 3, 20)


def of_ages(found, low, high, sex, among=None):
    inside = (found["age"] >= low) & (found["age"] <= high) & (found["sex"] == sex)
    return int((inside if among is None else inside & among).sum())


@pytest.mark.parametrize("drivers", ["dated", "constant"])
@pytest.mark.parametrize("seed", SEEDS)
def test_villages_and_margins_are_met_exactly(tmp_path, seed, drivers):
    found = drawn(scenario(write(tmp_path, GOOD), drivers=drivers), seed)
    assert found["registered"] == [200, 150, 180]
    assert found["residents"] == [140, 100, 120]
    assert found["members"] == [8, 5, 6]
    assert found["households"] == [60, 45, 55]
    assert np.allclose(found["V"]["income"], [18000, 15000, 21000], rtol=1e-5)
    rules = found["levers"].base["offices"]
    assert rules["committee_least"].tolist() == rules["committee_most"].tolist() == [3, 3, 4]
    for low, high, men, women in ((0, 14, 40, 35), (15, 59, 170, 165), (60, 100, 60, 60)):
        assert (of_ages(found, low, high, 0), of_ages(found, low, high, 1)) == (men, women)
    for low, high, men, women in ((18, 45, 6, 2), (46, 100, 9, 2)):
        assert of_ages(found, low, high, 0, found["member"]) == men
        assert of_ages(found, low, high, 1, found["member"]) == women


@pytest.mark.parametrize("left", ["age_sex", "members"])
def test_each_margin_is_met_without_the_other(tmp_path, left):
    found = drawn(scenario(write(tmp_path, {name: text for name, text in GOOD.items() if name != left})))
    assert found["members"] == [8, 5, 6]
    if left == "members":
        assert of_ages(found, 15, 59, 1) == 165
        assert found["age"][found["member"]].min() >= 18
    else:
        assert of_ages(found, 18, 45, 0, found["member"]) == 6


@pytest.mark.parametrize("seed", SEEDS)
def test_margins_of_each_village_are_met_in_it(tmp_path, seed):
    ages = "village,age_low,age_high,men,women\n" + "".join(
        f"{village},0,17,{a},{a}\n{village},18,,{b},{b}\n"
        for village, a, b in (("A1", 20, 80), ("A2", 15, 60), ("B1", 30, 60))
    )
    members = "village,age_low,age_high,men,women\nA1,18,,6,2\nA2,18,,5,0\nB1,18,,1,5\n"
    found = drawn(scenario(write(tmp_path, {**GOOD, "age_sex": ages, "members": members})), seed)
    for place, (young, old, men) in enumerate(((20, 80, 6), (15, 60, 5), (30, 60, 1))):
        here = found["village"] == place
        assert of_ages(found, 0, 17, 0, here) == of_ages(found, 0, 17, 1, here) == young
        assert of_ages(found, 18, 100, 1, here) == old
        assert of_ages(found, 18, 100, 0, here & found["member"]) == men


def test_persons_are_those_of_the_table(tmp_path):
    county, problems, _ = read(write(tmp_path, OF_PEOPLE))
    assert not problems
    found = drawn(scenario(tmp_path), 5)
    P, rows = found["P"], found["rows"]
    lines = [line.split(",") for line in PEOPLE.splitlines()[1:]]
    assert P.sex[rows].tolist() == ["mf".index(line[1]) for line in lines]
    assert P.birth_month[rows].tolist() == [month_of(line[2]) for line in lines]
    assert P.away[rows].tolist() == [line[3] == "1" for line in lines]
    assert P.education[rows].tolist() == [("primary", "junior", "senior").index(line[4]) for line in lines]
    assert found["member"].tolist() == [line[5] == "full" for line in lines]
    assert county.member_share == pytest.approx(found["member"].mean())


def test_a_county_lives_and_is_the_same_again(tmp_path):
    given = scenario(write(tmp_path, GOOD))
    states = []
    for threads in (1, 2):
        model = RuralParty(given, rng=3, check=True, threads=threads)
        model.run_for(6)
        assert model.villages.columns["committee_members"].max() <= 4
        states.append([village_state(model, village) for village in range(3)])
    assert states[0] == states[1]


@pytest.mark.parametrize("tables", [GOOD, OF_PEOPLE, {"villages": VILLAGES}], ids=["margins", "people", "villages"])
def test_every_kind_of_data_keeps_the_invariants(tmp_path, tables):
    model = RuralParty(scenario(write(tmp_path, tables)), rng=1, check=True)
    model.run_for(3)


def test_what_is_known_of_one_village_leaves_the_persons_of_others_alone(tmp_path):
    alone = {"villages": VILLAGES}
    before = drawn(scenario(write(tmp_path / "one", alone)))
    after = drawn(scenario(write(tmp_path / "two", {"villages": VILLAGES.replace("A2,A,150,100", "A2,A,150,90")})))
    other = before["village"] != 1
    for name in ("sex", "away", "stage", "trust", "spouse", "household", "identity", "birth_month"):
        columns = [getattr(found["P"], name)[found["rows"]] for found in (before, after)]
        assert np.array_equal(columns[0][other], columns[1][other]), name
    assert np.array_equal(before["P"].identity[before["rows"]], after["P"].identity[after["rows"]])
    assert np.array_equal(before["age"], after["age"])
    came_home = before["P"].away[before["rows"]] & ~after["P"].away[after["rows"]]
    assert not came_home.any()  # ten more are away, and nobody else


def test_sizes_alone_leave_everybody_as_in_a_drawn_world(tmp_path):
    """A world of given sizes is the drawn world whose villages happen to have these sizes, but for its own sizes."""
    plain = from_plain(
        {"name": "plain", "title": "plain", "horizon": {"start": "2021-01", "months": 6, "burn_in": 6},
         "world": {"townships": 2, "villages": 2, "village_size": 150}}
    )  # fmt: skip
    found = drawn(plain)
    sizes = found["registered"]
    text = "village,township,registered\n" + "".join(
        f"V{place},T{place // 2},{size}\n" for place, size in enumerate(sizes)
    )
    same = drawn(scenario(write(tmp_path, {"villages": text})))
    assert same["registered"] == sizes
    for name, values in found["P"].arrays.items():
        assert np.array_equal(values, same["P"].arrays[name]), name
    for name in found["V"].dtype.names:
        assert np.array_equal(found["V"][name], same["V"][name]), name


def test_runs_are_named_after_what_the_data_say_and_not_where_they_lie(tmp_path):
    one, same = (scenario(write(tmp_path / name, GOOD)) for name in ("one", "same"))
    assert one == same
    assert canonical(one.plain()) == canonical(same.plain())
    other = scenario(write(tmp_path / "other", {**GOOD, "villages": VILLAGES.replace("18000", "18500")}))
    assert canonical(one.plain()) != canonical(other.plain())
    assert str(tmp_path) not in canonical(one.plain())


def test_a_scenario_without_data_says_nothing_of_them():
    plain = from_plain({"name": "a", "title": "a"}).plain()
    assert not {"data", "data_digest"} & plain["world"].keys()


def test_a_resolved_scenario_is_read_back_and_refused_once_the_data_were_edited(tmp_path):
    given = scenario(write(tmp_path, GOOD))
    plain = given.plain()
    assert from_plain(plain) == given
    write(tmp_path, {"villages": VILLAGES.replace("18000", "185000")})
    with pytest.raises(ScenarioError, match="say something else"):
        from_plain(plain)


def test_sizes_beside_data_are_refused_and_inherited_ones_give_way(tmp_path):
    write(tmp_path, GOOD)
    file = tmp_path / "own.yaml"
    text = "name: own\ntitle: own\nextends: baseline\nworld: {data: .%s}\n"
    file.write_text(text % "", encoding="utf-8")
    import sim

    world = sim.load(file).world
    assert (world.counties, world.townships, world.villages_in_all, world.persons) == (1, 2, 3, 530)
    file.write_text(text % ", villages: 9", encoding="utf-8")
    with pytest.raises(ScenarioError, match="world.villages = 9: follows from the data: 2"):
        sim.load(file)
    with pytest.raises(ScenarioError, match="follows from the data"):
        scenario(tmp_path).changed({"world.counties": 2})


def test_parameters_that_the_data_decide_are_refused(tmp_path):
    given = scenario(write(tmp_path, GOOD))
    with pytest.raises(ScenarioError, match="follows from the cadres"):
        given.changed({"parameters.offices.committee_least": 3})


def test_persons_born_after_the_start_are_refused(tmp_path):
    write(tmp_path, {**OF_PEOPLE, "people": PEOPLE.replace("1950-01", "2022-03")})
    with pytest.raises(ScenarioError, match="are born after the world begins in 2021-01"):
        scenario(tmp_path)


def test_other_data_take_the_place_of_data(tmp_path):
    write(tmp_path / "one", GOOD)
    write(tmp_path / "two", {"villages": VILLAGES + "B2,B,90,60,3,25,3,20000\n"})
    changed = scenario(tmp_path / "one").changed({"world.data": str(tmp_path / "two")})
    assert changed.world.villages_in_all == 4


def test_more_members_than_adults_are_refused_where_they_are_drawn(tmp_path):
    ages = "age_low,age_high,men,women\n0,17,262,262\n18,,3,3\n"
    with pytest.raises(NotMet, match=r"village .*: .* members are given, and .* adults drawn"):
        drawn(scenario(write(tmp_path, {"villages": VILLAGES, "age_sex": ages})))


def test_exactly_takes_whoever_lies_lowest_against_the_odds():
    village = np.repeat([0, 1, 2], 100)
    u = (np.random.default_rng(1).permutation(300) + 0.5) / 300
    chance = np.full(300, 0.3)
    taken = exactly(np.array([20.0, np.nan, 90.0]), village, chance, u)
    assert Counter(village[taken].tolist())[0] == 20
    assert Counter(village[taken].tolist())[2] == 90
    assert np.array_equal(taken[100:200], u[100:200] < 0.3)
    assert u[:100][taken[:100]].max() < u[:100][~taken[:100]].min()
    chance[:10], chance[10:20] = 0.0, 1.0
    taken = exactly(np.array([20.0, 20.0, 20.0]), village, chance, u)
    assert not taken[:10].any()
    assert taken[10:20].all()


@pytest.mark.parametrize("wanted", [10, 25, 40, 60, 100])
def test_households_join_and_part_until_there_are_as_many_as_wanted(wanted):
    rng = np.random.default_rng(2)
    home = np.sort(rng.integers(0, 40, 100))
    home = np.unique(home, return_inverse=True)[1]
    spouse = np.full(100, -1)
    found = rehoused(home, spouse, rng.integers(0, 90, 100), wanted)
    assert sorted(set(found.tolist())) == list(range(wanted))
    first = np.unique(found, return_index=True)[1]
    assert (np.diff(first) > 0).all()


def test_whole_numbers_are_shared_out_by_largest_remainders():
    assert apportioned(10, np.array([1.0, 1.0, 1.0])).tolist() == [4, 3, 3]
    assert apportioned(3, np.zeros(2)).tolist() == [2, 1]


def test_faults_are_in_the_order_of_files_and_lines(tmp_path):
    _, problems, _ = read(
        write(
            tmp_path,
            {"villages": VILLAGES.replace("200", "x"), "members": MEMBERS.replace("6", "y"), "age_sex": AGE_SEX},
        )
    )
    assert problems == in_order(problems)
