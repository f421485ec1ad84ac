"""The emulator of differences as it is shipped: arrays, answered with NumPy alone.

``make emulator`` makes them. An outcome stands in them only where enough of it is foretold out of sample.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.emulator.scale import Bar, Scale
from sim.analysis.emulator.space import Space, State, space

Floats = NDArray[np.float64]
DATA = Path(__file__).parents[1] / "data" / "differences.npz"
HIGHEST = 4
"""Degree of the polynomials, at most."""
VILLAGES = 6


@dataclass(frozen=True)
class Told:
    """What is foretold of an outcome.

    Attributes
    ----------
    difference, bar : float
        Nine in ten exact answers lie within the bar.
    r2 : float
        Share of what noise leaves that is foretold of states that were not seen.
    """

    difference: float
    bar: float
    r2: float


class Speaker:
    """Answers from arrays.

    Parameters
    ----------
    arrays : mapping of str to array
        As :func:`sim.analysis.emulator.arrays.packed` makes them.

    Attributes
    ----------
    outcomes : tuple of str
    about : dict
        Of what it was made: digest of the reference runs, pairs, states, R² by outcome, those that are left out too.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.about: dict[str, Any] = json.loads(bytes(arrays["about"]).decode())
        self.inputs = tuple(str(each) for each in self.about["inputs"])
        self.outcomes = tuple(str(each) for each in self.about["outcomes"])
        self.scales = [Scale(bool(turned), float(low), float(high)) for turned, low, high in arrays["scales"]]
        self.bars = [Bar(*(float(each) for each in row)) for row in arrays["bars"]]
        self.r2 = arrays["r2"]
        self.owner, self.terms, self.coefficients = arrays["owner"], arrays["terms"].astype(int), arrays["coefficients"]
        self.signals = arrays["signals"]
        rows = np.asarray(arrays["rows"], np.float64)
        self.weights = np.asarray(arrays["weights"], np.float64)
        self.seen: list[NDArray[np.int64]] = []
        self.lengths: list[Floats] = []
        self.scaled: list[Floats] = []
        for place, (begin, end) in enumerate(arrays["spans"]):
            own, lengths = arrays["seen"][begin:end].astype(int), arrays["lengths"][begin:end].astype(float)
            columns = [rows[:, each] if each < rows.shape[1] else arrays["places"][place] for each in own]
            self.seen.append(own)
            self.lengths.append(lengths)
            self.scaled.append(np.ascontiguousarray(np.array(columns, float).reshape(len(own), len(rows)).T / lengths))
        self.squares = [(each**2).sum(axis=1) for each in self.scaled]

    def predict(self, x: Floats, before: Mapping[str, float], pairs: float = 1.0) -> dict[str, Told]:
        """What is foretold of one state.

        Parameters
        ----------
        x : float array, shape (inputs,)
        before : mapping of str to float
            Outcomes of the baseline; of those that are not given nothing is foretold.
        pairs : float
            Pairs of six villages that the exact answer is the mean of.
        """
        known = np.array([before.get(name, np.nan) for name in self.outcomes])
        at = np.array([float(scale.place(value)) for scale, value in zip(self.scales, known, strict=True)])
        steps = self._steps(np.asarray(x, float), np.nan_to_num(at))
        found = {}
        for place, name in enumerate(self.outcomes):
            if not np.isfinite(known[place]):
                continue
            difference = float(self.scales[place].difference(known[place], steps[place]))
            bar = float(self.bars[place].of(np.asarray(difference), pairs))
            found[name] = Told(difference, bar, float(self.r2[place]))
        return found

    def _steps(self, x: Floats, at: Floats) -> Floats:
        """Differences on the scale on which they are taken."""
        count = len(self.inputs)
        shared, own = _polynomials(x), _polynomials(at)
        first, second = (
            np.where(place == count, own[self.owner, degree], shared[np.minimum(place, count - 1), degree])
            for place, degree in (self.terms[:, :2].T, self.terms[:, 2:].T)
        )
        found = np.bincount(self.owner, self.coefficients * first * second, len(self.outcomes))
        whole = np.append(x, 0.0)
        for place, (seen, lengths) in enumerate(zip(self.seen, self.lengths, strict=True)):
            if not len(seen) or self.signals[place] <= 0:
                continue
            whole[-1] = at[place]
            here = whole[seen] / lengths
            apart = self.squares[place] + here @ here - 2.0 * (self.scaled[place] @ here)
            found[place] += self.signals[place] * (np.exp(-0.5 * np.maximum(apart, 0.0)) @ self.weights[place])
        return found


def _polynomials(places: Floats) -> Floats:
    """Legendre polynomials of numbers between 0 and 1, shape (numbers, degrees from 0)."""
    z = 2.0 * places - 1.0
    found = [np.ones_like(z), z]
    for degree in range(1, HIGHEST):
        found.append(((2 * degree + 1) * z * found[degree] - degree * found[degree - 1]) / (degree + 1))
    return np.column_stack(found)


@cache
def speaker(file: Path = DATA) -> Speaker | None:
    """The emulator that is shipped; None if there is none, or it was made with other inputs than the model has now."""
    if not file.is_file():
        return None
    with np.load(file, allow_pickle=False) as arrays:
        found = Speaker(dict(arrays))
    return found if found.inputs == space().names else None


@cache
def is_stale(file: Path = DATA) -> bool:
    """Whether it was made with a model that gives other numbers: another digest of three reference runs."""
    from sim.runs.sources import model_hash
    from sim.studies.plausible import reference_digest

    made = speaker(file)
    if made is None:
        return True
    return bool(made.about["model"] != model_hash() and made.about["reference"] != reference_digest())


def foretold(
    state: State, before: Mapping[str, float], pairs: float = 1.0, where: Space | None = None
) -> dict[str, Told]:
    """What the shipped emulator says of a state; nothing where there is none, or it lies outside of what was run.

    Parameters
    ----------
    state : State
    before : mapping of str to float
        Exact outcomes of the baseline.
    pairs : float
        Pairs of six villages of the exact answer.
    where : Space, optional

    Examples
    --------
    >>> from sim.analysis.emulator.space import State
    >>> from sim.analysis.emulator.speak import foretold
    >>> foretold(State({"training": {}}), {})
    {}
    """
    made = speaker()
    if made is None:
        return {}
    x = (where or space()).inputs(state)
    return made.predict(x, before, pairs) if ((x >= 0) & (x <= 1)).all() else {}
