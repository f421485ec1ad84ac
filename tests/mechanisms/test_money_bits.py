"""Collective economy and outside resources give the same bits without compilation, one signature a kernel."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from sim.agents import projects
from sim.core.kernels import Kernel
from sim.mechanisms import collective_economy, outside_resources
from tests.mechanisms.money import a_few_years

ROOT = Path(__file__).resolve().parents[2]


def digest() -> str:
    """Hash of villages, counties, townships and tallies after thirty lively months."""
    world = a_few_years()
    assert world.recorder.series("projects_failed").sum() > 10
    assert world.recorder.series("copies").sum() > 0
    tables = world.villages.columns, world.counties.columns, world.townships.columns, world.recorder.kept
    return hashlib.sha256(b"".join(table.tobytes() for table in tables)).hexdigest()


def test_same_bits_with_and_without_compilation_and_one_signature_a_kernel() -> None:
    compiled = digest()
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)}
    code = "from tests.mechanisms.test_money_bits import digest; print(digest())"
    command = [sys.executable, "-W", "error::RuntimeWarning", "-c", code]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == compiled
    modules = {module.__name__: module for module in (projects, collective_economy, outside_resources)}
    kernels = [each for module in modules.values() for each in vars(module).values() if isinstance(each, Kernel)]
    crowded = [each.__name__ for each in kernels if each.function.__module__ in modules and len(each.signatures) > 1]
    assert crowded == []
