"""The passage on replicates: why so many, what precision they reached, what pairing gained, from the study itself."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.core.recording.indicator import AnyIndicator
from sim.report.layout.numbers import factor, fixed
from sim.report.layout.steps import decimals_of, least_shown, step_of
from sim.report.study.document import Head, Number, Paragraph, Part, Section, Table
from sim.report.study.material import Material
from sim.words.labels import word

MOST_GAIN = 10_000
WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Replicates: why so many, and what precision", "重复次数：为何如此，精度如何"),
    "fixed": (
        "The number of replicates was fixed before the runs: {replicates} at each point, the same seeds in every arm, "
        "so that differences are taken pair by pair. Each world holds {villages} villages; {runs} different runs make "
        "{all} simulated villages in all.",
        "重复次数在运行前固定：每点{replicates}次，各方案使用相同种子，故按对取差。每个世界有{villages}个村；共{runs}次不同的运行，"
        "合计{all}个模拟村庄。",
    ),
    "asked": (
        "Replicates follow from the precision asked for: each contrast goes on until the 95 % half-widths of "
        "{outcomes} are reached, with at least {least} pairs and at most {cap}; {capped} of {contrasts} contrasts met "
        "the cap first.",
        "重复次数由所要求的精度决定：每项对比持续到{outcomes}的95%半宽达到要求，至少{least}对，至多{cap}对；{contrasts}项对比中"
        "{capped}项先达上限。",
    ),
    "enough": (
        "Of {count} differences, {narrow} have a half-width below what matters: for these, a difference that matters "
        "would most likely have been seen. For the others, more replicates would say more; the last column tells how "
        "many units the middle arm of each outcome would need for a half-width of just what matters.",
        "{count}项差异中{narrow}项的半宽小于有意义的差异：若存在有意义的差异，多半已被看到。其余需要更多重复；末列给出各指标中位方案"
        "将半宽降到有意义差异所需的单位数。",
    ),
    "levels": (
        "Nothing is compared; the table shows what of the spread of outcomes lies between points, and what between "
        "seeds at the same point (luck).",
        "本研究不作比较；下表给出指标差异有多少在点与点之间、多少在同一点的种子之间（偶然性）。",
    ),
    "one": (
        "One replicate at each point: luck cannot be told from what the points differ by.",
        "每点仅一次运行：无法区分偶然性与点间差别。",
    ),
    "table": ("Precision reached", "达到的精度"),
    "spread": ("Spread between points and between seeds", "点间与种子间的离散"),
    "outcome": ("Outcome", "指标"),
    "unit": ("Unit", "单位"),
    "least": ("Matters from", "有意义的差异"),
    "middle": ("Half-width, middle arm", "中位方案半宽"),
    "largest": ("Largest half-width", "最大半宽"),
    "narrow": ("Below what matters", "小于有意义者"),
    "gain": ("Gained by pairing", "配对的方差缩减"),
    "units": ("Units", "单位数"),
    "wanted": ("Units needed", "所需单位数"),
    "points": ("SD between points", "点间标准差"),
    "seeds": ("SD between seeds", "种子间标准差"),
    "share": ("Share of luck in a run, %", "单次运行中偶然性占比（%）"),
    "note": (
        "Gained by pairing: how many times more unpaired runs the same precision would take. Half-widths are of 95 % "
        "t-intervals over the units.",
        "配对的方差缩减：同等精度下不配对所需运行数的倍数。半宽为按单位计算的95% t区间。",
    ),
}


def replicates(material: Material) -> Section:
    """Why so many replicates, and what precision they reached."""
    language, status = material.language, material.status
    blocks: list[Any] = [_rule(material)]
    if material.groups:
        readings = [each for group in material.groups for each in group.readings if math.isfinite(each.found.low)]
        narrow = sum(each.found.half_width < each.least for each in readings)
        told = word("enough", language, WORDS, count=len(readings), narrow=narrow)
        blocks += [Paragraph((told,)), _reached(material)]
    elif status.replicates > 1:
        blocks += [Paragraph((word("levels", language, WORDS),)), _spread(material)]
    else:
        blocks.append(Paragraph((word("one", language, WORDS),)))
    return Section("replicates", word("title", language, WORDS), blocks)


def _rule(material: Material) -> Paragraph:
    language, precision, status = material.language, material.prepared.precision, material.status
    if precision is None:
        told = {"villages": material.villages, "runs": f"{status.done:,}", "replicates": status.replicates}
        told["all"] = f"{status.done * material.villages:,}"
        return Paragraph((word("fixed", language, WORDS, **told),))
    records = status.precision
    contrasts = {(each["row"], each["scenario"]) for each in records}
    capped = {(each["row"], each["scenario"]) for each in records if each["capped"]}
    asked = ", ".join(f"{name} ±{width:g}" for name, width in precision.widths.items())
    given = {"outcomes": asked, "least": precision.least, "cap": precision.cap}
    return Paragraph((word("asked", language, WORDS, capped=len(capped), contrasts=len(contrasts), **given),))


def _reached(material: Material) -> Table:
    language = material.language
    keys = ("outcome", "least", "middle", "largest", "narrow", "gain", "units", "wanted")
    heads = [Head(word(key, language, WORDS), numeric=place > 1) for place, key in enumerate(keys)]
    rows = [_reached_row(material, each) for each in material.indicators]
    title = word("table", language, WORDS)
    return Table("precision", title, heads, [row for row in rows if row], (word("note", language, WORDS),))


def _reached_row(material: Material, indicator: AnyIndicator) -> tuple[Part, ...]:
    """An outcome over all arms: the middle and the widest interval, and what pairing gained in the middle."""
    every = [each for group in material.groups for each in group.readings if each.indicator is indicator]
    every = [each for each in every if math.isfinite(each.found.low)]
    if not every:
        return ()
    language, step = material.language, step_of(indicator.unit)
    ordered = sorted(every, key=lambda each: each.found.half_width)
    middle = ordered[len(ordered) // 2]
    decimals = decimals_of([step.factor * each.found.half_width for each in ordered], step.factor * middle.least)

    def width(value: float) -> Number:
        return Number(fixed(step.factor * value, decimals), value, indicator.unit, scale=step.factor)

    gains = [each.found.variance_reduction for each in every if math.isfinite(each.found.variance_reduction)]
    gain = float(np.median(gains)) if gains else math.nan
    needed = middle.found.pairs * (middle.found.half_width / middle.least) ** 2 if middle.least else math.nan
    narrow = sum(each.found.half_width < each.least for each in every)
    return (
        indicator.label(language),
        least_shown(middle.least, indicator.unit, language),
        width(middle.found.half_width),
        width(ordered[-1].found.half_width),
        f"{narrow}/{len(every)}",
        Number(factor(gain) if gain < MOST_GAIN else f"> {MOST_GAIN:,}", gain),
        Number(str(middle.found.pairs), middle.found.pairs),
        Number(fixed(max(needed, 2.0), 0), needed),
    )


def _spread(material: Material) -> Table:
    language = material.language
    keys = ("outcome", "unit", "points", "seeds", "share")
    heads = [Head(word(key, language, WORDS), numeric=place > 1) for place, key in enumerate(keys)]
    rows = [_spread_row(material, each) for each in material.indicators]
    return Table("spread", word("spread", language, WORDS), heads, rows)


def _spread_row(material: Material, indicator: AnyIndicator) -> tuple[Part, ...]:
    grouped = material.frame.groupby(["scenario", "row"], observed=True)[indicator.name]
    luck = math.sqrt(float(grouped.var(ddof=1).mean()))
    between = float(grouped.mean().std(ddof=1))
    share = 100 * luck**2 / (luck**2 + between**2) if luck or between else math.nan
    step = step_of(indicator.unit)
    decimals = decimals_of([step.factor * luck, step.factor * between], 0.0)
    shown = (
        Number(fixed(step.factor * each, decimals), each, indicator.unit, scale=step.factor) for each in (between, luck)
    )
    name, unit = indicator.label(material.language), step.word(material.language)
    return (name, unit, *shown, Number(fixed(share, 0), share, "%"))
