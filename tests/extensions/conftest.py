"""Files of a user's own for the tests; what a test registers is taken back after it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from sim.extensions.registry import forget

OWN = Path(__file__).parents[2] / "docs" / "own"
POLICY, OUTCOME, MECHANISM = (str(OWN / f"{name}.py") for name in ("evening_rounds", "unmet_needs", "land_quarrels"))
SCENARIO = """
name: {name}
title: {name}
extends: baseline
horizon: {{months: 13, burn_in: 1}}
world: {{townships: 1, villages: 2, village_size: 150}}
parameters: {parameters}
policies: {policies}
"""


@pytest.fixture(autouse=True)
def nothing_stays() -> Generator[None]:
    """Take back what a test has registered."""
    yield
    forget()


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., str]:
    """Write a file, and give its path."""

    def write(name: str, text: str) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def scenarios(written: Callable[..., str]) -> tuple[str, str]:
    """Paths of two small scenarios: one without the policy and one with it."""
    without = SCENARIO.format(name="without", parameters="{}", policies="{}")
    rounds = SCENARIO.format(name="rounds", parameters="{}", policies="{evening_rounds: {start: 2021-03}}")
    return written("without.yaml", without), written("rounds.yaml", rounds)
