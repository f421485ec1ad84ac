"""Peopled worlds for the tests of demography and migration."""

from __future__ import annotations

import hashlib
import sys

import numpy as np

from sim.agents.codes import AWAY_STEP, NOBODY, SEX_STEP
from sim.mechanisms.collective_economy import CollectiveEconomy
from sim.mechanisms.demography import Demography
from sim.mechanisms.migration import Migration
from sim.mechanisms.start import Start
from tests.worlds import World


def populated(*, villages: int = 2, persons: int = 60, members: int = 0, seed: int = 1, months: int = 24) -> World:
    """A world with the settings that demography and migration read; everybody a man of 40 at home."""
    world = World(
        Demography(),
        Migration(),
        Start(),
        CollectiveEconomy(),
        villages=villages,
        persons=persons,
        members=members,
        seed=seed,
        months=months,
    )
    world.settings["membership"] = np.zeros(villages, [("transfer", "f8")])
    world.settings["membership"]["transfer"] = 0.6
    people(world, np.full(len(world.rows), 480), 0)
    return world


def people(world: World, months: np.ndarray | int, sex: np.ndarray | int, away: np.ndarray | bool = False) -> None:
    """Give all rows an age in months, a sex and a place."""
    P, rows = world.people.columns, world.rows
    P.birth_month[rows] = world.month - np.asarray(months)
    P.sex[rows] = sex
    P.away[rows] = away
    regroup(world)


def regroup(world: World) -> None:
    """Bring the groups of all rows in step with birth, sex and place."""
    P, rows = world.people.columns, world.rows
    age = (world.month - P.birth_month[rows]) // 12
    P.group[rows] = 1 + age + SEX_STEP * P.sex[rows].astype(int) + AWAY_STEP * P.away[rows].astype(int)


def mixed(world: World, seed: int = 1) -> None:
    """Give all rows ages up to 90, both sexes and places, and children a mother and a father of the same village."""
    P, rows = world.people.columns, world.rows
    dice = np.random.default_rng(seed)
    months = dice.integers(0, 90 * 12, len(rows))
    people(world, months, dice.integers(0, 2, len(rows)), dice.random(len(rows)) < 0.35)
    P.education[rows] = np.where(months < 216, 0, dice.integers(0, 4, len(rows)))
    P.kin[rows] = dice.integers(0, 5, len(rows))
    for part in world.people.slices():
        age = (world.month - P.birth_month[part]) // 12
        women = np.flatnonzero((age >= 20) & (age < 60) & (P.sex[part] == 1))
        men = np.flatnonzero((age >= 20) & (age < 60) & (P.sex[part] == 0))
        couples = min(len(women), len(men))
        P.spouse[part.start + women[:couples]] = men[:couples]
        P.spouse[part.start + men[:couples]] = women[:couples]
        children = part.start + np.flatnonzero(age < 18)
        P.mother[children] = dice.choice(women[:couples], len(children))
        P.father[children] = P.spouse[part.start + P.mother[children].astype(int)]
        P.father[children[::3]] = NOBODY


def digest(world: World) -> str:
    """Digest of all columns of persons in use and of all tallies so far."""
    hashed = hashlib.blake2b(digest_size=16)
    rows = world.people.rows()
    for column in world.people.columns.arrays.values():
        hashed.update(np.ascontiguousarray(column[rows]).tobytes())
    hashed.update(np.ascontiguousarray(world.recorder.kept[: world.recorder.month]).tobytes())
    return hashed.hexdigest()


def a_short_life(months: int = 6) -> World:
    """A tiny world that has lived half a year of demography and migration, with hazards many times their defaults."""
    world = populated(villages=3, persons=60, members=12, months=months)
    mixed(world)
    world.villages.columns["wage_gap"] = [-0.2, 0.0, 0.2]
    world.people.columns.need[world.rows[::7]] = 1
    world.people.columns.need_age[world.rows[::7]] = 4
    for setting, factor in (("leave", 5.0), ("back", 5.0), ("departure_men", 5.0), ("departure_women", 5.0)):
        world.settings["migration"][setting] *= factor
    for setting, factor in (("fertility", 10.0), ("death_base", 40.0), ("frail_onset", 5.0)):
        world.settings["demography"][setting] *= factor
    demography, migration = Demography(), Migration()
    demography.setup(world)
    migration.setup(world)
    for _ in range(months):
        world.live(demography, migration)
    return world


if __name__ == "__main__":
    sys.stdout.write(digest(a_short_life()))
