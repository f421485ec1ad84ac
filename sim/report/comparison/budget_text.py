"""What alternatives cost, what they spend of a budget, and what a unit of each outcome costs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from sim.analysis.budget import ACCOUNTS, Account, Spending
from sim.analysis.comparison import Comparison, Outcome
from sim.analysis.ratio import Ratio
from sim.core.config.language import Language
from sim.report.layout.numbers import amount
from sim.report.layout.table import records
from sim.report.layout.tables import key_of
from sim.words.labels import SPACE, in_brackets, joined, listed, unit_label, word

COLUMNS = (
    *("scenario", "outcome", "unit", "verdict", "account", "spent"),
    *("cost_per_unit", "ci_low", "ci_high", "spent_village_year"),
)
MISSED = 0.05
"""Share of the budget from which on the pilot runs and the comparison are told apart."""
NAMES: Mapping[Account, tuple[str, str]] = {"yuan": ("yuan", "元"), "hours": ("cadre hours", "干部工时")}
WORDS: Mapping[str, tuple[str, str]] = {
    "budget": ("{amount} {name} a registered person and year", "{amount}{name}／户籍人口·年"),
    "spending": ("{spent} of {budget}: {told}", "{spent}／预算{budget}：{told}"),
    "given": ("as given {amount}", "原方案{amount}"),
    "pilot": ("in the pilot runs {amount}", "试运行中{amount}"),
    "head": (
        "cost of one unit of change (a registered person and year; intervals by Fieller's theorem; no cost per unit "
        "where the interval of the difference holds 0, or where the outcome got worse)",
        "每单位变化的成本（户籍人口·年；区间按Fieller定理计算；差值区间包含零或指标变差时不给出单位成本）",
    ),
    "village": ("{name}: {spent} a village and year", "{name}：{spent}／村·年"),
    "per_unit": (
        "{label}, {moved} by {step}: {value} {name} (95 % {low} … {high})",
        "{label}每{moved}{step}：{value}{name}（95% {low}…{high}）",
    ),
    "none": (
        "cost per unit is stated for no outcome: nothing was spent, or no interval of a difference leaves out 0 on the "
        "better side",
        "未给出单位成本：没有支出，或没有指标的差值区间表明其改善",
    ),
    "mixed": (
        "no cost per unit: parameters differ from the baseline's too, and they book no cost",
        "未给出单位成本：参数也与基准不同，而参数不计成本",
    ),
    "raises": ("raised", "提高"),
    "lowers": ("lowered", "降低"),
}
STEPS: Mapping[str, tuple[str, str]] = {"share": ("1 percentage point", "1个百分点"), "0-1": ("0.01", "0.01")}
"""Of outcomes that lie from 0 to 1, a hundredth of the unit is one step."""
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


def spending_line(spending: Spending, spent: float, language: Language) -> str:
    """What one alternative does with its budget: the scale, what it spent, and why not all."""
    account, budget = spending.budget.account, spending.budget.amount
    told = [
        word(spending.reading, language, READINGS),
        word(spending.scale.stage, language, STAGES, at=spending.scale.at),
        word("given", language, WORDS, amount=amount(spending.given)),
    ]
    missed = spent / budget - 1
    if spending.reading == "spends" and abs(missed) > MISSED:
        told[0] = word("less" if missed < 0 else "more", language, OFF, share=abs(missed))
        told.append(word("pilot", language, WORDS, amount=amount(spending.pilot)))
    if spending.at_end and spending.reading == "all_spent":
        told[0] = in_brackets(language, told[0], listed(language, *spending.at_end))
    label = word("budget", language, WORDS, amount=amount(budget), name=word(account, language, NAMES))
    return word("spending", language, WORDS, spent=amount(spent), budget=label, told=joined(language, *told))


def unit_rows(comparison: Comparison) -> list[dict[str, Any]]:
    """One record for each alternative, outcome and account; empty cells where no cost per unit is stated."""
    found = []
    for outcome in comparison.outcomes:
        cost = comparison.costs[outcome.scenario]
        for account in ACCOUNTS:
            ratio = comparison.cost_per_unit(outcome, account) or Ratio(*[math.nan] * 3)
            spent, village = getattr(cost, account), getattr(cost, f"{account}_village")
            key = (*key_of(outcome), outcome.difference.verdict, account)
            found.append((*key, spent, ratio.value, ratio.low, ratio.high, village))
    return records(COLUMNS, found)


def step_of(unit: str) -> float:
    """What costs are stated for: so much of a unit."""
    return 0.01 if unit in STEPS else 1.0


def per_unit(outcome: Outcome, ratio: Ratio, account: Account, language: Language) -> str:
    """What one unit of an outcome costs, in words; shares by the percentage point, what lies from 0 to 1 by 0.01."""
    indicator, unit = outcome.indicator, outcome.indicator.unit
    return word(
        "per_unit",
        language,
        WORDS,
        label=indicator.label(language),
        moved=word(outcome.difference.verdict, language, WORDS),
        step=word(unit, language, STEPS) if unit in STEPS else f"1{SPACE[language]}{unit_label(unit, language)}",
        name=word(account, language, NAMES),
        **{bound: amount(each * step_of(unit)) for bound, each in vars(ratio).items()},
    )


def costs_as_text(comparison: Comparison, language: Language = "en") -> str:
    """Costs of each alternative by village, what it spends of a budget, and what a unit of each outcome costs."""
    blocks = [word("head", language, WORDS)]
    for name in comparison.alternatives:
        cost = comparison.costs[name]
        spent = joined(
            language,
            *(
                f"{amount(getattr(cost, f'{each}_village'))}{SPACE[language]}{word(each, language, NAMES)}"
                for each in ACCOUNTS
            ),
        )
        lines = [word("village", language, WORDS, name=name, spent=spent)]
        if name in comparison.spending:
            spending = comparison.spending[name]
            lines.append("  " + spending_line(spending, getattr(cost, spending.budget.account), language))
        stated = [
            per_unit(outcome, ratio, account, language)
            for outcome in comparison.outcomes
            for account in ACCOUNTS
            if outcome.scenario == name
            and outcome.indicator.better  # of what is no gain nothing is bought
            and (ratio := comparison.cost_per_unit(outcome, account))
        ]
        mixed = comparison.other_parameters(name)
        lines += [f"  {each}" for each in stated or [word("mixed" if mixed else "none", language, WORDS)]]
        blocks.append("\n".join(lines))
    return "\n".join(blocks)


def spending_record(spending: Spending) -> dict[str, Any]:
    """What an alternative does with its budget, in plain values."""
    plan = spending.scenario.policies
    return {
        "account": spending.budget.account,
        "budget": spending.budget.amount,
        "given": spending.given,
        "pilot": spending.pilot,
        **vars(spending.scale),
        "reading": spending.reading,
        "at_end": list(spending.at_end),
        "doses": {name: dict(each.dose) for name, each in plan.items()},
        "coverage": {name: each.delivery.coverage for name, each in plan.items()},
    }
