"""Arms of a study: what its runs compare, and what each is compared with, whatever its design.

An arm is a scenario with the levers that are in force in it: a policy whose coverage is nought has none. A future is a
combination of the uncertainties. An arm with levers is compared with the same scenario without them; a scenario without
levers with the baseline of the study. Where levers are drawn with the unknowns every point has doses of its own: the
scenarios are then the arms, and the points their futures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.studies.factors import Value
from sim.studies.plan import SAMPLED, applies

if TYPE_CHECKING:
    from sim.studies.folder import StudyFolder

Levers = tuple[tuple[str, Value], ...]
COVERAGE = "coverage"
MANY_FUTURES = 5
"""Different values of an uncertainty from which on the points of a file are taken for a sample."""


@dataclass(frozen=True)
class Arm:
    """A scenario with the levers in force.

    Attributes
    ----------
    scenario : str
    levers : tuple of (str, value)
        By path; empty where none is in force.
    rows : tuple of int
        Rows of the design at which it was run, in their order.
    """

    scenario: str
    levers: Levers
    rows: tuple[int, ...]

    @property
    def name(self) -> str:
        """Name of the arm: its scenario, and the levers in force."""
        told = (f"{_short(path)} {_told(value)}" for path, value in self.levers)
        return ", ".join((self.scenario, *told))


@dataclass(frozen=True)
class Arms:
    """All arms of a study.

    Attributes
    ----------
    arms : tuple of Arm
        In the order of scenarios and rows.
    futures : dict of int to int
        Number of the future of each row.
    sampled : bool
        Whether futures are a sample of what is not known, so that an interval over them says something.
    baseline : str
        Scenario, or that of the row, that the study takes for its baseline.
    """

    arms: tuple[Arm, ...]
    futures: Mapping[int, int]
    sampled: bool
    baseline: str

    def against(self, arm: Arm) -> Arm | None:
        """What an arm is compared with; None if it is a baseline itself, or nothing was run to compare it with."""
        by_key = {(each.scenario, each.levers): each for each in self.arms}
        if arm.levers:
            keys: tuple[tuple[str, Levers], ...] = ((arm.scenario, ()), (self.baseline, arm.levers))
            return next((by_key[key] for key in keys if key in by_key and by_key[key] is not arm), None)
        return None if arm.scenario == self.baseline else by_key.get((self.baseline, ()))


def arms_of(prepared: StudyFolder) -> Arms:
    """The arms of a study that has been designed.

    Parameters
    ----------
    prepared : StudyFolder
    """
    points = prepared.design.to_pylist()
    unknown = [factor.path for factor in prepared.factors if factor.role != "lever"]
    kind = str(prepared.study["design"]["kind"])
    has_levers = len(unknown) < len(prepared.factors)
    at_row: dict[int, tuple[Any, ...]] = {point["row"]: tuple(point[path] for path in unknown) for point in points}
    alone = has_levers and kind in SAMPLED and kind != "plausible"
    found: dict[tuple[str, Levers], list[int]] = {}
    for scenario in prepared.study["scenarios"]:
        for point in points:
            levers = () if alone else tuple(_in_force(prepared, scenario["policies"], point))
            found.setdefault((scenario["name"], levers), []).append(point["row"])
    if alone:
        at_row = {row: (row,) for row in at_row}
    numbers = {key: place for place, key in enumerate(dict.fromkeys(at_row.values()))}
    return Arms(
        arms=tuple(Arm(*key, tuple(rows)) for key, rows in found.items()),
        futures={row: numbers[key] for row, key in at_row.items()},
        sampled=len(numbers) > 1 and (kind in SAMPLED or _is_sample(kind, list(numbers))),
        baseline=_baseline(prepared),
    )


def _is_sample(kind: str, futures: list[tuple[Any, ...]]) -> bool:
    """Whether the points of a file look drawn: an uncertainty has about as many values as there are futures."""
    if kind != "file" or len(futures) < MANY_FUTURES:
        return False
    return any(2 * len(set(values)) > len(futures) for values in zip(*futures, strict=True))


def _baseline(prepared: StudyFolder) -> str:
    precision = prepared.precision
    if precision is not None and isinstance(precision.baseline, str):
        return precision.baseline
    return prepared.titles[0]


def _in_force(
    prepared: StudyFolder, policies: Mapping[str, Any], point: Mapping[str, Any]
) -> Iterator[tuple[str, Value]]:
    """Levers that do something in a scenario at a point; of a policy whose coverage is nought, none."""
    for factor in prepared.factors:
        path = factor.path
        if factor.role != "lever" or not applies(path, policies):
            continue
        steps, value = path.split("."), point[path]
        if steps[0] == "policies":
            reached = point.get(f"policies.{steps[1]}.{COVERAGE}")
            if reached is None:
                reached = policies[steps[1]][COVERAGE]
            if not reached:
                continue
            if value is None and steps[-1] == COVERAGE:
                value = reached
        if value is not None:
            yield path, value


def _short(path: str) -> str:
    return path.removeprefix("policies.").removeprefix("parameters.")


def _told(value: Value) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
