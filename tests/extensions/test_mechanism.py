"""A mechanism from outside: idle it changes no bit; awake it acts at its place, with draws and arrays of its own."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.core.compute import draws
from sim.core.compute.draws import outside_stream, stream
from sim.mechanisms import find_mechanism
from tests.extensions.conftest import MECHANISM, POLICY

FEW = {"world.townships": 1, "world.villages": 4, "world.village_size": 150, "horizon.burn_in": 0, "horizon.months": 13}


def lived(changes: dict[str, object] | None = None, threads: int = 1, check: bool = False) -> sim.RuralParty:
    """A model that has lived its thirteen months."""
    model = sim.RuralParty(
        sim.load("baseline").changed({**FEW, **(changes or {})}), rng=3, threads=threads, check=check
    )
    model.run_for(13)
    return model


def bits(model: sim.RuralParty) -> tuple[bytes, ...]:
    """All tallies, and the whole life of everybody."""
    P = model.people.columns
    return model.recorder.kept.tobytes(), P.identity.tobytes(), P.life.tobytes(), P.trust.tobytes()


def test_loaded_and_idle_it_changes_no_bit():
    before = bits(lived())
    sim.register(MECHANISM)
    assert bits(lived()) == before
    assert bits(lived({"parameters.land_quarrels.loss": 0.5})) == before
    assert bits(lived({"parameters.land_quarrels.chance": 0.05})) != before


@pytest.mark.parametrize("threads", [1, 3])
def test_awake_it_acts_in_its_villages_and_on_any_number_of_threads(threads):
    before = lived()
    sim.register(MECHANISM)
    model = lived({"parameters.land_quarrels.chance": 0.05, "parameters.land_quarrels.loss": 0.5}, threads, check=True)
    quarrels = model.mechanisms["land_quarrels"].quarrels
    assert 0 < np.count_nonzero(quarrels) < 4
    assert bits(model) == bits(lived({"parameters.land_quarrels.chance": 0.05, "parameters.land_quarrels.loss": 0.5}))
    assert model.outcome("trust") < before.outcome("trust")
    first = before.recorder.names.index("births")
    same = (model.recorder.kept == before.recorder.kept).all(axis=0)[:, first]
    assert same.all()  # other draws are as they were


def test_a_policy_from_outside_moves_its_lever(written):
    with open(POLICY, encoding="utf-8") as file:
        text = file.read()
    moved = text.replace('"service.campaign_hours", 6 * self.dose["evenings"]', '"land_quarrels.chance", 0.05')
    assert moved != text
    sim.register(MECHANISM, written("evening_rounds.py", moved))
    plan = {"policies.evening_rounds": {"start": "2021-04", "coverage": 0.5}}
    model, none = lived(plan), lived()
    quarrels, reached = model.mechanisms["land_quarrels"].quarrels, model.policies[0].chosen(model)
    assert quarrels[reached].sum() > 0
    assert quarrels[~reached].sum() == 0
    trust = model.outcome("trust", by="village") - none.outcome("trust", by="village")
    assert (trust.to_numpy()[quarrels > 0] < 0).all()


def test_a_stream_from_outside_is_made_of_its_name_and_meets_no_other(monkeypatch):
    number = outside_stream("storms.struck")
    assert number == outside_stream("storms.struck") != outside_stream("storms.passed")
    assert number >= draws.OUTSIDE > max(int(stream(name)) for name in draws._streams())
    assert number <= draws.LARGEST_WORD
    for name in ("trust.scandal", "storms"):
        with pytest.raises(ValueError, match=f"cannot be called {name!r}; take mechanism.what"):
            outside_stream(name)
    monkeypatch.setitem(draws._outside, int(number), "floods.rose")
    with pytest.raises(ValueError, match="'storms.struck' and 'floods.rose' have the same id"):
        outside_stream("storms.struck")


def test_its_kernel_is_kept_under_its_own_source():
    from sim.core.compute.kernel_cache import sources_of

    sim.register(MECHANISM)
    module = find_mechanism("land_quarrels").__module__
    found = sources_of(module)
    assert str(found[module]) == MECHANISM
    assert "sim.core.compute.draws" in found
