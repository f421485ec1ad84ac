"""Collective economy and outside resources give the same bits without compilation, one signature a kernel."""

from __future__ import annotations

import hashlib

from sim.agents import projects
from sim.core.kernels import Kernel
from sim.mechanisms import collective_economy, outside_resources
from tests.bits import printed_by_plain_python
from tests.mechanisms.money import a_few_years


def digest() -> str:
    """Hash of villages, counties, townships and tallies after thirty lively months."""
    world = a_few_years()
    assert world.recorder.series("projects_failed").sum() > 10
    assert world.recorder.series("copies").sum() > 0
    tables = world.villages.columns, world.counties.columns, world.townships.columns, world.recorder.kept
    return hashlib.sha256(b"".join(table.tobytes() for table in tables)).hexdigest()


def test_same_bits_with_and_without_compilation_and_one_signature_a_kernel() -> None:
    assert printed_by_plain_python(__file__) == digest()
    modules = {module.__name__: module for module in (projects, collective_economy, outside_resources)}
    kernels = [each for module in modules.values() for each in vars(module).values() if isinstance(each, Kernel)]
    crowded = [each.__name__ for each in kernels if each.function.__module__ in modules and len(each.signatures) > 1]
    assert crowded == []
