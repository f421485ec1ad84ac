"""Stores of rows: slices, free rows, clearing and laying out anew, tables, pickles."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.core.columns.columns import SHORT, SHORT_ROWS, SLACK_ROWS, Column, Columns, SlicedStore, TableStore, columns_of


class Beast:
    """Declares a column of every width that rows are moved in."""

    name_1 = Column(np.uint8, "1", "one byte", default=7)
    name_2 = Column(np.int16, "1", "two bytes", default=-1)
    name_4 = Column(np.float32, "1", "four bytes", default=0.5)
    name_8 = Column(np.uint64, "1", "eight bytes")
    flag = Column(np.bool_, "switch", "one byte that is a switch", default=True)


class Hare(Beast):
    """Adds a column to those of its base."""

    ears = Column(np.int64, "1", "ears", default=2, low=0, high=2)


SIZES = st.lists(st.integers(0, 12), min_size=1, max_size=5)


def numbered(sizes):
    """A store whose rows carry their number in every column, free rows their defaults."""
    store = SlicedStore(Beast, np.array(sizes))
    rows = store.rows()
    for name in ("name_1", "name_2", "name_4", "name_8"):
        getattr(store.columns, name)[rows] = np.arange(len(rows))
    store.columns.flag[rows] = np.arange(len(rows)) % 2 == 0
    return store


def contents(store):
    """Values of every column by village, and those of the free rows."""
    used = [{name: getattr(store.columns, name)[s].tolist() for name in store.columns.names} for s in store.slices()]
    free = np.setdiff1d(np.arange(len(store.columns.name_1)), store.rows())
    return used, {name: set(getattr(store.columns, name)[free].tolist()) for name in store.columns.names}


def test_columns_are_those_of_the_bases_in_order_of_declaration():
    assert list(columns_of(Hare)) == ["name_1", "name_2", "name_4", "name_8", "flag", "ears"]
    assert columns_of(Hare)["ears"].name == "ears"
    assert repr(Hare.ears) == "Column(ears: int64, 1)"


def test_blank_rows_hold_their_defaults_and_types():
    store = SlicedStore(Hare, np.array([3, 2]))
    for name, column in columns_of(Hare).items():
        array = getattr(store.columns, name)
        assert array is store.columns.arrays[name]
        assert array.dtype == column.dtype
        assert (array == column.default).all()
    assert store.nbytes == sum(array.nbytes for array in store.columns.arrays.values())


@given(SIZES)
def test_villages_are_slices_one_after_the_other_with_free_rows_behind(sizes):
    store = SlicedStore(Beast, np.array(sizes))
    assert (store.last - store.first).tolist() == sizes
    assert store.first.tolist() == [0, *store.room[:-1].tolist()]
    assert (store.room - store.last >= SLACK_ROWS).all()
    assert store.rows().tolist() == [row for s in store.slices() for row in range(s.start, s.stop)]


@settings(deadline=None)
@given(SIZES, st.data())
def test_clearing_keeps_the_others_in_order_and_blanks_the_rest(sizes, data):
    store = numbered(sizes)
    before, _ = contents(store)
    kept = np.zeros(len(store.columns.name_1), bool)
    chosen = [data.draw(st.lists(st.booleans(), min_size=size, max_size=size)) for size in sizes]
    for stays, rows in zip(chosen, store.slices(), strict=True):
        kept[rows] = stays
    old = store.rows()
    place = store.keep(kept)
    after, free = contents(store)
    for village, stays in enumerate(chosen):
        for name, values in before[village].items():
            assert after[village][name] == [value for value, stay in zip(values, stays, strict=True) if stay]
    assert free == {"name_1": {7}, "name_2": {-1}, "name_4": {0.5}, "name_8": {0}, "flag": {True}}
    flat = [stay for stays in chosen for stay in stays]
    assert [place[row] >= 0 for row in old] == flat
    places = [int(place[row]) for row, stay in zip(old, flat, strict=True) if stay]
    assert places == [rank for stays in chosen for rank in range(sum(stays))]
    assert store.version == 1


@settings(deadline=None)
@given(SIZES, st.integers(0, 10))
def test_laying_out_anew_keeps_every_row_and_gives_room(sizes, newcomers):
    store = numbered(sizes)
    store.last[0] += newcomers
    before, _ = contents(store)
    store.lay_out_anew()
    after, free = contents(store)
    assert after == before
    assert free["name_2"] == {-1}
    assert not store.is_short()
    assert store.version == 1


def test_a_store_is_short_when_one_village_might_run_full_within_a_month():
    store = SlicedStore(Beast, np.array([1000, 10]))
    assert not store.is_short()
    store.last[1] = store.room[1] - SHORT_ROWS - 1
    assert not store.is_short()
    store.last[1] += 2
    assert store.is_short()
    store.lay_out_anew()
    store.last[0] = store.room[0] - SHORT_ROWS - int(SHORT * 1000)
    assert store.is_short()


def test_bound_bounds_are_the_fields_of_the_village_table():
    store, table = SlicedStore(Beast, np.array([2, 3])), np.zeros(2, [("a", "i8"), ("b", "i8"), ("c", "i8")])
    store.bind(table["a"], table["b"], table["c"])
    table["b"][0] += 1
    assert store.rows()[:3].tolist() == [0, 1, 2]
    store.lay_out_anew()
    assert table["a"].tolist() == store.first.tolist()
    assert (table["b"] - table["a"]).tolist() == [3, 3]
    store.keep(np.zeros(len(store.columns.flag), bool))
    assert (table["b"] == table["a"]).all()


def test_a_store_without_villages_has_no_rows():
    store = SlicedStore(Beast, np.array([], int))
    assert store.rows().tolist() == []
    assert not store.is_short()


def test_tables_hold_defaults_in_an_aligned_array():
    table = TableStore(Hare, 3)
    assert table.columns["name_2"].tolist() == [-1, -1, -1]
    assert table.columns["ears"].tolist() == [2, 2, 2]
    assert table.columns.dtype.isalignedstruct
    assert table.nbytes == 3 * table.columns.dtype.itemsize


def test_tables_of_one_kind_share_one_type_object():
    # Numba finds the type of an array by this object; an equal one is compared field by field at every call.
    assert TableStore(Hare, 3).columns.dtype is TableStore(Hare, 5).columns.dtype
    assert TableStore(Hare, 3).columns.dtype is not TableStore(Beast, 3).columns.dtype


def test_pickled_stores_keep_their_rows_and_their_kind_of_columns():
    store = numbered([3, 1])
    again = pickle.loads(pickle.dumps(store))
    assert contents(again) == contents(store)
    assert type(again.columns) is type(store.columns)
    assert pickle.loads(pickle.dumps(store.columns)).name_8.tolist() == store.columns.name_8.tolist()


def test_columns_are_written_into_and_never_replaced():
    columns = numbered([2]).columns
    columns.name_1[:] = 3
    with pytest.raises(AttributeError, match=r"columns keep their arrays: write into them, name_1\[:\] = "):
        columns.name_1 = columns.name_1.copy()
    with pytest.raises(TypeError, match="item assignment"):
        columns.arrays["name_1"] = columns.name_1.copy()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"flag": np.ones(4, np.uint8)}, "column 'flag' must be 4 values of bool in one piece"),
        ({"name_2": np.ones(5, np.int16)}, "column 'name_2' must be 4 values of int16 in one piece"),
        ({"name_8": np.ones(8, np.uint64)[::2]}, "column 'name_8' must be 4 values of uint64 in one piece"),
        ({"ears": np.ones(4, np.int64)}, "Beast declares the columns name_1, .*, flag, not name_1, .*, ears"),
    ],
)
def test_arrays_that_are_not_the_declared_columns_are_refused(change, message):
    arrays = {name: np.ones(4, column.dtype) for name, column in columns_of(Beast).items()}
    assert Columns(Beast, arrays).names == tuple(arrays)
    with pytest.raises(ValueError, match=message):
        Columns(Beast, arrays | change)


def test_a_column_with_the_name_of_an_attribute_is_refused():
    class Crate:
        """Declares such a column."""

        table = Column(np.uint8, "1", "what it stands on")

    with pytest.raises(ValueError, match="Crate declares table: columns keep such a name for themselves"):
        SlicedStore(Crate, np.array([1]))


def test_a_column_of_the_class_itself_is_its_declaration():
    assert (Hare.ears.low, Hare.ears.high, Hare.ears.unit, Hare.ears.note) == (0, 2, "1", "ears")
    with pytest.raises(AttributeError):
        Hare().ears  # an object that is no view has no rows to read
