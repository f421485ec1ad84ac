"""RuralParty through the eyes of somebody who knows Mesa."""

import pickle
import re
from functools import cache
from pathlib import Path

import mesa
import numpy as np
import pytest
from mesa.experimental.mesa_signals import ModelSignals

from sim.agents.codes import AGES, FULL, PROBATIONARY, WOMAN
from sim.agents.county import County
from sim.agents.household import Household
from sim.agents.member import Member
from sim.agents.secretary import Secretary
from sim.agents.village import Village
from sim.agents.villager import Villager
from sim.core.columns.expressions import col
from sim.model import RuralParty
from tests.whole import small


@cache
def saved_model():
    return pickle.dumps(RuralParty(small(), rng=1))


def small_model():
    """Four villages after a year of burn-in; each call gives a model of its own."""
    return pickle.loads(saved_model())


@pytest.fixture
def model():
    return small_model()


class Visitor(mesa.Agent):
    """An agent of the user's own."""

    def __init__(self, model, purse):
        super().__init__(model)
        self.purse = purse

    def step(self):
        self.purse -= 1


def test_every_registered_person_is_one_agent_and_so_is_every_row_of_the_other_stores(model):
    P = model.people.columns
    rows = model.people.rows()
    living = rows[P.group[rows] != 0]
    members = living[P.stage[living] >= PROBATIONARY]
    assert len(model.agents_by_type[Villager]) == len(living) - len(members)
    assert model.agents_by_type[Member].get("identity") == P.identity[members].tolist()
    assert len(model.agents) == sum(len(agents) for agents in model.agents_by_type.values())
    assert len(model.agents_by_type[Village]) == len(model.villages.columns)
    assert len(set(model.agents.get("unique_id"))) == len(model.agents)
    assert all(isinstance(agent, mesa.Agent) for agent in model.agents)
    assert set(model.agent_types) >= {Villager, Member, Household, Village, Secretary, County}


def test_means_by_set_are_means_of_the_columns(model):
    registered = model.agents.select(agent_type=Villager)
    P = model.people.columns
    rows = model.people.rows()
    rows = rows[P.group[rows] != 0]
    assert registered.agg("trust", np.mean) == P.trust[rows].astype(float).mean()
    assert registered.count(col.age >= 60) == int((((P.group[rows].astype(int) - 1) % 220 % 110) >= 60).sum())
    assert registered.select(lambda person: person.age >= 60).get("identity") == registered.select(col.age >= 60).get(
        "identity"
    )
    by_village = registered.groupby("village").count()
    V = model.villages.columns
    assert list(by_village) == list(range(len(V)))
    assert by_village[0] == int((P.group[V["first"][0] : V["last"][0]] != 0).sum())


def test_the_holder_of_an_office_is_a_member_of_the_village(model):
    office = next(office for office in model.agents_by_type[Secretary] if office.holder)
    assert isinstance(office.person, Member)
    assert office.person.unique_id == office.holder
    assert office.person.village == office.row
    assert office.person in model.agents_by_type[Member]


def test_a_person_carries_her_identity_through_admission_and_years(model):
    person = model.agents_by_type[Villager].select((col.age > 30) & (col.age < 40)).to_list()[0]
    age = person.age
    assert (person.is_member, type(person)) == (False, Villager)
    person.stage = FULL
    again = next(member for member in model.agents_by_type[Member] if member == person)
    assert (again.unique_id, type(again), again.is_member) == (person.unique_id, Member, True)
    model.run_for(13)
    assert person not in model.agents or person.age in (age + 1, age + 2)


def test_a_villager_made_by_hand_lives_on_and_has_an_identity_of_place_and_month(model):
    before, household = len(model.agents), 0
    made = Villager(model, village=1, household=household, sex=WOMAN, age=30, trust=0.75)
    second = Villager(model, village=1, household=household, sex=WOMAN, age=30)
    assert (made.age, made.village, made.sex, made.trust, made.away) == (30, 1, WOMAN, 0.75, False)
    assert made.unique_id != second.unique_id
    assert len(model.agents) == before + 2
    other = small_model()
    assert Villager(other, village=1, household=household, sex=0, age=50).unique_id == made.unique_id
    member = Member(model, village=0, household=household, sex=0, age=55)
    assert (member.stage, member in model.agents_by_type[Member]) == (FULL, True)
    model.step()
    assert member in model.agents
    assert made.age == 30


def test_a_village_that_is_full_is_laid_out_anew_for_a_newcomer(model):
    V = model.villages.columns
    room = int(V["room"][0] - V["last"][0])
    people = Villager.create_agents(
        model, room + 5, village=0, household=0, sex=0, age=[20 + i % 50 for i in range(room + 5)]
    )
    assert len(people) == room + 5
    assert people.get("age") == [20 + i % 50 for i in range(room + 5)]
    assert set(people.get("village")) == {0}
    model.step()


def test_a_person_removed_by_hand_is_gone_next_month_and_still_readable(model):
    person = model.agents_by_type[Member].to_list()[0]
    identity, age, members = person.unique_id, person.age, len(model.agents_by_type[Member])
    person.remove()
    assert len(model.agents_by_type[Member]) == members - 1
    assert (person.age, person.unique_id) == (age, identity)
    model.run_for(14)
    assert (person.age, person.is_member) == (age, True)
    assert identity not in model.agents.select(agent_type=Villager).get("unique_id")


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (lambda model: Villager(model), TypeError, "missing: village, household, sex, age or birth_month"),
        (
            lambda model: Villager(model, village=99, household=0, sex=0, age=3),
            ValueError,
            "village = 99: allowed are 0 to",
        ),
        (lambda model: Villager(model, village=0, household=10**4, sex=0, age=3), ValueError, "household = 10000"),
        (lambda model: Villager(model, village=0, household=0, sex=2, age=3), ValueError, r"sex = 2: allowed are"),
        (lambda model: Villager(model, village=0, household=0, sex=0, age=AGES), ValueError, "age = 110"),
        (
            lambda model: Villager(model, village=0, household=0, sex=0, age=3, trsut=1),
            TypeError,
            "did you mean 'trust'",
        ),
        (
            lambda model: Villager(model, village=0, household=0, sex=0, age=30, stage=FULL),
            ValueError,
            r"type Member\(model",
        ),
        (
            lambda model: Member(model, village=0, household=0, sex=0, age=30, stage=1),
            ValueError,
            r"type Villager\(model",
        ),
        (lambda model: Village(model), TypeError, "made with the world"),
        (lambda model: model.agents_by_type[Village][0].remove(), TypeError, "belongs to the world"),
        (lambda model: setattr(model.agents_by_type[Member][0], "group", 3), AttributeError, "is made, not written"),
        (lambda model: setattr(model.agents_by_type[Member][0], "age", 3), AttributeError, "is calculated"),
        (lambda model: model.agents_by_type[Member].set("trust", 2), ValueError, r"Villager\.trust = 2: allowed"),
        (lambda model: setattr(model, "scenario", None), AttributeError, "keeps its scenario"),
        (lambda model: setattr(model, "agents", []), AttributeError, "set model.agents"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(model, change, error, message):
    before = model.people.columns.group.copy()
    with pytest.raises(error, match=message):
        change(model)
    assert (model.people.columns.group == before).all()


def test_a_class_of_ones_own_below_villager_is_told_to_derive_from_mesa(model):
    class Farmer(Villager):
        """A row cannot remember this."""

    with pytest.raises(TypeError, match=r"cannot remember that it is a Farmer.*derive from mesa\.Agent"):
        Farmer(model, village=0, household=0, sex=0, age=30)


def test_writing_presence_and_sex_keeps_the_group_in_step(model):
    members = model.agents_by_type[Member].copy()
    age = members.get("age")
    members.set("away", True).set("sex", col.sex * 0)
    assert members.get("age") == age
    members.set("birth_month", model.month - 1 - 12 * 40)
    assert members.get("age") == [40] * len(age)
    members.set("birth_month", col.birth_month + 1)
    assert members.get("age") == [39] * len(age)
    assert members.get("group") == [1 + 220 + 39] * len(age)


def test_agents_of_the_users_own_live_beside_the_rows(model):
    before = len(model.agents)
    visitors = Visitor.create_agents(model, 3, purse=[5, 6, 7])
    assert len(model.agents) == before + 3
    assert model.agents_by_type[Visitor].agg("purse", sum) == 18
    model.agents_by_type[Visitor].shuffle_do("step")
    assert visitors.get("purse") == [4, 5, 6]
    assert model.agents.select(agent_type=Visitor).count() == 3
    assert model.agents.select(lambda agent: isinstance(agent, Visitor | County)).count() == 3 + len(
        model.counties.columns
    )
    assert model.agents[-1] in model.agents_by_type[Visitor]
    held = visitors.to_list()
    held[0].remove()
    assert held[0] not in model.agents
    assert len(model.agents) == before + 2
    assert Visitor in model.agent_types


def test_observers_hear_of_agents_added_and_removed_by_hand(model):
    heard = []

    def hear(message):
        heard.append(message.signal_type)

    model.observe("agents", ModelSignals.AGENT_ADDED, hear)
    model.observe("agents", ModelSignals.AGENT_REMOVED, hear)
    person = Villager(model, village=0, household=0, sex=0, age=44)
    visitor = Visitor(model, 1)
    person.remove()
    visitor.remove()
    assert heard == [ModelSignals.AGENT_ADDED] * 2 + [ModelSignals.AGENT_REMOVED] * 2


def test_two_models_in_one_process_do_not_touch_each_other(model):
    other = small_model()
    mine, theirs = model.agents_by_type[Member].to_list()[0], other.agents_by_type[Member].to_list()[0]
    assert mine.unique_id == theirs.unique_id
    assert mine != theirs
    assert theirs not in model.agents
    trust = theirs.trust
    mine.trust = 0.125
    mine.remove()
    assert theirs.trust == trust
    assert theirs in other.agents


def test_a_pickled_model_goes_on_as_the_first_would_have(model):
    Visitor(model, 3)
    again = pickle.loads(pickle.dumps(model))
    model.run_for(2)
    again.run_for(2)
    assert again.agents_by_type[Visitor].get("purse") == [3]
    for name in model.people.columns.names:
        assert (getattr(model.people.columns, name) == getattr(again.people.columns, name)).all(), name
    person, held = pickle.loads(pickle.dumps((model.agents_by_type[Member][0], model.agents_by_type[Member].copy())))
    assert person in held
    assert person.model is not model


def test_the_scenario_is_ours_whatever_mesa_sets(model):
    assert model.scenario is model.future
    assert model.agents_by_type[Member][0].scenario is model.future
    assert model.agents_by_type[Member][0].random is model.random


def test_a_data_collector_shows_county_means(model):
    collector = mesa.DataCollector(
        model_reporters={
            "trust": lambda model: model.agents.select(agent_type=Villager).agg("trust", np.mean),
            "formalism": lambda model: model.agents_by_type[Village].groupby("county").agg("formalism", np.mean),
        },
        agenttype_reporters={Village: {"residents": "residents"}},
    )
    for _ in range(3):
        model.step()
        collector.collect(model)
    frame = collector.get_model_vars_dataframe()
    assert frame["trust"].between(0, 1).all()
    assert frame["formalism"].iloc[-1] == {0: model.villages.columns["formalism"].mean()}
    villages = collector.get_agenttype_vars_dataframe(Village)
    assert (
        villages["residents"].tolist()[-len(model.villages.columns) :] == model.villages.columns["residents"].tolist()
    )


def test_time_and_steps_of_mesa_walk_the_months(model):
    month = model.month
    model.step()
    model.run_for(2)
    model.run_until(5)
    assert model.time == 5
    assert model.month == month + 5


def test_the_examples_of_the_guide_for_mesa_users_run(model, capsys):
    guide = (Path(__file__).parent.parent / "docs" / "mesa.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    assert len(blocks) == 3
    code = "\n".join(blocks).replace('RuralParty("baseline", rng=1)', "ready")
    exec(compile(code, "docs/mesa.md", "exec"), {"ready": model, "__name__": "guide"})
    assert capsys.readouterr().out.splitlines()[-1] == "30 False"
