"""The toy is one model whatever runs it, and the harness refuses to compare engines that do not agree."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from benchmarks import one_toy, peers, peers_environment, toy, toy_numpy, toy_ruralparty

VILLAGES = 60
SEED = 3


def measured() -> dict[str, dict[str, Any]]:
    return {
        peers.OURS: one_toy.measure("toy_ruralparty", VILLAGES, 1, ""),
        peers.NUMPY: one_toy.measure("toy_numpy", VILLAGES, 1, "numpy"),
    }


def test_our_core_and_numpy_agree_with_the_recursion_and_with_each_other() -> None:
    off = peers.deviations(measured())
    assert max(abs(each) for figures in off.values() for each in figures) < peers.LARGEST_DEVIATION, off


def test_an_engine_that_runs_another_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers_environment, "ready", dict)
    results = measured()
    monkeypatch.setattr(toy, "RETURN", 1.2 * toy.RETURN)
    results[peers.NUMPY] = one_toy.measure("toy_numpy", VILLAGES, 1, "numpy")
    monkeypatch.undo()
    monkeypatch.setattr(peers_environment, "ready", dict)
    monkeypatch.setattr(peers, "ENGINES", dict.fromkeys(results))
    monkeypatch.setattr(peers, "run", lambda name, repeats: results[name])
    with pytest.raises(RuntimeError, match="numpy: results differ"):
        peers.measure()


def test_an_engine_that_cannot_run_is_named_with_the_reason() -> None:
    results = {peers.OURS: measured()[peers.OURS], peers.MESA: {"problem": "No module named 'mesa'"}}
    text = peers.table(results, {"starsim==3.7.2": "no wheel for this Python"})
    assert "mesa          not measured: No module named 'mesa'" in text
    assert "not installed: starsim==3.7.2: no wheel for this Python" in text


def test_every_village_starts_with_the_same_ages_at_home_and_without_adopters() -> None:
    first = toy.start(3)
    ages = first.age.reshape(3, -1)
    assert (ages == ages[0]).all()
    assert len(set(ages[0])) == toy.VILLAGE_SIZE
    assert not first.away.any()
    assert not first.adopted.any()


def test_nobody_passes_the_oldest_age() -> None:
    for build in (toy_numpy.build, toy_ruralparty.build):
        world = build(1, SEED)
        for _ in range(toy.OLDEST - toy.START_SPAN + toy.MONTHS_A_YEAR):
            world.month()
        assert world.state().age.max() < toy.OLDEST


def test_a_newborn_is_somebody_else_in_the_same_row() -> None:
    world = toy_ruralparty.build(1, SEED)
    world.people.adopted[:] = True
    world.death[:] = 2**32
    before = world.people.uid.copy()
    world.month()
    state = world.state()
    assert (state.age == 0).all()
    assert not state.away.any()
    assert not state.adopted.any()
    assert not np.isin(world.people.uid, before).any()


def test_our_toy_gives_the_same_bits_as_plain_python() -> None:
    compiled, plain = toy_ruralparty.build(1, SEED), toy_ruralparty.build(1, SEED)
    compiled.people.group[::7] += toy_ruralparty.AGES
    plain.people.group[::7] += toy_ruralparty.AGES
    for _ in range(12):
        compiled.month()
        plain.number += 1
        toy_ruralparty.village_month.function(plain.people, plain.death, plain.move, plain.number, plain.seed, 0, 1)
    for ours, theirs in zip(compiled.people, plain.people, strict=True):
        assert (ours == theirs).all()


def test_peers_are_pinned_and_come_from_the_usual_index() -> None:
    for path in (peers_environment.TOGETHER, peers_environment.ALONE):
        for requirement in peers_environment.requirements(path):
            assert requirement.count("==") == 1
            assert "/" not in requirement


def test_the_ratio_to_mesa_takes_the_faster_mesa_and_is_absent_without_one() -> None:
    ours = {peers.OURS: {"ns": 4.0}}
    assert peers.times_mesa(ours | {peers.MESA: {"ns": 400.0}, peers.MESA_LOOP: {"ns": 300.0}}) == 75.0
    assert peers.times_mesa(ours | {peers.MESA: {"problem": "absent"}}) is None
