"""For whom: groups, classes of villages, places and worlds; who is better off; where the sign turns."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.analysis.compare import compare
from sim.analysis.for_whom import CHOICES, ForWhomPairs, check_by
from sim.analysis.turning import shallow_tree, turning_point
from sim.execution.run import run
from sim.indicators import indicator_named
from sim.report.comparison.for_whom_text import whom_as_text, whom_record
from sim.runs.run import Run
from sim.runs.traits import TRAITS
from tests.whole import small

TINY = {"horizon.months": 12, "horizon.burn_in": 1, "world.village_size": 150}
TRAINED = {"training": {"dose": {"units": 2}}}
PAIRS, VILLAGES = 8, 12


def scattered(*keys: float) -> np.ndarray:
    """Numbers between -0.5 and 0.5 that look like noise and are the same each time."""
    places = np.arange(VILLAGES)
    return (np.sin(places * 12.9898 + sum(key * (78.233 + i) for i, key in enumerate(keys))) * 43758.5453) % 1.0 - 0.5


def planted(effect) -> tuple[list[dict[str, np.ndarray]], list[np.ndarray]]:
    """Traits and differences of villages in several pairs."""
    traits = [{"branch_size": 10 * (scattered(pair, 1) + 0.5), "income": scattered(pair, 2)} for pair in range(PAIRS)]
    return traits, [effect(each) + 0.2 * scattered(pair, 3) for pair, each in enumerate(traits)]


def invented(scenario: str, seed: int) -> Run:
    """Four villages whose visits rise with training where the branch is small, and fall where it is large."""
    size = np.array([2.0, 4.0, 10.0, 12.0]) + 0.1 * (seed % 3)
    effect = {"baseline": np.zeros(4), "training": 7.0 - size}[scenario]
    visits = 100 + 10 * effect + 0.3 * seed
    by_village = np.broadcast_to(np.stack([visits, np.full(4, 50.0)], axis=1), (14, 4, 2)).astype(np.float32)
    names = ("visits", "adults_home")
    places = {"township": np.array([0, 0, 1, 1]), "county": np.zeros(4, int)}
    sums = by_village.sum(axis=1, dtype=float)
    return Run(
        scenario, seed, 1440, 2, names, sums, 4, by_village=by_village, traits={"branch_size": size}, places=places
    )


def gathered(by: str) -> ForWhomPairs:
    """Six invented pairs."""
    pairs = ForWhomPairs(by, [indicator_named("visits")], (0, 12), small().horizon)
    for seed in range(1, 7):
        kept = pairs.take([invented("baseline", seed), invented("training", seed)])
        assert all(each.by_village is None for each in kept)
    return pairs


@pytest.fixture(autouse=True)
def _visits_only(monkeypatch):
    """Invented runs hold two tallies, so no measure between villages can be kept."""
    monkeypatch.setattr("sim.analysis.for_whom.compared", list)


def test_what_cannot_stand_behind_by_is_refused_with_the_nearest():
    with pytest.raises(ValueError, match=r"allowed are .*branch_size.*did you mean 'branch_size'"):
        check_by("brnch_size")
    with pytest.raises(ValueError, match="traits$"):
        check_by("foo")
    assert all(check_by(each) == each for each in CHOICES)


def test_groups_of_persons_want_an_outcome_that_is_counted_by_group():
    with pytest.raises(ValueError, match="'quorum_failure' is not counted by age"):
        compare(small(TINY), [small({**TINY, "name": "other"})], by="age", outcomes=["quorum_failure"])


def test_classes_of_villages_are_thirds_at_the_start():
    found = gathered("branch_size").conclude(["baseline", "training"])
    low, middle, high = (each.difference for each in found.groups)
    assert low.difference > 0 > high.difference
    assert (low.verdict, high.verdict) == ("raises", "lowers")
    assert high.alternative == pytest.approx(high.baseline + high.difference)
    assert [each.en.split()[0] for each in found.groups] == ["low", "middle", "high"]
    assert middle.pairs == 6


def test_a_class_is_worked_out_from_its_own_villages():
    found = gathered("township").conclude(["baseline", "training"])
    first = found.groups[0].difference
    runs = [[invented(name, seed).of([0, 1]) for seed in range(1, 7)] for name in ("baseline", "training")]
    before, after = ([run.value(indicator_named("visits"), 0, 12) for run in side] for side in runs)
    assert first.baseline == pytest.approx(np.mean(before))
    assert first.alternative == pytest.approx(np.mean(after))


def test_the_share_of_villages_better_and_worse_off():
    (shares,) = gathered("branch_size").conclude(["baseline", "training"]).shares
    assert shares.wanted == 1
    assert shares.better[0] == pytest.approx(0.5)
    assert shares.worse[0] == pytest.approx(0.5)


def test_the_sign_turns_where_it_was_planted():
    (found,) = gathered("branch_size").conclude(["baseline", "training"]).turns
    assert found.turn.at == pytest.approx(7, abs=0.05)
    traits, steps = planted(lambda each: 0.5 * (each["branch_size"] - 4))
    turn = turning_point([each["branch_size"] for each in traits], steps)
    assert turn.low < 4 < turn.high
    assert turn.high - turn.low < 1
    assert turn.slope_low < 0.5 < turn.slope_high


def test_no_turn_where_the_effect_does_not_change_or_has_one_sign():
    for effect in (lambda each: 1.0 + 0 * each["income"], lambda each: each["branch_size"] + 5):
        traits, steps = planted(effect)
        assert math.isnan(turning_point([each["branch_size"] for each in traits], steps).at)
    same = [np.ones(VILLAGES)] * PAIRS
    assert turning_point(same, steps) is None
    assert turning_point(same[:2], steps[:2]) is None


def test_the_tree_finds_the_trait_that_parts_the_villages_and_no_other():
    traits, steps = planted(lambda each: np.where(each["branch_size"] <= 5, 2.0, -1.0))
    leaves = shallow_tree(traits, steps)
    assert [leaf.conditions[0][:2] for leaf in leaves] == [("branch_size", "<="), ("branch_size", ">")]
    assert 4 < leaves[0].conditions[0][2] < 6
    assert (leaves[0].difference, leaves[1].difference) == (pytest.approx(2, abs=0.3), pytest.approx(-1, abs=0.3))
    assert sum(leaf.share for leaf in leaves) == pytest.approx(1)
    (only,) = shallow_tree(*planted(lambda each: 0 * each["income"]))
    assert only.conditions == ()


def test_runs_carry_the_traits_of_their_villages():
    (one,) = run(small(TINY), jobs=1, by_village=True).runs["small"]
    assert set(one.traits) == set(TRAITS)
    first = one.by_village[one.burn_in - 1, :, one.tallies.index("registered")]
    assert one.traits["village_size"] == pytest.approx(first, rel=0.05)


def test_persons_and_worlds_end_to_end_in_both_languages():
    plain, trained = small(TINY), small({**TINY, "name": "trained"}, TRAINED)
    given = {"reps": 2, "jobs": 1}
    by_age = compare(plain, [trained], by="age", outcomes=["trust"], **given).whom
    assert [each.en for each in by_age.groups] == ["under 45", "45 to 59", "60 and over"]
    found = compare(plain, [trained], by="county_type", outcomes=["capacity"], **given)
    worlds = {each.en: each.difference for each in found.whom.groups}
    assert list(worlds) == ["ordinary", "near-urban", "remote-poor"]
    assert worlds["ordinary"] == found.difference("trained", "capacity")
    assert worlds["remote-poor"] != worlds["ordinary"]
    assert "type of county" in whom_as_text(found.whom, "en")
    assert "偏远低收入县" in whom_as_text(found.whom, "zh")
    assert whom_record(found.whom)["groups"][0]["group"] == "ordinary"


def test_the_text_tells_classes_shares_and_turns():
    found = gathered("branch_size").conclude(["baseline", "training"])
    text = whom_as_text(found, "en")
    assert "low (≤" in text
    assert "better 50%" in text
    assert "turns at 7.0" in text
    assert "变号于" in whom_as_text(found, "zh")
