"""Sentences about runs and comparisons that tables, figures and pages share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.analysis.comparison import Comparison
from sim.core.config.language import Language
from sim.core.config.numbers import plain
from sim.core.declarations.dated_value import ParameterValue, shown_value
from sim.execution.simulator import RunCounts
from sim.mechanisms import find_mechanism
from sim.report.layout.numbers import shown_as
from sim.runs.jobs import quorum_rule
from sim.words.labels import WORDS, joined, listed, unit_label, word
from sim.words.units import unit_word

COUNTED: dict[Language, str] = {
    "en": "{runs} runs: {stored} from the store, {done} done now",
    "zh": "共{runs}次运行：{stored}次取自存储，{done}次为本次运行",
}
MIXED: dict[Language, str] = {
    "en": "{name} also changes parameters: {parameters}; its differences are not those of its policies alone, and as "
    "parameters book no cost, none is stated per unit of an outcome",
    "zh": "{name}还改变了参数：{parameters}；其差异并非仅由其政策引起；参数不计成本，故不给出单位成本",
}
RULE: dict[Language, str] = {"en": "quorum denominator: {told}", "zh": "应到会人数口径：{told}"}


def title_of(scenario: Any, language: Language) -> str:
    """A scenario's title, or its name where it has none."""
    return str(scenario.title.get(language) or scenario.name)


def band_line(seeds: int, language: Language) -> str:
    """What lines and bands of a figure over so many seeds are."""
    return word("shading" if seeds > 1 else "one_seed", language, runs=seeds)


def rule_name(rule: str, language: Language) -> str:
    """A quorum denominator in a word or two, English and by date as it is written in a scenario."""
    return word(f"{rule}_rule", language) if language == "zh" and f"{rule}_rule" in WORDS else rule


def rule_line(scenarios: Sequence[Any], language: Language) -> str:
    """Quorum denominator in force, by scenario where scenarios differ; every result carries it."""
    rules = {str(scenario.name): rule_name(quorum_rule(scenario), language) for scenario in scenarios}
    if len(set(rules.values())) == 1:
        told = next(iter(rules.values()))
    else:
        told = listed(language, *(f"{name} {rule}" for name, rule in rules.items()))
    return RULE[language].format(told=told)


def counted_line(counted: RunCounts, language: Language) -> str:
    """How many runs came from the store, and how many were done now."""
    return COUNTED[language].format(runs=counted.stored + counted.done, stored=counted.stored, done=counted.done)


def mixed_lines(comparison: Comparison, language: Language) -> list[str]:
    """A sentence for each alternative that differs from the baseline in parameters, beside its policies."""
    found = []
    for scenario in comparison.scenarios[1:]:
        values, name = comparison.other_parameters(scenario.name), title_of(scenario, language)
        told = [_parameter(key, value, language) for key, value in values.items()]
        if told:
            found.append(MIXED[language].format(name=name, parameters=listed(language, *told)))
    return found


def _parameter(key: str, value: ParameterValue, language: Language) -> str:
    """A parameter with its value as it is written in a scenario: a share stays one, and only numbers have a unit."""
    mechanism, _, name = key.partition(".")
    param = find_mechanism(mechanism).params[name]
    unit = "" if param.choices or param.is_switch else unit_word(param.unit, language)
    return f"{key} = {shown_value(value)} {unit}".rstrip()


def stopping_sentence(comparison: Comparison, language: Language) -> str:
    """How many pairs were run and why no more, with the half-widths reached."""
    stopping = comparison.stopping
    if not stopping.wanted:
        return f"{stopping.pairs} {word('pairs', language)}" if language == "en" else f"{stopping.pairs}个配对"
    reached, titles = [], {str(each.name): title_of(each, language) for each in comparison.scenarios}
    for outcome in comparison.outcomes:
        name, unit = outcome.indicator.name, outcome.indicator.unit
        if name in stopping.wanted:
            width = shown_as(outcome.difference.half_width, unit)
            wanted = shown_as(stopping.wanted[name], unit)
            printed = unit_label(unit, language, difference=True)
            reached_now, asked = (plain(each, 3, thousands=True) for each in (width, wanted))
            what = f"{titles[outcome.scenario]} {outcome.indicator.label(language)}"
            reached.append(f"{what} ±{reached_now} (≤ {asked}) {printed}")
    count = f"n = {stopping.pairs}"
    return joined(language, listed(language, count, word("capped", language)) if stopping.capped else count, *reached)
