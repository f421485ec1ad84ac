"""A hold-out as tables for a terminal, as a record and as CSV: each figure, each series, and what they come to."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from sim.core.config.language import Language
from sim.indicators import INDICATORS
from sim.report.layout.folder import as_json, write_files
from sim.report.layout.numbers import fixed
from sim.report.layout.table import Column, Table
from sim.report.layout.text import wrapped
from sim.report.validation.calibration_text import LABELS as CALIBRATED
from sim.report.validation.fit_text import SEXES_ZH
from sim.validation.held_out_figures import COUNTED, INPUT, SHARE_BY_AGE, SHOWN
from sim.validation.hold_out import (
    CUT,
    FORMER,
    GIVEN,
    MATCHED,
    UNMATCHED,
    Forecast,
    HoldOut,
    Scored,
    Series,
    Variant,
    sums,
)

LABELS: dict[str, tuple[str, str]] = {
    **CALIBRATED,
    SHARE_BY_AGE: ("share of residents, by age and sex", "分年龄性别占常住人口比例"),
    "migrant_age_all": (
        "mean age of all migrant workers, change added to the last known",
        "全部农民工平均年龄（在末年上加变化）",
    ),
    "out_migrants_age": (
        "mean age of out-migrants, change added to the last known",
        "外出农民工平均年龄（在末年上加变化）",
    ),
    "farmer_members": ("Party members, farmers, growth from the last known", "农牧渔民党员（自末年起增长）"),
    "residents_at_year_end": ("rural population, growth from the last known", "乡村人口（自末年起增长）"),
    **{name: (INDICATORS[name].en, INDICATORS[name].zh) for name in ("income_low",)},
}
KINDS = {COUNTED: ("", ""), INPUT: ("input", "输入"), SHOWN: ("shown", "仅展示")}
POINTS = {
    MATCHED: ("points matched to {cut}", "匹配至{cut}年的参数点"),
    UNMATCHED: ("points all over the ranges, nothing matched", "遍布取值范围、未作匹配的参数点"),
    FORMER: ("the former baseline", "原基准情景"),
}
DRIVERS = {CUT: ("drivers cut at {cut}", "驱动数据截至{cut}年"), GIVEN: ("drivers given to 2021", "驱动数据给至2021年")}
HEADS = (
    *(Column("figure", "数据"), Column("group", "组别"), Column("time", "时间"), Column("published", "公布值", str)),
    *(Column("last value", "末值", str), Column("trend", "趋势", str), Column("model", "模型", str)),
    *(Column("90 % interval", "90%区间", str), Column("CRPS", "CRPS", str)),
    *(Column("of last", "末值误差", str), Column("of trend", "趋势误差", str), Column("inside", "在内"), Column()),
)
SERIES = (
    *(Column("series", "序列"), Column("figures", "项数", str), Column("inside", "在内", str)),
    Column("by points", "仅参数", str),
    *(Column("CRPS", "CRPS", str), Column("skill: last", "技巧：末值", str), Column("trend", "趋势", str)),
    *(Column("interval score", "区间评分", str), Column("of last", "末值", str), Column("of trend", "趋势", str)),
    *(Column("seed", "种子", str), Column()),
)
YES = {True: ("yes", "是"), False: ("no", "否")}
SUMS = (
    "{inside} of {figures} figures that count lie inside the 90 % interval ({share}), {by_points} without the "
    "seeds' part of it; {others_inside} of the {others} that are not of the census. Of {with_last} series with a "
    "last value the model scores better than it in {beat_last}; of {with_trend} with a trend too, better than both "
    "in {beat_both}. Its interval score is below that of the last value, by the last value's own past errors, in "
    "{narrower} of {with_errors} series. {runs} runs.",
    "计入的{figures}项中{inside}项落在90%区间内（{share}），去除种子部分后为{by_points}项；普查以外的{others}项中有{others_inside}项。有末值的{with_last}个序列中，模型优于末值的有{beat_last}个；同时有趋势的{with_trend}个中，"
    "优于两者的有{beat_both}个。按末值自身过往误差，模型区间评分低于末值的有{narrower}个，共{with_errors}个序列。共{runs}次运行。",
)
NOTES = (
    "{points} points that figures up to {cut} have left, {plausible} of them plausible and the others the least "
    "implausible of the last wave, at {seeds} seeds each, worlds of {villages} villages; the former baseline at "
    "{former} seeds. Last value and trend ({first} to {cut}; of the census that of its cohorts from 2000 to 2010) "
    "are points: their CRPS is the absolute error, and their intervals are those of their own errors before {cut}. "
    "Persons in millions, shares in per cent. Skill: share of the naive forecast's error that the model saves. "
    "Seed: share of the variance of runs that is between seeds of one point, which a nation has less of than so few"
    " villages; by points: inside without that part. input: the series, or what decides it, is given to the model "
    "as published, or goes on from {cut} by a rule; named and not counted. shown: an event.",
    "{points}个参数点由截至{cut}年的数据保留，其中{plausible}个未被排除，其余为末轮中最不牴牾者；每点{seeds}个种子，每个世界{villages}个村；"
    "原基准情景{former}个种子。末值与趋势（{first}至{cut}年；普查取2000至2010年各队列变化）为点预测：CRPS即绝对误差，区间取自其{cut}年以前的自身误差。人数单位为百万，比例为百分数。"
    "技巧：模型较朴素预测减少的误差比例。种子：同一参数点不同种子间方差所占比例，全国应小于这样少的村庄；仅参数：去除该部分后是否在内。输入：该序列或决定它的数据按公布值给定，或自{cut}年起按规则延续，列出而不计入。"
    "仅展示：特殊年份。",
)
MILLION = 1e6
TREND_FROM = 4


def hold_out_text(found: HoldOut, language: Language) -> str:
    """A table of figures and one of series for each variant, what they come to, and what the numbers are."""
    at = int(language == "zh")
    parts = []
    for variant in found.variants:
        heading = heading_of(variant, found.cut, language)
        figures = [_figure(row, language) for row in variant.rows]
        series = [_of_series(each, variant, language) for each in variant.series]
        parts += [
            Table(HEADS, figures, language, heading).text(),
            Table(SERIES, series, language).text(),
            wrapped(_sums(variant, language), 0),
        ]
    note = NOTES[at].format(
        points=found.points, plausible=found.plausible, seeds=found.seeds, villages=found.villages,
        former=found.former_seeds, cut=found.cut, first=found.cut - TREND_FROM,
    )  # fmt: skip
    return "\n\n".join([*parts, wrapped(note, 0)])


def heading_of(variant: Variant, cut: int, language: Language) -> str:
    """What a variant is."""
    at = int(language == "zh")
    names = (POINTS[variant.points][at], DRIVERS[variant.drivers][at])
    return (", ", "，")[at].join(names).format(cut=cut)


def _sums(variant: Variant, language: Language) -> str:
    found = sums(variant)
    share = (
        f"{fixed(100 * found.inside / found.figures, 0)}{'' if language == 'zh' else ' '}%" if found.figures else "–"
    )
    return SUMS[int(language == "zh")].format(
        **asdict(found), share=share, runs=variant.runs, by_points=_by_points(found.inside_by_points, variant)
    )


def _by_points(inside: int, variant: Variant) -> str:
    """Of one point only, all of the interval is the seeds' part."""
    return "–" if variant.points == FORMER else str(inside)


def _figure(row: Scored, language: Language) -> list[str]:
    at, figure = int(language == "zh"), row.figure
    sex, _, ages = figure.group.partition(" ")
    group = SEXES_ZH[sex] + ages if at and sex else figure.group

    def shown(value: float, digits: int = 1) -> str:
        return number(value, figure.unit, digits)

    return [
        LABELS[figure.name][at], group, figure.time, shown(figure.observed), shown(row.last.value),
        shown(row.trend.value), shown(row.model.value), f"{shown(row.model.low)} – {shown(row.model.high)}",
        *(shown(each.crps, 2) for each in (row.model, row.last, row.trend)), YES[row.inside][at],
        KINDS[figure.kind][at],
    ]  # fmt: skip


def _of_series(series: Series, variant: Variant, language: Language) -> list[str]:
    at = int(language == "zh")
    rows = [row for row in variant.rows if (row.figure.name, row.figure.kind) == (series.name, series.kind)]
    unit = rows[0].figure.unit
    seed = [row.seed_share for row in rows if math.isfinite(row.seed_share)]
    scores = (series.score, series.score_last, series.score_trend)
    skills = (series.skill_last, series.skill_trend)
    return [
        LABELS[series.name][at], str(series.figures), str(series.inside),
        _by_points(series.inside_by_points, variant),
        number(series.crps, unit, 2),
        *(fixed(each, 2, sign=True) if math.isfinite(each) else "–" for each in skills),
        *(number(each, unit, 2) for each in scores),
        f"{fixed(100 * sum(seed) / len(seed), 0)}%" if seed else "–", KINDS[series.kind][at],
    ]  # fmt: skip


def number(value: float, unit: str, digits: int) -> str:
    """A figure in its unit: millions of persons, per cent, years."""
    if not math.isfinite(value):
        return "–"
    if unit == "persons":
        return fixed(value / MILLION, digits + 1)
    return fixed(100 * value if unit == "share" else value, digits)


def hold_out_record(found: HoldOut) -> dict[str, Any]:
    """Everything the tables show, in plain numbers: persons, shares, years."""
    return {
        **{each.name: getattr(found, each.name) for each in fields(found) if each.name not in ("variants", "failures")},
        "variants": [
            {
                "points": variant.points,
                "drivers": variant.drivers,
                "runs": variant.runs,
                "sums": asdict(sums(variant)),
                "series": [
                    {**asdict(each), "skill_last": each.skill_last, "skill_trend": each.skill_trend}
                    for each in variant.series
                ],
                "figures": [_plain(row) for row in variant.rows],
            }
            for variant in found.variants
        ],
        "failed": [vars(each) for each in found.failures],
    }


def _plain(row: Scored) -> dict[str, Any]:
    figure = {name: value for name, value in vars(row.figure).items() if name not in ("past", "anchored", "by_cohort")}
    forecasts = (("model", row.model), ("last", row.last), ("trend", row.trend))
    numbers = {f"{name}_{part}": value for name, each in forecasts for part, value in _parts(each)}
    return {
        **figure,
        **numbers,
        "inside": row.inside,
        "inside_by_points": row.inside_by_points,
        "seed_share": row.seed_share,
    }


def _parts(forecast: Forecast) -> list[tuple[str, float]]:
    return list(vars(forecast).items())


def figures_csv(found: HoldOut) -> str:
    """A line a figure and variant."""
    text = io.StringIO()
    writer = None
    for variant in found.variants:
        for row in variant.rows:
            line = {"points": variant.points, "drivers": variant.drivers, **_plain(row)}
            if writer is None:
                writer = csv.DictWriter(text, list(line), lineterminator="\n")
                writer.writeheader()
            writer.writerow({name: "" if value != value else value for name, value in line.items()})
    return text.getvalue()


def save_hold_out(found: HoldOut, out: str | Path, language: Language = "en") -> None:
    """Write the tables as text, the record and the lines."""
    write_files(
        Path(out),
        {
            "hold_out.txt": hold_out_text(found, language) + "\n",
            "hold_out.json": as_json(hold_out_record(found)),
            "figures.csv": figures_csv(found),
        },
    )
