"""What alternatives cost, what they spend of a budget, and what a unit of each outcome costs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from sim.analysis.budget import Account, Budget, Spending
from sim.analysis.comparison import Comparison, Outcome
from sim.analysis.ratio import Ratio
from sim.core.config.language import Language
from sim.report.layout.numbers import amount
from sim.report.layout.sentences import label_of
from sim.words.labels import unit_label

COLUMNS = (
    *("scenario", "outcome", "unit", "verdict", "account", "spent"),
    *("cost_per_unit", "ci_low", "ci_high", "spent_village_year"),
)
MISSED = 0.05
"""Share of the budget from which on the pilot runs and the comparison are told apart."""
ACCOUNTS: tuple[Account, ...] = ("yuan", "hours")
NAMES: Mapping[Account, tuple[str, str]] = {"yuan": ("yuan", "元"), "hours": ("cadre hours", "干部工时")}
WORDS: Mapping[str, tuple[str, str]] = {
    "person": ("a registered person and year", "户籍人口·年"),
    "village": ("a village and year", "村·年"),
    "per_unit": ("cost of one unit of change", "每单位变化的成本"),
    "none": (
        "cost per unit is stated for no outcome: nothing was spent, or no interval of a difference leaves out 0",
        "未给出单位成本：没有支出，或各指标差值的置信区间均包含零",
    ),
    "mixed": (
        "no cost per unit: parameters differ from the baseline's too, and they book no cost",
        "未给出单位成本：参数也与基准不同，而参数不计成本",
    ),
    "method": (
        "intervals by Fieller's theorem; no cost per unit where the interval of the difference holds 0",
        "区间按Fieller定理计算；差值区间包含零时不给出单位成本",
    ),
    "raises": ("raised", "提高"),
    "lowers": ("lowered", "降低"),
}
OFF: Mapping[str, tuple[str, str]] = {
    "less": ("{share:.0%} less than the budget", "比预算少{share:.0%}"),
    "more": ("{share:.0%} more than the budget", "比预算多{share:.0%}"),
}
"""Said of what spends the budget in the pilot runs, but misses it in those compared."""
READINGS: Mapping[str, tuple[str, str]] = {
    "spends": ("spends the budget", "用满预算"),
    "in_steps": ("comes in steps: the next one costs more than the budget", "按级增减：再上一级即超出预算"),
    "all_spent": (
        "cannot spend the budget: doses are at the end of their range and everybody is reached",
        "无法用满预算：力度已到取值范围上限，且已全部覆盖",
    ),
    "nothing_to_buy": ("books no cost: run as it is given", "不产生此类成本：按原方案运行"),
    "least_is_more": ("costs more than the budget at its least", "最低力度仍超出预算"),
}
STAGES: Mapping[str, tuple[str, str]] = {
    "doses": ("doses × {at:.3g}", "力度×{at:.3g}"),
    "reach": (
        "doses at the end of their range, reach {at:.0%} of the way to everybody",
        "力度为上限，覆盖扩大{at:.0%}",
    ),
    "fewer": ("doses as given, reach × {at:.3g}", "力度不变，覆盖×{at:.3g}"),
}


def said(words: Mapping[str, tuple[str, str]], key: str, language: Language) -> str:
    """A word of this page in a language."""
    return words[key][language == "zh"]


def budget_label(budget: Budget, language: Language) -> str:
    """A budget in words."""
    name = said(NAMES, budget.account, language)
    person = said(WORDS, "person", language)
    return (
        f"{amount(budget.amount)} {name} {person}" if language == "en" else f"{amount(budget.amount)}{name}／{person}"
    )


def spending_line(spending: Spending, spent: float, language: Language) -> str:
    """What one alternative does with its budget: the scale, what it spent, and why not all."""
    how = said(STAGES, spending.scale.stage, language).format(at=spending.scale.at)
    reading = said(READINGS, spending.reading, language)
    of, colon, stop = (" of ", ": ", "; ") if language == "en" else ("／预算", "：", "；")
    ends = f" ({', '.join(spending.at_end)})" if spending.at_end and spending.reading == "all_spent" else ""
    given = {"en": "as given", "zh": "原方案"}[language]
    costs = f"{given} {amount(spending.given)}"
    missed = spent / spending.budget.amount - 1
    if spending.reading == "spends" and abs(missed) > MISSED:
        reading = said(OFF, "less" if missed < 0 else "more", language).format(share=abs(missed))
        costs += stop + {"en": "in the pilot runs ", "zh": "试运行中"}[language] + amount(spending.pilot)
    return f"{amount(spent)}{of}{budget_label(spending.budget, language)}{colon}{reading}{ends}{stop}{how}{stop}{costs}"


def unit_rows(comparison: Comparison) -> list[dict[str, Any]]:
    """One record for each alternative, outcome and account; empty cells where no cost per unit is stated."""
    found = []
    for outcome in comparison.outcomes:
        cost = comparison.costs[outcome.scenario]
        for account in ACCOUNTS:
            ratio = comparison.cost_per_unit(outcome, account) or Ratio(*[math.nan] * 3)
            spent, village = getattr(cost, account), getattr(cost, f"{account}_village")
            verdict, indicator = outcome.difference.verdict, outcome.indicator
            values = (ratio.value, ratio.low, ratio.high, village)
            cells = (outcome.scenario, indicator.name, indicator.unit, verdict, account, spent, *values)
            found.append(dict(zip(COLUMNS, cells, strict=True)))
    return found


def per_unit(outcome: Outcome, ratio: Ratio, account: Account, language: Language) -> str:
    """What one unit of an outcome costs, in words; shares by the percentage point, what lies from 0 to 1 by 0.01."""
    scale = 0.01 if outcome.indicator.unit in ("share", "0-1") else 1.0
    value, low, high = (amount(each * scale) for each in (ratio.value, ratio.low, ratio.high))
    unit = unit_label(outcome.indicator.unit, language, difference=True)
    step = {"points": "1 percentage point", "0-1": "0.01", "个百分点": "1个百分点", "0–1": "0.01"}.get(
        unit, f"1 {unit}"
    )
    moved = said(WORDS, outcome.difference.verdict, language)
    name = said(NAMES, account, language)
    if language == "zh":
        return f"{label_of(outcome, language)}每{moved}{step}：{value}{name}（95% {low}…{high}）"
    return f"{label_of(outcome, language)}, {moved} by {step}: {value} {name} (95 % {low} … {high})"


def costs_as_text(comparison: Comparison, language: Language = "en") -> str:
    """Costs of each alternative by village, what it spends of a budget, and what a unit of each outcome costs."""
    blocks = []
    for name in comparison.alternatives:
        cost = comparison.costs[name]
        village = said(WORDS, "village", language)
        spent = "; ".join(
            f"{amount(getattr(cost, f'{account}_village'))} {said(NAMES, account, language)}" for account in ACCOUNTS
        )
        lines = [f"{name}: {spent} {village}" if language == "en" else f"{name}：{spent}／{village}"]
        if name in comparison.spending:
            spending = comparison.spending[name]
            lines.append("  " + spending_line(spending, getattr(cost, spending.budget.account), language))
        stated = [
            per_unit(outcome, ratio, account, language)
            for outcome in comparison.outcomes
            for account in ACCOUNTS
            if outcome.scenario == name and (ratio := comparison.cost_per_unit(outcome, account))
        ]
        mixed = comparison.other_parameters(name)
        lines += [f"  {each}" for each in stated or [said(WORDS, "mixed" if mixed else "none", language)]]
        blocks.append("\n".join(lines))
    person = said(WORDS, "person", language)
    head = said(WORDS, "per_unit", language) + (f" ({person}; " if language == "en" else f"（{person}；")
    head += said(WORDS, "method", language) + (")" if language == "en" else "）")
    return "\n".join((head, *blocks))


def spending_record(spending: Spending) -> dict[str, Any]:
    """What an alternative does with its budget, in plain values."""
    plan = spending.scenario.policies
    return {
        "account": spending.budget.account,
        "budget": spending.budget.amount,
        "given": spending.given,
        "pilot": spending.pilot,
        "stage": spending.scale.stage,
        "at": spending.scale.at,
        "reading": spending.reading,
        "at_end": list(spending.at_end),
        "doses": {name: dict(each.dose) for name, each in plan.items()},
        "coverage": {name: each.delivery.coverage for name, each in plan.items()},
    }
