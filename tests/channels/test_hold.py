"""Laws of held channels: all of them give the baseline, an untouched one changes nothing, and a linear toy is exact."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.agents.codes import GONE
from sim.channels.channel import Channel
from sim.channels.hold import Hold, live_beside
from sim.channels.table import CHANNELS, STATES, entry_of
from sim.model import RuralParty
from sim.report.described.policy_effects import effects
from sim.runs.simulate import trajectories_of
from tests.whole import run, small

POLICIES = ("training", "talent_recruitment", "online_branch", "first_secretary", "secretary_pay")


def digest(model: RuralParty) -> str:
    found = hashlib.sha256(np.ascontiguousarray(model.recorder.kept[: model.recorder.month]).tobytes())
    for array in (
        *trajectories_of(model),
        *(each[model.people.rows()] for each in model.people.columns.arrays.values()),
    ):
        found.update(array.tobytes())
    for store in ("households", "villages", "offices", "first_secretaries", "graduate_officials", "townships"):
        columns = getattr(model, store).columns
        for array in columns.arrays.values() if store == "households" else (columns,):
            found.update(array.tobytes())
    return found.hexdigest()


def holding(*channels: str) -> dict[str, Any]:
    return {"hold": dict.fromkeys(channels, "baseline")}


@pytest.fixture(scope="module")
def baseline() -> str:
    return digest(run(small()))


@pytest.mark.parametrize("policy", POLICIES)
def test_holding_all_channels_that_a_policy_enters_gives_the_baseline(policy: str, baseline: str) -> None:
    alternative = small(policies={policy: {}})
    assert digest(run(alternative)) != baseline
    entries = {entry_of(lever) for lever in effects(policy).moves}
    assert digest(run(alternative.changed(holding(*sorted(entries))))) == baseline


def test_a_policy_of_which_no_lever_acts_gives_the_baseline(baseline: str) -> None:
    assert digest(run(small(policies={"training": {"levers": []}}))) == baseline


def test_all_levers_of_a_policy_are_the_policy() -> None:
    named = small(policies={"training": {"levers": sorted(effects("training").moves)}})
    assert digest(run(named)) == digest(run(small(policies={"training": {}})))


@pytest.mark.parametrize("channel", CHANNELS)
def test_holding_a_channel_of_the_baseline_changes_nothing(channel: str, baseline: str) -> None:
    assert digest(run(small(holding(channel)))) == baseline


@pytest.mark.parametrize("channel", ["migration_levers", "presence", "posts", "helpers"])
def test_holding_a_channel_that_a_policy_does_not_touch_changes_nothing(channel: str) -> None:
    training = small({"horizon.months": 12}, {"training": {}})
    assert digest(run(training.changed(holding(channel)))) == digest(run(training))


def test_two_threads_hold_the_same_channels() -> None:
    held = small(holding("hours", "capacity"), {"training": {}})
    assert digest(run(held, threads=2)) == digest(run(held))


def test_a_held_channel_is_that_of_the_baseline() -> None:
    plain, held = small(), small(holding("trust"), {"training": {}})
    before, after = run(plain), run(held)
    there = {int(i): row for row, i in enumerate(before.people.columns.identity) if i}
    P, Q = after.people.columns, before.people.columns
    rows = [row for row in after.people.rows() if P.group[row] != GONE and int(P.identity[row]) in there]
    both = [(row, there[int(P.identity[row])]) for row in rows if Q.group[there[int(P.identity[row])]] != GONE]
    own, theirs = (np.array(each) for each in zip(*both, strict=True))
    assert (P.trust[own] == Q.trust[theirs]).all()
    assert (P.capacity[own] != Q.capacity[theirs]).any()


def test_who_holds_office_may_be_held_where_the_offices_differ() -> None:
    held = small({**holding("offices"), "horizon.months": 60}, {"talent_recruitment": {}, "training": {}})
    after, before = run(held, check=False), run(small({"horizon.months": 60}))
    same = after.offices.columns["holder"] == before.offices.columns["holder"]
    assert same.mean() >= 0.5


@pytest.mark.parametrize("channel", [each.name for each in STATES])
def test_a_world_with_a_held_channel_keeps_its_invariants(channel: str) -> None:
    policies: dict[str, Any] = {"talent_recruitment": {}, "first_secretary": {}, "collective_projects": {}}
    run(small(holding(channel), policies), check=True)


# A toy: what is asked of the first step moves the mediator, both move the outcome, and the next month remembers.
DOSE, TO_MEDIATOR, TO_OUTCOME, DIRECT, MEMORY = 1.7, 0.6, -1.3, 0.4, 0.5
MONTHS = 3


class Step:
    """One step of the toy."""

    params: dict[str, Any] = {"dose": SimpleNamespace(law="sum")}

    def __init__(self, do: Callable[[Any], None]) -> None:
        self.step = do


class Toy:
    """Two villages and two steps."""

    def __init__(self, dose: float) -> None:
        self.dose = dose
        base = np.zeros(2, [("dose", float)])
        self.levers = SimpleNamespace(base={"toy": base}, now={"toy": base})
        self.villages = SimpleNamespace(columns=np.zeros(2, [("mediator", float), ("outcome", float)]))
        self.recorder = SimpleNamespace(now=np.zeros(2, [("mediator", float)]))
        self.mechanisms = {"toy": Step(mediate), "rest": Step(respond)}

    def begin_month(self) -> None:
        now = self.levers.base["toy"].copy()
        now["dose"] += self.dose
        self.levers.now = {"toy": now, "rest": now}

    def awake(self) -> list[Step]:
        return list(self.mechanisms.values())

    def end_month(self) -> None:
        """Nothing is kept."""


def mediate(toy: Toy) -> None:
    V = toy.villages.columns
    V["mediator"] = [0.2, 0.9] + TO_MEDIATOR * toy.levers.now["toy"]["dose"]


def respond(toy: Toy) -> None:
    V = toy.villages.columns
    V["outcome"] = MEMORY * V["outcome"] + TO_OUTCOME * V["mediator"] + DIRECT * toy.levers.now["toy"]["dose"]


def outcome(dose: float, *channels: Channel) -> np.ndarray:
    baseline, toy, hold = Toy(0.0), Toy(dose), Hold(channels)
    for _ in range(MONTHS):
        live_beside(toy, baseline, hold)
    return toy.villages.columns["outcome"].copy()


MEDIATOR = Channel("mediator", {}, columns={"villages": ("mediator",)})
ENTRY = Channel("toy_levers", {}, "toy")


def test_direct_and_indirect_effects_of_a_linear_toy_are_products_of_coefficients() -> None:
    before, after, held = outcome(0.0), outcome(DOSE), outcome(DOSE, MEDIATOR)
    remembered = sum(MEMORY**month for month in range(MONTHS))
    np.testing.assert_allclose(held - before, remembered * DIRECT * DOSE, atol=1e-9)
    np.testing.assert_allclose(after - held, remembered * TO_MEDIATOR * TO_OUTCOME * DOSE, atol=1e-9)


def test_the_toy_without_its_entry_is_its_baseline_to_the_last_bit() -> None:
    assert outcome(DOSE, ENTRY).tobytes() == outcome(0.0).tobytes()
    assert outcome(DOSE).tobytes() != outcome(0.0).tobytes()
