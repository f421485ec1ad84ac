"""What a study asks and how: question, design, what is varied, scenarios with their rationale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.analysis.reading import least_for, why_it_matters
from sim.core.config.numbers import plain
from sim.report.layout.sentences import rule_name
from sim.report.layout.steps import least_shown
from sim.report.study.document import Head, Paragraph, Part, Section, Table, filled
from sim.report.study.material import Material
from sim.studies.factors import Factor
from sim.words.labels import listed, unit_label, word

MOST_TOLD = 240
"""Letters of a rationale in a table; the scenario's file has all."""
WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Question and design", "问题与设计"),
    "scenarios": ("Scenarios", "情景"),
    "varied": ("What is varied", "变动因素"),
    "design": (
        "Scenarios: {scenarios}; points of the design: {points} ({kind}); replicates of each: {replicates}. {done} of "
        "{requested} runs are done, {failed} failed.",
        "{scenarios}个情景，{points}个设计点（{kind}），每点重复{replicates}次。共需运行{requested}次，已完成{done}次，"
        "失败{failed}次。",
    ),
    "world": (
        "A world has {villages} villages of about {people} registered persons and is run for {months} months after "
        "{burn_in} months that are not counted; outcomes are taken over the window {window}.",
        "每个世界有{villages}个村，每村约{people}名户籍人口；预热{burn_in}个月不计，其后运行{months}个月；指标取自时间窗{window}。",
    ),
    "units_point": (
        "Points are a sample of what is not known: differences are averaged over the seeds of a point, and intervals "
        "are taken over the points.",
        "各点是未知量的样本：差异先在每点内对种子求平均，区间按点计算。",
    ),
    "units_seed": (
        "Intervals are taken over the seeds, points that differ averaged: they say what luck may do, not what is not "
        "known.",
        "区间按种子计算，不同的点先求平均：区间反映偶然性，不反映未知量。",
    ),
    "no_contrast": (
        "Nothing is compared in this study: a single scenario without levers. The report shows levels.",
        "本研究不作比较：只有一个情景且无政策杠杆。报告给出水平值。",
    ),
    "averaged": (
        "The levers make {arms} combinations; each policy is shown averaged over all that else is varied.",
        "各杠杆共{arms}种组合；每项政策的结果为对其余变动因素的平均。",
    ),
    "window_all": ("of all months", "全部月份"),
    "window": ("of the last {months} months", "最后{months}个月"),
    "scenario": ("Scenario", "情景"),
    "rule": ("Quorum rule", "应到会口径"),
    "policies": ("Policies", "政策数"),
    "rationale": ("Rationale", "理由"),
    "factor": ("Factor", "因素"),
    "role": ("Role", "作用"),
    "range": ("Values", "取值"),
    "lever": ("lever", "杠杆"),
    "uncertainty": ("not known", "未知"),
    "outcomes": ("Outcomes", "指标"),
    "outcome": ("Outcome", "指标"),
    "meaning": ("Meaning", "定义"),
    "least": ("Matters from", "有意义的差异"),
    "why": ("Why", "依据"),
    "as_written": ("Rationales stand as their authors wrote them.", "理由按作者原文给出。"),
}
KINDS: Mapping[str, str] = {
    "full": "全因子",
    "fractional": "部分因子",
    "lhs": "拉丁超立方",
    "sobol": "Sobol序列",
    "saltelli": "Saltelli设计",
    "morris": "Morris轨迹",
    "one_at_a_time": "逐一变动",
    "file": "给定的点",
    "plausible": "未被排除的参数集",
    "none": "情景本身",
}
ENGLISH: Mapping[str, str] = {
    "full": "every combination",
    "fractional": "a fraction of the combinations",
    "lhs": "Latin hypercube",
    "sobol": "Sobol sequence",
    "saltelli": "Saltelli's design",
    "morris": "Morris trajectories",
    "one_at_a_time": "one factor at a time",
    "file": "points of a file",
    "plausible": "the plausible set",
    "none": "scenarios as they are",
}


def question(material: Material, short: bool = False) -> Section:
    """Question and design; in short without tables."""
    study = material.prepared.study
    blocks: list[Any] = [Paragraph((study["rationale"],))] if study.get("rationale") else []
    blocks += [_design(material), _world(material)]
    key = "units_point" if material.arms.sampled else "units_seed"
    blocks.append(Paragraph((word(key if material.contrasts else "no_contrast", material.language, WORDS),)))
    if any(group.averaged for group in material.groups):
        told = word("averaged", material.language, WORDS, arms=len(material.arms.arms))
        blocks.append(Paragraph((told,)))
    if not short:
        if material.prepared.factors:
            blocks.append(_varied(material))
        blocks.append(_outcomes(material))
    return Section("question", word("title", material.language, WORDS), blocks)


def scenarios(material: Material) -> Section:
    """The scenarios with their rationale."""
    language = material.language
    heads = [Head(word(key, language, WORDS)) for key in ("scenario", "rule", "rationale")]
    heads.insert(1, Head(word("policies", language, WORDS), numeric=True))
    rows = []
    for name, held in material.scenarios.items():
        arm = next(each for each in material.arms.arms if each.scenario == name)
        rules = listed(language, *(rule_name(each, language) for each in material.rules(arm)))
        row = (material.scenario_title(name), str(len(held["policies"])), rules, _short(held.get("rationale") or "–"))
        rows.append(row)
    title = word("scenarios", language, WORDS)
    table = Table("scenarios", title, heads, rows, (word("as_written", language, WORDS),))
    return Section("scenarios", title, [table])


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= MOST_TOLD else text[: text.rfind(" ", 0, MOST_TOLD)] + " …"


def _design(material: Material) -> Paragraph:
    study, status, language = material.prepared.study, material.status, material.language
    kind = study["design"]["kind"]
    return filled(
        word("design", language, WORDS).replace("{kind}", KINDS[kind] if language == "zh" else ENGLISH[kind]),
        scenarios=status.scenarios, points=f"{status.points:,}", replicates=status.replicates,
        done=f"{status.done:,}", requested=f"{status.requested:,}", failed=status.failed,
    )  # fmt: skip


def _world(material: Material) -> Paragraph:
    held = next(iter(material.scenarios.values()))
    window, language = material.prepared.kept.window, material.language
    told = word("window", language, WORDS, months=window) if window.isdigit() else window
    return filled(
        word("world", language, WORDS),
        villages=material.villages, people=plain(held["world"]["village_size"], 4, thousands=True),
        months=held["horizon"]["months"], burn_in=held["horizon"]["burn_in"],
        window=word("window_all", language, WORDS) if window == "all" else told,
    )  # fmt: skip


def _varied(material: Material) -> Table:
    language = material.language
    heads = [Head(word(key, language, WORDS)) for key in ("factor", "role", "range")]
    alike: dict[tuple[str, str], list[str]] = {}
    for each in material.prepared.factors:
        alike.setdefault((word(each.role, language, WORDS), _values(each, language)), []).append(each.path)
    rows = [(listed(language, *paths), *told) for told, paths in alike.items()]
    return Table("factors", word("varied", language, WORDS), heads, rows)


def _values(factor: Factor, language: Any) -> str:
    if factor.values:
        return listed(language, *(f"{each:g}" if isinstance(each, float) else str(each) for each in factor.values))
    return f"{factor.low:g} – {factor.high:g}"


def _outcomes(material: Material) -> Table:
    language = material.language
    heads = [Head(word(key, language, WORDS)) for key in ("outcome", "meaning", "least", "why")]
    return Table("outcomes", word("outcomes", language, WORDS), heads, list(_meanings(material)))


def _meanings(material: Material) -> Iterator[tuple[Part, ...]]:
    language = material.language
    for each in material.indicators:
        declared = least_for(each, float(material.frame[each.name].mean()), {})
        unit = unit_label(each.unit, language)
        least = least_shown(declared, each.unit, language)
        yield f"{each.label(language)} ({unit})", each.meaning(language), least, why_it_matters(each, {}, language)
