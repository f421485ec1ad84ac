"""Migration: the life path of the share away, retention, families, transfers, and persons who add up."""

import os
import subprocess
import sys

import numpy as np
import pytest

from sim.agents.codes import AWAY_STEP, FULL, NOBODY, SEX_STEP, TERTIARY
from sim.mechanisms.demography import Demography
from sim.mechanisms.migration import Migration
from sim.procedures.migrants import present_at_festival
from tests.limits import Limits
from tests.populations import a_short_life, digest, mixed, people, populated, regroup
from tests.worlds import World

MONTHS = 12
BIRTHDAYS = (15, 20, 25, 35, 45, 55, 65)
LIFE_PATH = {0: (0.497, 0.523, 0.529, 0.577, 0.437, 0.224, 0.136), 1: (0.507, 0.506, 0.537, 0.547, 0.361, 0.150, 0.077)}
INFLUENCES = ("pay", "peers", "schooling", "unmet_need", "local_jobs")


def ready(world: World) -> Migration:
    """Migration that has made its tables for this world."""
    migration = Migration()
    migration.setup(world)
    return migration


def settings(world: World, **values: float) -> None:
    """Set parameters of migration in all villages."""
    for name, value in values.items():
        world.settings["migration"][name] = value


def plain(world: World) -> None:
    """Nothing but the schedules: no influences, nobody leaves for good."""
    settings(world, **dict.fromkeys(INFLUENCES, 0.0), departure_men=0.0, departure_women=0.0)


@pytest.mark.limit
@pytest.mark.parametrize("sex", [0, 1])
def test_share_away_follows_the_life_path_recursion(sex: int, limit: Limits) -> None:
    villages, persons = 4, 20_000
    world = populated(villages=villages, persons=persons, months=66 * MONTHS)
    people(world, 0, sex)
    plain(world)
    for hazard in ("death_base", "death_slope", "fertility"):
        world.settings["demography"][hazard] = 0.0
    demography, migration, shares = Demography(), ready(world), []
    demography.setup(world)
    for month in range(65 * MONTHS):
        world.live(demography, migration)
        if month + 1 in [MONTHS * age for age in BIRTHDAYS]:
            shares.append(world.people.columns.away[world.rows].mean())
    for age, share, quoted in zip(BIRTHDAYS, shares, LIFE_PATH[sex], strict=True):
        error = np.sqrt(quoted * (1 - quoted) / (villages * persons))
        limit("V10", f"share away, {('men', 'women')[sex]} of {age}", quoted, share, 0.0006 + 3 * error)


@pytest.mark.limit
def test_retention_under_a_constant_loss_is_geometric(limit: Limits) -> None:
    world = populated(persons=5000, months=60)
    people(world, 30 * MONTHS, 0, True)
    plain(world)
    settings(world, back=0.0, departure_men=0.02)
    migration, path = ready(world), [10_000]
    for month in range(1, 61):
        world.live(migration)
        expected = 10_000 * np.exp(-0.02 * month)
        staying = (world.people.columns.group[world.rows] != 0).sum()
        error = np.sqrt(expected * (1 - expected / 10_000))
        assert abs(staying - expected) < 4 * error
        path.append(staying)
    limit("V11", "of 10,000 persons left after 60 months at .02 a month", expected, staying, 3 * error)
    half = np.interp(-5_000, -np.array(path), np.arange(61))
    # The number falls by a hundred a month there, and has a standard error of 50.
    limit("V11", "months until half of them are gone", np.log(2) / 0.02, half, 3 * 50 / 100)
    assert world.recorder.series("departed").sum() == 10_000 - staying
    assert world.recorder.series("returned").sum() == 0


@pytest.mark.limit
def test_equal_villages_differ_only_by_the_luck_of_their_people(limit: Limits) -> None:
    villages, persons = 400, 60
    world = populated(villages=villages, persons=persons, months=48)
    people(world, 20 * MONTHS, 0)
    plain(world)
    migration = ready(world)
    for _ in range(48):
        world.live(migration)
    away = world.people.columns.away[world.rows].reshape(villages, persons).mean(axis=1)
    share = away.mean()
    theory = share * (1 - share) / persons
    first, second = away[: villages // 2].mean(), away[villages // 2 :].mean()
    limit("V28", "share away, two halves of 400 equal villages", first, second, 3 * np.sqrt(4 * theory / villages))
    ratio = away.var(ddof=1) / theory
    limit("V28", "variance between villages over the binomial", 1.0, ratio, 3 * np.sqrt(2 / (villages - 1)))


def test_persons_add_up_every_month() -> None:
    world = populated(villages=3, persons=400, members=40, months=36)
    mixed(world)
    settings(world, departure_men=0.02, departure_women=0.03)
    demography, migration = Demography(), ready(world)
    demography.setup(world)
    registered = np.full(3, 400)
    for month in range(36):
        if world.people.is_short():
            world.people.lay_out_anew()
        world.live(demography, migration)
        P = world.people.columns
        change = {name: world.recorder.series(name)[month] for name in ("births", "deaths", "departed")}
        registered = registered + change["births"] - change["deaths"] - change["departed"]
        assert [(P.group[part] != 0).sum() for part in world.people.slices()] == registered.tolist()
        rows = world.people.rows()
        rows = rows[P.group[rows] != 0]
        age = (world.month - 1 - P.birth_month[rows]) // MONTHS
        home = 1 + age + SEX_STEP * P.sex[rows].astype(int)
        assert (P.group[rows] == home + AWAY_STEP * P.away[rows].astype(int)).all()
        assert (P.months_away[rows[~P.away[rows]]] == 0).all()
        assert P.away[rows[P.pocket[rows]]].all()
        assert len(np.unique(P.identity[rows])) == len(rows)
    assert min(world.recorder.series(name).sum() for name in ("births", "deaths", "departed", "left", "returned")) > 9


def test_bounds_that_let_everybody_pass_change_nothing() -> None:
    digests = []
    for margin in (1.0, 1e6):
        world = populated(villages=3, persons=400, members=20)
        mixed(world)
        world.villages.columns["wage_gap"] = [-0.3, 0.0, 0.3]
        migration = ready(world)
        migration.margin = margin
        for _ in range(12):
            world.live(migration)
        digests.append(digest(world))
    assert digests[0] == digests[1]


def test_without_compilation_every_bit_is_the_same() -> None:
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    command = [sys.executable, "-m", "tests.populations"]
    plain_python = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    world = a_short_life()
    assert plain_python.stderr == ""
    assert plain_python.stdout == digest(world)
    happened = [world.recorder.series(name).sum() for name in ("births", "deaths", "left", "returned", "departed")]
    assert min(happened) > 0


def test_the_fitted_level_holds_at_the_start_whatever_the_influences() -> None:
    leavers = []
    for influence in (0.0, 1.0):
        world = populated(villages=40, persons=1500, months=1)
        mixed(world)
        world.people.columns.mother[:] = world.people.columns.father[:] = NOBODY
        settings(world, leave=0.1, peers=influence, schooling=influence / 4)
        world.live(ready(world))
        leavers.append(world.recorder.series("left").sum())
    assert leavers[0] > 1000
    assert leavers[1] == pytest.approx(leavers[0], rel=0.05)


@pytest.mark.parametrize(
    ("influence", "more"), [("pay", True), ("schooling", True), ("unmet_need", True), ("local_jobs", False)]
)
def test_an_influence_moves_leaving_its_way(influence: str, more: bool) -> None:
    leavers = []
    for value in (0.0, 1.0):
        world = populated(persons=4000, months=1)
        P, V = world.people.columns, world.villages.columns
        people(world, 30 * MONTHS, 0)
        settings(world, **dict.fromkeys(INFLUENCES, 0.0), leave=0.05)
        settings(world, **{influence: value})
        migration = ready(world)
        V["wage_gap"], V["jobs"] = 1.0, 1.0
        P.education[world.rows] = 1
        P.need[world.rows], P.need_age[world.rows] = 1, 3
        world.live(migration)
        leavers.append(world.recorder.series("left").sum())
    factor = leavers[1] / leavers[0]
    assert factor == pytest.approx(np.e if more else 1 / np.e, rel=0.15)


def test_peers_away_draw_people_after_them() -> None:
    leavers = []
    for away in (0.0, 0.8):
        world = populated(persons=4000, months=1)
        people(world, 30 * MONTHS, 0)
        settings(world, leave=0.02, peers=1.0)
        migration = ready(world)
        people(world, 30 * MONTHS, 0, np.arange(8000) % 10 < 10 * away)
        world.live(migration)
        at_home = (1.0 - away) * 8000
        leavers.append(world.recorder.series("left").sum() / at_home)
    assert leavers[1] / leavers[0] == pytest.approx(np.exp(0.8), rel=0.3)


def family(*, father_away: bool = False, mother_away: bool = False, child_away: bool = False, mother_age: int = 30):
    """Families of father, mother and a child of five, in that order; a village has nothing else."""
    world = populated(persons=900, months=3)
    rows = world.rows
    place = np.arange(1800) % 3
    ages = np.array([30, mother_age, 5])[place] * MONTHS
    people(world, ages, place == 1, np.array([father_away, mother_away, child_away])[place])
    P = world.people.columns
    inside = np.arange(1800) % 900
    P.father[rows] = np.where(place == 2, inside - 2, NOBODY)
    P.mother[rows] = np.where(place == 2, inside - 1, NOBODY)
    settings(world, **dict.fromkeys(INFLUENCES, 0.0), departure_men=0.0, departure_women=0.0, back=0.0, leave=0.0)
    return world, rows[place == 0], rows[place == 1], rows[place == 2]


@pytest.mark.parametrize("chance", [0.0, 0.35, 1.0])
def test_a_child_goes_along_when_its_mother_leaves(chance: float) -> None:
    world, _, mothers, children = family()
    settings(world, leave=0.5, child_goes=chance)
    world.live(ready(world))
    P = world.people.columns
    gone = P.away[mothers]
    assert 100 < gone.sum() < 500
    assert not P.away[children[~gone]].any()
    share = P.away[children[gone]].mean()
    assert share == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / gone.sum()))


@pytest.mark.parametrize(("mother_away", "goes"), [(False, False), (True, True)])
def test_a_child_goes_with_its_father_only_if_he_is_the_second_parent(mother_away: bool, goes: bool) -> None:
    world, fathers, _, children = family(mother_away=mother_away, mother_age=85)
    settings(world, leave=1e3, child_goes=1.0)
    world.live(ready(world))
    P = world.people.columns
    assert P.away[fathers].all()
    assert (P.away[children] == goes).all()


def test_a_child_comes_back_with_its_mother_and_not_before() -> None:
    world, fathers, mothers, children = family(father_away=True, mother_away=True, child_away=True)
    world.people.columns.months_away[world.rows] = 7
    settings(world, back=0.5)
    world.live(ready(world))
    P = world.people.columns
    assert 0.2 < P.away[mothers].mean() < 0.9
    assert (P.away[children] == P.away[mothers]).all()
    assert (P.away[fathers] != P.away[mothers]).any()
    assert set(P.months_away[world.rows].tolist()) == {0, 8}


def test_a_child_away_gives_up_registration_with_its_mother() -> None:
    world, _, mothers, children = family(mother_away=True, child_away=True)
    settings(world, departure_women=0.7)
    world.live(ready(world))
    P = world.people.columns
    assert 0.2 < (P.group[mothers] == 0).mean() < 0.9
    assert ((P.group[children] == 0) == (P.group[mothers] == 0)).all()


def test_children_without_a_parent_have_hazards_of_their_own() -> None:
    world, fathers, mothers, children = family(mother_age=85)
    world.people.columns.group[np.concatenate([fathers, mothers])] = 0
    settings(world, leave=1.0)
    world.live(ready(world))
    assert world.people.columns.away[children].mean() > 0.1
    world, _, _, children = family(child_away=True, mother_age=85)
    settings(world, back=1.0)
    world.live(ready(world))
    assert world.people.columns.away[children].mean() < 0.7


@pytest.mark.parametrize("transfer", [0.0, 0.6, 1.0])
def test_members_whose_transfer_fails_stay_on_the_roll_for_ever(transfer: float) -> None:
    world = populated(persons=1000, members=500, months=4)
    people(world, 30 * MONTHS, 0, True)
    plain(world)
    settings(world, back=5.0, departure_men=50.0)
    world.settings["membership"]["transfer"] = transfer
    P = world.people.columns
    migration = ready(world)
    settings(world, back=0.0)
    world.live(migration)
    members = P.stage == FULL
    stay = P.pocket[members]
    assert stay.mean() == pytest.approx(1 - transfer, abs=4 * np.sqrt(transfer * (1 - transfer) / 1000))
    assert ((P.group[members] != 0) == stay).all()
    assert (P.group[world.rows][P.stage[world.rows] != FULL] == 0).all()
    assert world.recorder.series("exits").sum() == 1000 - stay.sum()
    settings(world, back=50.0)
    for _ in range(3):
        world.live(migration)
    assert P.pocket.sum() == stay.sum() == (P.group[world.rows] != 0).sum()
    assert P.away[members].all()


def test_graduates_return_at_their_share_of_the_hazard() -> None:
    world = populated(persons=20_000, months=1)
    people(world, 30 * MONTHS, 0, True)
    plain(world)
    settings(world, back=0.3, back_graduates=0.25, departure_men=0.0)
    P, rows = world.people.columns, world.rows
    P.education[rows[::2]] = TERTIARY
    world.live(ready(world))
    back = ~P.away[rows]
    others = back[1::2].mean()
    expected = 1 - (1 - others) ** 0.25
    assert 0.1 < others < 0.5
    assert back[::2].mean() == pytest.approx(expected, abs=4 * np.sqrt(expected / (len(rows) / 2)))


def test_months_away_are_counted_from_leaving() -> None:
    world = populated(persons=2000, months=4)
    people(world, 30 * MONTHS, 0)
    plain(world)
    settings(world, leave=0.3, back=0.0)
    migration, P = ready(world), world.people.columns
    counted = []
    for _ in range(4):
        world.live(migration)
        counted.append(world.recorder.series("left").sum(axis=1))
    left = counted[-1].astype(int)
    assert np.bincount(P.months_away[world.rows[P.away[world.rows]]]).tolist() == left[::-1].tolist()


def test_the_share_back_for_the_festival_is_the_stated_one() -> None:
    ids = np.arange(1, 4001, dtype=np.uint64)
    back = np.array([present_at_festival(np.uint64(1), identity, 1441, 0.7) for identity in ids])
    more = np.array([present_at_festival(np.uint64(1), identity, 1441, 0.8) for identity in ids])
    assert back.mean() == pytest.approx(0.7, abs=3.5 * np.sqrt(0.21 / 4000))
    assert (more >= back).all()


def test_two_parts_of_the_villages_give_what_all_together_give() -> None:
    digests = []
    for split in (False, True):
        world = populated(villages=4, persons=200, members=10)
        mixed(world)
        if split:
            world.over_villages = lambda kernel, *arguments: [kernel(*arguments, 0, 3), kernel(*arguments, 3, 4)]
        demography, migration = Demography(), ready(world)
        demography.setup(world)
        for _ in range(6):
            world.live(demography, migration)
        digests.append(digest(world))
    assert digests[0] == digests[1]


def test_a_schedule_that_differs_between_villages_is_refused() -> None:
    world = populated()
    world.settings["migration"]["leave"][1] = 0.03
    ready(world)
    world.settings["migration"]["school_age"][1] = 16.0
    with pytest.raises(ValueError, match=r"migration\.school_age is 14\.7 to 16 in this world"):
        ready(world)


def test_the_means_of_the_start_do_not_reach_across_a_school_age() -> None:
    world = populated(persons=1100)
    people(world, np.tile(np.arange(1100) % 110 * MONTHS, 2), 0, np.tile(np.arange(1100) % 110 < 55, 2))
    age = (world.month - world.people.columns.birth_month[world.rows]) // MONTHS
    world.people.columns.education[world.rows] = (age >= 12) + (age >= 15).astype(int)
    regroup(world)
    migration = ready(world)
    assert migration.usual_schooling[0, 0, [0, 11, 12, 14, 15, 60]].tolist() == [0, 0, 1, 1, 2, 2]
    assert migration.usual_peers[0, [0, 49, 50, 54, 60]] == pytest.approx([1, 1, 10 / 11, 6 / 11, 0])
