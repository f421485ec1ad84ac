"""Damaged studies: right numbers, or the file and what mends it; after mending, the numbers of the undamaged study."""

from __future__ import annotations

import random
import re
import shutil
import tempfile
from pathlib import Path

import pandas
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from sim.studies.folder import prepare
from sim.studies.query import Study
from tests.studies.damage import cut, flip, remove, swap, tables_of
from tests.studies.invented import swept, write_study

TABLES = ("scalars", "yearly", "monthly")
NAMES_A_CURE = r"ruralparty (design|sweep) "
SLOW = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


def answers(folder: Path) -> list[pandas.DataFrame]:
    study = Study(folder)
    return [study.frame(table=table) for table in TABLES]


def are_right(found: list[pandas.DataFrame], expected: list[pandas.DataFrame]) -> bool:
    """Whether each table holds what is expected, of the runs that are done; runs that are gone are to do."""
    return all(
        mine.empty or mine.equals(right[right["run"].isin(set(mine["run"]))].reset_index(drop=True))
        for mine, right in zip(found, expected, strict=True)
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A finished study in two parts of each table, and what it answers."""
    folder = write_study(tmp_path_factory.mktemp("whole"), 2, 3)
    swept(folder, shard=(1, 2))
    swept(folder, shard=(2, 2))
    assert len(tables_of(folder)) == 8
    return folder, answers(folder), Study(folder).status().digest


def mended(folder: Path) -> str:
    """Do what is advised; the digest afterwards."""
    try:
        return swept(folder).status.digest
    except ValueError as error:
        told = str(error)
    assert "ruralparty design" in told
    prepare(folder)
    return swept(folder).status.digest


@settings(max_examples=25, **SLOW)
@given(
    some.lists(
        some.tuples(some.sampled_from([flip, cut, remove, swap]), some.integers(0, 10**6), some.integers(0, 10**6)),
        min_size=1,
        max_size=3,
    )
)
def test_a_damaged_study_answers_right_or_names_the_cure_and_is_mended_by_it(whole, damages):
    original, expected, digest = whole
    with tempfile.TemporaryDirectory() as place:
        folder = shutil.copytree(original, Path(place) / "study")
        for damage, which, at in damages:
            files = tables_of(folder)
            damage(files[which % len(files)], at)
        told, found = "", expected
        try:
            found = answers(folder)
        except ValueError as error:
            told = str(error)
        assert are_right(found, expected)
        assert not told or re.search(NAMES_A_CURE, told)
        assert mended(folder) == digest
        assert are_right(found := answers(folder), expected)
        assert [len(each) for each in found] == [len(each) for each in expected]


def unnoticed(whole, seed: int, count: int, folder: Path) -> list[str]:
    """Bits of any table of a study that can be turned so that an answer changes without a word."""
    original, expected, _ = whole
    luck = random.Random(seed)
    shutil.copytree(original, folder)
    found = []
    for _ in range(count):
        path = luck.choice(tables_of(folder))
        content = path.read_bytes()
        place = luck.randrange(8 * len(content))
        flip(path, place)
        try:
            if not are_right(got := answers(folder), expected) or [*map(len, got)] != [*map(len, expected)]:
                found.append(f"{path.name}, bit {place}")
        except ValueError:
            pass
        path.write_bytes(content)
    return found


def test_no_bit_of_thirty_alters_a_number_silently(whole, tmp_path):
    assert unnoticed(whole, 1, 30, tmp_path / "study") == []


@pytest.mark.verify
def test_no_bit_of_three_hundred_alters_a_number_silently(whole, tmp_path):
    assert unnoticed(whole, 2, 300, tmp_path / "study") == []
