"""Headline sentences, the same form for results that favour and that disfavour a policy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.analysis.comparison import Comparison, Outcome
from sim.core.config.language import Language
from sim.core.config.numbers import plain
from sim.core.declarations.dated_value import ParameterValue, shown_value
from sim.execution.simulator import RunCounts
from sim.mechanisms import find_mechanism
from sim.report.layout.numbers import decimals_of, difference_parts, fixed, shown_as
from sim.runs.jobs import quorum_rule
from sim.words.labels import WORDS, joined, listed, unit_label, word
from sim.words.units import unit_word

TEMPLATES: dict[Language, dict[str, str]] = {
    "en": {
        "moves": "In the simulated villages, {title} {moves} {label} by {step}{unit} "
        "(95 % CI {low} to {high}, {n} pairs).",
        "none": "In the simulated villages, {title}, {label}: no difference seen at this precision "
        "(95 % CI {low} to {high}{unit}, {n} pairs).",
        "identical": "In the simulated villages, {title}, {label}: no difference seen; "
        "both sides are identical in all {n} pairs.",
        "unknown": "In the simulated villages, {title}, {label}: one pair gives {step}{unit} and no interval; "
        "run more pairs.",
    },
    "zh": {
        "moves": "在模拟村庄中，“{title}”使{label}{moves}{step}{unit}（95%置信区间{low}至{high}，{n}个配对）。",
        "none": "在模拟村庄中，实施“{title}”后，{label}在此精度下未见差异"
        "（95%置信区间{low}至{high}{unit}，{n}个配对）。",
        "identical": "在模拟村庄中，实施“{title}”后，{label}未见差异，{n}个配对两侧完全相同。",
        "unknown": "在模拟村庄中，实施“{title}”后，{label}仅有一个配对，差为{step}{unit}，无置信区间；请增加配对。",
    },
}
COUNTED: dict[Language, str] = {
    "en": "{runs} runs: {stored} from the store, {done} done now",
    "zh": "共{runs}次运行：{stored}次取自存储，{done}次为本次运行",
}
SKEWED: dict[Language, str] = {
    "en": "few pairs make most of these differences; their intervals may be too narrow (more pairs or villages help): "
    "{names}",
    "zh": "差异主要来自少数配对，以下置信区间可能过窄（可增加配对或村庄）：{names}",
}
MIXED: dict[Language, str] = {
    "en": "{name} also changes parameters: {parameters}; its differences are not those of its policies alone, and as "
    "parameters book no cost, none is stated per unit of an outcome",
    "zh": "{name}还改变了参数：{parameters}；其差异并非仅由其政策引起；参数不计成本，故不给出单位成本",
}
RULE: dict[Language, str] = {"en": "quorum denominator: {told}", "zh": "应到会人数口径：{told}"}
SCALES = ("0-1", "0–1")
"""Units that say nothing beside a number."""


def title_of(scenario: Any, language: Language) -> str:
    """A scenario's title, or its name where it has none."""
    return str(scenario.title.get(language) or scenario.name)


def sentence(comparison: Comparison, outcome: Outcome, language: Language) -> str:
    """One result as a sentence."""
    found, unit = outcome.difference, outcome.indicator.unit
    scenario = next(each for each in comparison.scenarios if each.name == outcome.scenario)
    step, low, high = difference_parts(found, unit)
    if found.clear:
        decimals = decimals_of(found, unit)
        bounds = sorted(abs(shown_as(bound, unit)) for bound in (found.low, found.high))
        step, low, high = (fixed(value, decimals) for value in (abs(shown_as(found.difference, unit)), *bounds))
    printed = unit_label(unit, language, difference=True)
    printed = "" if printed in SCALES else printed
    return TEMPLATES[language]["moves" if found.clear else found.verdict].format(
        title=title_of(scenario, language),
        label=outcome.indicator.label(language),
        moves=word(found.verdict, language) if found.clear else "",
        step=step,
        low=low,
        high=high,
        n=found.pairs,
        unit=f" {printed}" if printed and language == "en" else printed,
    )


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


def skewed_line(comparison: Comparison, language: Language) -> str:
    """The differences whose intervals rest on few skewed pairs; empty if there are none."""
    skewed = [each for each in comparison.outcomes if each.difference.skewed]
    names = listed(language, *(f"{each.scenario} {each.indicator.label(language)}" for each in skewed))
    return SKEWED[language].format(names=names) if names else ""


def mixed_lines(comparison: Comparison, language: Language) -> list[str]:
    """A sentence for each alternative that differs from the baseline in parameters, beside its policies."""
    found = []
    for name in comparison.alternatives:
        values = comparison.other_parameters(name)
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
    reached = []
    for outcome in comparison.outcomes:
        name, unit = outcome.indicator.name, outcome.indicator.unit
        if name in stopping.wanted:
            width = shown_as(outcome.difference.half_width, unit)
            wanted = shown_as(stopping.wanted[name], unit)
            printed = unit_label(unit, language, difference=True)
            reached_now, asked = (plain(each, 3, thousands=True) for each in (width, wanted))
            reached.append(f"{outcome.scenario} {name} ±{reached_now} (≤ {asked}) {printed}")
    count = f"n = {stopping.pairs}"
    return joined(language, listed(language, count, word("capped", language)) if stopping.capped else count, *reached)
