"""The table of all policies at equal money: CSV, text, LaTeX, and the stored runs it can be made from again."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path

from sim.analysis.budget_table import BASELINE, BudgetTable, Record, Row, from_runs
from sim.core.config.language import Language, message
from sim.core.config.numbers import plain
from sim.core.recording.indicator import AnyIndicator
from sim.report.comparison.budget_text import READINGS, step_of
from sim.report.described.catalogue import policy_title
from sim.report.layout.numbers import amount
from sim.report.layout.sentences import rule_name
from sim.report.layout.table import Table, columns, records, to_csv, to_latex
from sim.report.layout.tables import LEVELS, gap, levels
from sim.words.labels import unit_label, word

COLUMNS = (
    *("denominator", "budget", "policy", "yuan", "hours", "outcome", "unit", *LEVELS[2:], "verdict"),
    *("yuan_per_unit", "unit_low", "unit_high", "frontier"),
)
RUNS, PLANS = "runs.csv", "plans.csv"
STEPS: Mapping[str, tuple[str, str]] = {"share": ("point", "百分点"), "0-1": ("0.01", "0.01")}
WORDS: Mapping[str, tuple[str, str]] = {
    "budgets": (
        "Budgets, yuan a registered person and year, and what each policy spends",
        "预算（元／户籍人口·年）与实际支出",
    ),
    "policy": ("policy", "政策"),
    "given": ("as declared", "声明力度"),
    "reading": ("at the largest budget", "最大预算下"),
    "at": ("{amount} yuan", "{amount}元"),
    "per_unit": ("yuan per {step}", "元，每{step}"),
    "notes": (
        "Difference (95 % CI), then yuan a registered person and year for one step of change in the direction in which "
        "the outcome moved. [ ] = the interval holds 0, and no cost per unit is stated, nor where the outcome got "
        "worse. * = no other policy at any of these budgets gains as much for as little. "
        "Intervals of costs by Fieller's theorem are in the CSV file.",
        "差值（95%置信区间），其后为指标沿其变化方向每变化一单位的成本（元／户籍人口·年）。"
        "[ ]表示区间包含零，不给出单位成本；指标变差时亦不给出；"
        "*表示在所列预算中没有其他政策以同样或更少的支出取得同样或更大的改善。"
        "单位成本的区间（Fieller定理）见CSV文件。",
    ),
    "heading": ("{label} ({unit}); quorum denominator: {rule}", "{label}（{unit}）；应到会人数口径：{rule}"),
}


def table_rows(table: BudgetTable) -> list[Record]:
    """One record for each rule, budget, policy and outcome."""
    found = []
    for row in table.rows:
        key = (row.denominator, row.budget, row.policy, row.yuan, row.hours, row.indicator.name, row.indicator.unit)
        costs = vars(row.per_unit).values() if row.per_unit else [math.nan] * 3
        found.append((*key, *levels(row.difference)[2:], row.difference.verdict, *costs, row.frontier))
    return records(COLUMNS, found)


def spending_text(table: BudgetTable, language: Language = "en", room: float | None = None) -> str:
    """What each policy spends of each budget, and why not all of it."""
    spent = {(row.policy, row.budget): row.yuan for row in reversed(table.rows)}
    budgets = sorted({plan["budget"] for plan in table.plans})
    told = [word("at", language, WORDS, amount=plain(each, thousands=True)) for each in budgets]
    policy, given, reading = (word(key, language, WORDS) for key in ("policy", "given", "reading"))
    heads = [policy, given, *told, reading]
    rows = []
    for policy in dict.fromkeys(plan["policy"] for plan in table.plans):
        plans = {plan["budget"]: plan for plan in table.plans if plan["policy"] == policy}
        costs = (plans[budgets[0]]["given"], *(spent.get((policy, each), math.nan) for each in budgets))
        reading = word(plans[budgets[-1]]["reading"], language, READINGS)
        rows.append((_policy(policy, language), *map(amount, costs), reading))
    numbers = range(1, 2 + len(budgets))
    return Table(columns(heads, numbers), rows, language, word("budgets", language, WORDS)).text(room)


def table_text(table: BudgetTable, language: Language = "en", room: float | None = None) -> str:
    """The whole table: for each quorum rule and outcome, policies down and budgets across."""
    outcomes = (each.text(room) for each in _outcomes(table, language))
    return "\n\n".join((spending_text(table, language, room), word("notes", language, WORDS), *outcomes))


def table_latex(table: BudgetTable, language: Language = "en") -> str:
    """The same with booktabs rules, a tabular for each quorum rule and outcome."""
    return to_latex(_outcomes(table, language), language, word("notes", language, WORDS))


def _policy(name: str, language: Language) -> str:
    return policy_title(name, language) if language == "zh" else name


def _outcomes(table: BudgetTable, language: Language) -> list[Table]:
    """A table for each quorum rule and outcome."""
    keys = dict.fromkeys((row.denominator, row.indicator) for row in table.rows)
    return [_outcome(table, rule, indicator, language) for rule, indicator in keys]


def _outcome(table: BudgetTable, rule: str, indicator: AnyIndicator, language: Language) -> Table:
    known = {
        (row.policy, row.budget): row for row in table.rows if (row.denominator, row.indicator) == (rule, indicator)
    }
    policies, budgets = dict.fromkeys(policy for policy, _ in known), sorted({budget for _, budget in known})
    step = word(indicator.unit, language, STEPS) if indicator.unit in STEPS else unit_label(indicator.unit, language)
    heads = [word("policy", language, WORDS)]
    for budget in budgets:
        heads += [
            word("at", language, WORDS, amount=plain(budget, thousands=True)),
            word("per_unit", language, WORDS, step=step),
        ]
    rows = []
    for policy in policies:
        cells = (_cells(known.get((policy, budget))) for budget in budgets)
        rows.append((_policy(policy, language), *chain.from_iterable(cells)))
    unit = unit_label(indicator.unit, language, difference=True)
    told = {"label": indicator.label(language), "unit": unit, "rule": rule_name(rule, language)}
    return Table(columns(heads, range(1, len(heads))), rows, language, word("heading", language, WORDS, **told))


def _cells(row: Row | None) -> tuple[str, str]:
    """A difference, starred on the frontier, and what a step of it costs."""
    if row is None:
        return "–", "–"
    cost = "–" if row.per_unit is None else amount(row.per_unit.value * step_of(row.indicator.unit))
    return gap(row.difference, row.indicator.unit) + "*" * row.frontier, cost


def save_table(
    table: BudgetTable, out: str | Path, *, command: Sequence[str], begun: datetime, language: Language = "en"
) -> None:
    """Write ``table.csv``, ``table.txt``, ``table.tex``, the stored runs and plans, and the manifest.

    Raises
    ------
    NotOurs
        If the folder holds something else.
    """
    from sim.execution.provenance import manifest
    from sim.report.layout.folder import save_results

    files = {
        "table.csv": to_csv(table_rows(table), COLUMNS),
        "table.txt": table_text(table, language, math.inf) + "\n",
        "table.tex": table_latex(table, language),
        RUNS: to_csv(table.runs, list(table.runs[0])),
        PLANS: to_csv(table.plans, list(table.plans[0])),
    }
    held = manifest(table.scenarios, [], table.failures, command, begun, stored_runs=len(table.runs))
    save_results(out, files, held)


def stored_table(folder: str | Path) -> BudgetTable:
    """The table made again from the runs stored in a folder, without running anything.

    Raises
    ------
    ValueError
        If the folder holds no such runs.
    """
    where = Path(folder)
    for name in (RUNS, PLANS):
        if not (where / name).is_file():
            text = message(
                "{folder} holds no {name}; give a folder that `ruralparty table --out` has written",
                folder=where,
                name=name,
            )
            raise ValueError(text)
    return from_runs(*(_read(where / name) for name in (RUNS, PLANS)))


def _read(path: Path) -> list[Record]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [{key: _value(key, text) for key, text in record.items()} for record in csv.DictReader(lines)]


def _value(key: str, text: str) -> str | float:
    if key in ("denominator", "policy", "reading", "stage", "at_end") or (key == "budget" and text == BASELINE):
        return text
    if key == "seed":
        return int(text)
    return float(text) if text else math.nan
