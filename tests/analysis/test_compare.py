"""Comparisons: what is refused, when enough pairs have been run, what changes nothing."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.analysis.compare import _until_precise, compare
from sim.analysis.pairs import Pairs
from sim.core.compute.draws import LARGEST_SEED
from sim.execution.run import run
from sim.indicators import indicator_named
from sim.runs.jobs import Named, check_seeds, quorum_rule, resolve, seeds_from
from sim.runs.run import Failure, Run
from sim.scenario.scenario import Scenario, ScenarioError, load
from tests.report.invented import Machine, invented_comparison, invented_run
from tests.whole import small

SHORT = {"horizon.months": 12, "horizon.burn_in": 1, "world.townships": 1, "world.village_size": 150}


class Noisy(Machine):
    """Gives pairs whose differences scatter more, the larger ``spread`` is; every ``failing``-th seed fails."""

    def __init__(self, spread: float, failing: int = 0) -> None:
        self.spread, self.failing = spread, failing

    def results(self, jobs):
        return [self.one(job) for job in jobs]

    def one(self, job):
        if self.failing and job.name != "baseline" and job.seed % self.failing == 0:
            return Failure(job.name, job.seed, "ValueError: made to fail", job.command)
        made = invented_run("baseline", 1)
        sums = made.sums.copy()
        if job.name != "baseline":
            sums[:, made.tallies.index("trust")] *= 1 + self.spread * math.sin(job.seed * 12.9898)
        return Run(
            job.name,
            job.seed,
            made.start,
            made.burn_in,
            made.tallies,
            sums,
            made.villages,
            trajectories=made.trajectories,
        )


def pairs() -> Pairs:
    named = [Named(Scenario(name=name), name) for name in ("baseline", "training")]
    return Pairs(named, [indicator_named("trust")], (48, 60))


def test_auto_runs_at_least_twenty_pairs_and_half_as_many_ahead():
    found = pairs()
    stopping = _until_precise(found, Noisy(1e-6), 1, {"trust": 0.01}, 20, 200)
    assert (stopping.reached_at, stopping.pairs, stopping.capped) == (20, 30, False)


def test_auto_stops_where_the_precision_is_reached_and_held():
    found = pairs()
    stopping = _until_precise(found, Noisy(0.3), 1, {"trust": 0.01}, 20, 200)
    width = found.conclude(stopping).outcomes[0].difference.half_width
    assert 20 < stopping.reached_at <= stopping.pairs - 10
    assert width <= 0.01
    assert stopping.pairs <= stopping.reached_at + 14


def test_auto_says_that_it_was_capped():
    stopping = _until_precise(pairs(), Noisy(0.3), 1, {"trust": 1e-6}, 20, 32)
    assert (stopping.pairs, stopping.capped, stopping.reached_at) == (32, True, None)


def test_auto_goes_on_until_enough_pairs_have_ended_well():
    found = pairs()
    stopping = _until_precise(found, Noisy(1e-6, failing=4), 1, {"trust": 0.01}, 20, 200)
    assert (stopping.reached_at, stopping.pairs, stopping.capped) == (20, 30, False)
    assert [failure.seed for failure in found.failures] == [4, 8, 12, 16, 20, 24, 28, 32, 36]
    stopping = _until_precise(pairs(), Noisy(1e-6, failing=1), 1, {"trust": 0.01}, 20, 50)
    assert (stopping.pairs, stopping.capped) == (0, True)


def test_a_failed_run_leaves_its_pair_out_and_is_listed():
    found = pairs()
    found.add(Noisy(0.1, failing=4), range(1, 11))
    comparison = found.conclude(_until_precise(pairs(), Noisy(1e-6), 1, {"trust": 1.0}, 2, 20))
    assert [failure.seed for failure in comparison.failures] == [4, 8]
    assert comparison.outcomes[0].difference.pairs == 8
    assert [each.seed for each in comparison.runs["baseline"]] == [1, 2, 3, 5, 6, 7, 9, 10]


def test_failures_carry_the_command_that_replays_them():
    assert Named(Scenario(name="x"), "my file.yaml", "--quorum adjusted").command(5) == (
        "ruralparty run 'my file.yaml' --quorum adjusted --reps 1 --seed 5 -j 1 -v"
    )


def test_lives_are_compared_with_the_baseline_of_the_same_seed():
    comparison = invented_comparison()
    assert comparison.lives_changed == {"training": 1.0, "online_branch": 1.0}
    assert all(each.trajectories is None for each in comparison.runs["baseline"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"outcomes": ["trsut"]}, "did you mean 'trust'"),
        ({"reps": "auto"}, "precision"),
        ({"reps": 0}, "from 1"),
        ({"precision": 0.1}, "precision: with reps='auto'"),
        ({"cap": 30}, "cap: with reps='auto'"),
        ({"reps": "auto", "precision": {"attendance": 2.0}}, "wider than all it can range over .* 0.02 or '2 points'"),
        ({"reps": "auto", "precision": {"births": 0.1}}, "not among the outcomes"),
        ({"reps": "auto", "precision": {"trust": -1.0}}, "above 0"),
        ({"window": 500}, "out of range"),
        ({"seed": 4294967290}, "out of range"),
        ({"alternatives": []}, "at least one alternative"),
        ({"alternatives": ["baseline"]}, "two scenarios are called 'baseline'"),
    ],
)
def test_what_is_not_allowed_is_refused_before_anything_runs(arguments, message):
    with pytest.raises(ValueError, match=message):
        compare(**{"baseline": "baseline", "alternatives": ["training"], "jobs": 1, **arguments})


def test_every_unknown_scenario_is_named():
    with pytest.raises(ScenarioError) as caught:
        resolve(["trainin", "onlin_branch"])
    assert len(caught.value.problems) == 2


def test_scenarios_of_other_months_or_another_world_are_no_pair_and_every_difference_is_named():
    other = load("training").changed(
        {"horizon.months": 132, "horizon.burn_in": 6, "world.archetype": "hollow", "world.village_size": 400}
    )
    with pytest.raises(ValueError, match="same months") as caught:
        compare("baseline", other, reps=1)
    assert str(caught.value).splitlines()[1:5] == [
        "  horizon.months: 120 in baseline, 132 in training",
        "  horizon.burn_in: 24 in baseline, 6 in training",
        "  world.archetype: labour-exporting in baseline, hollow in training",
        "  world.village_size: 1300 in baseline, 400 in training",
    ]


def test_seeds_count_up_and_none_stands_twice():
    assert seeds_from(5, 3) == [5, 6, 7]
    with pytest.raises(ValueError, match="twice"):
        check_seeds([1, 2, 1])


@pytest.mark.parametrize("seed", [-1, LARGEST_SEED + 1])
def test_a_seed_that_the_draws_do_not_know_is_refused(seed):
    assert check_seeds([0, LARGEST_SEED]) == [0, LARGEST_SEED]
    with pytest.raises(ValueError, match=f"seed {seed} is out of range: 0 to 4294967295"):
        check_seeds([seed])


def test_the_quorum_rule_is_one_switch_away():
    (plain,), (switched,) = resolve(["training"]), resolve(["training"], "adjusted")
    assert quorum_rule(plain.scenario) == "list"
    assert quorum_rule(switched.scenario) == "adjusted"
    assert "--quorum adjusted" in switched.command(1)


def test_an_idle_policy_is_the_baseline_and_processes_change_nothing():
    base = small(SHORT)
    idle = base.changed({"name": "idle", "policies.training": {"dose": {"units": 0, "secretary_units": 0}}})
    alone, shared = (compare(base, idle, reps=2, jobs=jobs, window="all", outcomes=["trust"]) for jobs in (1, 2))
    assert alone.difference("idle", "trust").identical
    assert alone.lives_changed["idle"] == 0.0
    for name in ("small", "idle"):
        for a, b in zip(alone.runs[name], shared.runs[name], strict=True):
            np.testing.assert_array_equal(a.sums, b.sums)


def test_run_gives_a_run_for_each_seed_and_a_few_persons_to_follow():
    found = run(small(SHORT), seeds=[3, 9], jobs=1, by_village=True)
    assert [each.seed for each in found.runs["small"]] == [3, 9]
    first = found.runs["small"][0]
    assert first.by_village.shape == (13, 2, len(first.tallies))
    np.testing.assert_allclose(first.by_village.sum(axis=1, dtype=float), first.sums)
    assert first.persons["member of village 0"] > 0
