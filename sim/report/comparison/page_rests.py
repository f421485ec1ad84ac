"""What a comparison rests on: the quorum rule and its extremes, how much is assumed, and what the scenarios set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from sim.analysis.comparison import FEWEST_PAIRS, PART, Comparison, pairs_of_extremes
from sim.analysis.reading import Reading
from sim.core.config.language import Language, in_language
from sim.policies import find_policy
from sim.report.comparison.columns import Alternative
from sim.report.comparison.page_assumptions import assumptions
from sim.report.comparison.page_methods import tags_line
from sim.report.comparison.statements import large_under
from sim.report.described.catalogue import levers_moved, policy_title
from sim.report.layout.sentences import mixed_lines, rule_name
from sim.report.layout.steps import decimals_of, shown, step_of
from sim.report.layout.table import Group, Row, Table, columns
from sim.runs.jobs import LIST, QUORUM, QUORUM_RULES, quorum_rule
from sim.words.labels import COLON, WORDS, word

TEXTS: Mapping[str, tuple[str, str]] = {
    "extremes": (
        "Differences that matter under the rule in force or under one of its extremes ({pairs} pairs each), with 95 % "
        "intervals. The share of branches with a list lies between the extremes.",
        "在现行规则或任一极端规则下有意义的差异（各{pairs}个配对）与95%置信区间。有名单的支部占比介于两种极端之间。",
    ),
    "same": (
        "Under either extreme of the quorum rule ({pairs} pairs each) no difference becomes one that matters, or "
        "ceases to be one.",
        "在两种极端应到会口径下（各{pairs}个配对），没有差异变为有意义或不再有意义。",
    ),
    "few": (
        "The extremes of the quorum rule were not run: they are run from {pairs} pairs on.",
        "未在两种极端应到会口径下运行：自{pairs}个配对起运行。",
    ),
    "left_out": (
        "The extremes of the quorum rule were not run: they are run where all scenarios have the rule in force and "
        "nobody leaves them out.",
        "未在两种极端应到会口径下运行：仅当各情景均采用现行规则且未被略去时运行。",
    ),
    "to": ("{step} ({low} to {high})", "{step}（{low}至{high}）"),
    "quorum": ("Quorum rule", "应到会计算规则"),
    "numbers": ("Numbers", "参数"),
    "set": ("Set by the scenarios", "情景所设定"),
}


def rests(
    comparison: Comparison, alternatives: Sequence[Alternative], readings: Sequence[Reading], language: Language
) -> str:
    """The section as HTML."""
    mixed = [f'<p class="note">{escape(line)}</p>' for line in mixed_lines(comparison, language)]
    return "\n".join(
        [
            *mixed,
            f"<h3>{word('quorum', language, TEXTS)}</h3>",
            _quorum(comparison, language),
            _extremes(comparison, alternatives, readings, language),
            f"<h3>{word('numbers', language, TEXTS)}</h3>",
            f"<p>{tags_line(language)}</p>",
            f"<h3>{word('set', language, TEXTS)}</h3>",
            f'<p class="sub">{escape(word("tags", language))}</p>',
            assumptions(comparison, language),
        ]
    )


def _quorum(comparison: Comparison, language: Language) -> str:
    """The quorum rule of each scenario, and how to see the others."""
    titles = {str(each.name): each.title.get(language) or str(each.name) for each in comparison.scenarios}
    rules = {str(scenario.name): quorum_rule(scenario) for scenario in comparison.scenarios}
    if len(set(rules.values())) == 1:
        lines = [_rule(next(iter(rules.values())), language)]
    else:
        lines = [f"{titles[name]}{COLON[language]}{_rule(rule, language)}" for name, rule in rules.items()]
    policies = {name for scenario in comparison.scenarios for name in scenario.policies}
    movers = sorted(name for name in policies if QUORUM in levers_moved(find_policy(name)))
    lines += [f"{policy_title(name, language)}{COLON[language]}{word('quorum_moved', language)}" for name in movers]
    others = [rule for rule in QUORUM_RULES if rule not in rules.values()]
    offered = " / ".join(f"--quorum {rule}" for rule in others)
    lines.append(in_language(language, f"the other rules: {offered}", f"其他规则：{offered}"))
    return f"<p>{'<br>'.join(map(escape, lines))}</p>"


def _rule(rule: str, language: Language) -> str:
    """A quorum rule in words; one that changes with the date as it is written in a scenario."""
    return word(rule, language) if rule in WORDS else rule


def _extremes(
    comparison: Comparison, alternatives: Sequence[Alternative], readings: Sequence[Reading], language: Language
) -> str:
    """Differences that matter somewhere, under the rule in force and under either extreme."""
    if comparison.extremes is None:
        key = "left_out" if pairs_of_extremes(comparison.stopping.pairs) else "few"
        return f"<p>{word(key, language, TEXTS, pairs=PART * FEWEST_PAIRS)}</p>"
    rules = list(comparison.extremes.outcomes)
    rows: list[Row] = []
    for alternative in alternatives:
        mine = [each for each in readings if each.outcome.scenario == alternative.name]
        told = [each for each in mine if each.matters or any(large_under(each, rule) for rule in rules)]
        rows += [Group(f"{alternative.letter} {alternative.title}")] if told else []
        rows += [_under(each, rules, language) for each in told]
    if not rows:
        return f"<p>{word('same', language, TEXTS, pairs=comparison.extremes.pairs)}</p>"
    heads = columns(["", *(rule_name(rule, language) for rule in (LIST, *rules))], range(1, 2 + len(rules)))
    above = word("extremes", language, TEXTS, pairs=comparison.extremes.pairs)
    return f'<p class="sub">{above}</p>\n<div class="wide">{Table(heads, rows, language).html()}</div>'


def _under(reading: Reading, rules: Sequence[str], language: Language) -> tuple[str, ...]:
    unit = reading.indicator.unit
    step = step_of(unit)
    there = [reading.found, *(reading.under[rule] for rule in rules if rule in reading.under)]
    numbers = (step.factor * each for found in there for each in (found.difference, found.low, found.high))
    decimals = decimals_of(numbers, step.factor * reading.least)
    label = reading.indicator.label(language)
    told = [in_language(language, f"{label}, {step.word('en')}", f"{label}，{step.word('zh')}")]
    for rule in (LIST, *rules):
        found = reading.found if rule == LIST else reading.under.get(rule)
        told.append("–" if found is None else word("to", language, TEXTS, **vars(shown(found, unit, decimals))))
    return tuple(told)
