"""Differences and levels over the years, where the study kept them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.contrasts import AFTER, BEFORE
from sim.core.recording.indicator import AnyIndicator
from sim.report.study.document import Figure, Listing, Paragraph, Section
from sim.report.study.figures.years import Band, draw_levels, draw_steps
from sim.report.study.material import FEWEST_VILLAGES, Group, Material, frame_of
from sim.words.labels import word

if TYPE_CHECKING:
    import pandas

MOST_ARMS, MOST_OUTCOMES = 3, 4
"""Arms and outcomes of the figures: those that differ most."""
YEARLY = "yearly"
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Over time", "随时间的变化"),
    "not_kept": (
        "The study keeps no years. With `keep: [scalars, yearly]` in its study file, this does it again:",
        "本研究未保存逐年结果。在研究文件中写入`keep: [scalars, yearly]`后重新运行：",
    ),
    "steps": (
        "Differences from {base} by year: median over the {unit}{bands}. Arms and outcomes that differ most; grey: "
        "less than matters.",
        "与{base}的逐年差异：{unit}的中位数{bands}。所示为差异最大的方案与指标；灰带：小于有意义的差异。",
    ),
    "levels": (
        "Levels by year: median over the {unit}{bands}; dashed grey: {base}.",
        "逐年水平：{unit}的中位数{bands}；灰色虚线：{base}。",
    ),
    "bands": (", half and nine tenths of them (bands)", "，以及其一半与九成的范围（带）"),
    "seed": ("seeds", "种子"),
    "point": ("points", "点"),
    "few": (
        "Bands are left out where fewer than {least} simulated villages stand behind a {unit}; lines are medians.",
        "每个{unit}背后的模拟村庄少于{least}个时不画带，仅画中位数。",
    ),
    "one_seed": ("seed", "种子"),
    "one_point": ("point", "点"),
}


def over_time(material: Material) -> Section:
    """Differences and levels over the years."""
    language = material.language
    title = word("title", language, WORDS)
    if YEARLY not in material.prepared.kept.tables:
        again = Listing(f"ruralparty sweep {material.prepared.folder}")
        return Section("over_time", title, [Paragraph((word("not_kept", language, WORDS),)), again])
    group = material.groups[0]
    names = _foremost(group)
    indicators = _outcomes(group, names)
    frame = material.study.frame([each.name for each in indicators], table=YEARLY)
    bands = {(name, each.name): _band(group, name, each, frame) for name in names for each in indicators}
    unit = group.measured[names[0]].contrast.unit
    banded = _enough(material, group, names)
    titles = {each.name: each.title[language] for each in group.comparison.scenarios}
    base, what = material.base_title(group.measured[names[0]].contrast), word(unit, language, WORDS)
    bounds = word("bands", language, WORDS) if banded else ""
    draw = {
        "steps": partial(draw_steps, bands, indicators, titles, _least(group), banded, language),
        "levels": partial(draw_levels, bands, indicators, titles, base, banded, language),
    }
    data = {key: frame_of(_records(bands, key == "steps")) for key in draw}
    blocks: list[Any] = [
        Figure(f"years_{key}", word(key, language, WORDS, base=base, unit=what, bands=bounds), each, data[key])
        for key, each in draw.items()
    ]
    if not banded:
        told = word("few", language, WORDS, least=FEWEST_VILLAGES, unit=word(f"one_{unit}", language, WORDS))
        blocks.append(Paragraph((told,), "note"))
    return Section("over_time", title, blocks)


def _foremost(group: Group) -> list[str]:
    """Arms with the largest difference in units of what matters, in their own order."""
    sizes: dict[str, float] = {}
    for each in group.readings:
        sizes[each.outcome.scenario] = max(sizes.get(each.outcome.scenario, 0.0), each.size if each.seen else 0.0)
    chosen = sorted(sizes, key=lambda name: -sizes[name])[:MOST_ARMS]
    return [name for name in group.measured if name in chosen]


def _outcomes(group: Group, names: Sequence[str]) -> list[AnyIndicator]:
    """Outcomes with the largest difference in these arms."""
    sizes: dict[AnyIndicator, float] = {}
    for each in group.readings:
        if each.outcome.scenario in names:
            sizes[each.indicator] = max(sizes.get(each.indicator, 0.0), each.size if each.seen else 0.0)
    return sorted(sizes, key=lambda each: -sizes[each])[:MOST_OUTCOMES]


def _least(group: Group) -> dict[str, float]:
    return {each.indicator.name: each.least for each in group.readings}


def _enough(material: Material, group: Group, names: Sequence[str]) -> bool:
    """Whether a unit of every arm holds villages enough for a band over the units to be published."""
    held = [group.measured[name] for name in names]
    units = (len(each.sides(each.table["seed"])[0]) for each in held)
    each_unit = [each.fewest // max(1, count) for each, count in zip(held, units, strict=True)]
    return all(material.published(count) for count in each_unit)


def _band(group: Group, name: str, indicator: AnyIndicator, frame: pandas.DataFrame) -> Band:
    """Quantiles over the units of levels after and before and of their difference, year by year."""
    table = group.measured[name].contrast.runs(frame)
    wide = table.groupby(["unit", "year", "side"], observed=True)[indicator.name].mean().unstack("side")
    after, before = (wide[side].unstack("year") for side in (AFTER, BEFORE))
    years = after.columns.to_numpy(float)
    steps = (after - before).to_numpy(float)
    return Band(
        years, *(_quantiles(each) for each in (steps, after.to_numpy(float), before.to_numpy(float))), len(steps)
    )


def _quantiles(values: np.ndarray) -> np.ndarray:
    known = np.where(np.isfinite(values).any(axis=0), values, 0.0)
    found = np.nanquantile(known, QUANTILES, axis=0)
    found[:, ~np.isfinite(values).any(axis=0)] = np.nan
    return found


def _records(bands: Mapping[tuple[str, str], Band], steps: bool) -> list[dict[str, Any]]:
    """The medians behind a figure, and the bands."""
    found = []
    for (arm, outcome), band in bands.items():
        shown = {"difference": band.steps} if steps else {"after": band.after, "before": band.before}
        for what, values in shown.items():
            for place, year in enumerate(band.years):
                named = dict(zip(("low_90", "low_50", "median", "high_50", "high_90"), values[:, place], strict=True))
                found.append(
                    {"arm": arm, "outcome": outcome, "what": what, "year": int(year), **named, "units": band.units}
                )
    return found
