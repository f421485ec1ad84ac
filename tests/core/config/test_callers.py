"""What callers hand in is taken where it is clear, and otherwise refused in a sentence that names the argument."""

from __future__ import annotations

import numpy as np
import pytest

from sim.core.config.callers import names, number, whole_number


@pytest.mark.parametrize("given", [3, np.int64(3), np.uint8(3), "3", " 3 "])
def test_whole_numbers_of_every_kind_are_taken(given):
    found = whole_number("reps", given)
    assert (found, type(found)) == (3, int)
    assert whole_number("seed", "-1") == -1


@pytest.mark.parametrize("given", [None, True, np.bool_(True), 3.0, np.float64(3), "", "3.5", "x", "３", [3], "9" * 30])
def test_what_is_no_whole_number_is_refused_by_the_name_of_the_argument(given):
    with pytest.raises(ValueError, match="^reps is .*; allowed are whole numbers$"):
        whole_number("reps", given)


@pytest.mark.parametrize("given", [None, True, "x", float("nan"), [1.0], 10**400])
def test_what_is_no_number_is_refused_by_the_name_of_the_argument(given):
    assert number("precision", np.float32(0.5)) == number("precision", "0.5") == 0.5
    with pytest.raises(ValueError, match="^precision is .*; allowed are numbers$"):
        number("precision", given)


@pytest.mark.parametrize("given", [(), None, 5, [5], [None], b"trust"])
def test_what_is_no_name_is_refused_by_the_name_of_the_argument(given):
    assert names("outcomes", np.array(["trust", "trust", "capacity"])) == ["trust", "capacity"]
    with pytest.raises(ValueError, match="^outcomes is .*; allowed are one or several names$"):
        names("outcomes", given)
