"""Row views: agents without data of their own, and sets of several kinds of them."""

import copy
import gc
import pickle

import mesa
import numpy as np
import pandas as pd
import pytest

from sim.core.columns.agentset import ColumnAgentSet
from sim.core.columns.columns import Column, SlicedStore, TableStore
from sim.core.columns.expressions import col
from sim.core.columns.mixedset import MixedAgentSet, collect
from sim.core.columns.rowmodel import RowModel
from sim.core.columns.views import Derived, RowAgent
from tests.core.columns.row_worlds import Elder, Person, Place, Rows, named

DATA = [(20, 1.5, True, 1), (65, -2.0, False, 2), (70, 0.25, True, 3), (33, 8.0, False, 4)]


class Own(mesa.Agent):
    """An agent of the user's own."""


@pytest.fixture
def model():
    return Rows(DATA, elders=True)


def test_a_view_is_a_mesa_agent_with_two_slots_and_nothing_else(model):
    person = model.agents[0]
    assert isinstance(person, mesa.Agent)
    assert RowAgent.__slots__ == ("_directory", "_identity")
    assert vars(person) == {}
    assert (person.model, person.pos) == (model, None)
    assert person.random is model.random
    assert person.rng is model.rng
    assert person.step() is None
    assert repr(person) == f"Person({person.unique_id})"


def test_making_a_view_registers_nothing(model):
    before, counter = len(model.agents), model.agent_id_counter
    assert len([model.agents[0] for _ in range(5)]) == 5
    assert (len(model.agents), model.agent_id_counter) == (before, counter)


def test_views_of_one_row_are_equal_whatever_class_they_were_made_with(model):
    person = model.agents[0]
    again = model.agents[0]
    assert person is not again
    assert person == again
    assert len({person, again}) == 1
    person.age = 80
    elder = model.agents[0]
    assert (type(person), type(elder)) == (Person, Elder)
    assert person == elder
    assert hash(person) == hash(elder)
    assert person != model.agents[1]
    assert person != Rows(DATA).agents[0]
    assert person != person.unique_id


def test_values_are_python_scalars_and_writes_reach_the_row(model):
    person = model.agents[0]
    assert [type(getattr(person, name)) for name in ("identity", "age", "wealth", "home", "size")] == [
        int,
        int,
        float,
        bool,
        int,
    ]
    person.wealth = 3
    person.home = False
    assert model.persons.columns.wealth[person.row] == 3.0
    assert not model.persons.columns.home[person.row]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("age", -1, r"Person\.age = -1: allowed are whole numbers from 0 to 120 \(year\)"),
        ("age", 1.5, "allowed are whole numbers"),
        ("age", np.nan, "allowed are whole numbers"),
        ("age", "old", r"Person\.age = 'old'"),
        ("age", None, r"Person\.age = None"),
        ("size", 40_000, "from -32768 to 32767"),
        ("home", 2, "from 0 to 1"),
        ("wealth", np.inf, "allowed are numbers from"),
    ],
)
def test_a_value_that_a_column_cannot_hold_is_refused(model, name, value, message):
    person = model.agents[0]
    before = getattr(person, name)
    with pytest.raises(ValueError, match=message):
        setattr(person, name, value)
    assert getattr(person, name) == before


def test_what_is_no_column_can_be_neither_read_nor_written(model):
    person = model.agents[0]
    with pytest.raises(AttributeError, match="Person has no column 'welth'; did you mean 'wealth'"):
        assert person.welth
    with pytest.raises(AttributeError, match="a view keeps nothing of its own"):
        person.mood = 1
    with pytest.raises(AttributeError):
        person.unique_id = 3
    assert not hasattr(person, "mood")
    assert vars(person) == {}


def test_views_are_copied_and_pickled_as_views(model):
    person = model.agents[0]
    assert copy.copy(person) == person
    again, same = pickle.loads(pickle.dumps((person, model.agents[0])))
    assert again == same
    assert again != person
    assert (again.age, again.unique_id) == (person.age, person.unique_id)
    assert again in again.model.agents


def test_rows_of_a_table_are_named_by_their_row_and_unique_in_the_model(model):
    places = model.agents_by_type[Place]
    assert [place.row for place in places] == [0, 1]
    assert places.get("wealth") == [5.0, 5.0]
    assert len(set(model.agents.get("unique_id"))) == len(model.agents) == 6
    own = Own(model)
    assert own.unique_id not in [agent.unique_id for agent in model.agents if agent is not own]
    assert places.get("unique_id") == [place.unique_id for place in places]


class House(RowAgent, store="houses"):
    """A row of a slice without an identity of its own."""

    rooms = Column(np.int8, "1", "rooms")
    place = Derived(lambda directory, rows: directory.village(rows), "1", "number of the village")
    double = Derived(lambda directory, rows: 2 * directory.column("rooms")[rows].astype(int), "1", "twice the rooms")


class Houses(RowModel):
    def __init__(self):
        super().__init__(rng=1)
        self.houses = SlicedStore(House, np.array([2, 0, 3]), slack=0.0)
        self.houses.columns.rooms[:] = np.arange(5)
        self.offer_rows((House,))


def test_rows_without_identity_are_named_by_village_and_place_and_survive_a_new_layout():
    model = Houses()
    houses = model.agents.select(agent_type=House)
    assert houses.get(["rooms", "place", "double"]) == [[0, 0, 0], [1, 0, 2], [2, 2, 4], [3, 2, 6], [4, 2, 8]]
    last = houses.to_list()[-1]
    model.houses.slack = 0.5
    model.houses.lay_out_anew()
    assert (last.rooms, last.place, last.double) == (4, 2, 8)
    assert last.row > 4
    assert houses.select(col.double > 5).get("rooms") == [3, 4]
    assert houses.sort("double").get("rooms") == [4, 3, 2, 1, 0]
    with pytest.raises(AttributeError, match="is calculated"):
        last.double = 3


def test_rows_that_only_the_world_makes_are_not_made_or_removed_by_hand(model):
    with pytest.raises(TypeError, match="Place is made with the world"):
        Place(model)
    with pytest.raises(TypeError, match="belongs to the world"):
        model.agents_by_type[Place][0].remove()
    assert len(model.agents_by_type[Place]) == 2


def test_a_class_of_ones_own_over_the_rows_is_refused_with_what_to_do(model):
    class Farmer(Person):
        """A row cannot remember this."""

    with pytest.raises(TypeError, match=r"cannot remember that it is a Farmer.*Person, Elder; derive from mesa\.Agent"):
        Farmer(model)


def test_many_rows_at_once_take_one_value_each_or_one_for_all(model):
    made = Person.create_agents(model, 3, age=[1, 2, 3], wealth=4.0)
    assert isinstance(made, ColumnAgentSet)
    assert made.get(["age", "wealth"]) == [[1, 4.0], [2, 4.0], [3, 4.0]]
    read = Person.from_dataframe(model, pd.DataFrame({"age": [7, 8]}), wealth=1.0)
    assert read.get(["age", "wealth"]) == [[7, 1.0], [8, 1.0]]
    with pytest.raises(TypeError, match="does not support sequence data in kwargs"):
        Person.from_dataframe(model, pd.DataFrame({"age": [7]}), wealth=[1.0])
    assert len(model.agents_by_type[Person]) == 7
    assert len(Person.create_agents(model, 2)) == 2


def test_all_agents_are_indexed_as_they_are_listed(model):
    own = Own(model)
    agents = list(model.agents)
    assert [model.agents[place] for place in range(-7, 7)] == agents + agents
    assert model.agents[2:5] == agents[2:5]
    assert agents[-1] is own
    with pytest.raises(IndexError):
        model.agents[7]
    with pytest.raises(TypeError, match="read from the columns"):
        model.agents.shuffle(inplace=True)
    with pytest.raises(TypeError, match="read from the columns"):
        model.agents.discard(agents[0])


def test_a_mixed_set_calls_rows_and_objects_in_one_order(model):
    own = [Own(model) for _ in range(3)]
    stock = mesa.Model(rng=1)
    mixed = model.agents.shuffle()
    order = list(range(9))
    stock.random.shuffle(order)
    agents = list(model.agents)
    assert mixed.to_list() == [agents[place] for place in order]
    assert isinstance(mixed, MixedAgentSet)
    assert mixed.count(lambda agent: isinstance(agent, Own)) == 3
    assert mixed.get("wealth", "default", -1).count(-1) == 3
    assert mixed.sort("unique_id", ascending=True).to_list()[:3] == own
    assert mixed.groupby(type).count() == {Person: 2, Elder: 2, Place: 2, Own: 3}
    called = []
    mixed.do(called.append)
    assert called == mixed.to_list()
    assert mixed.map(lambda agent: agent.unique_id) == [agent.unique_id for agent in mixed]


def test_a_mixed_set_loses_those_who_leave_and_holds_objects_weakly(model):
    own = Own(model)
    mixed = model.agents.copy()
    person = model.agents[0]
    person.remove()
    assert person not in mixed
    assert own in mixed
    assert len(mixed) == 6
    own.remove()
    del own
    gc.collect()
    assert len(mixed) == 5
    with pytest.raises(KeyError):
        mixed.remove(Own(Rows(DATA)))
    mixed.discard(model.agents[0])
    assert len(mixed) == 4
    mixed.add(model.agents[0])
    assert mixed.to_list()[-1] == model.agents[0]


def test_collected_agents_are_a_set_over_columns_where_they_can_be(model):
    people = model.agents.select(lambda agent: isinstance(agent, Person))
    assert type(people) is ColumnAgentSet
    assert type(collect([*people, Own(model)], model.random)) is MixedAgentSet
    assert named(model.agents.select(agent_type=Person, at_most=3)) == named(people)[:3]
    assert len(model.agents.select(agent_type=mesa.Agent)) == len(model.agents)
    assert model.agents.select(col.wealth > 1, agent_type=Place).get("wealth") == [5.0, 5.0]


def test_a_store_that_is_replaced_is_read_anew(model):
    model.places = TableStore(Place, 0)
    assert len(model.agents_by_type[Place]) == 0
    model.places = TableStore(Place, 5)
    assert len(model.agents_by_type[Place]) == 5
