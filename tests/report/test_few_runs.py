"""What is said where numbers rest on little: intervals over few runs, a budget that the runs compared miss."""

from __future__ import annotations

import pytest

from sim.analysis.budget import Budget, Spending
from sim.analysis.doses import AS_GIVEN
from sim.execution.run import Runs
from sim.indicators import indicator_named
from sim.report.comparison.budget_text import spending_line
from sim.report.layout.tables import run_rows, runs_as_text
from sim.scenario.scenario import Scenario
from tests.report.invented import invented_run

ATTENDANCE = [indicator_named("attendance")]


def text(runs: int, language: str = "en") -> str:
    found = Runs((Scenario(),), {"baseline": [invented_run("baseline", seed) for seed in range(1, runs + 1)]}, [])
    return runs_as_text(run_rows(found, ATTENDANCE, (48, 60)), ATTENDANCE, language)


@pytest.mark.parametrize(("runs", "said"), [(1, False), (2, True), (4, True), (5, False)])
def test_intervals_over_fewer_than_five_runs_are_told_to_be_so(runs, said):
    assert (f"intervals over {runs} runs only" in text(runs)) == said
    assert (f"区间仅据{runs}次运行" in text(runs, "zh")) == said


@pytest.mark.parametrize(
    ("spent", "en", "zh"),
    [
        (89.0, "11% less than the budget", "比预算少11%"),
        (107.0, "7% more than the budget", "比预算多7%"),
        (96.0, "spends the budget", "用满预算"),
    ],
)
def test_a_budget_that_is_missed_by_more_than_a_twentieth_is_told_by_how_much(spent, en, zh):
    spending = Spending(Scenario(), Budget("yuan", 100.0), 50.0, 100.0, AS_GIVEN, "spends")
    assert en in spending_line(spending, spent, "en")
    assert zh in spending_line(spending, spent, "zh")
    assert ("in the pilot runs 100" in spending_line(spending, spent, "en")) == (spent != 96.0)
