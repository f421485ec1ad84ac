"""The page of a comparison: one file, no network, no script. First a screen with sentences and the matrix."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from sim.analysis.comparison import Comparison
from sim.analysis.for_whom import ForWhom
from sim.analysis.reading import Reading, read, why_it_matters
from sim.core.config.language import LANGUAGES, Language, message
from sim.core.config.numbers import plain
from sim.indicators import INDICATORS
from sim.report.comparison.columns import Alternative, alternatives_of
from sim.report.comparison.for_whom_text import whom_heading, whom_tables, whom_trees
from sim.report.comparison.matrix import matrix
from sim.report.comparison.over_time import over_time
from sim.report.comparison.page_costs import costs
from sim.report.comparison.page_methods import heading, methods, setting
from sim.report.comparison.page_rests import rests
from sim.report.comparison.page_style import STYLE
from sim.report.comparison.statements import statements
from sim.report.layout.sentences import title_of
from sim.report.layout.steps import least_shown
from sim.report.layout.table import Foot, Group, Row, Table
from sim.report.layout.tables import HEADS, cells_of, cost_line
from sim.words.labels import COLON, in_brackets, joined, word

TEXTS: Mapping[str, tuple[str, str]] = {
    "over_time": ("The difference over time", "差异随时间的变化"),
    "costs": ("What it costs", "成本"),
    "for_whom": ("For whom", "对谁而言"),
    "rests": ("What it rests on", "结果取决于什么"),
    "levels": ("Levels over time, real beside reported", "水平随时间的变化（实际值与上报值）"),
    "table": ("All differences as a table", "全部差异一览表"),
    "definitions": ("Definitions", "指标定义"),
    "methods": ("Methods", "方法"),
    "reproduce": ("Reproduce", "复现"),
    "notes": ("Notes", "说明"),
    "matters": ("matters from {least}: {why}", "有意义的最小差异{least}：{why}"),
    "version": ("version {version}", "版本{version}"),
    "commit": ("commit {commit}", "提交{commit}"),
    "sources": ("model source {digest}", "模型源码摘要值{digest}"),
    "core_seconds": ("{seconds} core-seconds", "{seconds}核秒"),
    "failed": ("{scenario}, seed {seed}: {error}", "{scenario}，种子{seed}：{error}"),
}


def page(
    comparison: Comparison,
    manifest: dict[str, Any],
    levels: str,
    python: str,
    language: Language = "en",
    matters: Mapping[str, float] | None = None,
) -> str:
    """The page as HTML.

    Parameters
    ----------
    comparison : Comparison
        What was found.
    manifest : dict
        Of the same comparison.
    levels : str
        The figure of levels as SVG.
    python : str
        Call that makes the comparison again.
    language : {"en", "zh"}
        Language of the page; its foot stands in both.
    matters : dict of str to float, optional
        The reader's own least differences by outcome.
    """
    base, *others = comparison.scenarios
    own, readings = matters or {}, read(comparison, matters)
    alternatives = alternatives_of(comparison, language)
    told = statements(comparison, readings, language)
    title = f"{' / '.join(title_of(each, language) for each in others)} – {title_of(base, language)}"
    sections = {
        "over_time": over_time(comparison, alternatives, readings, language),
        "costs": costs(comparison, alternatives, readings, language),
        "for_whom": _for_whom(comparison.whom, alternatives, language),
        "rests": rests(comparison, alternatives, readings, language),
        "methods": methods(comparison, manifest, language),
        "reproduce": _reproduce(manifest, python, language),
    }
    folded = {
        "levels": f"<figure>\n{levels}\n</figure>",
        "table": _table(comparison, readings, language),
        "definitions": _definitions(readings, own, language),
        "notes": _notes(comparison, language),
    }
    links = "".join(f'<a href="#{key}">{word(key, language, TEXTS)}</a>' for key, text in sections.items() if text)
    opened = ("over_time", "costs", "for_whom", "rests")
    body = [
        f"<header><h1>{escape(heading(comparison, language))}</h1><nav>{links}</nav></header>",
        f'<p class="sub">{escape(setting(comparison, language))}</p>',
        f"<main>{matrix(alternatives, readings, told, language, own)}",
        *(_section(key, sections[key], language) for key in opened),
        *(_folded(key, text, language) for key, text in folded.items()),
        *(_section(key, text, language) for key, text in sections.items() if key not in opened),
        "</main>",
        f"<footer>{'<br>'.join(escape(word('not_a_forecast', each)) for each in LANGUAGES)}</footer>",
    ]
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if language == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n" + "\n".join(filter(None, body)) + "\n</body>\n</html>\n"
    )


def _section(key: str, content: str, language: Language) -> str:
    return f'<section id="{key}">\n<h2>{word(key, language, TEXTS)}</h2>\n{content}\n</section>' if content else ""


def _folded(key: str, content: str, language: Language) -> str:
    if not content:
        return ""
    return f'<details id="{key}">\n<summary>{word(key, language, TEXTS)}</summary>\n{content}\n</details>'


def bullets(items: Iterable[str]) -> str:
    """A list of items that are HTML already."""
    return '<ul class="list">\n' + "\n".join(f"<li>{each}</li>" for each in items) + "\n</ul>"


def _wide(content: str) -> str:
    return f'<div class="wide">{content}</div>'


def _table(comparison: Comparison, readings: Sequence[Reading], language: Language) -> str:
    rows: list[Row] = []
    for scenario in comparison.scenarios[1:]:
        rows += [Group(title_of(scenario, language)), *cells_of(readings, scenario.name, language)]
        rows.append(Foot(cost_line(comparison, scenario.name, language)))
    paired = f'<p class="sub">{escape(word("paired", language))}</p>'
    return f"{paired}\n{_wide(Table(HEADS, rows, language).html())}"


def _for_whom(whom: ForWhom | None, alternatives: Sequence[Alternative], language: Language) -> str:
    if whom is None:
        return ""
    titles = {each.name: each.title for each in alternatives}
    trees = whom_trees(whom, language, titles)
    return "\n".join(
        [
            f'<p class="sub">{escape(whom_heading(whom, language))}</p>',
            *(_wide(each.html()) for each in whom_tables(whom, language, titles)),
            *([_wide(f"<pre>{escape(trees)}</pre>")] if trees else []),
            *(f'<p class="sub">{escape(note)}</p>' for note in whom.notes),
        ]
    )


def _definitions(readings: Sequence[Reading], own: Mapping[str, float], language: Language) -> str:
    items = []
    for reading in {each.indicator.name: each for each in readings}.values():
        indicator = reading.indicator
        what = in_brackets(language, indicator.label(language), indicator.code)
        least = least_shown(reading.least, indicator.unit, language)
        why = why_it_matters(indicator, own, language)
        told = [indicator.meaning(language), word("matters", language, TEXTS, least=least, why=why)]
        if indicator.reported:
            reported = INDICATORS[indicator.reported].meaning(language)
            told.append(f"{word('reported', language)}{COLON[language]}{reported}")
        items.append(f"<b>{escape(what)}</b>{COLON[language]}{escape(joined(language, *told))}")
    return bullets(items)


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
        f'<p class="sub">{escape(source)}<br>{escape(machine)}<br>{escape(message(manifest["draws"]))}</p>'
    )


def _titled(note: str, titles: Mapping[str, str]) -> str:
    """A note with the titles of scenarios in place of their names."""
    named = "|".join(re.escape(name) for name in sorted(titles, key=len, reverse=True))
    return re.sub(rf"(?<![\w.])(?:{named})(?![\w.])", lambda found: titles[found[0]], note, flags=re.ASCII)


def _notes(comparison: Comparison, language: Language) -> str:
    titles = {str(each.name): title_of(each, language) for each in comparison.scenarios}
    items = [escape(_titled(note, titles)) for note in comparison.notes]
    items += [
        f"{escape(word('failed', language, TEXTS, **vars(each)))}<pre>{escape(each.command)}</pre>"
        for each in comparison.failures
    ]
    return bullets(items) if items else ""
