"""A calibration as text and as a record: volume by wave, figures before and after, parameters, what is in the way."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sim.analysis.calibration.calibrate import FRESH_SEEDS, Calibrated, Cost
from sim.analysis.calibration.findings import FigureFound, ParameterFound, figures_found, in_the_way, parameters_found
from sim.core.config.language import Language
from sim.indicators import INDICATORS
from sim.report.layout.numbers import fixed
from sim.report.layout.table import Column, Table
from sim.report.layout.text import wrapped
from sim.report.validation.backcast_text import LABELS as BACKCAST
from sim.report.validation.fit_text import SEXES_ZH
from sim.words.labels import SPACE, listed

MILLION = 1e6
LABELS: dict[str, tuple[str, str]] = {
    **BACKCAST,
    "out_migrants_age_change": ("change of out-migrants' mean age", "外出务工人员平均年龄变化"),
    "devices_minors": ("minors of 6-17 with a device", "6至17岁在村未成年人上网比例"),
    "devices_60": ("residents of 60 and over with a device", "60岁及以上常住人口上网比例"),
    "meetings_on_paper": ("meetings on paper, of four a year", "记录在案的会议（以每年四次计）"),
    "first_calls_failed": (INDICATORS["quorum_failure"].en, INDICATORS["quorum_failure"].zh),
}
"""Figures that are no indicator by their own name."""
WAVES = (
    *(
        Column("wave", "轮次", str),
        Column("points", "参数点", str),
        Column("kept by their runs", "自身运行未排除", str),
    ),
    *(Column("left of what there was", "本轮剩余体积", str), Column("left in all", "累计剩余体积", str)),
)
FIGURES = (
    *(Column("figure", "数据"), Column("time", "时间"), Column("published", "公布值", str), Column("±", "±", str)),
    *(
        Column("before, 90 %", "校准前90%", str),
        Column("kept", "保留", str),
        Column("plausible, 90 %", "可信集90%", str),
    ),
    *(Column("kept, last", "末轮保留", str), Column("seed", "种子", str), Column()),
)
PARAMETERS = (
    *(Column("parameter", "参数"), Column("range", "范围", str), Column("90 % of what is left", "剩余部分90%", str)),
    *(Column("distance", "距离", str), Column("moves", "影响项数", str)),
)
GIVEN, SHOWN, STILL = ("given", "输入"), ("shown", "仅展示"), ("nothing moves it", "无参数影响")
HEADS = (
    ("Waves", "各轮"),
    ("Published figures, before and after", "公布数据：校准前后"),
    ("Parameters, the most constrained first", "参数（约束最强者在前）"),
)
LEGEND = (
    "Published: value, or band; ±: two standard deviations of observation and model together. Before: points of the "
    "first wave; kept: share of them that the figure does not rule out (implausibility of the mean of {seeds} seeds at "
    "most 3). Seed: share of the variance of one run that is the seed's. given: a series that is an input of the "
    "model; shown: not matched. Distance: of what is left from the uniform prior (Kolmogorov); moves: figures, over "
    "all waves.",
    "公布值：数值或区间；±：观测与模型误差合计的两倍标准差。校准前：第一轮参数点；保留：其中未被该数据排除的比例（{seeds}个种子均值的不可信度不超过3）。"
    "种子：单次运行方差中种子所占比例。输入：模型给定的序列；仅展示：不参与匹配。距离：剩余部分与均匀先验之间的柯尔莫哥洛夫距离；影响项数：各轮合计。",
)
PLAUSIBLE = (
    "Plausible set: {kept} of {tried} points drawn from what a wave had left are not ruled out by their own runs.",
    "可信集：自各轮剩余部分抽取的{tried}个参数点中，{kept}个未被其自身运行结果排除。",
)
FRESH = (
    "Of {points} of them, run once more at {seeds} seeds, {stay} stay; by the luck of half as many seeds alone {luck} "
    "would.",
    "其中{points}个以{seeds}个新种子再次运行，{stay}仍未被排除；仅因种子（一半数目）的偶然性，应保留{luck}。",
)
NOTHING_MOVES = (
    "Moved by no parameter of the active set, hence not used: {named}.",
    "所选参数均无影响，故未采用：{named}。",
)
NOT_CONSTRAINED = ("Constrained by no figure: {named}.", "不受任何数据约束：{named}。")
IN_THE_WAY = (
    "The least implausible point that was run is ruled out by: {named}.",
    "已运行的最可信参数点仍被以下数据排除：{named}。",
)
EMPTY = (
    "Nothing is left: no point of the active set matches the figures within their tolerances.",
    "无剩余部分：所选参数范围内没有参数点能在允许误差内匹配这些数据。",
)
COST = (
    "At most {waves} waves of {points} points at {seeds} seeds, and {plausible} points of the plausible set: {all} "
    "points, {runs} runs. {seconds} s of processor a run: {hours} h on {jobs} processes, emulators left out.",
    "至多{waves}轮，每轮{points}个参数点、每点{seeds}个种子，另加可信集{plausible}个参数点：共{all}个参数点、{runs}次运行。每次运行{seconds}秒处理器时间，"
    "{jobs}个进程约{hours}小时（不计仿真器拟合）。",
)


def calibration_text(found: Calibrated, language: Language) -> str:
    """The report."""
    at = int(language == "zh")
    figures, parameters = figures_found(found), parameters_found(found)
    waves = [
        (str(place + 1), str(each["points"]), str(each["kept"]), _small(each["volume"]), _small(each["volume_in_all"]))
        for place, each in enumerate(found.summaries)
    ]
    still = [_named(each, language) for each in figures if not each.moved_by]
    loose = [_short(each.path) for each in parameters if not each.constrained]
    lines = [found.plan.title or found.plan.name, "", HEADS[0][at], Table(WAVES, waves, language).text(), ""]
    if not len(found.left):
        lines += [wrapped(EMPTY[at], 0)]
    lines += [wrapped(PLAUSIBLE[at].format(kept=len(found.plausible.points), tried=found.tried), 0)]
    if found.fresh.points:
        shares = {"stay": fixed(found.fresh.stay, 2), "luck": fixed(found.fresh.by_seeds, 2)}
        lines.append(wrapped(FRESH[at].format(points=found.fresh.points, seeds=FRESH_SEEDS, **shares), 0))
    if not len(found.plausible.points) and (named := in_the_way(found)):
        shown = listed(language, *(f"{key} ({fixed(value, 1)})" for key, value in named))
        lines.append(wrapped(IN_THE_WAY[at].format(named=shown), 0))
    lines += ["", HEADS[1][at], Table(FIGURES, [_figure(each, language) for each in figures], language).text(), ""]
    lines += [HEADS[2][at], Table(PARAMETERS, [_parameter(each) for each in parameters], language).text(), ""]
    if still:
        lines.append(wrapped(NOTHING_MOVES[at].format(named=listed(language, *still)), 0))
    if loose and len(found.left):
        lines.append(wrapped(NOT_CONSTRAINED[at].format(named=listed(language, *loose)), 0))
    return "\n".join([*lines, wrapped(LEGEND[at].format(seeds=found.plan.seeds), 0)])


def calibration_record(found: Calibrated) -> dict[str, Any]:
    """Everything the report shows, in plain numbers."""
    figures = [{**asdict(each), "key": each.figure.key, "matched": each.matched} for each in figures_found(found)]
    return {
        "study": found.plan.name,
        "until": found.plan.until,
        "waves": list(found.summaries),
        "plausible": len(found.plausible.points),
        "tried": found.tried,
        "fresh": vars(found.fresh),
        "figures": figures,
        "parameters": [{**asdict(each), "constrained": each.constrained} for each in parameters_found(found)],
        "in_the_way": dict(in_the_way(found)),
        "failed": [vars(each) for each in found.failures],
    }


def cost_text(cost: Cost, plan: Any, jobs: int, language: Language) -> str:
    """What a calibration will cost, before it starts."""
    return wrapped(
        COST[int(language == "zh")].format(
            waves=plan.waves,
            points=plan.points,
            seeds=plan.seeds,
            plausible=plan.plausible,
            all=cost.points,
            runs=cost.runs,
            seconds=fixed(cost.seconds_each, 2),
            hours=fixed(cost.hours, 2),
            jobs=jobs,
        ),
        0,
    )


def _small(share: float) -> str:
    return f"{share:.2g}"


def _short(path: str) -> str:
    return path.removeprefix("parameters.")


def _named(found: FigureFound, language: Language) -> str:
    each = found.figure
    return " ".join(filter(None, (_label(found, language), each.group, each.time)))


def label_of(name: str, language: Language) -> str:
    """What a figure is called."""
    if name in LABELS:
        return LABELS[name][int(language == "zh")].partition(" (")[0].partition("（")[0]
    return INDICATORS[name].label(language)


def _label(found: FigureFound, language: Language) -> str:
    label = label_of(found.figure.name, language)
    sex, _, ages = found.figure.group.partition(" ")
    return f"{label} {SEXES_ZH[sex] + ages if language == 'zh' else found.figure.group}" if sex else label


def _figure(found: FigureFound, language: Language) -> tuple[str, ...]:
    at, each = int(language == "zh"), found.figure
    value = _value(each.low, each.unit, language)
    if each.high != each.low:
        value = f"{value} – {_value(each.high, each.unit, language)}"
    allowed = 2 * (each.observed**2 + each.discrepancy**2) ** 0.5
    notes = [GIVEN[at]] * each.given + [SHOWN[at]] * (not found.matched) + [STILL[at]] * (not found.moved_by)
    return (
        _label(found, language),
        each.time,
        value,
        _value(allowed, each.unit, language),
        _interval(found.before, each.unit, language),
        fixed(found.met_before, 2),
        _interval(found.after, each.unit, language),
        fixed(found.met_after, 2),
        fixed(found.seed_share, 2),
        listed(language, *notes) if notes else "",
    )


def _interval(found: tuple[float, float, float], unit: str, language: Language) -> str:
    return f"{_value(found[1], unit, language)} – {_value(found[2], unit, language)}"


def _value(value: float, unit: str, language: Language) -> str:
    if unit == "persons":
        return fixed(value / MILLION, 2)
    return f"{fixed(100 * value, 1)}{SPACE[language]}%" if unit in ("share", "1/year") else fixed(value, 1)


def _parameter(found: ParameterFound) -> tuple[str, ...]:
    span, left = (f"{low:.4g} – {high:.4g}" for low, high in ((found.low, found.high), found.within))
    return _short(found.path), span, left, fixed(found.distance, 2), str(found.moves)
