"""Demography: the life table, the Leslie path, newborns, and who vanishes with a person who was never there."""

import numpy as np
import pytest

from sim.agents.codes import AWAY_STEP, GROUPS, NOBODY, SEX_STEP
from sim.agents.relatives import renumber_relatives
from sim.core.compute.draws import LARGEST_WORD, child_id
from sim.mechanisms.demography import Demography
from sim.procedures.hazard_tables import word_bounds
from tests.limits import Limits
from tests.populations import digest, mixed, people, populated, regroup
from tests.worlds import World

MONTHS = 12
AGE = np.arange(110 * MONTHS) / MONTHS
FACTORS = {"both": 1.0, "men": 1.25, "women": 0.8}


def mortality(factor: float) -> np.ndarray:
    """Hazard of dying a year by month of age, as the model description has it."""
    return factor * (5e-4 + 3e-5 * np.exp(0.095 * AGE))


def childbearing() -> np.ndarray:
    """Hazard of giving birth a year by month of age."""
    return 1.43 * np.exp(-0.5 * ((AGE - 28.0) / 5.5) ** 2) / (5.5 * np.sqrt(2 * np.pi))


def ready(world: World) -> Demography:
    """Demography that has made its tables for this world."""
    demography = Demography()
    demography.setup(world)
    return demography


def without(world: World, *hazards: str) -> None:
    """Switch hazards off."""
    for hazard in hazards:
        world.settings["demography"][hazard] = 0.0


@pytest.mark.limit
@pytest.mark.parametrize(("who", "quoted"), [("both", 77.2), ("men", 74.6), ("women", 79.8)])
def test_expectation_of_life_is_the_quoted_one(who: str, quoted: float, limit: Limits) -> None:
    world = populated()
    world.settings["demography"]["death_men"] = FACTORS[who]
    surviving = np.cumprod(1.0 - ready(world).death[0] / 2.0**32)
    limit("V8", f"expectation of life, {who}", quoted, (0.5 + surviving.sum()) / MONTHS, 0.1)


@pytest.mark.limit
@pytest.mark.parametrize(("sex", "who", "start"), [(0, "men", 60), (1, "women", 70)])
def test_survivors_are_binomial_around_the_life_table(sex: int, who: str, start: int, limit: Limits) -> None:
    world = populated(villages=2, persons=5000, months=120)
    without(world, "fertility")
    people(world, start * MONTHS, sex)
    demography = ready(world)
    for _ in range(120):
        world.live(demography)
    share = np.exp(-mortality(FACTORS[who])[start * MONTHS : (start + 10) * MONTHS].sum() / MONTHS)
    alive = (world.people.columns.group[world.rows] != 0).sum()
    error = np.sqrt(10_000 * share * (1 - share))
    limit("V8", f"of 10,000 {who} of {start} alive ten years later", 10_000 * share, alive, 3 * error)
    assert world.recorder.series("deaths").sum() == 10_000 - alive


@pytest.mark.limit
def test_the_mean_path_is_that_of_the_leslie_matrix(limit: Limits) -> None:
    villages, years = 60, 8
    world = populated(villages=villages, persons=300, months=years * MONTHS)
    mixed(world)
    P, V = world.people.columns, world.villages.columns
    start = np.stack(
        [
            np.bincount(world.month - P.birth_month[world.rows][P.sex[world.rows] == sex], minlength=len(AGE))
            for sex in (0, 1)
        ]
    ).astype(float)
    demography = ready(world)
    for _ in range(years * MONTHS):
        if world.people.is_short():
            world.people.lay_out_anew()
        world.live(demography)

    dying = -np.expm1(-np.stack([mortality(1.25), mortality(0.8)]) / MONTHS)
    bearing = -np.expm1(-childbearing() / MONTHS) * ((AGE >= 15) & (AGE < 50))
    expected, born = start, 0.0
    for _ in range(years * MONTHS):
        expected = expected * (1.0 - dying)
        births = expected[1] @ bearing
        expected = np.concatenate([np.zeros((2, 1)), expected[:, :-1]], axis=1)
        expected[:, 1] += births * np.array([1.15, 1.0]) / 2.15
        born += births

    group = world.people.columns.group
    alive = np.array([(group[part] != 0).sum() for part in world.people.slices()])
    error = alive.std(ddof=1) * np.sqrt(villages)
    limit("V9", f"persons after {years} years, {villages} villages of 300", expected.sum(), alive.sum(), 3 * error)
    limit("V9", "births until then", born, world.recorder.series("births").sum(), 3 * np.sqrt(born))
    of_age = np.concatenate([(world.month - P.birth_month[part])[group[part] != 0] for part in world.people.slices()])
    for name, first, last in (("under 15", 0, 15), ("15 to 59", 15, 60), ("60 and over", 60, 110)):
        mean = expected[:, first * MONTHS : last * MONTHS].sum()
        # The world has moved on a month since the ages were last brought in step with it.
        found = ((of_age - 1 >= first * MONTHS) & (of_age - 1 < last * MONTHS)).sum()
        limit("V9", f"of these {name}", mean, found, 3 * np.sqrt(mean))
    assert V["last"].sum() - V["first"].sum() == 300 * villages + world.recorder.series("births").sum()


def test_without_hazards_nobody_comes_or_goes_and_all_grow_older() -> None:
    world = populated(persons=90)
    mixed(world)
    without(world, "fertility", "death_base", "death_slope", "frail_onset")
    demography, before = ready(world), world.people.columns.identity.copy()
    for _ in range(13):
        world.live(demography)
    P, groups = world.people.columns, world.people.columns.group[world.rows].copy()
    world.month -= 1  # the month that was lived last
    regroup(world)
    assert (groups == P.group[world.rows]).all()
    assert (P.identity == before).all()
    assert not P.frail.any()
    assert world.recorder.kept.sum() == 0


def test_a_newborn_is_keyed_to_her_mother_and_lives_where_the_rules_say() -> None:
    world = populated(villages=2, persons=500, months=1)
    P, rows = world.people.columns, world.rows
    people(world, 28 * MONTHS, 1, np.arange(1000) % 2 == 0)
    P.household[rows], P.kin[rows] = np.arange(1000) % 97, np.arange(1000) % 11
    P.births[rows], P.trust[rows] = np.arange(1000) % 4, 0.3 + 0.0004 * np.arange(1000)
    P.spouse[rows[::3]] = 7
    world.settings["demography"]["fertility"] = 15.0
    before = P.births.copy()
    world.live(ready(world))
    V, homes = world.villages.columns, []
    for first, last in zip(V["first"], V["last"], strict=True):
        assert last - first > 520
        for i in range(first + 500, last):
            mother = first + int(P.mother[i])
            assert P.identity[i] == child_id(world.key, P.identity[mother], int(before[mother]) + 1)
            assert P.births[mother] == before[mother] + 1
            assert (P.household[i], P.kin[i], P.trust[i]) == (P.household[mother], P.kin[mother], P.trust[mother])
            assert P.father[i] == P.spouse[mother]
            assert (P.birth_month[i], P.education[i], P.stage[i]) == (world.month - 1, 0, 0)
            assert P.group[i] == 1 + SEX_STEP * P.sex[i] + AWAY_STEP * P.away[i]
            assert not (P.away[i] and not P.away[mother])
            if P.away[mother]:
                homes.append(not P.away[i])
    assert len(np.unique(P.identity[world.people.rows()])) == len(world.people.rows())
    assert np.mean(homes) == pytest.approx(0.5, abs=3.5 * 0.5 / np.sqrt(len(homes)))


def test_newborn_traits_have_the_spread_of_the_start_population() -> None:
    world = populated(villages=20, persons=1000, months=1)
    people(world, 28 * MONTHS, 1)
    world.settings["demography"]["fertility"] = 15.0
    world.live(ready(world))
    P, V = world.people.columns, world.villages.columns
    born = np.concatenate([np.arange(f + 1000, last) for f, last in zip(V["first"], V["last"], strict=True)])
    few = 4 / np.sqrt(len(born))
    assert len(born) > 1200
    assert P.sex[born].mean() == pytest.approx(1 / 2.15, abs=0.5 * few)
    assert (P.ability[born].mean(), P.ability[born].std()) == pytest.approx((0.0, 1.0), abs=few)
    assert P.willingness[born].mean() == pytest.approx(0.5, abs=few / 6)
    assert P.willingness[born].std() == pytest.approx(1 / 6, abs=0.01)
    assert P.misperception[born].mean() == pytest.approx(0.25, abs=0.145 * few)
    assert P.skill[born].mean() == pytest.approx(4 / 7 - 0.08, abs=0.18 * few)
    assert P.capacity[born].mean() == pytest.approx(0.47, abs=0.16 * few)
    assert (P.capacity[born] == P.capacity_start[born]).all()


def test_without_one_person_only_her_descendants_are_missing() -> None:
    lived = []
    for absent in (None, 40):
        world = populated(villages=1, persons=150, months=600)
        mixed(world)
        P = world.people.columns
        P.birth_month[world.rows[40]], P.sex[world.rows[40]] = world.month - 20 * MONTHS, 1
        regroup(world)
        if absent is not None:
            P.group[absent] = 0
        world.settings["demography"]["fertility"] = 3.0
        demography = ready(world)
        for _ in range(600):
            if world.people.is_short():
                world.people.lay_out_anew()
            world.live(demography)
        P, rows = world.people.columns, world.people.rows()
        mothers = np.where(P.mother[rows] == NOBODY, 0, P.identity[np.minimum(P.mother[rows], len(rows) - 1)])
        lived.append(dict(zip(P.identity[rows].tolist(), mothers.tolist(), strict=True)))
        lived.append(set(P.identity[rows[P.group[rows] != 0]].tolist()))
    everybody, living, others, living_others = lived
    absentee = list(everybody)[40]
    line = {absentee}
    for identity, mother in everybody.items():  # in order of arrival: a mother stands before her children
        if mother in line:
            line.add(identity)
    assert len(line) > 3
    assert set(everybody) - set(others) == line - {absentee}
    assert living_others == living - line


def test_bounds_that_let_everybody_pass_change_nothing() -> None:
    digests = []
    for bounds in (None, LARGEST_WORD + 1):
        world = populated(villages=3, persons=400)
        mixed(world)
        demography = ready(world)
        if bounds is not None:
            demography.death_most = np.where(np.arange(GROUPS) > 0, bounds, 0)
        for _ in range(12):
            world.live(demography)
        digests.append(digest(world))
        assert world.recorder.series("deaths").sum() > 5
    assert digests[0] == digests[1]


def test_the_dead_do_nothing_else_in_the_month() -> None:
    world = populated(persons=500)
    people(world, 28 * MONTHS, 1)
    world.settings["demography"]["death_base"] = 1e4
    world.settings["demography"]["fertility"] = 1e4
    world.people.columns.stage[world.rows[:25]] = 4
    world.live(ready(world))
    assert world.recorder.series("deaths").tolist() == [[500, 500]]
    assert world.recorder.series("births").sum() == 0
    assert world.recorder.series("exits").tolist() == [[25, 0]]


def test_frailty_sets_in_from_sixty_at_the_stated_rate() -> None:
    world = populated(persons=8000, months=12)
    without(world, "death_base", "death_slope")
    people(world, np.repeat([59 * MONTHS - 12, 70 * MONTHS], 8000), 0)
    demography = ready(world)
    for _ in range(12):
        world.live(demography)
    frail = world.people.columns.frail[world.rows].reshape(2, 8000).sum(axis=1)
    expected = 8000 * -np.expm1(-0.02 * np.exp(0.09 * np.arange(12) / 12).sum() / 12)
    assert frail[0] == 0
    assert frail[1] == pytest.approx(expected, abs=3.5 * np.sqrt(expected))


@pytest.mark.parametrize(("age", "level", "step"), [(12, 0, "to_junior"), (15, 1, "to_senior"), (18, 2, "to_tertiary")])
def test_schooling_goes_on_at_its_age_and_raises_skill(age: int, level: int, step: str) -> None:
    world = populated(persons=4000, months=3)
    P, rows = world.people.columns, world.rows
    people(world, age * MONTHS - 1, 0)
    P.education[rows], P.skill[rows], P.capacity[rows] = level, 0.5, 0.5
    without(world, "death_base", "death_slope")
    demography = ready(world)
    for month in range(3):
        world.live(demography)
        if month == 0:
            assert (P.education[rows] == level).all()
    chance = float(world.settings["demography"][step][0])
    on = P.education[rows] == level + 1
    assert on.mean() == pytest.approx(chance, abs=3.5 * np.sqrt(chance * (1 - chance) / 8000))
    assert P.skill[rows[on]] == pytest.approx(0.58)
    assert P.skill[rows[~on]] == pytest.approx(0.5)
    assert P.capacity[rows[on]] == pytest.approx(0.53 if level == 0 else 0.5)


def test_a_full_village_is_an_error_that_names_it() -> None:
    world = populated(persons=200)
    people(world, 28 * MONTHS, 1)
    world.settings["demography"]["fertility"] = 1e3
    with pytest.raises(IndexError, match="village 0 has no free row"):
        ready(world).step(world)


def test_relatives_are_found_again_after_the_dead_are_cleared() -> None:
    world = populated(persons=60)
    mixed(world)
    P, rows = world.people.columns, world.rows
    links = ("spouse", "mother", "father")

    def relatives() -> dict[int, list[int]]:
        found = {}
        for part in world.people.slices():
            for i in range(part.start, part.stop):
                rows_of = [int(getattr(P, link)[i]) for link in links]
                found[int(P.identity[i])] = [0 if r == NOBODY else int(P.identity[part.start + r]) for r in rows_of]
        return found

    before = relatives()
    P.group[rows[::5]] = 0
    gone = set(P.identity[rows[::5]].tolist())
    place = world.people.keep(P.group != 0)
    renumber_relatives(P, world.villages.columns, place, 0, 2)
    after = relatives()
    assert set(after) == set(before) - gone
    for identity, found in after.items():
        assert found == [0 if one in gone else one for one in before[identity]]
    assert sum(one in gone for identity in after for one in before[identity]) > 5


def test_a_hazard_that_differs_between_villages_is_refused() -> None:
    world = populated()
    world.settings["demography"]["death_base"][1] *= 2
    with pytest.raises(ValueError, match=r"demography\.death_base is 0\.0005 to 0\.001"):
        ready(world)


def test_word_bounds_are_those_of_the_draws() -> None:
    assert word_bounds([0.0, 1e9]).tolist() == [0, LARGEST_WORD + 1]
    assert word_bounds(np.log(2.0)) == 2**31
