"""What a sensitivity analysis says: the strongest inputs with intervals, and why there are none."""

from __future__ import annotations

import math

import pytest

from sim.analysis.sensitivity.indices import Share
from sim.analysis.sensitivity.outcome import CONSTANT, NOTHING, SHAPLEY, SOBOL, UNSURE, Decided
from sim.analysis.sensitivity.table import DIFFERENCE, LEVEL, About, Item, Sensitivity
from sim.report.analyses.sensitivity_text import method_text, sensitivity_text

INPUTS = ("parameters.training.gain", "parameters.trust.contact")
SEED = Share(0.25, 0.2, 0.3)
TITLES = {"baseline": "Baseline", "training": "Training"}


def decided(verdict: str) -> Decided:
    total = {0: Share(0.7, 0.6, 0.8), 1: Share(0.3, 0.2, 0.4)} if verdict in (SOBOL, SHAPLEY) else {}
    seed = None if verdict == CONSTANT else SEED
    return Decided(verdict, math.nan if verdict in (CONSTANT, NOTHING) else 0.9, seed, total, {}, 1.0, 100, 120)


def found(verdict: str, own: bool = True) -> Sensitivity:
    items = (
        Item(About("trust", "baseline", LEVEL), decided(verdict)),
        Item(About("trust", "training", DIFFERENCE), decided(verdict)),
        Item(About("trust", "training", LEVEL), decided(verdict)),
    )
    return Sensitivity(INPUTS, items, verdict == SHAPLEY, "lhs", 100, 20, own, {"visits": ("a", "b")})


def test_inputs_stand_with_their_intervals_the_strongest_first():
    text = sensitivity_text(found(SOBOL), TITLES, "baseline", "en")
    assert "training.gain 70 (60–80); trust.contact 30 (20–40)" in " ".join(text.split())
    assert "25 (20–30)" in text
    assert "effect of Training (difference from Baseline)" in text
    assert "ST (1 - n) + n" in text
    assert "visits, without a value in 2 runs: a, b" in text


@pytest.mark.parametrize(
    ("verdict", "words"),
    [(CONSTANT, "nothing moves it"), (NOTHING, "no input was seen"), (UNSURE, "not printed"), (SHAPLEY, "Shapley")],
)
def test_where_there_are_no_sobol_indices_it_is_said_why(verdict, words):
    assert words in " ".join(sensitivity_text(found(verdict), TITLES, "baseline", "en").split())


def test_records_hold_no_index_that_is_not_printed():
    rows = found(UNSURE).records()
    assert all(math.isnan(row["total"]) for row in rows)
    told = found(SOBOL).records()[0]
    assert told["naive_total"] == pytest.approx(0.7 * 0.75 + 0.25)
    assert "total" not in found(SHAPLEY).records()[0]


def test_shared_seeds_are_told_and_the_method_names_the_study():
    assert "share their seeds" in " ".join(sensitivity_text(found(SOBOL, False), TITLES, "baseline", "en").split())
    provenance = {"hash": "abc", "digest": "def", "version": "1"}
    for language in ("en", "zh"):
        text = method_text(found(SOBOL), "Baseline", 200, provenance, language)
        assert "abc" in text
        assert "RECALLED" in text
