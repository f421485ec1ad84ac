"""Patterns: their declarations, how verdicts are reached, and the command."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from sim.cli.main import main
from sim.report.validation.patterns_text import ablation_text, band, patterns_record, patterns_text
from sim.runs.run import Failure
from sim.validation.ablation import ENGINES
from sim.validation.pattern_worlds import VARIANTS, rank_correlation, varied
from sim.validation.patterns import PATTERNS, Check, Pattern, Verdict, check_stated, find_patterns, holding, judge
from tests.whole import small

TINY = {"world.townships": 1, "world.villages": 3, "world.village_size": 120}


def verdict(code: str, mean: float, archetype: str = "labour-exporting", **of_pattern: object) -> Verdict:
    check = Check("", "", "%", lambda world: 0.0, 1.0, 2.0)
    pattern = Pattern(code, "", "", "", (check,), **of_pattern)  # type: ignore[arg-type]
    return Verdict(pattern, check, archetype, "list", mean, mean, mean, 1)


def test_all_twenty_patterns_are_declared_in_both_languages_with_what_they_need() -> None:
    assert {each.code.rstrip("ab") for each in PATTERNS} == {f"P{number}" for number in range(1, 21)}
    for each in PATTERNS:
        assert each.en
        assert each.zh
        assert each.source
        assert set(each.variants) <= set(VARIANTS)
        for check in each.checks:
            assert check.low < check.high
            assert check.en
            assert check.zh
            assert math.isfinite(check.low) or math.isfinite(check.high)


def test_parts_are_found_by_the_number_and_others_are_refused() -> None:
    assert [each.code for each in find_patterns(["P2", "P20"])] == ["P2a", "P2b", "P20"]
    assert find_patterns() == PATTERNS
    with pytest.raises(ValueError, match=r"no pattern P21; the patterns are P1 to P20"):
        find_patterns(["P21"])


def test_a_pattern_that_is_stated_for_none_of_the_worlds_is_refused_before_anything_runs(capsys) -> None:
    assert main(["patterns", "P7,P1,P3", "--archetypes", "hollow", "--seeds", "1"]) == 2
    said = capsys.readouterr()
    assert not said.out
    assert said.err.splitlines() == [
        "ruralparty patterns: P7 is not stated for hollow, but for labour-exporting: --archetypes labour-exporting",
        "P3 is not stated for hollow, but for national: --archetypes national",
    ]
    assert check_stated(["P2", "P2b", "P1"], ("national",)) is None
    with pytest.raises(ValueError, match="did you mean 'hollow'"):
        check_stated([], ("holow",))


def test_json_is_printed_though_every_run_fails(capsys, monkeypatch) -> None:
    failure = Failure("hollow registered baseline", 1, "ValueError: made to fail", "")
    monkeypatch.setattr("sim.validation.patterns.judge", lambda **given: ([], [failure]))
    assert main(["patterns", "P1", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["verdicts"] == []


def test_one_seed_has_no_band_of_seeds() -> None:
    one = verdict("P1", 1.5)
    assert "–" in patterns_text([one]).splitlines()[1]
    assert "1.5 … 1.5" in patterns_text([replace(one, seeds=2)])


def test_a_pattern_holds_if_all_its_checks_do_where_it_is_stated() -> None:
    assert holding([verdict("P1", 1.5), verdict("P1", 2.5)]) == {"P1": False}
    both = [
        verdict("P2a", 1.5, archetypes=("labour-exporting",)),
        verdict("P2b", 3.0, "national", archetypes=("national",)),
    ]
    assert holding(both) == {"P2": False}
    excused = replace(verdict("P3", 1.5), denominator="adjusted")
    assert holding([excused]) == {}
    assert holding([excused], "adjusted") == {"P3": True}


def test_a_tiny_world_yields_verdicts_for_each_check_and_stated_world() -> None:
    verdicts, failures = judge(
        patterns=find_patterns(["P2", "P15"]),
        archetypes=("labour-exporting", "near-urban"),
        denominators=("adjusted",),
        seeds=2,
        jobs=1,
        changes=TINY,
    )
    assert not failures
    assert [(each.pattern.code, each.archetype) for each in verdicts[:1]] == [("P2a", "labour-exporting")]
    assert {each.archetype for each in verdicts if each.pattern.code == "P15"} == {"labour-exporting", "near-urban"}
    away = verdicts[0]
    assert away.seeds == 2
    assert away.low <= away.mean <= away.high
    assert 10 < away.mean < 80
    less = next(each for each in verdicts if each.check.en.startswith("joining when"))
    assert less.mean < 0  # who leaves cannot join
    for language in ("en", "zh"):
        assert "P15" in patterns_text(verdicts, language)
    record = patterns_record(verdicts)
    assert record["verdicts"][0]["target"] == [30, 45]
    json.dumps(record, allow_nan=False)


def test_a_run_that_fails_is_reported_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.validation.pattern_worlds.at_start", lambda model: 1 / 0)
    verdicts, failures = judge(
        patterns=find_patterns(["P1"]),
        archetypes=("national",),
        denominators=("registered",),
        seeds=1,
        jobs=1,
        changes=TINY,
    )
    assert [each.error for each in failures] == ["ZeroDivisionError: division by zero"]
    assert verdicts == []


def test_parameters_of_variants_and_engines_exist() -> None:
    from sim.mechanisms import all_parameters

    for changes in [*VARIANTS.values(), *({f"parameters.{key}": 0 for key in each} for each in ENGINES.values())]:
        for path in changes:
            first, _, name = path.partition(".")
            assert first != "parameters" or name in all_parameters(), path


def test_changes_may_leave_the_declared_range_of_a_parameter_but_not_of_the_world() -> None:
    changed = varied(small(), {"parameters.migration.leave": 0.0})
    assert changed.parameters["migration.leave"] == 0.0
    assert varied(changed, {"horizon.months": 12}).parameters["migration.leave"] == 0.0, "changed once more"
    with pytest.raises(ValueError, match="archetype"):
        varied(small(), {"world.archetype": "moon"})


def test_bands_are_shown_as_signs_limits_or_ranges() -> None:
    def of(low: float, high: float) -> str:
        return band(Check("", "", "", lambda world: 0.0, low, high))

    assert of(1e-9, math.inf) == "> 0"
    assert of(-math.inf, -1e-9) == "< 0"
    assert of(3.0, math.inf) == "≥ 3"
    assert of(-math.inf, 0.35) == "≤ 0.35"
    assert of(2.0, 4.0) == "2 … 4"


def test_correlation_without_variation_is_no_number() -> None:
    import numpy as np

    assert math.isnan(rank_correlation(np.ones(4), np.arange(4.0)))
    assert rank_correlation(np.arange(4.0), -np.arange(4.0)) == pytest.approx(-1.0)


def test_the_table_of_ablation_names_engines_and_patterns() -> None:
    text = ablation_text({"whole model": {"P1": True}, "without E1": {"P1": False}})
    assert text.splitlines()[0].split() == ["P1"]
    assert "no" in text.splitlines()[2]


def test_the_command_refuses_an_unknown_pattern(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["patterns", "P99"]) == 2
    assert "P1 to P20" in capsys.readouterr().err
