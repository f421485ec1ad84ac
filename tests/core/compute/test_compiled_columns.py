"""Kernels that are given all columns at once read and write the very arrays, whoever hands them on."""

import copy
import pickle

import numba
import numpy as np
import pytest

from sim.core.columns.columns import Column, SlicedStore
from sim.core.compute.kernels import interpreted, kernel


class Bird:
    """Declares columns of several types; a kernel of these tests is given them."""

    ring = Column(np.uint64, "1", "identity")
    age = Column(np.int16, "months", "age", default=-3)
    weight = Column(np.float32, "g", "weight", default=20.5)
    flies = Column(np.bool_, "switch", "flies")


@kernel
def grow(B, rows, grams):
    """Add weight in a helper that makes an array of its own."""
    share = np.full(rows.size, grams)
    for k in range(rows.size):
        B.weight[rows[k]] += share[k]
        B.flies[rows[k]] = B.weight[rows[k]] > 21.0


@kernel
def live(B, first, last, grams, lo, hi):
    """Age the birds of some flocks, and let every second one grow; returns the months of the last bird."""
    for v in range(lo, hi):
        age = B.age[first[v] : last[v]]
        for j in range(age.size):
            age[j] += 5
        grow(B, np.arange(first[v], last[v], 2), grams)
    return int(B.age[last[hi - 1] - 1]) + B.age.size * 1000


@kernel
def lightest(B):
    """Row of the lightest bird, and the weight of the last row by an index from behind."""
    return B.weight.argmin(), B.weight[-1]


@kernel
def no_such(B):
    """Ask for a column that nobody declared."""
    return B.wings[0]


def flocks(sizes):
    """A store of flocks; rows carry their number as ring."""
    store = SlicedStore(Bird, np.array(sizes))
    store.columns.ring[:] = np.arange(len(store.columns.ring))
    return store


def test_kernels_write_into_the_arrays_as_plain_python_does():
    compiled, plain = flocks([3, 2]), flocks([3, 2])
    arguments = (1.5, 0, 2)
    found = live(compiled.columns, compiled.first, compiled.last, *arguments)
    with interpreted():
        expected = live(plain.columns, plain.first, plain.last, *arguments)
    assert found == expected == 2 + 1000 * len(plain.columns.age)
    for name in compiled.columns.names:
        assert compiled.columns.arrays[name].tolist() == plain.columns.arrays[name].tolist()
    assert compiled.columns.weight[compiled.first[0] : compiled.last[0]].tolist() == [22.0, 20.5, 22.0]
    assert compiled.columns.flies[compiled.first[0] : compiled.last[0]].tolist() == [True, False, True]


def test_columns_laid_out_anew_are_found_where_they_are_now():
    store = flocks([3, 2])
    before = store.columns
    store.lay_out_anew()
    store.columns.weight[:] = 30.0
    store.columns.weight[4] = 1.0
    assert lightest(store.columns) == (4, 30.0)
    before.weight[2] = 2.0
    assert lightest(before) == (2, 20.5)


@pytest.mark.parametrize("again", [copy.deepcopy, lambda columns: pickle.loads(pickle.dumps(columns))])
def test_copies_point_to_their_own_arrays(again):
    columns = flocks([4]).columns
    other = again(columns)
    other.weight[1] = 3.0
    assert lightest(other) == (1, 20.5)
    assert lightest(columns) == (0, 20.5)
    assert other.address != columns.address


def test_a_column_that_nobody_declared_is_an_error_by_name():
    with pytest.raises((AttributeError, numba.TypingError), match="wings"):
        no_such(flocks([1]).columns)


def test_a_kernel_has_one_signature_for_all_columns_of_a_class():
    for sizes in ([1], [5, 3]):
        lightest(flocks(sizes).columns)
    assert len(lightest.signatures) <= 1  # none where kernels are not compiled
