"""Small models with known answers."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from sim.analysis.calibration.emulator import Emulator, fit
from sim.analysis.calibration.space import latin_hypercube

KNOWN = Path(__file__).parents[2] / "data" / "known_answers"
SIR_LOW, SIR_HIGH = np.array([0.1, 0.0, 0.0]), np.array([0.8, 0.5, 0.05])
ISHIGAMI_VARIANCE = 7.0**2 / 8 + 0.1 * np.pi**4 / 5 + 0.1**2 * np.pi**8 / 18 + 0.5


def table(name: str) -> dict[str, np.ndarray]:
    """Columns of a published table; numbers where they are numbers."""
    with (KNOWN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {}
    for key in rows[0]:
        try:
            found[key] = np.array([float(row[key]) for row in rows])
        except ValueError:
            found[key] = np.array([row[key] for row in rows])
    return found


def sir_places(found: dict[str, np.ndarray]) -> np.ndarray:
    """Inputs of the SIR model between 0 and 1."""
    inputs = np.column_stack([found[name] for name in ("aSI", "aIR", "aSR")])
    return np.clip((inputs - SIR_LOW) / (SIR_HIGH - SIR_LOW), 0.0, 1.0)


def ishigami(x: np.ndarray) -> np.ndarray:
    """Ishigami and Homma's function, of inputs between 0 and 1."""
    angle = np.pi * (2 * x - 1)
    return np.sin(angle[:, 0]) + 7 * np.sin(angle[:, 1]) ** 2 + 0.1 * angle[:, 2] ** 4 * np.sin(angle[:, 0])


def smooth(x: np.ndarray) -> np.ndarray:
    """A model of four inputs and three outputs."""
    first = x[:, 0] + 2 * x[:, 1] ** 2 + 0.5 * x[:, 0] * x[:, 2]
    return np.stack([first, np.sin(3 * x[:, 2]) + x[:, 0], x[:, 1] * x[:, 2] + 0.3 * x[:, 3]], axis=1)


def smooth_emulators(rows: int = 80) -> tuple[Emulator, ...]:
    """Emulators of the smooth model."""
    x = latin_hypercube(rows, 4, np.random.default_rng(5))
    y = smooth(x)
    return tuple(fit(x, y[:, place]) for place in range(3))
