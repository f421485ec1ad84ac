"""The page lists what is assumed: the world, and of every policy all that is set off its default, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from sim.analysis.for_whom import WORLD_LABELS
from sim.core.config.language import LANGUAGES
from sim.mechanisms import all_parameters
from sim.policies.common.triggers import OCCASIONS
from sim.procedures.targets import RULES
from sim.report.comparison.page_assumptions import RULES_ZH, assumptions, delivery_line, world_line
from sim.scenario.scenario import Scenario
from sim.words.units import UNITS
from sim.world.specification import ARCHETYPES, COUNTY_TYPES
from tests.report.invented import invented_comparison


def delivery_of(**given):
    plain = {"start": "2022-01", **given}
    return Scenario().changed({"policies.training": plain}).policies["training"].delivery


def test_a_delivery_at_its_defaults_is_its_start_and_its_coverage():
    assert delivery_line(delivery_of(), "en") == "start 2022-01, coverage 100 %"
    assert delivery_line(delivery_of(), "zh") == "起始 2022-01，覆盖比例 100%"


def test_all_that_is_set_off_the_defaults_of_a_delivery_is_said():
    delivery = delivery_of(duration=24, ramp=6, strength=0.2, coverage=0.4, rule="weakest", leak=0.1)
    assert delivery_line(delivery, "en") == (
        "start 2022-01, for 24 months, to 2023-12, rising to the full dose over 6 months, 20 % of the dose, "
        "coverage 40 %, weakest, 10 % of the places go to villages outside the choice"
    )
    assert delivery_line(delivery, "zh") == (
        "起始 2022-01，持续24个月，至2023-12，6个月内渐增至全部力度，力度的20%，覆盖比例 40%，领导力最低者优先，"
        "10%的名额落到所选村之外"
    )


def test_a_budget_ends_the_policy_and_is_not_said_to_be_the_most_it_costs():
    delivery = delivery_of(budget=30000)
    assert delivery_line(delivery, "en").endswith(", ends once 30,000 yuan are spent")
    assert delivery_line(delivery, "zh").endswith("，用满30,000元即止")


def test_months_of_a_policy_that_waits_are_counted_from_its_occasion():
    delivery = delivery_of(duration=12, trigger={"when": "calls_failed", "least": 2})
    text = delivery_line(delivery, "en")
    assert "begins in a village once calls_failed ≥ 2, for 12 months from then on" in text
    assert "2022-12" not in text
    assert "村内本次会议连续召集失败次数 ≥ 2时开始，此后持续12个月" in delivery_line(delivery, "zh")


def test_listed_villages_are_counted():
    months = ["2022-01", None, *["2023-01"] * 13]
    listed = Scenario().changed({"policies.training": {"villages": months, "duration": 6}})
    delivery = listed.policies["training"].delivery
    assert delivery_line(delivery, "en") == (
        "start 2022-01, for 6 months from then on, in 14 listed villages of 15, first months: 2"
    )
    assert "名单所列15村中的14村" in delivery_line(delivery, "zh")


def test_the_world_says_its_kind_size_and_first_year():
    scenario = Scenario().changed({"world.province": "Gansu", "world.counties": 2, "world.village_size": 900})
    text = world_line(scenario, "en")
    for part in (
        "labour-exporting",
        "ordinary",
        "province ",
        "2 counties × 3 townships × 5 villages",
        "900 registered",
    ):
        assert part in text
    assert "first year 2021, 120 months from 2021-01" in text
    assert world_line(Scenario(), "zh").startswith("劳务输出型，一般县；1县×3乡镇×5村；村户籍人口中位数1,300人；")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_world_stands_once_and_again_only_where_a_scenario_has_another(language):
    comparison = invented_comparison(pairs=2)
    assert assumptions(comparison, language).count("1,300") == 1
    base, first, *rest = comparison.scenarios
    other = first.changed({"world.archetype": "hollow"})
    assert assumptions(replace(comparison, scenarios=(base, other, *rest)), language).count("1,300") == 2


def test_doses_and_parameters_carry_chinese_units_on_the_chinese_page():
    comparison = invented_comparison(pairs=2)
    base, first, *rest = comparison.scenarios
    changes = {"policies.training": {"start": "2022-01", "coverage": 0.5}, "parameters.migration.leave": 0.018}
    text = assumptions(replace(comparison, scenarios=(base, first.changed(changes), *rest)), "zh")
    assert re.search(r'title="units">[^<]+</abbr>：<b>[\d.]+ 门/年</b>（', text)
    assert "random" not in text
    assert "units/year" not in text
    assert re.search(r'title="migration\.leave">[^<]+</abbr>：<b>0\.018 [^ a-z]+</b>（[DLA]），默认值 ', text)


def test_every_rule_occasion_world_and_unit_has_a_chinese_name():
    assert RULES_ZH.keys() == set(RULES)
    assert all(occasion.note_zh for occasion in OCCASIONS.values())
    assert WORLD_LABELS.keys() >= {*ARCHETYPES, *COUNTY_TYPES}
    assert {param.unit for param in all_parameters().values()} <= UNITS.keys()
