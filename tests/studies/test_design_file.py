"""Files of points: what they say is what is run, and whatever is wrong with them is told with line and column."""

from __future__ import annotations

import os

import numpy as np
import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest

from sim.scenario.scenario import ScenarioError
from sim.studies.design_file import read_points
from sim.studies.factors import Factor

NUMBER = Factor("parameters.a", "uncertainty", 2.0, 4.0)
CHOICE = Factor("parameters.c", "lever", values=("registered", "adjusted"))
WHOLE = Factor("world.villages", "lever", 1.0, 3.0, whole=True)
SWITCH = Factor("parameters.s", "lever", values=(False, True))
ALL = (NUMBER, CHOICE, WHOLE, SWITCH)
NAMES = ",".join(factor.path for factor in ALL) + "\n"


def problems(path, factors=ALL):
    with pytest.raises(ScenarioError) as caught:
        read_points(path, factors)
    assert all(each.file == str(path) for each in caught.value.problems)
    return [(each.line, each.key, each.fault) for each in caught.value.problems]


def csv(folder, text):
    path = folder / "own.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_points_keep_their_values_and_empty_cells_leave_them_to_the_scenario(tmp_path, start, end):
    text = start + NAMES + "2.5,adjusted,2,True\n3,,,\n 4e0 ,registered,3.0,false\n"
    found = read_points(csv(tmp_path, text.replace("\n", end)), ALL)
    assert found == [(2.5, "adjusted", 2, True), (3.0, None, None, None), (4.0, "registered", 3, False)]


def test_columns_stand_in_any_order_and_those_of_a_written_design_are_passed_over(tmp_path):
    text = "row,world.villages,point,parameters.a\n0,2,abc,3\n"
    assert read_points(csv(tmp_path, text), (NUMBER, WHOLE)) == [(3.0, 2)]


def test_an_only_column_has_quotes_where_a_point_is_left_to_the_scenario(tmp_path):
    assert read_points(csv(tmp_path, 'parameters.a\n""\n3\n'), (NUMBER,)) == [(None,), (3.0,)]
    assert problems(csv(tmp_path, "parameters.a\n\n3\n"), (NUMBER,)) == [(2, "", "is an empty line")]


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("9", "is out of range"),
        ("1e999", "is out of range"),
        ("nan", "is no number"),
        ("inf", "is no number"),
        ("NA", "is no number"),
        ('"2,5"', "is no number"),
        ("2 500", "is no number"),
        ("2_5", "is no number"),
        ("２", "is no number"),
        ("true", "is no number"),
        ('"2\n5"', "is no number"),
    ],
)
def test_what_is_no_number_of_the_range_is_told(tmp_path, cell, fault):
    ((line, key, told),) = problems(csv(tmp_path, f"parameters.a\n3\n{cell}\n"), (NUMBER,))
    assert (line, key) == (3, "parameters.a")
    assert told.startswith(fault)


@pytest.mark.parametrize(
    ("factor", "cell", "fault"),
    [
        (WHOLE, "1.5", "is no whole number"),
        (CHOICE, "none", "is not among the values"),
        (CHOICE, "Adjusted", "is not among the values"),
        (SWITCH, "yes", "is not among the values"),
        (SWITCH, "1", "is not among the values"),
    ],
)
def test_what_is_none_of_the_values_is_told(tmp_path, factor, cell, fault):
    assert problems(csv(tmp_path, f"{factor.path}\n{cell}\n"), (factor,)) == [(2, factor.path, fault)]


@pytest.mark.parametrize(
    ("names", "line", "key", "fault"),
    [
        ("parameters.a,parameters.x", 1, "parameters.x", "is no lever and no uncertainty of the study file"),
        ("parameters.a,parameters.a", 1, "parameters.a", "stands twice"),
        ("parameters.a,", 1, "", "column 2 has no name"),
        ("parameters.a;world.villages", 1, "", "columns are parted by ';'"),
    ],
)
def test_names_of_columns_are_each_a_factor_once(tmp_path, names, line, key, fault):
    assert (line, key, fault) in problems(csv(tmp_path, f"{names}\n3,3\n"), (NUMBER,))


def test_a_factor_without_a_column_is_refused_since_it_would_not_be_varied(tmp_path):
    found = problems(csv(tmp_path, "parameters.a\n3\n"), (NUMBER, WHOLE))
    assert found == [(1, "world.villages", "has no column, so that it would not be varied")]


def test_ragged_rows_have_their_line_whatever_stands_in_quotes_before_them(tmp_path):
    text = 'parameters.a,world.villages\n"3\n3",1\n3,1,7\n3\n'
    assert [(line, fault) for line, _, fault in problems(csv(tmp_path, text), (NUMBER, WHOLE))][1:] == [
        (4, "has another number of cells, 3"),
        (5, "has another number of cells, 1"),
    ]


@pytest.mark.parametrize(
    ("content", "line", "fault"),
    [
        (b"", None, "is empty"),
        (b"parameters.a\n", None, "holds no points"),
        (b"parameters.a\n3\n\x000\n", 3, "holds a byte 0, as no text does"),
        ("parameters.a\n3\n".encode("utf-16"), 1, "is UTF-16, no CSV in UTF-8"),
        ("parameters.a\n情景\n".encode("gb18030"), 2, "byte 0xc7 is not UTF-8 text"),
        (b'parameters.a\n"3\n', 2, "cannot be read as CSV: unexpected end of data"),
        (b"parameters.a\n" + b"3" * 200_000, 2, "cannot be read as CSV: field larger than field limit (131072)"),
        (b"PAR1....", 1, "is Parquet, no CSV in UTF-8"),
    ],
)
def test_a_file_that_is_no_table_in_utf_8_is_told_by_what_it_is(tmp_path, content, line, fault):
    assert problems(csv(tmp_path, content), (NUMBER,)) == [(line, "", fault)]


def test_all_faults_are_told_at_once_but_not_without_end(tmp_path):
    found = problems(csv(tmp_path, "parameters.a,world.villages\n" + "9,7\n" * 40), (NUMBER, WHOLE))
    assert len(found) == 80
    many = problems(csv(tmp_path, "parameters.a,world.villages\n" + "9,7\n" * 4000), (NUMBER, WHOLE))
    assert many[0] == (None, "", "is read no further after 1000 faults")
    assert len(many) < 1100
    ragged = problems(csv(tmp_path, "parameters.a,world.villages\n" + "3\n" * 4000), (NUMBER, WHOLE))
    assert len(ragged) == 1001
    wide = problems(csv(tmp_path, ",".join(f"c{place}" for place in range(20_000))), (NUMBER,))
    assert wide == [(None, "", "holds no points"), (1, "", "has 20000 columns")]


@pytest.mark.parametrize("name", ["own.csv", "own.parquet"])
def test_only_regular_files_are_opened(tmp_path, name):
    os.mkfifo(tmp_path / name)
    assert problems(tmp_path / name) == [(None, "", "is no regular file but a pipe, a device or the like")]
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder").rename(tmp_path / f"other{name}")
    assert problems(tmp_path / f"other{name}") == [(None, "", "is a directory, not a file")]


def written(folder, columns):
    path = folder / "own.parquet"
    parquet.write_table(arrow.table(columns), path)
    return path


def test_a_parquet_file_says_the_same_as_a_csv_file(tmp_path):
    columns = {
        "parameters.a": [2.5, None, np.nan],
        "parameters.c": arrow.array(["adjusted", None, "registered"]).dictionary_encode(),
        "world.villages": [2.0, None, 3.0],
        "parameters.s": [True, None, False],
    }
    found = read_points(written(tmp_path, columns), ALL)
    assert found == [(2.5, "adjusted", 2, True), (None,) * 4, (None, "registered", 3, False)]
    assert isinstance(found[0][2], int)


def test_faults_of_a_parquet_file_have_row_and_column(tmp_path):
    columns = {"parameters.a": [3.0, 9.0], "world.villages": [1.5, 2.0]}
    assert problems(written(tmp_path, columns), (NUMBER, WHOLE)) == [
        (None, "[0] world.villages", "is no whole number"),
        (None, "[1] parameters.a", "is out of range"),
    ]
    assert problems(written(tmp_path, {"parameters.a": [[3.0]]}), (NUMBER,)) == [
        (None, "parameters.a", "is a column of list<element: double>")
    ]
    assert problems(written(tmp_path, {"parameters.a": [True]}), (NUMBER,))[0][1] == "[0] parameters.a"


def test_a_damaged_parquet_file_is_told_as_such_at_whatever_byte(tmp_path):
    path = written(tmp_path, {"parameters.a": np.linspace(2, 4, 500), "world.villages": [1, 2] * 250})
    whole = path.read_bytes()
    rng = np.random.default_rng(1)
    for place in rng.integers(0, len(whole), 40):
        path.write_bytes(whole[:place])
        assert problems(path, (NUMBER, WHOLE))[0][2].startswith("is no Parquet file, or a damaged one")
