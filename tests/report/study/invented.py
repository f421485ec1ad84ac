"""Studies of many kinds whose runs are invented: reports are told without a model."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sim.indicators import INDICATORS
from sim.runs.run import Job, Run
from tests.studies.invented import swept

OUTCOMES = ("trust", "capacity", "quorum_failure", "members")
TALLIES = tuple(sorted({"registered", *(name for each in OUTCOMES for name in INDICATORS[each].tallies)}))
VILLAGES = 6
SMALL = "{horizon.months: 24, horizon.burn_in: 0, world.townships: 1, world.villages: 6, world.village_size: 500}"
HEAD = f"""name: invented
title: {{en: Four ways, zh: 四种做法}}
rationale: Which way does most & at what cost < 100 yuan_a_person?
constants: {SMALL}
replicates: REPLICATES
outcomes: [{", ".join(OUTCOMES)}]
keep: [scalars, yearly]
"""
KINDS = {
    "arms": "scenarios: [baseline, training, online_branch, talent]\n",
    "one arm": "scenarios: [baseline, training]\n",
    "points": "scenarios: [baseline]\n"
    "uncertainties: {parameters.migration.leave: declared, world.archetype: [national, hollow]}\n"
    "design: {kind: lhs, points: 8}\n",
    "futures": "scenarios: [baseline, training]\n"
    "uncertainties: {parameters.migration.leave: declared, parameters.meetings.denominator: [registered, adjusted]}\n"
    "design: {kind: lhs, points: 8}\n",
    "one at a time": "scenarios: [EVERY]\n"
    "levers: {policies.training.coverage: {values: [0, 1]}, policies.online_branch.coverage: {values: [0, 1]},\n"
    "  policies.rotation.coverage: {values: [0, 1]}, policies.openness.coverage: {values: [0, 1]}}\n"
    "design: {kind: one_at_a_time}\n",
    "combinations": "scenarios: [EVERY]\n"
    "levers: {policies.training.coverage: {values: [0, 1]}, policies.online_branch.coverage: {values: [0, 1]},\n"
    "  policies.rotation.coverage: {values: [0, 1]}, policies.openness.coverage: {values: [0, 1]},\n"
    "  policies.coordination.coverage: {values: [0, 1]}, policies.meeting_rules.coverage: {values: [0, 1]}}\n"
    "design: {kind: full}\n",
}
EVERY = """name: every
title: {en: None delivered, zh: 均未实施}
extends: baseline
policies: {training: {coverage: 0}, online_branch: {coverage: 0}, rotation: {coverage: 0}, openness: {coverage: 0},
  coordination: {coverage: 0}, meeting_rules: {coverage: 0}}
"""


def lived(job: Job) -> Run:
    """A run that follows from scenario and seed: policies that are delivered move tallies and cost money."""
    rng = np.random.default_rng(job.seed)
    horizon = job.scenario.horizon
    sums = 100 + 20 * rng.random(len(TALLIES)) + 3 * rng.random((horizon.months, len(TALLIES)))
    reached = {name: plan.delivery.coverage for name, plan in job.scenario.policies.items()}
    moved = sum(share * (len(name) - 10) for name, share in reached.items())
    leave = float(job.scenario.parameters.get("migration.leave", 0.0))
    sums += moved * (1 + 30 * leave) * np.sin(np.arange(len(TALLIES))) * np.linspace(0, 1, horizon.months)[:, None]
    sums += 400 * leave * np.cos(np.arange(len(TALLIES)))
    sums[:, TALLIES.index("registered")] = 3000.0
    money = 900.0 * sum(reached.values()) * (1 + 0.1 * rng.random())
    return Run(
        job.name, job.seed, horizon.start, horizon.burn_in, TALLIES, sums, VILLAGES, policies=("all",),
        yuan=np.array([money]), hours=np.array([money / 50]), seconds=0.1,
    )  # fmt: skip


def text_of(kind: str, replicates: int) -> str:
    """The study file."""
    return HEAD.replace("REPLICATES", str(replicates)) + KINDS[kind].replace("EVERY", "every.yaml")


def study_of(folder: Path, kind: str, replicates: int = 6) -> Path:
    """A study of this kind in a folder, its runs done."""
    folder.mkdir(parents=True)
    (folder / "every.yaml").write_text(EVERY, encoding="utf-8")
    (folder / "study.yaml").write_text(text_of(kind, replicates), encoding="utf-8")
    assert not swept(folder, f"{__name__}:lived").failures
    return folder
