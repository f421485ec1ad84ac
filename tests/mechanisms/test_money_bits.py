"""Collective economy and outside resources give the same bits without compilation."""

from __future__ import annotations

import hashlib

from tests.bits import printed_by_plain_python
from tests.mechanisms.money import a_few_years


def digest() -> str:
    """Hash of villages, counties, townships and tallies after thirty lively months."""
    world = a_few_years()
    assert world.recorder.series("projects_failed").sum() > 10
    assert world.recorder.series("copies").sum() > 0
    tables = world.villages.columns, world.counties.columns, world.townships.columns, world.recorder.kept
    return hashlib.sha256(b"".join(table.tobytes() for table in tables)).hexdigest()


def test_same_bits_with_and_without_compilation() -> None:
    assert printed_by_plain_python(__file__) == digest()
