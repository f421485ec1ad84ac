"""The page of a comparison: one file, no network, no script."""

from __future__ import annotations

import math
import shlex
from html import escape
from itertools import chain
from typing import Any

from sim.analysis.comparison import Comparison
from sim.core.config.calendar import name_of
from sim.core.config.language import LANGUAGES, Language, in_language, message
from sim.core.config.numbers import plain
from sim.indicators import INDICATORS
from sim.policies import find_policy
from sim.report.comparison.budget_text import costs_as_text
from sim.report.comparison.extremes_text import extremes_as_text
from sim.report.comparison.for_whom_text import whom_as_text
from sim.report.comparison.page_assumptions import assumptions, bullets
from sim.report.described.catalogue import levers_moved, policy_title
from sim.report.layout.numbers import amount, fixed
from sim.report.layout.sentences import band_line, mixed_lines, sentence, skewed_line, stopping_sentence, title_of
from sim.report.layout.table import Group, Row, Table, columns
from sim.report.layout.tables import HEADS, cells_of
from sim.runs.jobs import QUORUM, QUORUM_RULES, quorum_rule
from sim.words.labels import COLON, SPACE, WORDS, in_brackets, joined, word

UNSEEN = ("none", "identical")
"""Verdicts of outcomes in which no difference is seen; they stand below the others and are set back."""
TEXTS: dict[str, tuple[str, str]] = {
    "setting": (
        "{villages} simulated villages; {period}; outcomes over {since} to {until}",
        "{villages}个模拟村庄；{period}；指标窗口{since}至{until}",
    ),
    "version": ("version {version}", "版本{version}"),
    "commit": ("commit {commit}", "提交{commit}"),
    "sources": ("model source {digest}", "模型源码摘要值{digest}"),
    "core_seconds": ("{seconds} core-seconds", "{seconds}核秒"),
    "failed": ("{scenario}, seed {seed}: {error}", "{scenario}，种子{seed}：{error}"),
}
STYLE = """
body { font: 16px/1.5 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; color: #1c1c1c;
  max-width: 70rem; margin: 2rem auto; padding: 0 1.2rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.15rem; margin-top: 2.2rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .87rem; width: 100%; }
th { text-align: left; border-top: 2px solid #333; border-bottom: 1px solid #333; padding: .3rem .6rem;
  vertical-align: bottom; }
td { padding: .22rem .6rem; vertical-align: top; }
tr:last-child td { border-bottom: 2px solid #333; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
td.n { white-space: nowrap; }
td.none, li.none { color: #666; }
tr.group td { font-style: italic; border-top: 1px solid #999; padding-top: .5rem; }
ul { padding-left: 1.2rem; }
li { margin: .15rem 0; }
figure { margin: 1rem 0; }
figure svg { width: 100%; height: auto; }
figcaption, .small { font-size: .85rem; color: #444; }
pre { background: #f4f4f2; padding: .7rem .9rem; overflow-x: auto; font-size: .82rem; line-height: 1.45; }
.rule { border-left: 4px solid #6e6e6e; padding: .2rem .8rem; margin: 1rem 0; }
footer { margin-top: 3rem; border-top: 1px solid #999; padding-top: .6rem; font-size: .85rem; color: #444; }
@media print { body { margin: 0; max-width: none; } pre { white-space: pre-wrap; } }
"""


def page(comparison: Comparison, manifest: dict[str, Any], figure: str, python: str, language: Language = "en") -> str:
    """The page as HTML.

    Parameters
    ----------
    comparison : Comparison
        What was found.
    manifest : dict
        Of the same comparison.
    figure : str
        The figure as SVG.
    python : str
        Call that makes the comparison again.
    language : {"en", "zh"}
        Language of the page; its foot stands in both.
    """
    base, *others = comparison.scenarios
    whom = comparison.whom
    extremes = extremes_as_text(comparison, language, math.inf)
    title = f"{' / '.join(title_of(each, language) for each in others)} – {title_of(base, language)}"
    body = [
        f"<h1>{escape(title)}</h1>",
        f"<p class=small>{escape(_setting(comparison, language))}</p>",
        _section("headlines", language, _headlines(comparison, language) + _quorum(comparison, language)),
        _section("differences", language, _table(comparison, language)),
        *([_section("extremes", language, _as_typed(extremes))] if extremes else []),
        _section("over_time", language, _figure(comparison, figure, language)),
        _section("costs", language, _costs(comparison, language) + _as_typed(costs_as_text(comparison, language))),
        *([_section("for_whom", language, _as_typed(whom_as_text(whom, language, math.inf)))] if whom else []),
        _section("assumptions", language, assumptions(comparison, language)),
        _section("definitions", language, _definitions(comparison, language)),
        _section("reproduce", language, _reproduce(manifest, python, language)),
    ]
    if comparison.notes or comparison.failures or skewed_line(comparison, language):
        body.append(_section("notes", language, _notes(comparison, language)))
    foot = "<br>".join(escape(word("not_a_forecast", each)) for each in LANGUAGES)
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if language == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + f"\n<footer>{foot}</footer>\n</body>\n</html>\n"
    )


def _section(key: str, language: Language, content: str) -> str:
    return f'<section id="{key}">\n<h2>{escape(word(key, language))}</h2>\n{content}\n</section>'


def _setting(comparison: Comparison, language: Language) -> str:
    """Months, window, villages and pairs in a line."""
    horizon, world = comparison.scenarios[0].horizon, comparison.scenarios[0].world
    since, until = (name_of(horizon.start + month) for month in (comparison.window[0], comparison.window[1] - 1))
    period = f"{name_of(horizon.start)} – {name_of(horizon.last)}"
    given = {"villages": world.villages_in_all, "period": period, "since": since, "until": until}
    return joined(language, word("setting", language, TEXTS, **given), stopping_sentence(comparison, language))


def _headlines(comparison: Comparison, language: Language) -> str:
    parts = []
    for scenario in comparison.scenarios[1:]:
        items: dict[str, list[str]] = {"<li>": [], "<li class=none>": []}
        for outcome in comparison.outcomes:
            if outcome.scenario == scenario.name:
                told = escape(sentence(comparison, outcome, language)).replace("95 % CI", "95&nbsp;%&nbsp;CI")
                start = "<li class=none>" if outcome.difference.verdict in UNSEEN else "<li>"
                items[start].append(f"{start}{told}</li>")
        parts.append(f"<h3>{escape(title_of(scenario, language))}</h3>\n{bullets(chain(*items.values()))}")
    parts += [f'<p class="rule">{escape(line)}</p>' for line in mixed_lines(comparison, language)]
    return "\n".join(parts)


def _quorum(comparison: Comparison, language: Language) -> str:
    """The quorum rule of each scenario, and how to see the others."""
    rules = {str(scenario.name): quorum_rule(scenario) for scenario in comparison.scenarios}
    if len(set(rules.values())) == 1:
        lines = [_rule(next(iter(rules.values())), language)]
    else:
        lines = [f"{name}{COLON[language]}{_rule(rule, language)}" for name, rule in rules.items()]
    policies = {name for scenario in comparison.scenarios for name in scenario.policies}
    movers = sorted(name for name in policies if QUORUM in levers_moved(find_policy(name)))
    lines += [f"{policy_title(name, language)}{COLON[language]}{word('quorum_moved', language)}" for name in movers]
    others = [rule for rule in QUORUM_RULES if rule not in rules.values()]
    offered = " / ".join(f"--quorum {rule}" for rule in others)
    if comparison.extremes is None:
        lines.append(in_language(language, f"the other rules: add {offered}", f"其他规则：加上 {offered}"))
    else:
        lines.append(in_language(language, "the other rules: under the differences", "其他规则：见配对差一览之下"))
    text = "<br>".join(map(escape, lines))
    return f'\n<p class="rule"><b>{escape(word("quorum", language))}</b><br>{text}</p>'


def _rule(rule: str, language: Language) -> str:
    """A quorum rule in words; one that changes with the date as it is written in a scenario."""
    return word(rule, language) if rule in WORDS else rule


def _table(comparison: Comparison, language: Language) -> str:
    rows: list[Row] = []
    for scenario in comparison.scenarios[1:]:
        rows += [Group(title_of(scenario, language)), *cells_of(comparison, scenario.name, language)]
    paired = f"<p class=small>{escape(word('paired', language))}</p>"
    return f"{paired}\n{_wide(Table(HEADS, rows, language).html())}"


def _wide(content: str) -> str:
    return f"<div class=wide>{content}</div>"


def _figure(comparison: Comparison, figure: str, language: Language) -> str:
    caption = band_line(comparison.stopping.pairs, language)
    return f"<figure>\n{figure}\n<figcaption>{escape(caption)}</figcaption>\n</figure>"


def _costs(comparison: Comparison, language: Language) -> str:
    accounts = ("yuan", "hours", "yuan_in_all", "hours_in_all")
    rows = []
    for scenario in comparison.scenarios[1:]:
        cost, changed = comparison.costs[scenario.name], comparison.lives_changed[scenario.name]
        spent = (amount(getattr(cost, each)) for each in accounts)
        rows.append((title_of(scenario, language), *spent, f"{fixed(100 * changed, 1)}{SPACE[language]}%"))
    heads = columns((word(key, language) for key in ("scenario", *accounts, "lives")), range(1, 6))
    return _wide(Table(heads, rows).html())


def _as_typed(text: str) -> str:
    """Text in columns, as on a terminal."""
    return "\n" + _wide(f"<pre>{escape(text)}</pre>")


def _definitions(comparison: Comparison, language: Language) -> str:
    items = []
    for name in dict.fromkeys(outcome.indicator.name for outcome in comparison.outcomes):
        indicator = INDICATORS[name]
        what = in_brackets(language, f"{indicator.code} {indicator.label(language)}", name)
        told = [f"{what}{COLON[language]}{indicator.meaning(language)}"]
        if indicator.reported:
            reported = INDICATORS[indicator.reported].meaning(language)
            told.append(f"{word('reported', language)}{COLON[language]}{reported}")
        items.append(f"<li>{escape(joined(language, *told))}</li>")
    return f"<div class=small>{bullets(items)}</div>"


def _reproduce(manifest: dict[str, Any], python: str, language: Language) -> str:
    told = [word("version", language, TEXTS, version=manifest["version"])]
    if manifest["git"]:
        told.append(word("commit", language, TEXTS, commit=manifest["git"]["commit"][:12]))
    source = joined(language, *told, word("sources", language, TEXTS, digest=manifest["model_source_hash"]))
    core_seconds = word("core_seconds", language, TEXTS, seconds=plain(manifest["core_seconds"], thousands=True))
    machine = joined(language, f"Python {manifest['python']}", manifest["processor"], core_seconds)
    words = manifest["command"]
    command = words[0] if len(words) == 1 else shlex.join(words)  # one word is a call from Python
    return (
        f"<pre>{escape(command)}</pre>\n<pre>{escape(python)}</pre>\n"
        f"<p class=small>{escape(source)}<br>{escape(machine)}<br>{escape(message(manifest['draws']))}</p>"
    )


def _notes(comparison: Comparison, language: Language) -> str:
    notes = [*comparison.notes, skewed_line(comparison, language)]
    items = [f"<li>{escape(note)}</li>" for note in notes if note]
    items += [
        f"<li>{escape(word('failed', language, TEXTS, **vars(each)))}<pre>{escape(each.command)}</pre></li>"
        for each in comparison.failures
    ]
    return bullets(items)
