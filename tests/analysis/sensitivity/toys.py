"""Functions whose effects are known: Ishigami's, the g-function, Morris's of twenty inputs, Oakley and O'Hagan's."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
from scipy.stats import norm, qmc

from tests.analysis.calibration.toys import ISHIGAMI_VARIANCE, ishigami

ISHIGAMI_TOTAL, ISHIGAMI_FIRST = np.array([0.5576, 0.4424, 0.2437]), np.array([0.3139, 0.4424, 0.0])
G = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0])
ACTIVE = 10


def g_function(x: np.ndarray) -> np.ndarray:
    """Sobol's g-function of six inputs."""
    return np.asarray(np.prod((np.abs(4 * x - 2) + G) / (1 + G), axis=1))


def g_effects() -> tuple[np.ndarray, np.ndarray]:
    """Total and first effects of the g-function."""
    own = 1 / (3 * (1 + G) ** 2)
    whole = np.prod(1 + own) - 1
    return own * np.prod(1 + own) / (1 + own) / whole, own / whole


def morris_function(x: np.ndarray) -> np.ndarray:
    """Morris's function of twenty inputs (1991), its small coefficients drawn once; the first ten are active."""
    rng = np.random.default_rng(1991)
    curved = (2, 4, 6)
    w = 2 * (x - 0.5)
    for place in curved:
        w[:, place] = 2 * (1.1 * x[:, place] / (x[:, place] + 0.1) - 0.5)
    first, second = rng.normal(size=20), rng.normal(size=(20, 20))
    first[:10], second[:6, :6] = 20.0, -15.0
    y = w @ first
    for i in range(20):
        for j in range(i + 1, 20):
            y += second[i, j] * w[:, i] * w[:, j]
    for i in range(5):
        for j in range(i + 1, 5):
            for k in range(j + 1, 5):
                y += -10.0 * w[:, i] * w[:, j] * w[:, k]
    for i in range(4):
        for j in range(i + 1, 4):
            for k in range(j + 1, 4):
                for last in range(k + 1, 4):
                    y += 5.0 * w[:, i] * w[:, j] * w[:, k] * w[:, last]
    return np.asarray(y)


def oakley(x: np.ndarray) -> np.ndarray:
    """Oakley and O'Hagan's function of fifteen normal inputs, at their probabilities; numbers as SALib brings them."""
    import SALib.test_functions.oakley2004 as source

    found = {}
    for node in ast.walk(ast.parse(Path(str(source.__file__)).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in ("M", "A"):
            inner = next(each for each in ast.walk(node.value) if isinstance(each, ast.List))
            found[node.targets[0].id] = np.array(ast.literal_eval(inner), float)
    z = norm.ppf(x)
    return np.asarray(source.evaluate(z, found["A"], found["M"].reshape(15, 15)))


def noisy_ishigami(share: float, seed: int, points: int = 512, second: int = 64) -> tuple[np.ndarray, np.ndarray]:
    """Runs of Ishigami's function whose luck has a share of what varies; some points have a second run."""
    x = qmc.Sobol(3, rng=seed).random(points)
    x = np.vstack([x, x[:second]])
    deviation = np.sqrt(ISHIGAMI_VARIANCE * share / (1 - share))
    return x, ishigami(x) + np.random.default_rng(seed).normal(size=len(x)) * deviation
