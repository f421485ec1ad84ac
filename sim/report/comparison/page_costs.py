"""Costs of alternatives as the page shows them: what they spend, and what a step gained costs. Harm has no price."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from sim.analysis.comparison import Comparison
from sim.analysis.ratio import Ratio
from sim.analysis.reading import BETTER, Reading
from sim.core.config.language import Language
from sim.core.config.numbers import plain
from sim.report.comparison.budget_text import spending_line
from sim.report.comparison.columns import Alternative, blocks_of, head, label, table
from sim.report.comparison.matrix import in_rows
from sim.report.comparison.statements import Rows
from sim.report.layout.numbers import amount, fixed
from sim.report.layout.steps import step_of
from sim.words.labels import SPACE, word

WORDS: Mapping[str, tuple[str, str]] = {
    "told": (
        "Spent beyond the baseline over {months} months, what is paid once included. A step has a price only where a "
        "gain is seen; what gets worse has none. Ranges: 95 % intervals (Fieller). Faint: a gain that is less than "
        "matters.",
        "{months}个月内超出基准的支出，含一次性费用。仅对所见改善给出单位成本，变差的指标不给价格。范围为95%置信区间"
        "（Fieller法）。浅色：改善小于有意义的差异。",
    ),
    "yuan": ("yuan a registered person and year", "元／户籍人口·年"),
    "yuan_village": ("yuan a village and year", "元／村·年"),
    "yuan_in_all": ("yuan in all", "总金额（元）"),
    "hours_village": ("cadre hours a village and year", "干部工时／村·年"),
    "hours_in_all": ("cadre hours in all", "干部总工时"),
    "unit": ("Yuan a registered person and year for one step gained", "每取得一步改善，元／户籍人口·年"),
    "more": ("{step} more: {label}", "{label}提高{step}"),
    "less": ("{step} less: {label}", "{label}降低{step}"),
    "no_gain": ("no gain seen", "未见改善"),
    "not_told": ("not stated", "不给出"),
    "to": ("{low} to {high}", "{low}至{high}"),
}
ACCOUNTS = ("yuan", "yuan_village", "yuan_in_all", "hours_village", "hours_in_all")
IN_WHOLE = ("yuan_in_all", "hours_in_all", "yuan_village", "hours_village")


def costs(
    comparison: Comparison, alternatives: Sequence[Alternative], readings: Sequence[Reading], language: Language
) -> str:
    """Costs, and the cost of a step of every outcome in which a gain is seen."""
    horizon = comparison.scenarios[0].horizon
    told = word("told", language, WORDS, months=horizon.months)
    rows = Rows.of(readings)
    blocks = (table("costs", block, _rows(comparison, block, rows, language)) for block in blocks_of(alternatives))
    lines = [
        f"<p>{each.badge} {escape(spending_line(spending, getattr(cost, spending.budget.account), language))}</p>"
        for each in alternatives
        if (spending := comparison.spending.get(each.name)) and (cost := comparison.costs[each.name])
    ]
    return f'<p class="sub">{told}</p>\n' + "\n".join([*lines, *blocks])


def _rows(comparison: Comparison, block: tuple[Alternative, ...], rows: Rows, language: Language) -> Iterator[str]:
    yield head(block)
    for account in ACCOUNTS:
        spent = [getattr(comparison.costs[each.name], account) for each in block]
        if any(spent) or not account.startswith("hours"):
            cells = "".join(f'<td class="n">{_spent(each, account)}</td>' for each in spent)
            yield f'<tr class="o k">{label(word(account, language, WORDS))}{cells}</tr>'
    priced = [line for name in in_rows(rows) if (line := _priced(comparison, block, name, rows, language))]
    if priced:
        empty = "<td></td>" * len(block)
        told = f'<span class="name wide">{word("unit", language, WORDS)}</span>'
        yield f'<tr class="axes"><td class="lab">{told}</td>{empty}</tr>'
        yield from priced


def _spent(value: float, account: str) -> str:
    return fixed(value, 0) if account in IN_WHOLE else f"<b>{amount(value)}</b>"


def _priced(comparison: Comparison, block: tuple[Alternative, ...], name: str, rows: Rows, language: Language) -> str:
    """What a step of one outcome costs; empty if no alternative of the block gains any."""
    row = {each.outcome.scenario: each for each in rows.by_outcome[name]}
    if not any(each.name in row and row[each.name].verdict == BETTER for each in block):
        return ""
    indicator = rows.by_outcome[name][0].indicator
    step = step_of(indicator.unit)
    value = plain(step.gained, 3)
    printed = f"{value}{SPACE[language]}{step.word(language, value)}"
    key = "more" if indicator.better > 0 else "less"
    told = word(key, language, WORDS, label=indicator.label(language), step=printed)
    cells = "".join(_price(comparison, row.get(each.name), step.gained / step.factor, language) for each in block)
    return f'<tr class="o k">{label(told)}{cells}</tr>'


def _price(comparison: Comparison, reading: Reading | None, part: float, language: Language) -> str:
    if reading is None or reading.verdict != BETTER:
        return f'<td class="n soft">{word("no_gain", language, WORDS)}</td>'
    ratio: Ratio | None = comparison.cost_per_unit(reading.outcome, "yuan")
    if ratio is None:
        return f'<td class="n soft">{word("not_told", language, WORDS)}</td>'
    value, low, high = (amount(part * each) for each in (ratio.value, ratio.low, ratio.high))
    kind = "n" if reading.matters else "n soft"
    interval = word("to", language, WORDS, low=low, high=high)
    return f'<td class="{kind}"><b>{value}</b> <span class="interval">{interval}</span></td>'
