"""Small scenarios for the tests of the commands."""

from __future__ import annotations

import pytest

TINY = """
name: {name}
title: {name}
extends: baseline
horizon: {{months: 13, burn_in: 1}}
world: {{townships: 1, villages: 2, village_size: 150}}
policies: {policies}
"""


@pytest.fixture
def tiny(tmp_path) -> list[str]:
    """Paths of two small scenarios."""
    paths = []
    for name, policies in (("tiny", "{}"), ("taught", "{training: {start: 2021-02}}")):
        paths.append(tmp_path / f"{name}.yaml")
        paths[-1].write_text(TINY.format(name=name, policies=policies), encoding="utf-8")
    return [str(path) for path in paths]
