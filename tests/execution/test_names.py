"""Names by the million, looked up and sorted as NumPy would, only faster."""

from __future__ import annotations

import numpy as np
import pyarrow

from sim.execution.names import first_of_each, is_among, names_from, names_of, numbers_of, shares
from sim.runs.identity import digest_of

WORDS = [digest_of(str(k % 70)) for k in range(100)]
NAMES = np.array(WORDS, "S32")


def test_names_come_out_of_a_column_as_they_stand_there():
    column = pyarrow.chunked_array([WORDS[:30], WORDS[30:]])
    assert (names_of(column) == NAMES).all()
    assert (names_of(column.slice(7, 50)) == NAMES[7:57]).all()
    assert len(names_of(column.slice(0, 0))) == 0


def test_looking_up_and_sorting_are_those_of_numpy():
    others = NAMES[10:20]
    assert (is_among(NAMES, others) == np.isin(NAMES, others)).all()
    assert not is_among(NAMES, NAMES[:0]).any()
    numbers = numbers_of(NAMES)
    assert (NAMES[np.lexsort((numbers[:, 1], numbers[:, 0]))] == np.sort(NAMES)).all()
    assert (names_from(numbers) == NAMES).all()
    assert (first_of_each(NAMES) == np.arange(70)).all()


def test_shares_cover_all_names_and_follow_from_the_name_alone():
    found = shares(NAMES, 3)
    assert set(found) == {0, 1, 2}
    assert (shares(NAMES[::-1], 3)[::-1] == found).all()
    assert found[0] == int(WORDS[0][:8], 16) % 3
