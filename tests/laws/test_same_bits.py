"""Laws 2 and 3: order, threads, layout and other models change nothing; luck and identity belong to persons."""

from __future__ import annotations

import json

import numpy as np
import psutil
import pytest

from sim.agents.codes import FULL, GONE, NOBODY
from sim.core.declarations.mechanism import Mechanism
from sim.model import RuralParty
from sim.month import MONTH
from tests.bits import printed
from tests.limits import Limits
from tests.whole import run, small, states


def differ(some: dict[int, bytes], others: dict[int, bytes]) -> int:
    """Number of villages whose states differ."""
    return sum(some.get(identity) != others.get(identity) for identity in some.keys() | others.keys())


def permute(model: RuralParty, order: np.ndarray) -> None:
    """Number the villages in another order; their rows stay where they are."""
    V, offices = model.villages.columns, model.offices.columns
    V[:], offices[:] = V[order].copy(), offices[order].copy()
    place = np.argsort(order)
    V["branch"] = place[V["branch"]]
    for table in model.levers.base.values():
        table[:] = table[order].copy()
    for mechanism in model.mechanisms.values():
        mechanism.setup(model)


@pytest.mark.limit
def test_villages_in_another_order_live_the_same_lives(limit: Limits) -> None:
    scenario = small({"horizon.burn_in": 0})
    plain, permuted = RuralParty(scenario, rng=3), RuralParty(scenario, rng=3)
    permute(permuted, np.array([2, 0, 3, 1]))
    plain.run_for(24)
    permuted.run_for(24)
    limit("V26", "villages that differ: villages in another order", 0, differ(states(permuted), states(plain)), 0)


LINKS = ("spouse", "mother", "father")


def shuffle(model: RuralParty) -> None:
    """Give the people of every village other rows of it."""
    P, holders = model.people.columns, model.offices.columns["holder_row"]
    for v, rows in enumerate(model.people.slices()):
        order = np.random.default_rng(v).permutation(rows.stop - rows.start)
        place = np.argsort(order)
        for column in P.arrays.values():
            column[rows] = column[rows][order].copy()
        for link in LINKS:
            relatives = getattr(P, link)[rows]
            known = relatives != NOBODY
            relatives[known] = place[relatives[known]]
        if holders[v] >= 0:
            holders[v] = rows.start + place[holders[v] - rows.start]
    for mechanism in model.mechanisms.values():
        mechanism.setup(model)


@pytest.mark.limit
def test_people_in_another_order_live_the_same_lives(limit: Limits) -> None:
    scenario = small({"horizon.burn_in": 0})
    models = [RuralParty(scenario, rng=3) for _ in range(2)]
    shuffle(models[1])
    moved = [model.people.columns.identity[model.people.rows()] for model in models]
    assert (moved[0] != moved[1]).mean() > 0.9
    lives = []
    for model in models:
        model.run_for(24)
        P, rows = model.people.columns, model.people.rows()
        rows = rows[P.group[rows] != GONE]
        rows = rows[np.argsort(P.identity[rows])]
        lives.append({name: getattr(P, name)[rows] for name in P.names if name not in LINKS})
    plain, shuffled = models
    assert plain.recorder.series("births").sum() > 0
    people = np.any([lives[0][name] != lives[1][name] for name in lives[0]], axis=0)
    limit("V26", f"of {len(people)} persons: people of each village in another order", 0, people.sum(), 0)
    V, W = plain.villages.columns, shuffled.villages.columns
    entries = sum((V[name] != W[name]).sum() for name in V.dtype.names)
    entries += (plain.recorder.kept[:24] != shuffled.recorder.kept[:24]).sum()
    limit("V26", "entries of villages and of tallies that differ then", 0, entries, 0)


@pytest.mark.limit
def test_two_threads_give_the_bits_of_one(limit: Limits) -> None:
    found = differ(states(run(small(), threads=2)), states(run(small())))
    limit("V26", "villages that differ: two threads instead of one", 0, found, 0)


def test_a_mechanism_that_draws_but_writes_nothing_changes_nothing() -> None:
    class Onlooker(Mechanism):
        name = "onlooker"

        def step(self, model: RuralParty) -> None:
            from sim.core.compute.draws import stream, uniform

            uniform(model.key, stream("rounding"), model.people.columns.identity[0], model.month, 0)

    scenario = small()
    model = RuralParty(scenario, rng=1)
    model.mechanisms = {"onlooker": Onlooker(), **model.mechanisms}
    model.run_for(24)
    assert states(model) == states(run(scenario))


def test_two_models_in_one_process_do_not_touch_each_other() -> None:
    scenario = small()
    first, second = RuralParty(scenario, rng=1), RuralParty(scenario, rng=2)
    for _ in range(24):
        first.step()
        second.step()
    assert states(first) == states(run(scenario, seed=1))
    assert states(second) == states(run(scenario, seed=2))


def test_free_rows_change_nothing_and_a_short_village_is_laid_out_anew() -> None:
    scenario = small()
    roomy = RuralParty(scenario, rng=1)
    roomy.people.slack = 0.5
    roomy.people.lay_out_anew()
    roomy.mechanisms["roll"].setup(roomy)
    tight = RuralParty(scenario, rng=1)
    tight.people.slack = 0.06
    tight.people.lay_out_anew()
    tight.mechanisms["roll"].setup(tight)
    version = tight.people.version
    roomy.run_for(24)
    tight.run_for(24)
    assert tight.people.version > version
    assert states(roomy) == states(tight) == states(run(scenario))


def test_removing_one_person_touches_only_her_village_and_leaves_identities_alone() -> None:
    scenario = small({"horizon.burn_in": 0})
    full, without = RuralParty(scenario, rng=5), RuralParty(scenario, rng=5)
    P, V = without.people.columns, without.villages.columns
    rows = np.arange(V["first"][1], V["last"][1])
    age = ((P.group[rows].astype(int) - 1) % 220) % 110
    gone = int(rows[(age >= 18) & (age <= 22) & (P.sex[rows] == 1) & (P.stage[rows] < FULL)][0])
    identity = int(P.identity[gone])
    P.group[gone] = GONE
    full.run_for(60)
    without.run_for(60)
    before, after = states(full), states(without)
    home = int(V["identity"][1])
    assert {village for village in before if before[village] != after[village]} == {home}

    def alive(model: RuralParty) -> set[int]:
        columns = model.people.columns
        rows = model.people.rows()
        return {int(i) for i in columns.identity[rows[columns.group[rows] != GONE]]}

    with_her, without_her = alive(full), alive(without)
    assert identity not in without_her
    started = {int(i) for i in RuralParty(scenario, rng=5).people.columns.identity}
    assert len((with_her ^ without_her) - started) <= 4  # born here or there because of her, never renamed
    assert len(without_her - started) > 20


def test_same_bits_without_compilation() -> None:
    script = (
        "import sys, json; from tests.whole import run, small, states;"
        "s = small({'world.townships': 1, 'world.villages': 2, 'world.village_size': 100,"
        "'horizon.burn_in': 0, 'horizon.months': 14});"
        "s = s.changed({'policies.online_branch': {'start': '2021-02'}, 'policies.training': {'start': '2021-02'}});"
        "json.dump({str(k): v.hex() for k, v in states(run(s)).items()}, sys.stdout)"
    )
    compiled, plain = (json.loads(printed(script, NUMBA_DISABLE_JIT=disabled)) for disabled in ("0", "1"))
    assert compiled == plain


def test_every_kernel_has_one_signature_after_a_run_and_none_hands_back_an_array() -> None:
    script = (
        "import sys; from sim.core.compute.kernels import Kernel; from tests.whole import run, small;"
        "from sim.policies import policy_names;"
        "run(small(policies={name: {'start': '2021-04'} for name in policy_names()})); run(small(), seed=2, threads=2);"
        "kernels = {k for m in list(sys.modules.values()) if getattr(m, '__name__', '').startswith('sim.')"
        "           for k in vars(m).values() if isinstance(k, Kernel) and not k.inline};"
        "made = {k.__name__: str(o.signature.return_type) for k in kernels for side in (k.compiled, k.called)"
        "        for o in side.overloads.values()};"
        "crowded = [k.__name__ for k in kernels if len(k.signatures) > 1];"
        "print(len(made), crowded + [name for name, each in made.items() if 'array' in each.lower()])"
    )
    number, _, others = printed(script).partition(" ")
    assert int(number) > 2 * len(MONTH)
    assert others == "[]"


def test_memory_is_flat_over_fifty_runs() -> None:
    scenario = small({"horizon.months": 6, "horizon.burn_in": 0})
    process = psutil.Process()
    sizes = []
    for seed in range(50):
        run(scenario, seed=seed)
        sizes.append(process.memory_info().rss)
    assert max(sizes[40:]) - max(sizes[5:15]) < 8 * 2**20
