"""Numba is asked once what an operation gives for some types, and each answer keeps its own implementation."""

from __future__ import annotations

import operator

import pytest
from numba.core import types
from numba.core.compiler import Flags
from numba.core.errors import TypingError
from numba.core.registry import cpu_target
from numba.core.targetconfig import ConfigStack
from numba.extending import overload

from sim.core.compute import typing_answers

typing_answers.remember()


def twice(number):
    """Stand for a function that Numba compiles for each set of options."""
    return 2 * number


@overload(twice)
def compiled_twice(number):
    """Tell Numba what the function does."""
    return twice


@pytest.fixture
def asked(monkeypatch):
    """List what Numba itself is asked."""
    questions = []
    ask = typing_answers._ask
    monkeypatch.setattr(typing_answers, "_answers", {})
    monkeypatch.setattr(
        typing_answers, "_ask", lambda self, *question: (questions.append(question[1]), ask(self, *question))[1]
    )
    return questions


def resolve(function, *arguments, **options):
    """Type of the function, and its signature for some arguments under some options."""
    context = cpu_target.typing_context
    context.refresh()
    cpu_target.target_context.refresh()
    flags = Flags()
    for name, value in options.items():
        setattr(flags, name, value)
    type_of = context.resolve_value_type(function)
    with ConfigStack().enter(flags):
        return type_of, type_of.get_call_type(context, arguments, {})


def test_the_same_question_is_asked_once(asked):
    number = types.float64
    first = [resolve(operator.add, number, number)[1] for _ in range(3)]
    assert [each.return_type for each in first] == [number] * 3
    assert asked == [(number, number)]
    assert resolve(operator.add, types.int64, number)[1].return_type == number
    assert asked == [(number, number), (types.int64, number)]


def test_an_answer_brings_the_implementation_of_its_own_options(asked):
    used = []
    for counts in (True, False, True, False):
        type_of, signature = resolve(twice, types.int64, nrt=counts)
        used.append(type_of.get_impl_key(signature))
    assert asked.count((types.int64,)) == 2  # the others are asked while the function is compiled
    assert used[0] is used[2] is not used[1] is used[3]


def test_a_question_without_an_answer_fails_each_time(asked):
    for _ in range(2):
        with pytest.raises(TypingError):
            resolve(operator.add, types.float64, types.unicode_type)
    assert len(asked) == 2
