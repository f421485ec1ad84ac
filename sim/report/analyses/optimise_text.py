"""Which portfolio, as text: what was foretold, what fresh pairs say, what is in the best, what did not survive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import Any

import numpy as np

from sim.analysis.optimise.fresh import APART
from sim.analysis.optimise.portfolios import ALONE, FRONT, Portfolio
from sim.analysis.optimise.surface import LEAST_R2
from sim.analysis.optimise.table import COST, Curse, Dominance, Optimised
from sim.core.compute.intervals import mean_interval
from sim.core.config.language import Language
from sim.indicators import indicator_named
from sim.report.described.catalogue import policy_title
from sim.report.layout.numbers import decimals_for, fixed, shown_as
from sim.report.layout.table import Column, Group, Table
from sim.report.layout.text import wrapped
from sim.words.labels import in_brackets, listed, unit_label, word

PORTFOLIO = Column("portfolio", "组合")
TEXTS: dict[str, dict[Language, str]] = {
    "head": {
        "en": "Portfolios for {budget} yuan a registered person and year: {front} of the front, and {others} to hold "
        "them against, run again at {pairs} fresh pairs",
        "zh": "每户籍人口每年{budget}元的政策组合：前沿{front}个、对照{others}个，各以{pairs}个新配对重新运行",
    },
    "foretold": {"en": "{letter} foretold", "zh": "{letter}估计"},
    "fresh": {"en": "{letter} fresh (95 % CI)", "zh": "{letter}新配对（95%区间）"},
    "cost": {"en": "yuan, fresh", "zh": "元（新配对）"},
    "front": {"en": "front, as foretold", "zh": "估计的前沿"},
    "held": {"en": "the same money otherwise", "zh": "同样经费的其他用法"},
    "alone": {"en": "{policy} alone", "zh": "仅{policy}"},
    "alike": {"en": "everything alike", "zh": "各项均摊"},
    "best": {"en": "Best by {outcome}: {name}", "zh": "按{outcome}最优：{name}"},
    "curse": {
        "en": "Winner's curse, estimate less fresh over the front: {told}",
        "zh": "赢家诅咒（前沿各组合的估计减去新配对）：{told}",
    },
    "one_curse": {"en": "{outcome} {mean} ({low} to {high})", "zh": "{outcome} {mean}（{low}至{high}）"},
    "no_dominance": {
        "en": "No portfolio of the front is foretold to be ahead of another use of the money in everything.",
        "zh": "按估计，前沿上没有组合在各项上都优于同样经费的其他用法。",
    },
    "dominances": {
        "en": "{stated} times a portfolio of the front was foretold to be ahead of another use of the money: behind in "
        "nothing, and ahead by more than its bar in something. {survive} of them survive the fresh pairs ({share} %).",
        "zh": "估计中有{stated}次前沿组合优于同样经费的其他用法：各项不差，且至少一项超出误差范围。"
        "经新配对检验，{survive}次成立（{share}%）。",
    },
    "broken": {"en": "Does not survive: {better} over {worse}, {why}", "zh": "不成立：{better}优于{worse}，{why}"},
    "lost": {"en": "which is seen to be better in {outcomes}", "zh": "后者在{outcomes}上更好"},
    "not_ahead": {"en": "ahead in nothing", "zh": "没有一项领先"},
    "dearer": {"en": "Cost more than the budget in fresh runs: {names}", "zh": "新运行中超出预算：{names}"},
    "unsought": {
        "en": "Not sought, since it is foretold too badly (R² out of sample, of what noise leaves, below {least}): "
        "{names}",
        "zh": "估计过差而未列为目标（样本外R²，扣除噪声，低于{least}）：{names}",
    },
    "note": {
        "en": "Foretold: the emulator's mean. Fresh: paired differences from the baseline at seeds that nothing was "
        "chosen by; read these. The whole table, levers and all, is in portfolios.csv.",
        "zh": "估计：仿真器的均值。新配对：未参与选择的种子上与基准情景的配对差，应以此为准。"
        "含全部杠杆的完整表见portfolios.csv。",
    },
}
METHOD: dict[Language, str] = {
    "en": "Doses and targets of {levers} levers were sought under {budget} yuan a registered person and year by "
    "NSGA-II (Deb and others 2002 [RECALLED]; pymoo), {evaluations} portfolios looked at, on emulators of paired "
    "differences (regression and Gaussian process with the baseline's own outcome as an input; R² out of sample of "
    "what noise leaves: {fits}) made from {points} pairs. A portfolio priced above the budget, the bar of its price "
    "included, was moved towards the cheapest one before it was looked at; all that were looked at were kept. "
    "{portfolios} portfolios were run again at {pairs} fresh pairs, seeds from {seed}. A dominance is stated where the "
    "emulator foretells no outcome behind and one ahead by more than the half-width that holds nine in ten; it "
    "survives where no 95 % interval of the fresh paired difference lies on the other side and one mean is "
    "ahead. Study {hash}, digest of results {digest}, ruralparty {version}.",
    "zh": "在每户籍人口每年{budget}元之内，用NSGA-II（Deb等2002 [RECALLED]；pymoo）对{levers}个杠杆（力度与对象）"
    "求解，考察{evaluations}个组合；目标由配对差的仿真器给出（回归加高斯过程，以基准情景自身的指标值为输入；"
    "样本外R²（扣除噪声）：{fits}），由{points}个配对拟合。计价（含其误差范围）超出预算的组合先向最便宜的组合移动；"
    "考察过的全部保留。{portfolios}个组合以{pairs}个新配对重新运行，种子自{seed}起。估计各项不落后且至少一项领先超过"
    "九成误差范围者称为占优；新配对差的95%区间没有一项落在另一侧且至少一项均值领先者为成立。研究{hash}，"
    "结果摘要值{digest}，ruralparty {version}。",
}


def optimise_text(found: Optimised, language: Language) -> str:
    """The analysis for a terminal."""
    front = [each for each in found.portfolios if each.kind == FRONT]
    head = TEXTS["head"][language].format(
        budget=f"{found.budget.amount:g}",
        front=len(front),
        others=len(found.portfolios) - len(front),
        pairs=found.fresh.pairs,
    )
    blocks = [wrapped(head, 0), _table(found, language).text(), "\n".join(_best(found, language))]
    told = [_curse(found.curses, language), *_dominances(found, language)]
    if dearer := found.dearer():
        names = {each.name: name_of(each, language) for each in found.portfolios}
        told.append(TEXTS["dearer"][language].format(names=listed(language, *(names[each] for each in dearer))))
    if unsought := [each for each in found.fits() if not each["sought"] and each["outcome"] != COST]:
        names_ = [f"{indicator_named(each['outcome']).label(language)} {fixed(each['r2'], 2)}" for each in unsought]
        told.append(TEXTS["unsought"][language].format(least=LEAST_R2, names=listed(language, *names_)))
    told.append(TEXTS["note"][language])
    return "\n\n".join([*blocks, "\n".join(wrapped(each) for each in told)])


def method_text(found: Optimised, provenance: Mapping[str, str], seed: int, language: Language) -> str:
    """How it was done, as a paragraph to be cited."""
    fits = [
        f"{word('yuan', language) if each['outcome'] == COST else indicator_named(each['outcome']).label(language)} "
        f"{fixed(each['r2'], 2)}"
        for each in found.fits()
    ]
    return METHOD[language].format(
        levers=len(found.surface.levers.factors),
        budget=f"{found.budget.amount:g}",
        evaluations=found.found.evaluations,
        fits=listed(language, *fits),
        points=found.points,
        portfolios=len(found.portfolios),
        pairs=found.fresh.pairs,
        seed=seed + APART,
        **provenance,
    )


def name_of(portfolio: Portfolio, language: Language) -> str:
    """A portfolio in words."""
    if portfolio.kind == FRONT:
        return portfolio.name
    if portfolio.kind == ALONE:
        return TEXTS["alone"][language].format(policy=policy_title(portfolio.name, language))
    return TEXTS["alike"][language]


def _table(found: Optimised, language: Language) -> Table:
    columns = [PORTFOLIO]
    legend = []
    for letter, name in zip(ascii_uppercase, found.outcomes, strict=False):
        indicator = indicator_named(name)
        for key in ("foretold", "fresh"):
            en, zh = (TEXTS[key][each].format(letter=letter) for each in ("en", "zh"))
            columns.append(Column(en, zh, str))
        label = in_brackets(language, indicator.label(language), unit_label(indicator.unit, language, True))
        legend.append(f"{letter}{':' if language == 'en' else '：'} {label}".replace("： ", "："))
    columns.append(Column(TEXTS["cost"]["en"], TEXTS["cost"]["zh"], str))
    rows: list[Any] = [Group(TEXTS["front"][language])]
    is_front = True
    for place, each in enumerate(found.portfolios):
        if is_front and each.kind != FRONT:
            rows.append(Group(TEXTS["held"][language]))
            is_front = False
        cells = [name_of(each, language)]
        for column, name in enumerate(found.outcomes):
            cells += _cells(found.estimates[place, column], found.fresh.steps[each.name][:, column], name)
        rows.append((*cells, fixed(found.fresh.cost[each.name], 1)))
    return Table(columns, rows, language, notes=legend)


def _cells(estimate: float, steps: np.ndarray, outcome: str) -> tuple[str, str]:
    """What was foretold, and what fresh pairs say, in the unit in which it is printed."""
    unit = indicator_named(outcome).unit
    mean, low, high = (shown_as(each, unit) for each in mean_interval(steps))
    decimals = decimals_for((high - low) / 2)
    shown = [fixed(each, decimals, sign=True) for each in (mean, low, high)]
    return fixed(shown_as(float(estimate), unit), decimals, sign=True), f"{shown[0]} ({shown[1]}, {shown[2]})"


def _best(found: Optimised, language: Language) -> list[str]:
    """What is in the portfolio that fresh pairs show best by each outcome."""
    front = [each for each in found.portfolios if each.kind == FRONT]
    lines = []
    for column, outcome in enumerate(found.outcomes):
        indicator = indicator_named(outcome)
        best = max(front, key=lambda each: indicator.better * found.fresh.steps[each.name][:, column].mean())
        lines.append(TEXTS["best"][language].format(outcome=indicator.label(language), name=best.name))
        shown = (
            f"{short(path)} {round(value, 3):g}" if isinstance(value, float) else f"{short(path)} {value}"
            for path, value in found.surface.levers.changes(best.places).items()
        )
        lines.append(wrapped(listed(language, *shown), 2))
    return lines


def short(path: str) -> str:
    """A path without what all levers have in common."""
    return path.removeprefix("policies.").replace(".dose.", ".")


def _curse(curses: Sequence[Curse], language: Language) -> str:
    told = []
    for each in curses:
        unit = indicator_named(each.outcome).unit
        mean, low, high = (shown_as(value, unit) for value in (each.mean, each.low, each.high))
        decimals = decimals_for((high - low) / 2)
        numbers = {
            name: fixed(value, decimals, sign=True) for name, value in (("mean", mean), ("low", low), ("high", high))
        }
        label = indicator_named(each.outcome).label(language)
        told.append(TEXTS["one_curse"][language].format(outcome=label, **numbers))
    return TEXTS["curse"][language].format(told="; ".join(told) if language == "en" else "；".join(told))


def _dominances(found: Optimised, language: Language) -> list[str]:
    if not found.dominances:
        return [TEXTS["no_dominance"][language]]
    survive = sum(each.survives for each in found.dominances)
    share = fixed(100 * survive / len(found.dominances), 0)
    told = [TEXTS["dominances"][language].format(stated=len(found.dominances), survive=survive, share=share)]
    names = {each.name: name_of(each, language) for each in found.portfolios}
    return told + [_broken(each, names, language) for each in found.dominances if not each.survives]


def _broken(each: Dominance, names: Mapping[str, str], language: Language) -> str:
    labels = [indicator_named(name).label(language) for name in each.lost]
    why = TEXTS["lost"][language].format(outcomes=listed(language, *labels)) if labels else TEXTS["not_ahead"][language]
    return TEXTS["broken"][language].format(better=names[each.better], worse=names[each.worse], why=why)
