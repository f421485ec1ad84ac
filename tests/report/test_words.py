"""Numbers and sentences as they are printed; what is declared, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from sim.analysis.comparison import Comparison, Outcome, Stopping
from sim.analysis.effects import paired_difference
from sim.core.config.language import LANGUAGES
from sim.indicators import INDICATORS
from sim.mechanisms import all_parameters
from sim.policies import find_policy, policy_names
from sim.policies.common.words import missing_words
from sim.report.described import catalogue
from sim.report.described.policy_effects import effects
from sim.report.layout.numbers import amount, decimals_for, decimals_of, difference_parts, fixed, level
from sim.report.layout.sentences import stopping_sentence
from sim.report.layout.text import LINE, broken, width, wrapped
from sim.scenario.scenario import Scenario
from sim.words.labels import WORDS, unit_label
from sim.words.units import UNITS


def comparison_of(values: list[float], name: str = "quorum_failure", stopping: Stopping | None = None):
    difference = paired_difference(np.zeros(len(values)), np.array(values))
    outcome = Outcome("x", INDICATORS[name], difference)
    scenarios = (Scenario(), Scenario(name="x", title={"en": "Training", "zh": "培训"}))
    found = Comparison(scenarios, {}, [outcome], {}, {}, (0, 12), stopping or Stopping(len(values)), [])
    return found, outcome


def test_shares_are_printed_in_per_cent_and_differences_in_points():
    assert level(0.7888, "share") == "78.9"
    assert unit_label("share", "en") == "%"
    assert unit_label("share", "en", difference=True) == "points"
    assert unit_label("share", "zh", difference=True) == "个百分点"


@pytest.mark.parametrize(
    ("half", "decimals"), [(37.0, 0), (3.0, 0), (1.9, 1), (0.3, 1), (0.076, 2), (0.0, 2), (1e-9, 4)]
)
def test_no_more_digits_than_the_interval_carries(half, decimals):
    assert decimals_for(half) == decimals


def test_a_bound_that_is_not_zero_does_not_read_zero():
    found, outcome = comparison_of([0.001, 0.05, 0.025, 0.03, 0.02])
    assert found.outcomes[0].difference.low * 100 == pytest.approx(0.32, abs=0.01)
    assert difference_parts(outcome.difference, "share") == ("+2.5", "+0.3", "+4.7")


def difference_of(base: float, other: list[float], name: str):
    return paired_difference(np.full(len(other), base), np.array(other)), INDICATORS[name].unit


@pytest.mark.parametrize(
    ("base", "other", "name", "printed"),
    [
        (0.550, [0.5345, 0.5641], "trust", ("0.550", "0.549", "−0.001")),
        (3.50, [2.34, 4.32], "valid_meetings", ("3.50", "3.33", "−0.2")),
        (0.550, [0.5506, 0.5498], "trust", ("0.550", "0.550", "0.000")),
        (0.7894, [0.7, 0.8796], "attendance", ("78.9", "79.0", "+0.04")),
        (0.7891, [0.7, 0.8788], "attendance", ("78.9", "78.9", "0.0")),
    ],
)
def test_a_difference_that_the_printed_levels_show_does_not_read_zero(base, other, name, printed):
    found, unit = difference_of(base, other, name)
    step = difference_parts(found, unit)[0]
    assert (level(found.baseline, unit), level(found.alternative, unit), step) == printed


@pytest.mark.parametrize("sign", [1, -1])
def test_a_bound_on_whose_sign_the_reading_hangs_is_followed_beyond_the_usual_decimals(sign):
    found, unit = difference_of(0.5, [0.5 + sign * each for each in (0.00014, 0.00106, 0.00057, 0.00063)], "trust")
    nearest = min(abs(found.low), abs(found.high))
    assert 0 < nearest < 0.00005
    assert found.verdict in ("raises", "lowers")
    assert all(re.search("[1-9]", each) for each in difference_parts(found, unit))
    assert decimals_of(found, unit) <= 6
    tiny = replace(found, low=sign * 1e-9) if sign > 0 else replace(found, high=sign * 1e-9)
    assert decimals_of(tiny, unit) == 4


def test_signs_and_thousands():
    assert fixed(-1234.5, 1, sign=True) == "−1,234.5"
    assert fixed(-0.001, 1, sign=True) == "0.0"
    assert fixed(float("inf"), 1) == "∞"
    assert amount(1475871.2) == "1,475,871"
    assert amount(0.041012) == "0.0410"


def test_the_stopping_rule_prints_count_half_width_and_cap():
    stopping = Stopping(4, {"quorum_failure": 0.01}, True, None)
    found, _ = comparison_of([-0.2, -0.3, -0.25, -0.22], stopping=stopping)
    text = stopping_sentence(found, "en")
    assert text.startswith("n = 4, capped; Training first calls without a quorum ±6.")
    assert "(≤ 1) points" in text


def test_every_word_and_sentence_stands_in_both_languages():
    assert all(len(pair) == len(LANGUAGES) and all(pair) for pair in WORDS.values())


@pytest.mark.parametrize("name", policy_names())
def test_every_policy_is_explained_in_both_languages(name):
    record = catalogue.policy_record(name)
    assert "missing" not in record
    for part in ("title", "does", "costs", "fails", "items"):
        assert record[part], part
    for language in LANGUAGES:
        text = catalogue.explanation(name, language)
        assert all(dose in text for dose in find_policy(name).params)
        assert all(lever in text for lever in record["levers"])
        assert "not in sources.yaml" not in text
    assert record["levers"]


def test_levers_that_are_only_read_are_not_said_to_be_moved():
    levers = all_parameters()
    for name in policy_names():
        for lever in catalogue.levers_moved(find_policy(name)):
            assert levers[lever].law


def test_all_twenty_seven_interventions_of_the_description_are_there_and_no_code_is_given_twice():
    codes = [record["code"] for record in catalogue.policies_record().values()]
    assert codes[:27] == [f"I{n}" for n in range(1, 28)]
    assert len(set(codes)) == len(codes)


def test_an_unknown_policy_or_mechanism_is_answered_with_the_nearest():
    with pytest.raises(ValueError, match="did you mean 'training'"):
        catalogue.policy_record("trainin")
    with pytest.raises(ValueError, match="did you mean 'migration'"):
        catalogue.parameters_of("migraton")
    with pytest.raises(ValueError, match="no parameter 'meetings.denomnator'; did you mean 'meetings.denominator'"):
        catalogue.parameters_of("meetings.denomnator")


@pytest.mark.parametrize("name", ["meetings.denominator", "policies.training.dose.units"])
def test_a_full_name_gives_that_parameter_alone(name):
    assert list(catalogue.parameters_of(name)) == [name]


def test_a_name_that_mechanism_and_policy_share_gives_parameters_and_doses():
    found = catalogue.parameters_of("training")
    assert {key for key in found if not key.startswith("policies.")} == {
        key for key in all_parameters() if key.startswith("training.")
    }
    assert {key.rpartition(".")[2] for key in found if key.startswith("policies.training.dose.")} == set(
        find_policy("training").params
    )
    assert catalogue.parameters_of() == all_parameters()


def test_chinese_paragraphs_wrap_by_width():
    lines = wrapped("在模拟村庄中，" * 40).splitlines()
    assert len(lines) > 1
    assert all(width(line) <= LINE + 2 for line in lines)


@pytest.mark.parametrize("name", policy_names())
def test_what_a_policy_moves_by_default_is_among_the_levers_it_names(name):
    done, named = effects(name), catalogue.levers_moved(find_policy(name))
    assert done.moves
    assert done.moves.keys() <= named.keys()
    assert all(now != usual for usual, now in done.moves.values())
    assert done.yuan[0] > 0


def test_effects_are_those_of_the_doses():
    assert effects("burden_reduction").moves["supervision.inspections"] == (1.0, 0.5)
    assert effects("outcome_assessment").moves["effort.seen_service"] == pytest.approx((0.3, 0.5625))
    assert effects("online_branch").yuan == pytest.approx((26000, 6000))
    assert effects("platform_integration").yuan == pytest.approx((2000 + 300000 / 15, 0))
    assert effects("mass_line_campaign").hours == pytest.approx((180, 180))


@pytest.mark.parametrize("language", LANGUAGES)
def test_policies_and_their_explanations_fit_a_terminal(language):
    texts = [catalogue.policies_table(language), *(catalogue.explanation(name, language) for name in policy_names())]
    assert max(width(line) for text in texts for line in text.splitlines()) <= LINE
    assert all(f"{name}\n" in texts[0] or f"{name} " in texts[0] for name in policy_names())
    assert not any("``" in text for text in texts)


def test_every_dose_lever_and_unit_of_a_policy_has_chinese_words():
    for name in policy_names():
        policy = find_policy(name)
        levers = catalogue.levers_moved(policy)
        assert missing_words(policy) == []
        assert all(param.note_zh for param in levers.values())
        assert {param.unit for param in (*policy.params.values(), *levers.values())} <= UNITS.keys()


def test_texts_are_broken_at_words_and_a_closing_sign_stays():
    assert broken("", 5) == [""]
    assert broken("一二三，四", 8) == ["一二三，", "四"]  # a closing sign stays with its word, inside the room
