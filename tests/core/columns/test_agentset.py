"""Verbs of sets over columns, held against Mesa's own set with the same persons."""

import copy
import operator
import pickle
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.core.columns.agentset import ColumnAgentSet
from sim.core.columns.columns import SlicedStore
from sim.core.columns.expressions import col
from sim.core.columns.mixedset import MixedAgentSet
from sim.core.columns.typeset import TypeAgentSet
from tests.core.columns.row_worlds import (
    DATA,
    VARIABLES,
    Elder,
    Objects,
    Person,
    Place,
    Rows,
    both,
    limits,
    named,
    people,
)

quick = settings(max_examples=60, deadline=None)
functions = st.sampled_from(
    [
        lambda person: person.age >= 60,
        lambda person: person.home,
        lambda person: person.wealth * 2 > person.size,
        lambda person: False,
        lambda person: person.size,
    ]
)


@quick
@given(people, functions, limits, st.booleans())
def test_select_by_function_is_stock_select(data, function, at_most, inplace):
    rows, objects = both(data)
    chosen = rows.select(function, at_most, inplace)
    assert named(chosen) == named(objects.everybody.select(function, at_most, inplace))
    assert (chosen is rows) == inplace


@quick
@given(people, st.sampled_from(VARIABLES), st.booleans(), st.booleans())
def test_sort_by_column_is_stock_sort_equal_ones_included(data, name, ascending, inplace):
    rows, objects = both(data)
    expected = named(objects.everybody.sort(name, ascending))
    assert named(rows.sort(name, ascending, inplace)) == expected
    assert named(rows) == (expected if inplace else named(objects.everybody))


@quick
@given(people, st.booleans())
def test_sort_by_function_and_by_expression_is_stock_sort(data, ascending):
    rows, objects = both(data)
    expected = named(objects.everybody.sort(lambda person: person.wealth - person.size, ascending))
    assert named(rows.sort(lambda person: person.wealth - person.size, ascending)) == expected
    assert named(rows.sort(col.wealth - col.size, ascending)) == expected


@quick
@given(people, st.integers(0, 1000), st.booleans())
def test_shuffle_draws_the_order_of_the_stock_set(data, seed, inplace):
    rows, objects = Rows(data, seed).everybody, Objects(data, seed)
    assert named(rows.shuffle(inplace)) == named(objects.everybody.shuffle(inplace))


@quick
@given(people, st.integers(0, 1000))
def test_shuffle_do_calls_in_the_order_of_the_stock_set(data, seed):
    rows, objects = Rows(data, seed), Objects(data, seed)
    called, expected = [], []
    rows.everybody.shuffle_do(called.append)
    objects.everybody.shuffle_do(expected.append)
    assert named(called) == named(expected)


@quick
@given(
    people,
    st.sampled_from(VARIABLES),
    st.sampled_from([sum, min, max, len, sorted, np.mean, np.std, np.median, np.sum]),
)
def test_agg_gives_the_number_that_the_stock_set_gives(data, name, function):
    rows, objects = both(data)
    assert rows.agg(name, function) == objects.everybody.agg(name, function)
    assert rows.agg(name, [min, function]) == objects.everybody.agg(name, [min, function])


@quick
@given(people, st.sampled_from([*VARIABLES, lambda person: person.age // 10, lambda person: person.home]))
def test_groups_are_the_stock_groups_in_the_stock_order(data, by):
    rows, objects = both(data)
    got, expected = rows.groupby(by), objects.everybody.groupby(by)
    assert list(got.groups) == list(expected.groups)
    assert [named(group) for _, group in got] == [named(group) for _, group in expected]
    assert got.count() == expected.count()
    assert got.agg("wealth", np.mean) == expected.agg("wealth", np.mean)
    assert got.agg("age", max) == expected.agg("age", max)
    assert rows.groupby(by, result_type="list").map(len) == expected.map(len)


@quick
@given(people, st.lists(st.sampled_from(VARIABLES), max_size=3))
def test_get_gives_python_numbers_of_the_stock_set(data, names):
    rows, objects = both(data)
    for wanted in (*names, names):
        got = rows.get(wanted)
        assert got == objects.everybody.get(wanted)
        assert type(got) is list
    assert {type(value) for name in names for value in rows.get(name)} <= {int, float, bool}


@quick
@given(people, st.integers(0, 100))
def test_set_and_do_and_map_leave_the_stock_values(data, age):
    rows, objects = both(data)
    assert rows.set("age", age) is rows
    objects.everybody.set("age", age)
    assert rows.map("birthday", 2) == objects.everybody.map("birthday", years=2)
    assert rows.do(lambda person: person.birthday()) is rows
    objects.everybody.do(lambda person: person.birthday())
    assert rows.get(["age", "wealth"]) == objects.everybody.get(["age", "wealth"])


@quick
@given(people, st.data())
def test_set_algebra_is_that_of_the_stock_set(data, draw):
    rows, objects = both(data)
    places = st.lists(st.integers(0, len(data) - 1), max_size=10)
    left, right = draw.draw(places), draw.draw(places)
    views = rows.to_list()
    for operate in (operator.and_, operator.or_, operator.sub, operator.xor):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of Mesa too: an empty result has no generator
            got = operate(ColumnAgentSet([views[i] for i in left]), ColumnAgentSet([views[i] for i in right]))
            stock = [type(objects.everybody)([objects.held[i] for i in chosen]) for chosen in (left, right)]
            assert named(got) == named(operate(*stock))


@quick
@given(people, st.data())
def test_adding_discarding_and_removing_keep_the_stock_order(data, draw):
    rows, objects = both(data)
    views, stock = rows.to_list(), objects.everybody
    for place in draw.draw(st.lists(st.integers(0, len(data) - 1), max_size=12)):
        for verb in draw.draw(st.sampled_from([("discard", "add"), ("add",), ("discard",)])):
            getattr(rows, verb)(views[place])
            getattr(stock, verb)(objects.held[place])
        assert named(rows) == named(stock)
        assert len(rows) == len(stock)
        assert (views[place] in rows) == (objects.held[place] in stock)
        if views[place] not in rows:
            with pytest.raises(KeyError):
                rows.remove(views[place])


@quick
@given(people, st.integers(-30, 30))
def test_indexing_is_that_of_the_stock_set_with_its_warning(data, place):
    rows, objects = both(data)
    with pytest.warns(PendingDeprecationWarning, match=r"AgentSet\.__getitem__ is deprecated"):
        assert named(rows[:place]) == named(objects.everybody.to_list()[:place])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        if -len(data) <= place < len(data):
            assert named([rows[place]]) == named([objects.everybody[place]])
        else:
            with pytest.raises(IndexError):
                rows[place]


@pytest.mark.parametrize(
    ("verb", "arguments", "error"),
    [
        ("get", ("shoe",), AttributeError),
        ("get", (["age", "shoe"],), AttributeError),
        ("get", ("age", "some nonsense"), ValueError),
        ("agg", ("shoe", sum), AttributeError),
        ("sort", ("shoe",), AttributeError),
        ("groupby", ("shoe",), AttributeError),
        ("do", ("dance",), AttributeError),
        ("shuffle_do", ("dance",), AttributeError),
        ("map", (lambda person: person.dance(),), AttributeError),
        ("map", (lambda person: 1 / 0,), ZeroDivisionError),
        ("select", ((col.shoe > 1).__call__,), AttributeError),
    ],
)
def test_errors_are_of_the_kinds_that_the_stock_set_raises(verb, arguments, error):
    rows, objects = both(DATA)
    for agents in (rows, objects.everybody):
        with pytest.raises(error):
            getattr(agents, verb)(*arguments)


def test_a_missing_attribute_takes_the_default_given():
    rows, objects = both(DATA)
    assert rows.get("shoe", "default", 7) == objects.everybody.get("shoe", "default", 7)
    assert rows.get(["age", "shoe"], "default") == objects.everybody.get(["age", "shoe"], "default")


def test_set_takes_an_expression_and_refuses_what_a_column_cannot_hold():
    rows = Rows(DATA).everybody
    rows.set("wealth", 2 * col.wealth)
    assert rows.get("wealth") == [2 * wealth for _, wealth, _, _ in DATA]
    with pytest.raises(ValueError, match=r"Person\.age = 130: allowed are whole numbers from 0 to 120 \(year\)"):
        rows.set("age", col.age + 65)
    with pytest.raises(ValueError, match="one value for all"):
        rows.set("age", [1, 2, 3, 4, 5])
    with pytest.raises(AttributeError, match="did you mean 'age'"):
        rows.set("agee", 1)
    assert rows.get("age") == [age for age, *_ in DATA]


def test_removed_agents_disappear_from_all_sets_and_are_not_called_any_more():
    model = Rows(DATA)
    everybody, richest = model.everybody, model.everybody.sort("wealth")
    called = []

    def call(person):
        called.append(person)
        for other in everybody.select(lambda other: other.age > 60 and other != person):
            other.remove()

    everybody.do(call)
    assert named(called) == named(everybody) == named(model.agents_by_type[Person])
    assert [person.age for person in called] == [20, 33]
    assert named(richest) == named(sorted(called, key=lambda person: -person.wealth))


def test_removed_agents_stay_readable_and_writable_as_objects_are():
    person = Rows(DATA).everybody.to_list()[1]
    model, identity = person.model, person.unique_id
    person.remove()
    person.remove()
    model.persons.keep(np.asarray(model.persons.columns.alive))
    assert (person.age, person.wealth, person.unique_id) == (65, -2.0, identity)
    person.age = 66
    assert person.age == 66
    assert person not in model.agents
    with pytest.raises(LookupError, match="has left the model"):
        model.everybody.add(person)


def test_sets_stay_right_when_rows_move_and_drop_those_whose_rows_were_cleared():
    model = Rows(DATA)
    chosen, last = model.everybody.sort("age"), model.everybody.to_list()[-1]
    before, place = chosen.get("age"), last.row
    model.persons.lay_out_anew()
    model.persons.columns.alive[model.persons.rows()[2]] = False
    model.persons.keep(np.asarray(model.persons.columns.alive))
    assert last.age == DATA[-1][0]
    assert last.row != place
    assert chosen.get("age") == [age for age in before if age != DATA[2][0]]
    gone = ColumnAgentSet([last])
    model.persons.columns.alive[last.row] = False
    assert len(gone) == 0
    model.persons.keep(np.asarray(model.persons.columns.alive))
    with pytest.raises(LookupError, match="is gone and its row in 'persons' was cleared"):
        assert last.age


def test_rows_that_come_without_moving_others_are_found():
    model = Rows(DATA)
    assert len(model.agents_by_type[Person]) == 5
    newcomer = Person(model, age=4, wealth=1.0)
    assert newcomer in model.agents
    assert len(model.agents_by_type[Person]) == 6
    assert newcomer.age == 4


def test_classes_of_one_store_share_its_rows_out_exactly():
    model = Rows(DATA, elders=True)
    elders, younger = model.agents_by_type[Elder], model.agents_by_type[Person]
    assert {type(person) for person in elders} == {Elder}
    assert {type(person) for person in younger} == {Person}
    assert sorted(elders.get("age") + younger.get("age")) == sorted(age for age, *_ in DATA)
    assert model.agents.select(agent_type=Person).get("age") == [age for age, *_ in DATA]
    assert model.agents.select(col.wealth > 0, agent_type=Elder).get("age") == [70, 61]
    twenty = younger.to_list()[0]
    twenty.age = 80
    assert twenty in elders
    assert twenty not in younger
    assert elders.do(lambda person: setattr(person, "age", 30)) is elders
    assert len(elders) == 0


def test_live_sets_refuse_to_be_changed_and_their_copies_do_not():
    model = Rows(DATA)
    live = model.agents_by_type[Person]
    assert isinstance(live, TypeAgentSet)
    first = live[0]
    for change in (
        lambda: live.add(first),
        lambda: live.discard(first),
        lambda: live.shuffle(inplace=True),
        lambda: live.sort("age", inplace=True),
        lambda: live.select(col.age > 1, inplace=True),
    ):
        with pytest.raises(TypeError, match=r"change a copy \(\.copy\(\)\)"):
            change()
    for other in (live.copy(), copy.copy(live)):
        assert type(other) is ColumnAgentSet
        other.discard(first)
        assert len(other) == len(live) - 1


def test_sets_of_one_store_refuse_other_rows_and_objects():
    model, other = Rows(DATA), Rows(DATA)
    rows = model.everybody
    with pytest.raises(TypeError, match="of another model"):
        rows.add(other.everybody.to_list()[0])
    with pytest.raises(TypeError, match="of 'places'"):
        rows.add(model.agents_by_type[Place][0])
    with pytest.raises(TypeError, match="is no row"):
        ColumnAgentSet([Objects(DATA).held[0]])
    assert other.everybody.to_list()[0] not in rows


def test_an_empty_set_answers_every_verb():
    with pytest.warns(UserWarning, match="no agents and no generator"):
        empty = ColumnAgentSet([])
    nobody = Rows(DATA).everybody.select(col.age > 200)
    for agents in (empty, nobody):
        assert len(agents) == 0
        assert list(agents.shuffle().sort("age").select(col.age > 1).do("birthday")) == []
        assert agents.get("age") == agents.map("birthday") == agents.to_list() == []
        assert agents.agg("age", sum) == 0
        assert agents.groupby("age").count() == {}
        assert agents.set("age", 3) is agents


def test_pickled_sets_keep_their_order_and_a_model_of_their_own():
    model = Rows(DATA)
    chosen = model.everybody.sort("age")
    again, live, mixed = pickle.loads(pickle.dumps((chosen, model.agents_by_type[Person], model.agents.shuffle())))
    assert named(again) == named(chosen)
    assert again.get(["age", "wealth"]) == chosen.get(["age", "wealth"])
    again.set("age", 1)
    assert live.get("age") == [1] * 5
    assert chosen.get("age") == sorted((age for age, *_ in DATA), reverse=True)
    assert isinstance(mixed, MixedAgentSet)
    assert len(mixed) == 7


def test_counting_by_question_by_agent_and_in_all():
    rows = Rows(DATA).everybody
    first = rows.to_list()[0]
    assert (rows.count(), rows.count(col.age > 60), rows.count(lambda person: person.home), rows.count(first)) == (
        5,
        3,
        3,
        1,
    )
    rows.discard(first)
    assert rows.count(first) == 0
    with pytest.warns(PendingDeprecationWarning):
        assert rows.index(rows.to_list()[2]) == 2
    assert named(reversed(rows)) == named(rows)[::-1]


def test_a_store_without_rows_makes_an_empty_set():
    model = Rows(DATA)
    model.persons = SlicedStore(Person, np.array([0, 0]))
    assert len(model.agents_by_type[Person]) == 0
    assert len(model.agents) == 2
