"""Exponential, logarithm and power: how far from the true values, and the same bits one by one, in arrays, compiled."""

import math

import numpy as np
import pytest

from sim.core.compute.elementary import LARGEST, as_float, exp, exps, log, logs, power, powers
from sim.core.compute.kernels import interpreted, kernel

# Units of the last place; the longer numbers of NumPy serve as truth where they are longer.
WORST = 1.2 if np.finfo(np.longdouble).nmant > 60 else 2.2


@kernel
def work_out(x, exponentials, logarithms, roots):
    """Exponential, logarithm of the size, and a power of each number."""
    for k in range(x.size):
        exponentials[k], logarithms[k] = exp(x[k]), log(abs(x[k]))
        roots[k] = power(abs(x[k]), 0.3)


def numbers():
    """Of all sizes that occur, and some that do not."""
    rng = np.random.default_rng(1)
    scale = np.repeat([1e-300, 1e-9, 0.1, 1.0, 10.0, 200.0], 20_000)
    return np.clip(rng.normal(size=scale.size) * scale, -LARGEST, LARGEST)


def error(found, true):
    """Largest distance in units of the last place of the true value."""
    return float(np.max(np.abs(found - true) / np.spacing(np.abs(true.astype(np.float64)))))


def test_both_are_within_the_last_place_of_the_truth():
    x = numbers()
    assert error(exps(x), np.exp(x.astype(np.longdouble))) < WORST
    assert error(logs(np.abs(x)), np.log(np.abs(x).astype(np.longdouble))) < WORST
    near_one = 1.0 + x[np.abs(x) < 0.1]
    assert error(logs(near_one[near_one != 1.0]), np.log(near_one[near_one != 1.0].astype(np.longdouble))) < WORST


def test_powers_are_near_those_of_the_library_and_exact_where_nothing_is_to_be_worked_out():
    x = np.random.default_rng(2).uniform(0.0, 30.0, 1000)
    np.testing.assert_allclose(powers(x, 0.3), x**0.3, rtol=1e-14)
    np.testing.assert_allclose(powers(x, -2.5), x**-2.5, rtol=1e-14)
    assert (powers(x, 1.0) == x).all()
    assert powers([0.0, 0.7, 3.0], 0.0).tolist() == [1.0, 1.0, 1.0]
    assert powers([0.0, 1.0], [2.0, 123.4]).tolist() == [0.0, 1.0]
    for base, exponent in ((0.0, 2.0), (0.0, -1.0), (-1.0, 0.5), (-2.0, 1.0), (math.nan, 0.3), (math.nan, 0.0)):
        assert str(power(base, exponent)) == str(powers(base, exponent).item()), (base, exponent)
    assert (power(0.0, -1.0), math.isnan(power(-1.0, 0.5))) == (math.inf, True)
    assert [power(0.7, 1.0), power(0.0, 0.0), power(0.0, 0.5), power(1.0, -3.0)] == [0.7, 1.0, 0.0, 1.0]


def test_loops_single_numbers_and_arrays_give_the_same_bits():
    x = numbers()
    found = np.empty((3, x.size))
    work_out(x, *found)
    assert (found == [exps(x), logs(np.abs(x)), powers(np.abs(x), 0.3)]).all()
    few, plain = x[::97].copy(), np.empty((3, x[::97].size))
    exp_plain, log_plain = exp.function, log.function
    with interpreted():
        work_out(few, *plain)
    assert (plain == found[:, ::97]).all()
    assert [exp_plain(float(each)) for each in few[:50]] == plain[0, :50].tolist()
    assert [log_plain(abs(float(each))) for each in few[:50]] == plain[1, :50].tolist()


def test_the_ends_are_what_they_should_be():
    assert [exp(0.0), exp(-0.0), exps(0.0).item(), log(1.0), logs(1.0).item()] == [1.0, 1.0, 1.0, 0.0, 0.0]
    assert exp(1e9) == exp(LARGEST) == exps(math.inf).item() > 1e303
    assert exp(-1e9) == exp(-LARGEST) == exps(-math.inf).item() < 1e-303
    assert 1.0 - exp(-1e9) == 1.0
    assert [log(0.0), log(math.inf), logs(0.0).item(), logs(math.inf).item()] == [-math.inf, math.inf] * 2
    assert all(math.isnan(each) for each in (log(-1.0), log(math.nan), *logs([-1.0, math.nan])))


def test_what_is_no_number_does_not_pass_for_one():
    found = np.zeros((3, 1))
    work_out(np.array([math.nan]), *found)
    assert np.isnan(found).all()


@pytest.mark.parametrize("shape", [(), (3,), (2, 0), (2, 3, 2)])
def test_arrays_keep_their_shape(shape):
    given = np.full(shape, 2.0)
    assert exps(given).shape == logs(given).shape == powers(given, 0.5).shape == shape
    assert exps(given.astype(np.float32)).dtype == np.float64


def test_whole_numbers_become_floating_ones_exactly():
    whole = [0, 1, 2**31, 2**40 - 1, 2**52 - 1]

    @kernel
    def convert(numbers, found):
        for j in range(numbers.size):
            found[j] = as_float(numbers[j])

    compiled, plain = np.empty(len(whole)), np.empty(len(whole))
    convert(np.array(whole), compiled)
    with interpreted():
        convert.function(np.array(whole), plain)
    assert compiled.tolist() == plain.tolist() == [float(each) for each in whole]
