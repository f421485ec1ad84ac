"""What the value of information says: values above the null only, and outcomes for which nothing is worth knowing."""

from __future__ import annotations

from sim.analysis.worth.table import EVERYTHING, UNKNOWN, YUAN, Decision, Known, Worth
from sim.analysis.worth.value import Value
from sim.report.analyses.worth_text import method_text, plain, worth_text

OPTIONS, TITLES = ("baseline", "training"), {"baseline": "Baseline", "training": "Training"}


def decision(outcome: str, unit: str, value: float) -> Decision:
    known = tuple(
        Known(kind, name, Value(value, 0.001, 0.25), 0.002)
        for kind, name in ((EVERYTHING, EVERYTHING), (UNKNOWN, "parameters.training.gain"))
    )
    return Decision(outcome, unit, OPTIONS, (0.0, 0.03), (0.0, 0.01), "training", known)


def test_values_above_the_null_are_stated_and_others_are_named():
    found = Worth((decision("service_fulfilment", "share", 0.0052), decision("trust", "0-1", 0.001)), 50, 100, (), {})
    text = " ".join(worth_text(found, TITLES, "en").split())
    assert "training.gain 0.52 0.10 0.20 25" in text  # in points
    assert "Training is best (3.0 more than Baseline, standard error 1.0)" in text
    assert "Nothing is worth knowing for the choice by these outcomes" in text
    assert "trust in the branch." in text


def test_a_value_within_its_error_is_not_stated():
    assert not Known(UNKNOWN, "x", Value(0.01, 0.02, 0.1), 0.0).stated
    assert Known(UNKNOWN, "x", Value(0.04, 0.02, 0.1), 0.01).stated


def test_yuan_are_told_in_both_languages():
    found = Worth((decision("trust", YUAN, 4.0),), 50, 100, ("members",), {"visits": ("a",)})
    assert "costs of the policies taken off" in worth_text(found, TITLES, "en")
    chinese = worth_text(found, TITLES, "zh")
    assert "元／户籍人口·年" in chinese
    assert "members" in chinese
    assert "abc" in method_text(found, "Baseline", {"hash": "abc", "digest": "d", "version": "1"}, "zh")


def test_two_digits_however_small():
    assert [plain(each) for each in (0.0, 12.3, 0.52, 0.000097)] == ["0", "12", "0.52", "0.000097"]
