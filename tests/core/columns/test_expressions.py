"""Expressions over columns: by array and row by row they give the same answer."""

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.core.columns.expressions import col
from tests.core.columns.row_worlds import DATA, Rows, both, limits, named, people

quick = settings(max_examples=60, deadline=None)
EXPRESSIONS = [
    col.age >= 60,
    col.home,
    ~col.home & (col.age < 60),
    col.home ^ (col.size != 3),
    col.home + col.home == 2,
    (col.wealth * 2 > col.size) | (col.age == 0),
    col.age - 50 < -col.size,
    10 - col.age > abs(col.size),
    col.size % 3 == 1,
    col.size.isin([1, 2, 3]),
    (col.age + 200) // 7 > 30,
    (col.wealth / 4) ** 2 <= 1.5,
    1 / (col.age + 1) < 0.1,
    col.size,
]


@quick
@given(people, st.sampled_from(EXPRESSIONS), limits)
def test_select_by_expression_is_stock_select_by_the_same_question(data, expression, at_most):
    rows, objects = both(data)
    assert named(rows.select(expression, at_most)) == named(objects.everybody.select(expression.__call__, at_most))


@quick
@given(people, st.sampled_from(EXPRESSIONS))
def test_an_expression_has_the_value_that_python_gives_for_each_agent(data, expression):
    rows = Rows(data).everybody
    views = rows.to_list()
    by_array = rows._values(expression, rows._present()).tolist()
    assert by_array == pytest.approx([expression(person) for person in views], rel=1e-15)


def test_expressions_can_be_pickled():
    again = pickle.loads(pickle.dumps(~col.home & (abs(col.size) + 1 > -col.wealth)))
    assert Rows(DATA).everybody.select(again).get("age") == [65, 33]


def test_expressions_cannot_be_chained_or_compared_with_words():
    rows = Rows(DATA).everybody
    with pytest.raises(TypeError, match="combine with & | ~"):
        rows.select(20 < col.age < 60)
    with pytest.raises(AttributeError, match="Person has no column 'agee'; did you mean 'age'"):
        rows.select(col.agee > 1)
    with pytest.raises(TypeError, match="columns hold numbers"):
        rows.select(col.home == "yes")
    with pytest.raises(FloatingPointError):
        rows.select(1 / (col.age - 20) > 0)
    assert repr(~col.home & (col.age >= 60)) == "(~(col.home) & (col.age >= 60))"
