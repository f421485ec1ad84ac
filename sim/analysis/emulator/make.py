"""Making the emulator of differences: pairs, a fit for each outcome, and how often its bars hold what was held out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.emulator.arrays import LARGEST, Arrays, as_bytes, packed
from sim.analysis.emulator.difference import Difference, fit_difference
from sim.analysis.emulator.pairs import Pair, Table, gather
from sim.analysis.emulator.space import space
from sim.analysis.emulator.speak import Speaker
from sim.core.config.language import message
from sim.execution.progress import Progress
from sim.indicators import INDICATORS
from sim.runs.sources import model_hash, numbers_hash
from sim.studies.plausible import reference_digest

Floats = NDArray[np.float64]
Call = Callable[[Callable[[Any], Any], Sequence[Any]], Sequence[Any]]
STATES, SECOND, HELD_OUT = 2000, 200, 200
"""States that are fitted to, how many of them have a second pair, and states that are held out."""
FIRST_HELD_OUT = 2000
"""Number of the first state that is held out: at most so many are fitted to."""
LEAST_R2 = 0.8
"""Share of what noise leaves that is to be foretold out of sample, below which nothing is said of an outcome."""
WORTH = 0.6
"""Share that a straight line, and then a regression, has to foretell for more to be tried."""
RIDGE = 20.0
SATURATING = ("share", "0-1")
SHORT = 12


@dataclass(frozen=True)
class Made:
    """What was made.

    Attributes
    ----------
    arrays : dict of str to array
    tried : list of dict
        A row an outcome: R², whether it is told, and of those the share of held out answers within their bars.
    held_out : dict of str to array
        Inputs, baseline outcomes and exact differences of the states that are held out.
    """

    arrays: Arrays
    tried: list[dict[str, Any]]
    held_out: Arrays

    @property
    def told(self) -> list[dict[str, Any]]:
        """Rows of outcomes that are told."""
        return [each for each in self.tried if each["told"]]


def judged() -> list[str]:
    """Outcomes that are tried: those of which a side is better."""
    return [name for name, indicator in INDICATORS.items() if indicator.better]


def make_emulator(
    folder: Path,
    *,
    states: int = STATES,
    second: int = SECOND,
    held_out: int = HELD_OUT,
    jobs: int = 0,
    progress: Progress | None = None,
    call: Call = lambda function, items: list(map(function, items)),
) -> Made:
    """Run what is missing, and fit.

    Parameters
    ----------
    folder : Path
        Where pairs are kept, those of each model in a folder of their own.
    states, second, held_out : int
    jobs : int
    progress : Progress, optional
    call : callable
        Calls a function on each item, in workers or not.

    Raises
    ------
    ValueError
        If more states are asked for than there are, or the arrays are larger than they may be.
    """
    if states > FIRST_HELD_OUT:
        raise ValueError(message("at most {most} states can be fitted to", most=FIRST_HELD_OUT))
    fitted = [Pair(number) for number in range(states)] + [Pair(number, True) for number in range(second)]
    fresh = [Pair(FIRST_HELD_OUT + number) for number in range(held_out)]
    place = folder / numbers_hash()[:SHORT]
    whole = gather([*fitted, *fresh], place, jobs, progress)
    is_fresh = whole.number >= FIRST_HELD_OUT
    found = call(partial(_fit, whole, ~is_fresh), judged())
    differences = {name: each for name, each in zip(judged(), found, strict=True) if each is not None}
    told = {name: each for name, each in differences.items() if each.r2 >= LEAST_R2}
    about = {
        "model": model_hash(),
        "reference": reference_digest(),
        "states": states,
        "pairs": int((~is_fresh).sum()),
        "failed": len(whole.failures),
    }
    arrays = packed(told, space().names, about)
    if (size := len(as_bytes(arrays))) >= LARGEST:
        raise ValueError(message("the arrays take {size} bytes, more than {most}", size=size, most=LARGEST))
    kept = _held_out(whole, is_fresh, list(told))
    held = shares_held(Speaker(arrays), kept)
    tried = [
        {
            "outcome": name,
            "r2": each.r2,
            "told": name in told,
            "log_odds": each.scale.saturates,
            "pairs": each.rows,
            "noise_sd": float(np.sqrt(each.bar.noise)),
            "held_out_within_bar": held.get(name, float("nan")),
        }
        for name, each in differences.items()
    ]
    return Made(arrays, tried, kept)


def _fit(whole: Table, mine: NDArray[np.bool_], outcome: str) -> Difference | None:
    """The fit of one outcome; none where it is missing in some pairs, or a straight line foretells too little."""
    before, after = whole.before[outcome][mine], whole.after[outcome][mine]
    if not whole.known(outcome)[mine].all() or straight(whole, mine, outcome) < WORTH:
        return None
    saturating = INDICATORS[outcome].unit in SATURATING
    return fit_difference(whole.x[mine], before, after, whole.number[mine], saturating, space().partners, WORTH)


def straight(whole: Table, mine: NDArray[np.bool_], outcome: str) -> float:
    """Share of what varies that a straight line (ridge) foretells of a quarter of the states from the others."""
    steps = (whole.after[outcome] - whole.before[outcome])[mine]
    test = whole.number[mine] % 4 == 0
    if float(steps[test].var()) == 0:
        return 0.0
    x = np.column_stack([whole.x, whole.before[outcome]])[mine]
    x = (x - x[~test].mean(axis=0)) / np.maximum(x[~test].std(axis=0), 1e-9)
    mean = float(steps[~test].mean())
    normal = x[~test].T @ x[~test] + RIDGE * np.eye(x.shape[1])
    line = np.linalg.solve(normal, x[~test].T @ (steps[~test] - mean))
    return 1 - float(((steps[test] - mean - x[test] @ line) ** 2).mean()) / float(steps[test].var())


def _held_out(whole: Table, fresh: NDArray[np.bool_], outcomes: Sequence[str]) -> Arrays:
    names = "\n".join(outcomes)
    return {
        "outcomes": np.frombuffer(names.encode(), np.uint8),
        "x": whole.x[fresh].astype(np.float32),
        "before": np.array([whole.before[name][fresh] for name in outcomes]).reshape(len(outcomes), -1),
        "after": np.array([whole.after[name][fresh] for name in outcomes]).reshape(len(outcomes), -1),
    }


def shares_held(made: Speaker, kept: Mapping[str, NDArray[Any]]) -> dict[str, float]:
    """Share of exact answers of one pair each that lie within their bars, by outcome."""
    names = bytes(kept["outcomes"]).decode().split("\n")
    inside: dict[str, list[bool]] = {name: [] for name in names}
    for place, x in enumerate(kept["x"]):
        before = {name: float(kept["before"][row, place]) for row, name in enumerate(names)}
        for name, told in made.predict(x, before).items():
            exact = float(kept["after"][names.index(name), place]) - before[name]
            if np.isfinite(exact):
                inside[name].append(abs(exact - told.difference) <= told.bar)
    return {name: float(np.mean(each)) for name, each in inside.items() if each}
