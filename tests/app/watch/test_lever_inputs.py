"""Levers of the page are those of the model; values that are not allowed are refused and say what is."""

import pytest

from sim.app.watch.lever_inputs import LEVERS, given_in, on_grid, read_value, step_of, text_of, value_in
from sim.core.config.language import LANGUAGES
from sim.mechanisms import all_parameters
from sim.scenario.scenario import load
from sim.words.units import UNITS

PARAMETERS = all_parameters()
NUMBERS = [lever for lever in LEVERS if not (PARAMETERS[lever].choices or PARAMETERS[lever].is_switch)]


@pytest.mark.parametrize("lever", LEVERS)
def test_every_input_is_a_lever_of_the_model_with_a_label_in_both_languages(lever):
    assert PARAMETERS[lever].law is not None
    english, chinese = (PARAMETERS[lever].label(language) for language in LANGUAGES)
    assert english.isascii() or "–" in english
    assert not chinese.isascii()


@pytest.mark.parametrize("lever", NUMBERS)
def test_every_unit_has_a_chinese_name(lever):
    assert PARAMETERS[lever].unit in UNITS


@pytest.mark.parametrize("lever", LEVERS)
def test_the_value_of_the_baseline_is_accepted(lever):
    value = value_in(load("baseline"), lever)
    assert PARAMETERS[lever].number(read_value(PARAMETERS[lever], value)) == PARAMETERS[lever].number(value)


def test_a_lever_that_changes_with_the_date_stands_where_the_first_month_that_counts_has_it():
    table = {"from 2019-01": 800.0 * 2, "from 2021-01": 2000.0, "from 2022-01": 2400.0}
    scenario = load("baseline").changed({"parameters.effort.subsidy": table})
    assert value_in(scenario, "effort.subsidy") == 2000.0
    assert str(given_in(scenario, "effort.subsidy")) == "{from 2019-01: 1600, from 2021-01: 2000, from 2022-01: 2400}"
    rule = {"until 2022-01": "registered", "from 2022-01": "adjusted"}
    assert value_in(load("baseline").changed({"parameters.meetings.denominator": rule}), "meetings.denominator") == (
        "registered"
    )


@pytest.mark.parametrize("lever", NUMBERS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_value_out_of_range_is_refused_with_the_range(lever, language):
    low, high = PARAMETERS[lever].range
    for value in (low - 1, high + 1):
        with pytest.raises(ValueError, match=f"{low:g} – {high:g}"):
            read_value(PARAMETERS[lever], value, language)


@pytest.mark.parametrize("text", ["much", "", "nan", "1e999"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match="allowed"):
        read_value(PARAMETERS["migration.leave"], text)


def test_rules_and_switches_are_read_by_name():
    assert read_value(PARAMETERS["meetings.denominator"], "adjusted") == "adjusted"
    assert read_value(PARAMETERS["meetings.online"], "True") is True
    with pytest.raises(ValueError, match="registered, adjusted"):
        read_value(PARAMETERS["meetings.denominator"], "half")
    with pytest.raises(ValueError, match="true, false"):
        read_value(PARAMETERS["meetings.online"], "perhaps")


@pytest.mark.parametrize("lever", NUMBERS)
def test_a_slider_has_steps_fine_enough_to_see_and_few_enough_to_hit(lever):
    low, high = PARAMETERS[lever].range
    assert 4 <= (high - low) / step_of(PARAMETERS[lever]) <= 60


def test_values_are_said_in_words():
    assert text_of(True, "zh") == "是"
    assert text_of("registered", "en") == "all full members"
    assert text_of(0.0153, "en") == "0.0153"


@pytest.mark.parametrize("lever", NUMBERS)
def test_the_place_of_a_slider_is_near_its_value_and_stays(lever):
    param = PARAMETERS[lever]
    low, high = param.range
    for value in (low, param.number(param.default), high):
        place = on_grid(param, value)
        assert low - 1e-9 <= place <= high
        assert abs(place - value) <= step_of(param) / 2 + 1e-9
        assert on_grid(param, place) == place


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lever", [lever for lever in LEVERS if lever not in NUMBERS])
def test_every_value_that_may_be_chosen_has_words(lever, language):
    values = PARAMETERS[lever].choices or (False, True)
    assert len({text_of(value, language) for value in values}) == len(values)
