"""The table of all policies at equal money: CSV, text, LaTeX, and the stored runs it can be made from again."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sim.analysis.budget_table import BASELINE, BudgetTable, Record, Row, from_runs
from sim.core.config.language import Language
from sim.report.comparison.budget_text import READINGS, said
from sim.report.described.catalogue import policy_title
from sim.report.layout.numbers import amount, difference_parts
from sim.report.layout.sentences import rule_name
from sim.report.layout.tables import escape, to_csv
from sim.report.layout.text import aligned
from sim.words.labels import unit_label

COLUMNS = (
    "denominator",
    "budget",
    "policy",
    "yuan",
    "hours",
    "outcome",
    "unit",
    "difference",
    "ci_low",
    "ci_high",
    "pairs",
    "verdict",
    "yuan_per_unit",
    "unit_low",
    "unit_high",
    "frontier",
)
RUNS, PLANS = "runs.csv", "plans.csv"
WORDS: Mapping[str, tuple[str, str]] = {
    "budgets": (
        "Budgets, yuan a registered person and year, and what each policy spends",
        "预算（元／户籍人口·年）与实际支出",
    ),
    "policy": ("policy", "政策"),
    "spent": ("spends {amount}", "支出{amount}"),
    "given": ("as declared", "声明力度"),
    "reading": ("at the largest budget", "最大预算下"),
    "at": ("{amount} yuan", "{amount}元"),
    "per_unit": ("yuan per {step}", "元／{step}"),
    "notes": (
        "Difference (95 % CI), then yuan a registered person and year for one step of change in the direction in which "
        "the outcome moved. [ ] = the interval holds 0, and no cost per unit is stated. * = no other policy at any of "
        "these budgets gains as much for as little. Intervals of costs by Fieller's theorem are in the CSV file.",
        "差值（95%置信区间），其后为指标沿其变化方向每变化一单位的成本（元／户籍人口·年）。"
        "[ ]表示区间包含零，不给出单位成本；*表示在所列预算中没有其他政策以同样或更少的支出取得同样或更大的改善。"
        "单位成本的区间（Fieller定理）见CSV文件。",
    ),
    "rule": ("quorum denominator: {rule}", "应到会人数口径：{rule}"),
}


def _word(key: str, language: Language, **given: str) -> str:
    return WORDS[key][language == "zh"].format(**given)


def table_rows(table: BudgetTable) -> list[Record]:
    """One record for each rule, budget, policy and outcome."""
    found = []
    for row in table.rows:
        gap, ratio = row.difference, row.per_unit
        cells = (
            *(row.denominator, row.budget, row.policy, row.yuan, row.hours, row.indicator.name, row.indicator.unit),
            *(gap.difference, gap.low, gap.high, gap.pairs, gap.verdict),
            *((ratio.value, ratio.low, ratio.high) if ratio else [math.nan] * 3),
            row.frontier,
        )
        found.append(dict(zip(COLUMNS, cells, strict=True)))
    return found


def spending_text(table: BudgetTable, language: Language = "en") -> str:
    """What each policy spends of each budget, and why not all of it."""
    spent = {(row.policy, row.budget): row.yuan for row in reversed(table.rows)}
    budgets = sorted({plan["budget"] for plan in table.plans})
    heads = (_word("policy", language), _word("given", language))
    lines = [(*heads, *(_word("at", language, amount=f"{each:g}") for each in budgets), _word("reading", language))]
    for policy in dict.fromkeys(plan["policy"] for plan in table.plans):
        plans = {plan["budget"]: plan for plan in table.plans if plan["policy"] == policy}
        cells = [amount(spent.get((policy, each), math.nan)) for each in budgets]
        reading = said(READINGS, plans[budgets[-1]]["reading"], language)
        lines.append((_policy(policy, language), amount(plans[budgets[0]]["given"]), *cells, reading))
    return f"{_word('budgets', language)}\n\n{aligned(lines, right=range(1, 2 + len(budgets)))}"


def table_text(table: BudgetTable, language: Language = "en") -> str:
    """The whole table: for each quorum rule and outcome, policies down and budgets across."""
    blocks = [spending_text(table, language), _word("notes", language)]
    for rule, name in dict.fromkeys((row.denominator, row.indicator.name) for row in table.rows):
        heading, lines = _outcome(table, rule, name, language)
        blocks.append(f"{heading}\n\n{aligned(lines, right=range(1, len(lines[0])))}")
    return "\n\n".join(blocks)


def table_latex(table: BudgetTable, language: Language = "en") -> str:
    """The same with booktabs rules, a tabular for each quorum rule and outcome."""
    lines = [r"% needs \usepackage{booktabs}" + (r", \usepackage{ctex}" if language == "zh" else "")]
    lines.append(f"% {_word('notes', language)}".replace("\n", " "))
    for rule, name in dict.fromkeys((row.denominator, row.indicator.name) for row in table.rows):
        heading, cells = _outcome(table, rule, name, language)
        width = len(cells[0])
        lines += [r"\begin{tabular}{l" + "r" * (width - 1) + "}", r"\toprule"]
        lines.append(rf"\multicolumn{{{width}}}{{l}}{{\textit{{{escape(heading)}}}}} \\")
        lines += [" & ".join(escape(cell) for cell in cells[0]) + r" \\", r"\midrule"]
        lines += [" & ".join(escape(cell) for cell in row) + r" \\" for row in cells[1:]]
        lines += [r"\bottomrule", r"\end{tabular}", ""]
    return "\n".join(lines)


def _policy(name: str, language: Language) -> str:
    return policy_title(name, language) if language == "zh" else name


def _step(unit: str, language: Language) -> tuple[float, str]:
    """What one step of an outcome is: a percentage point, a hundredth, or a unit."""
    if unit in ("share", "0-1"):
        return 0.01, "0.01" if unit == "0-1" else {"en": "point", "zh": "百分点"}[language]
    return 1.0, unit_label(unit, language)


def _outcome(table: BudgetTable, rule: str, name: str, language: Language) -> tuple[str, list[tuple[str, ...]]]:
    rows = [row for row in table.rows if (row.denominator, row.indicator.name) == (rule, name)]
    indicator = rows[0].indicator
    budgets = sorted({row.budget for row in rows})
    known = {(row.policy, row.budget): row for row in rows}
    scale, step = _step(indicator.unit, language)
    heads = [_word("policy", language)]
    for each in budgets:
        heads += [_word("at", language, amount=f"{each:g}"), _word("per_unit", language, step=step)]
    lines = [tuple(heads)]
    for policy in dict.fromkeys(row.policy for row in rows):
        cells = [_policy(policy, language)]
        for each in budgets:
            row = known.get((policy, each))
            cells += ["–", "–"] if row is None else [_gap(row), _per_unit(row, scale)]
        lines.append(tuple(cells))
    label = indicator.zh if language == "zh" else indicator.en
    unit = unit_label(indicator.unit, language, difference=True)
    counted = _word("rule", language, rule=rule_name(rule, language))
    heading = f"{label}（{unit}）；{counted}" if language == "zh" else f"{label} ({unit}); {counted}"
    return heading, lines


def _gap(row: Row) -> str:
    found = row.difference
    if found.identical:
        return "0"
    step, low, high = difference_parts(found, row.indicator.unit)
    text = f"{step} ({low} … {high})" if math.isfinite(found.low) else step
    return text + "*" * row.frontier if found.verdict in ("raises", "lowers") else f"[{text}]"


def _per_unit(row: Row, scale: float) -> str:
    return "–" if row.per_unit is None else amount(row.per_unit.value * scale)


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
    from sim.report.layout.folder import MANIFEST, as_json, write_files, written_whole

    held = manifest(table.scenarios, [], table.failures, command, begun, stored_runs=len(table.runs))
    files: dict[str, Any] = {
        "table.csv": to_csv(table_rows(table), COLUMNS),
        "table.txt": table_text(table, language) + "\n",
        "table.tex": table_latex(table, language),
        RUNS: to_csv(table.runs, list(table.runs[0])),
        PLANS: to_csv(table.plans, list(table.plans[0])),
        MANIFEST: as_json(held),
    }
    with written_whole(Path(out)) as folder:
        write_files(folder, files)


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
            raise ValueError(f"{where} holds no {name}; give a folder that `ruralparty table --out` has written")
    return from_runs(*([_read(record) for record in _records(where / name)] for name in (RUNS, PLANS)))


def _records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _read(record: Mapping[str, str]) -> Record:
    words = {"denominator", "policy", "reading", "stage", "at_end"}
    found: Record = {}
    for key, text in record.items():
        if key in words or (key == "budget" and text == BASELINE):
            found[key] = text
        elif key == "seed":
            found[key] = int(text)
        else:
            found[key] = float(text) if text else math.nan
    return found
