"""Finished counties on disk: what is written is read, damage is told, no object is unpickled."""

from __future__ import annotations

import numpy as np
import pytest

from sim.execution.county_files import CountyFiles, folder_name
from sim.indicators import INDICATORS
from sim.runs.counties import Fold, arrays_of, of_county
from sim.runs.jobs import Job
from sim.runs.run import Run
from tests.execution.invented_counties import MONTHS, quick, world

NUMBERS = range(1, 5)
SPREADS = ("coverage_villages", "digital_theil", "precision_people")


def counties(keep_villages: bool = False) -> list[Run]:
    found = [quick(Job(of_county(world(4).scenario, number), 1, keep_villages=keep_villages)) for number in NUMBERS]
    return [each for each in found if isinstance(each, Run)]


@pytest.fixture
def files(tmp_path):
    found = CountyFiles(tmp_path, NUMBERS)
    for number, each in zip(NUMBERS, counties(), strict=True):
        found.write(number, each)
    return found


def test_a_county_is_read_as_it_was_written(files):
    for written, read in zip(counties(), files, strict=True):
        before, after = arrays_of(written), arrays_of(read)
        assert before.keys() == after.keys()
        assert all(before[name].tobytes() == after[name].tobytes() for name in before)
        assert (read.tallies, read.policies, read.persons) == (written.tallies, written.policies, written.persons)


def test_comparisons_between_villages_are_exact_whether_read_county_by_county_or_held(files):
    lean, full, kept = Fold(lean=True), Fold(), Fold()
    for read, held, apart in zip(files, counties(), counties(keep_villages=True), strict=True):
        lean.add(read)
        full.add(held)
        kept.add(apart)
    read, held, apart = lean.result(files), full.result(), kept.result()
    assert read.spread == {}
    for name in SPREADS:
        spread = INDICATORS[name]
        values = [each.value(spread, 2, MONTHS) for each in (read, held, apart)]
        assert np.isfinite(values[0])
        assert values[0] == values[1] == values[2]
        assert np.array_equal(read.series(spread, 12), held.series(spread, 12), equal_nan=True)
        assert np.array_equal(read.over(spread, np.array([0, 6])), held.over(spread, np.array([0, 6])), equal_nan=True)
    assert read.digest == held.digest == apart.digest


def test_a_village_that_differs_changes_the_digest(files):
    one, other = Fold(lean=True), Fold(lean=True)
    for number, each in zip(NUMBERS, counties(), strict=True):
        one.add(each)
        if number == 3:
            name = next(iter(each.spread))
            each.spread[name][5, 1] = np.nextafter(each.spread[name][5, 1], np.float32(np.inf))
        other.add(each)
    assert one.result().digest != other.result().digest


def test_a_damaged_county_is_named(files):
    path = files.path(2)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"county-0002\.npz is damaged .* delete it, and the same command does it"):
        list(files)


def test_a_pickled_object_is_refused(files):
    np.savez(files.path(1), about=np.array([{}], dtype=object))
    with pytest.raises(ValueError, match=r"county-0001\.npz is damaged"):
        files.read(1)


def test_an_unfinished_file_is_no_county(files):
    files.path(4).rename(files.folder / ".unfinished-1-abc")
    assert files.missing() == [4]


def test_the_name_of_a_world_leaves_out_how_many_counties_it_has_and_what_it_is_called():
    base = folder_name("model", world(3).scenario, 1, "kept")
    assert folder_name("model", world(3000).scenario, 1, "kept") == base
    assert folder_name("model", world(2, {"world.first_county": 9, "name": "other"}).scenario, 1, "kept") == base
    for other in ("model2", world(3).scenario, 1, "kept"), ("model", world(3).scenario, 2, "kept"):
        assert folder_name(*other) != base
    assert folder_name("model", world(3, {"world.village_size": 101}).scenario, 1, "kept") != base
