"""Arguments of functions called from Python: what is clear is taken, the rest is refused in one sentence."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.budget_table import budget_table
from sim.analysis.compare import compare
from sim.scenario.scenario import load
from sim.studies.query import Study
from sim.studies.sweep import sweep
from sim.validation.backcast import backcast
from sim.validation.patterns import judge
from tests.studies.invented import swept, write_study

SHORT = {
    "horizon.months": 24, "horizon.burn_in": 0, "world.townships": 1, "world.villages": 1, "world.village_size": 150,
}  # fmt: skip


def test_numbers_of_numpy_texts_of_digits_and_a_single_name_are_taken():
    baseline, training = (load(name).changed(SHORT) for name in ("baseline", "training"))
    options = {"jobs": 1, "store": False, "engine": "sequential"}
    plain = compare(baseline, [training], reps=2, seed=3, outcomes=["trust"], **options)
    for reps, seed in ((np.int64(2), np.int64(3)), ("2", "3")):
        found = compare(baseline, iter([training]), reps=reps, seed=seed, outcomes="trust", **options)
        assert found.outcomes == plain.outcomes
        assert found.runs["training"][0].seed == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"reps": 2.5}, "reps is 2.5; allowed are"),
        ({"reps": True}, "reps is True; allowed are"),
        ({"reps": None}, "reps is None; allowed are"),
        ({"reps": "many"}, "reps is 'many'; allowed are"),
        ({"reps": 0}, "reps is 0; allowed are"),
        ({"seed": 1.5}, "seed is 1.5; allowed are whole numbers"),
        ({"seed": None}, "seed is None; allowed are whole numbers"),
        ({"outcomes": 5}, "outcomes is 5; allowed are one or several names"),
        ({"outcomes": []}, "outcomes is []; allowed are one or several names"),
        ({"outcomes": [None]}, "allowed are one or several names"),
        ({"reps": "auto", "precision": "x"}, "precision is 'x'; allowed are numbers"),
        ({"reps": "auto", "precision": {"trust": None}}, "precision is None; allowed are numbers"),
        ({"reps": "auto", "precision": {}}, "precision names no outcome"),
        ({"reps": "auto", "precision": {"trust": float("inf")}}, "allowed are half-widths above 0"),
        ({"budget": True}, "a budget of money True is not a number"),
        ({"budget": float("inf")}, "a budget of money inf is not"),
        ({"by": 5}, "nothing can be told by 5"),
    ],
)
def test_a_comparison_refuses_what_is_not_clear_in_one_sentence(arguments, message):
    with pytest.raises(ValueError, match=message.replace("[", r"\[").replace("]", r"\]")) as caught:
        compare("baseline", "training", **arguments)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: budget_table([], policies="training"), "there is no budget"),
        (lambda: budget_table(policies=5), "policies is 5"),
        (lambda: budget_table(policies="trainin"), "did you mean 'training'"),
        (lambda: budget_table(denominators="registere"), "is no quorum denominator"),
        (lambda: budget_table(reps="x"), "reps is 'x'"),
        (lambda: backcast("late"), "until is 'late'; allowed are whole numbers"),
        (lambda: backcast(seeds=1.5), "seeds is 1.5; allowed are whole numbers"),
        (lambda: backcast(seeds=[1, None]), "seed is None; allowed are whole numbers"),
        (lambda: backcast(seeds=0), "seeds is 0; allowed are whole numbers from 1"),
        (lambda: backcast(seeds=4 * 10**9), "allowed are at most 1,000,000"),
        (lambda: backcast(seeds=range(4 * 10**9)), "allowed are at most 1,000,000"),
        (lambda: compare("baseline", "training", reps=4 * 10**9), "allowed are at most 1,000,000"),
        (lambda: judge(seeds=-1), "seeds is -1; allowed are whole numbers from 1"),
        (lambda: backcast(reclassification="x"), "reclassification is 'x'; allowed are numbers"),
        (lambda: judge(seeds=None), "seeds is None"),
        (lambda: judge(archetypes=5), "archetypes is 5"),
    ],
)
def test_tables_and_validation_refuse_what_is_not_clear_in_one_sentence(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize("given", [None, 123, b"study", ["study"]])
@pytest.mark.parametrize("call", [Study, sweep])
def test_a_study_is_given_by_a_path(call, given):
    with pytest.raises(TypeError, match="^a study is given by its folder or its study.yaml, not by "):
        call(given)


def test_a_study_takes_a_single_outcome(tmp_path):
    swept(write_study(tmp_path, 2, 2))
    study = Study(tmp_path)
    assert study.frame("trust").equals(study.frame(["trust"]))
    for given in ([], 5):
        with pytest.raises(ValueError, match="outcomes is .*; allowed are one or several names"):
            study.frame(given)
