"""Worlds of villages with money, for the tests of the collective economy and of outside resources."""

from __future__ import annotations

import numpy as np

from sim.agents.county import County
from sim.core.columns.columns import TableStore
from sim.mechanisms.collective_economy import CollectiveEconomy
from sim.mechanisms.effort import Effort
from sim.mechanisms.outside_resources import OutsideResources
from sim.mechanisms.votes import Votes
from tests.worlds import World

PAY = 7752.0  # legal pay with four committee members


def economy(world: World) -> CollectiveEconomy:
    """The mechanism, ready for its first month."""
    mechanism = CollectiveEconomy()
    mechanism.setup(world)
    return mechanism


def village_world(villages: int, *, persons: int = 2, seed: int = 1, months: int = 40) -> World:
    """Villages in the middle of everything: a secretary of middling capacity, four committee members, no assets."""
    mechanisms = CollectiveEconomy(), OutsideResources(), Effort(), Votes()
    world = World(*mechanisms, villages=villages, persons=persons, seed=seed, months=months)
    world.counties = TableStore(County, 1)
    world.counties.columns["identity"] = 1
    world.townships.columns["identity"] = 1
    V, O = world.villages.columns, world.offices.columns
    O["holder"], O["capacity"], O["integrity"] = np.arange(1, villages + 1), 0.5, 0.8
    V["committee_members"], V["base_pay"], V["residents"], V["registered"] = 4, PAY, 600, 900
    V["months_since_aid"], V["economy_hours"], V["formalism"] = 600, 30.0, 0.3
    return world


def passed(world: World, fund: float = 100_000.0) -> None:
    """Let a meeting have passed a project in every village, with so much money in the fund."""
    V = world.villages.columns
    V["project_waiting"] = V["project_passed"] = True
    V["fund"] = fund


def a_few_years(months: int = 30) -> World:
    """Villages with all ways of gaining and losing money at work, for digests."""
    world = village_world(5, seed=9, months=months)
    economy_, outside, votes = economy(world), OutsideResources(), Votes()
    outside.setup(world)
    V, settings = world.villages.columns, world.settings
    V["assets"], V["fund"] = 600_000.0, 25_000.0
    V["potential"], V["dispersion"] = np.linspace(-1, 1, 5), np.linspace(1, -1, 5)
    V["income"] = np.linspace(15_000, 20_000, 5)
    V["meeting_valid"], V["present"], V["eligible"] = True, 20, 22
    C, R = settings["collective_economy"], settings["outside_resources"]
    C["initiation"], C["failure_real"], C["failure_show"], C["copy_penalty"] = 0.5, 0.1, 0.2, 1.0
    C["grant_offers"], C["own_share"], C["care_money"] = [0, 0, 0.3, 0, 0], 0.2, 50.0
    R["organisations"], R["department_grants"], R["grant_bias"] = 0.3, 60_000.0, 1.0
    R["demonstration"], R["imitation"] = [0, 0, 0, 0, 1], 0.5
    R["enterprise_hours"], R["fit_least"] = 10.0, 0.01
    for _ in range(months):
        world.live(economy_, votes, outside)
    return world
