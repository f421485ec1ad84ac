"""Files that people and programs have spoilt: each is refused with its file and line, or it can be run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from time import process_time

import numpy as np
import pytest
from ruamel.yaml import YAML

from sim.core.config.setting import declared
from sim.mechanisms import all_parameters
from sim.model import RuralParty
from sim.policies import policy_names
from sim.policies.common.delivery import Delivery
from sim.scenario import checks
from sim.scenario.files import shipped_folder
from sim.scenario.scenario import Horizon, Scenario, ScenarioError, load
from sim.world.specification import WorldSpec
from tests.mutations import as_file, mutated_bytes, mutated_tree

RICH = """
name: rich
title: {en: Rich, zh: 丰富}
extends: baseline
horizon: {start: 2012-01, months: 60, burn_in: 1 year}
world:
  {archetype: hollow, county_type: remote-poor, province: Sichuan, tables: 2010, counties: 2, first_county: 3,
   townships: 2, villages: 3, village_size: 400, drivers: dated}
policies:
  training: {dose: {units: 3}, start: 2013-01, end: 2015-02, ramp: 6 months, coverage: 40 %, rule: weakest, leak: 0.1}
  online_branch: {dose: {quorum_online: true}, duration: 2 years, trigger: {when: calls_failed, least: 2}, budget: 1e6}
  secretary_pay: {strength: 0.5}
parameters:
  meetings.denominator: adjusted
  supervision.audit: 0.02 1/month
  effort.full_time: true
  effort.stakes: {until 2013-01: 0.5, from 2013-01: 1, from 2014-01: 0.2}
  supervision.inspections: {at 2012-06: 1, at 2014-01: 24 1/year}
rationale: Every entry that a scenario can have.
"""
SHIPPED = [path.read_text(encoding="utf-8") for path in sorted(shipped_folder().glob("*.yaml"))]
CORPUS = sorted((Path(__file__).parents[1] / "bad_scenarios").glob("*.yaml"))
BROKEN = [path.read_text(encoding="utf-8", errors="replace") for path in CORPUS]
TREES = [YAML(typ="safe", pure=True).load(text) for text in [*SHIPPED, *[RICH] * (len(SHIPPED) // 2)]]
WORDS = [
    *checks.KEYS,
    *declared(Horizon),
    *declared(WorldSpec),
    *declared(Delivery),
    *all_parameters(),
    *policy_names(),
]
LONGEST_SECONDS = 5
NOWHERE = ("is missing", "is empty")
"""Faults of what is not in a file, which has no line."""


def spoilt(random: Random) -> bytes:
    """A scenario file with faults of structure, or of its text, or of both; now and then one that was broken before."""
    if random.random() < 0.1:
        return mutated_bytes(random.choice(BROKEN), random)
    tree = random.choice(TREES)
    if random.random() < 0.9:
        tree = mutated_tree(tree, random, WORDS)
    text = as_file(tree)
    return mutated_bytes(text, random) if random.random() < 0.2 else text.encode("utf-8", "surrogatepass")


def checked(path: Path) -> Scenario | None:
    """The scenario of a file; None if it is refused as it ought to be."""
    begun = process_time()
    scenario = None
    try:
        scenario = load(path)
    except ScenarioError as error:
        for problem in error.problems:
            assert problem.file
            assert problem.line or problem.fault in NOWHERE
            str(problem).encode()
    assert process_time() - begun < LONGEST_SECONDS
    return scenario


def live_a_month(scenario: Scenario) -> None:
    """Live the first month of the last policy in two small villages."""
    start = max([scenario.horizon.start, *(plan.delivery.start for plan in scenario.policies.values())])
    world = replace(scenario.world, counties=1, townships=1, villages=2, village_size=100)
    horizon = replace(scenario.horizon, start=start, burn_in=0)
    model = RuralParty(replace(scenario, world=world, horizon=horizon), rng=1)
    model.step()
    assert np.isfinite(model.recorder.past).all()


def spoil(seeds: range, folder: Path, every: int) -> None:
    """Check a spoilt file for each seed, and live a month in one of ``every`` valid ones."""
    path = folder / "spoilt.yaml"
    valid = 0
    for seed in seeds:
        path.write_bytes(spoilt(Random(seed)))
        try:
            scenario = checked(path)
            if scenario is None:
                continue
            valid += 1
            if valid % every == 0:
                live_a_month(scenario)
        except Exception as error:
            error.add_note(f"seed {seed}:\n{path.read_bytes()!r}"[:3000])
            raise
    assert valid > len(seeds) / 100, "mutations that leave nothing valid try only one half of the rule"


def test_the_rich_scenario_is_valid_and_lives(tmp_path: Path) -> None:
    path = tmp_path / "rich.yaml"
    path.write_text(RICH, encoding="utf-8")
    live_a_month(load(path))


def test_a_spoilt_file_is_refused_with_its_place_or_can_be_run(tmp_path: Path) -> None:
    spoil(range(1_500), tmp_path, every=10)


@pytest.mark.verify
def test_fifteen_thousand_spoilt_files_are_refused_with_their_place_or_can_be_run(tmp_path: Path) -> None:
    spoil(range(10_000, 25_000), tmp_path, every=5)
