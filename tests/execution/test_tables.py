"""Tables are what was written, or are refused: every bit counts, and so does the name."""

import duckdb
import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest

from sim.execution.tables import MARK, Damaged, publish_table, read_table

TABLE = arrow.table({"run": ["a", "b"], "trust": [0.25, 0.5]}).replace_schema_metadata({"told": "words"})


@pytest.fixture
def path(tmp_path):
    found = tmp_path / "table.parquet"
    publish_table(found, TABLE, "a table")
    return found


def test_what_was_written_is_read_and_others_read_it_too(path):
    assert read_table(path, "a table").equals(TABLE, check_metadata=True)
    assert duckdb.sql(f"SELECT sum(trust) FROM '{path}'").fetchall() == [(0.75,)]


def test_every_bit_of_a_file_counts(path):
    content = path.read_bytes()
    for place in range(len(content)):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1 << place % 8]) + content[place + 1 :])
        with pytest.raises(Damaged, match=r"table\.parquet is damaged"):
            read_table(path, "a table")


def test_a_table_of_something_else_is_refused(path):
    with pytest.raises(Damaged, match="it is a table, not another"):
        read_table(path, "another")


def test_a_table_that_is_read_and_written_again_has_one_checksum(path):
    publish_table(path, arrow.concat_tables([read_table(path, "a table")] * 2), "a table")
    assert path.read_bytes().count(MARK) == 1
    assert read_table(path, "a table").num_rows == 4


def test_a_table_of_an_earlier_version_is_read_where_that_is_allowed(path):
    parquet.write_table(TABLE, path, write_page_checksum=True)
    assert read_table(path, "whatever").equals(TABLE)
    with pytest.raises(Damaged, match="no checksum"):
        read_table(path, "whatever", must_be_sealed=True)
