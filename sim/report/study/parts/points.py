"""Outcomes over the points of a study: bands, and small multiples against the factors that they follow most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.reading import least_for
from sim.core.recording.indicator import AnyIndicator
from sim.report.layout.numbers import fixed, shown_as
from sim.report.layout.steps import decimals_of
from sim.report.study import queries
from sim.report.study.document import Figure, Head, Number, Paragraph, Part, Section, Table
from sim.report.study.figures.points import Cloud, draw_points
from sim.report.study.material import FEWEST_VILLAGES, Material, frame_of
from sim.words.labels import unit_label, word

if TYPE_CHECKING:
    import pandas

FEWEST_POINTS = 5
MOST_OUTCOMES, MOST_FACTORS = 4, 3
QUANTILES = {"low": 0.05, "median": 0.5, "high": 0.95}
WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Over the points", "各点的结果"),
    "table": ("Levels over the points: {scenario}", "各点水平：{scenario}"),
    "difference": ("Differences over the points: {scenario}", "各点差异：{scenario}"),
    "outcome": ("Outcome", "指标"),
    "unit": ("Unit", "单位"),
    "low": ("5 % of points below", "5%分位"),
    "median": ("Median", "中位数"),
    "high": ("95 % of points below", "95%分位"),
    "points": ("Points", "点数"),
    "clouds": (
        "{scenario}: outcomes against the factors that they follow most, a mark {mark}; r: rank correlation (η, the "
        "correlation ratio of the ranks, for choices) over "
        "{points} points, of which {noise} or less is noise (two standard errors).",
        "{scenario}：指标与其最相关的因素，每个标记为{mark}；r为{points}个点上的秩相关（选项用秩的相关比η），绝对值不超过{noise}者属噪声（两倍标准误）。",
    ),
    "a_point": ("a point", "一个点"),
    "a_group": ("{size} neighbouring points", "相邻{size}个点"),
    "grouped": (
        "A point holds {villages} simulated villages: marks are means of {size} points, so that none stands for fewer "
        "than {least}.",
        "每点含{villages}个模拟村庄：标记为{size}个点的均值，使每个标记不少于{least}个村。",
    ),
}


def points(material: Material, most: int = MOST_OUTCOMES) -> Section | None:
    """Outcomes over the points, where there are points enough; small multiples of so many outcomes at most."""
    varied = [each for each in material.prepared.factors if len(set(_column(material, each.path))) > 1]
    if not varied or len(set(material.arms.futures.values())) < FEWEST_POINTS:
        return None
    unknown = [each.path for each in varied if each.role != "lever"] or [each.path for each in varied]
    blocks: list[Any] = []
    if material.groups:
        group = material.groups[0]
        name, measured = max(group.measured.items(), key=lambda each: each[1].fewest)
        scenario, table, difference = material.title(measured.contrast.arm), measured.table, True
        runs = _steps(material, table)
    else:
        title = material.prepared.titles[0]
        scenario, table, difference = material.scenario_title(title), material.frame, False
        table = table[table["scenario"] == title]
        runs = table
        blocks.append(_bands(material, title, scenario))
    blocks += _clouds(material, runs, unknown, scenario, difference, most)
    return Section("points", word("title", material.language, WORDS), blocks)


def _column(material: Material, path: str) -> list[Any]:
    return list(material.prepared.design.column(path).to_pylist())


def _steps(material: Material, table: pandas.DataFrame) -> pandas.DataFrame:
    """Differences of the runs after from those before at the same future and seed."""
    names = [each.name for each in material.indicators]
    keys = ["future", "seed"]
    before = table[table["side"] == "before"].drop_duplicates(keys).set_index(keys)[names]
    after = table[table["side"] == "after"].drop_duplicates(keys).set_index(keys)
    paired = before.reindex(after.index)
    return after.assign(**{name: after[name] - paired[name] for name in names}).reset_index()


def _bands(material: Material, name: str, scenario: str) -> Table:
    """Median and the band of 90 % of the points, each number with its query."""
    language = material.language
    keys = ("outcome", "unit", "low", "median", "high", "points")
    heads = [Head(word(key, language, WORDS), numeric=place > 1) for place, key in enumerate(keys)]
    mine = material.frame[material.frame["scenario"] == name]
    size = _size(material, mine)
    units = _groups(mine, size)
    named = queries.runs_at(name, units=units if size > 1 else None)
    source = material.book.source(word("table", language, WORDS, scenario=scenario), named, mine["run"])
    rows = [_band_row(material, mine, units, each, source) for each in material.indicators]
    return Table("points", word("table", language, WORDS, scenario=scenario), heads, rows)


def _size(material: Material, runs: pandas.DataFrame) -> int:
    """Points that a mark stands for, so that none stands for fewer villages than may be published."""
    each = int(runs.groupby("row")["run"].nunique().min())
    return -(-FEWEST_VILLAGES // max(1, each * material.villages))


def _groups(runs: pandas.DataFrame, size: int) -> dict[int, int]:
    """Group of each row: rows one after the other."""
    return {int(row): place // size for place, row in enumerate(sorted(set(runs["row"])))}


def _band_row(
    material: Material, runs: pandas.DataFrame, units: Mapping[int, int], indicator: AnyIndicator, source: Any
) -> tuple[Part, ...]:
    language, unit = material.language, indicator.unit
    levels = runs.groupby(runs["row"].map(units))[indicator.name].agg(lambda each: each.mean(skipna=False)).dropna()
    values = {key: float(levels.quantile(at)) for key, at in QUANTILES.items()} if len(levels) else {}
    decimals = decimals_of([shown_as(each, unit) for each in values.values()], 0.0)
    column = f"scalars.{queries.quoted(indicator.name)}"
    cells: list[Part] = []
    for key, value in values.items():
        sql = queries.over_units(source.query, column, f"quantile_cont(level, {QUANTILES[key]})")
        told = f"{key}: {indicator.label(language)}"
        text, scale = fixed(shown_as(value, unit), decimals), shown_as(1.0, unit)
        cells.append(material.book.number(text, value, unit, source, told, sql, scale))
    cells += ["–"] * (len(QUANTILES) - len(cells))
    return (indicator.label(language), unit_label(unit, language), *cells, Number(str(len(levels)), len(levels)))


def _clouds(
    material: Material, runs: pandas.DataFrame, paths: Sequence[str], scenario: str, difference: bool, most: int
) -> Iterator[Any]:
    """Small multiples: outcomes that follow a factor most, each against the factors that it follows."""
    language, size = material.language, _size(material, runs)
    found: list[Cloud] = []
    for indicator in material.indicators:
        clouds = [cloud for path in paths if (cloud := _cloud(material, runs, indicator, path, size)) is not None]
        clouds.sort(key=lambda each: -abs(each.rank))
        found += clouds[:MOST_FACTORS]
    strength = {each.indicator: _told(material, each, difference) for each in reversed(found)}
    chosen = sorted(strength, key=lambda each: -strength[each])[:most]
    kept = [each for each in found if each.indicator in chosen]
    if not kept:
        return
    count = len(set(runs["row"]))
    mark = word("a_point", language, WORDS) if size == 1 else word("a_group", language, WORDS, size=size)
    caption = word(
        "clouds", language, WORDS, scenario=scenario, mark=mark, points=count, noise=fixed(2 / np.sqrt(count - 1), 2)
    )
    data = frame_of([
        {"outcome": each.indicator.name, "factor": each.path, "at": x, "value": y}
        for each in kept for x, y in zip(each.x, each.y, strict=True)
    ])  # fmt: skip
    yield Figure("points", caption, partial(draw_points, kept, chosen, difference, language), data)
    if size > 1:
        villages = material.villages * int(runs.groupby("row")["run"].nunique().min())
        told = word("grouped", language, WORDS, villages=villages, size=size, least=FEWEST_VILLAGES)
        yield Paragraph((told,), "note")


def _told(material: Material, cloud: Cloud, difference: bool) -> float:
    """How much an outcome tells: how closely it follows a factor; a difference also, whether it is large enough."""
    if not difference:
        return abs(cloud.rank)
    least = least_for(cloud.indicator, float(material.frame[cloud.indicator.name].mean()), {})
    return abs(cloud.rank) * min(1.0, float(np.abs(cloud.y).max()) / least if least else 1.0)


def _eta(groups: np.ndarray, ranks: np.ndarray) -> float:
    """Correlation ratio: root of the share of the variance of the ranks that lies between the groups."""
    means = np.array([ranks[groups == each].mean() for each in groups])
    return float(np.std(means) / np.std(ranks))


def _cloud(material: Material, runs: pandas.DataFrame, indicator: AnyIndicator, path: str, size: int) -> Cloud | None:
    """An outcome against a factor, means of neighbouring points; none where one of them stays the same."""
    from scipy.stats import rankdata

    held = runs.groupby("row").agg(value=(indicator.name, "mean"), at=(path, "first")).dropna()
    if len(held) < FEWEST_POINTS or held["at"].nunique() < 2 or held["value"].nunique() < 2:
        return None
    numeric = held["at"].map(lambda each: isinstance(each, int | float) and not isinstance(each, bool)).all()
    words = [] if numeric else sorted({str(each) for each in held["at"]})
    at = held["at"].astype(float) if numeric else held["at"].map(lambda each: float(words.index(str(each))))
    value = held["value"].to_numpy(float)
    rank = (
        _eta(at.to_numpy(float), rankdata(value)) if words else float(np.corrcoef(rankdata(at), rankdata(value))[0, 1])
    )
    order = np.lexsort((value, at))
    x, y = at.to_numpy(float)[order], value[order]
    whole = len(x) // size * size
    x, y = (each[:whole].reshape(-1, size).mean(axis=1) for each in (x, y))
    return Cloud(indicator, path, x, y, rank, tuple(words) if size == 1 else ())
