"""The adapter for Mesa's own tests: what it promises to them."""

import pickle

import mesa
import numpy as np
import pytest

from sim.core.columns.expressions import col
from tests.mesa_factory import factory

made = factory({"energy": np.int64, "wealth": np.float64})


class Wolf(made.Agent):
    def __init__(self, model, energy=None):
        super().__init__(model)
        self.energy = energy
        self.name = f"wolf {self.unique_id}"


class Sheep(made.Agent):
    pass


def test_the_three_classes_are_subclasses_of_mesas():
    assert issubclass(made.Model, mesa.Model)
    assert issubclass(made.Agent, mesa.Agent)
    assert issubclass(made.AgentSet, mesa.agent.AgentSet)
    assert factory({"energy": np.int64, "wealth": np.float64}) is made
    assert factory() is not made


def test_declared_numbers_lie_in_columns_and_all_else_beside():
    model = made.Model(rng=1)
    wolves = [Wolf(model, energy) for energy in range(40)]
    assert model.rows.columns.energy[model.rows.rows()].tolist() == list(range(40))
    assert [wolf.name for wolf in wolves] == [f"wolf {number}" for number in range(1, 41)]
    wolves[3].energy = "hungry"
    assert wolves[3].energy == "hungry"
    assert model.agents.get("energy")[2:5] == [2, "hungry", 4]
    wolves[3].energy = 3
    assert model.agents_by_type[Wolf].select(col.energy < 5).get("energy") == [0, 1, 2, 3, 4]


def test_an_attribute_is_missing_until_it_is_written():
    model = made.Model(rng=1)
    sheep = Sheep(model)
    with pytest.raises(AttributeError, match="has no attribute 'wealth'"):
        assert sheep.wealth
    assert model.agents.get("wealth", "default", -1) == [-1]
    sheep.wealth = 2
    assert sheep.wealth == 2


def test_classes_made_up_on_the_spot_are_kept_apart():
    model = made.Model(rng=1)
    wolf, sheep = Wolf(model, 1), Sheep(model)
    assert model.agent_types == [Wolf, Sheep]
    assert model.agents_by_type[Sheep] == made.AgentSet([sheep])
    assert [type(agent) for agent in model.agents] == [Wolf, Sheep]
    wolf.remove()
    assert len(model.agents_by_type[Wolf]) == 0
    assert (wolf.energy, wolf.name) == (1, "wolf 1")


def test_models_and_agents_can_be_pickled():
    model = made.Model(rng=1)
    wolf = Wolf(model, 5)
    wolf.pos = (1, 2)
    again = pickle.loads(pickle.dumps(wolf))
    assert (again.energy, again.name, again.pos) == (5, "wolf 1", (1, 2))
    assert again in again.model.agents
    assert again.model is not model
