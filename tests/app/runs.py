"""Runs for tests of the page: hand-made columns without the model, and a small scenario file."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sim.core.compute.draws import stream, uniform
from tests.worlds import World

MONTHS = 30
LIVED = 20
SMALL_FILE = """\
name: small
title: {en: Small villages, zh: 小村}
extends: baseline
horizon: {start: 2021-01, months: 18, burn_in: 14}
world: {townships: 2, villages: 2, village_size: 300}
"""


def write_small(folder: Path) -> Path:
    """Write a scenario of four villages of about 300 persons, eighteen months after fourteen of burn-in."""
    path = folder / "small.yaml"
    path.write_text(SMALL_FILE, encoding="utf-8")
    return path


def counted(villages: int = 6, lived: int = LIVED, months: int = MONTHS, burn_in: int = 5) -> World:
    """A world whose tallies are whole numbers from 1 to 100, drawn by month, village and tally."""
    world = World(villages=villages, months=months)
    world.burn_in = burn_in
    world.villages.columns["township"] = np.arange(villages) // 2
    key = stream("needs.arise")
    for month in range(lived):
        for place, name in enumerate(world.recorder.names):
            for village in range(villages):
                draw = uniform(world.key, key, np.uint64(village), month, place)
                world.now[name][village] = 1 + int(100 * draw)
        world.recorder.close()
        world.month += 1
    return world
