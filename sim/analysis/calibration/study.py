"""What a calibration study says: the active set and its ranges, waves, points, seeds, villages, and the last year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.config.language import message
from sim.studies.factors import Factor, declarations
from sim.studies.read import plan_with
from sim.studies.read_design import LARGEST_SEED
from sim.studies.read_factors import read_factors, try_factors
from sim.studies.reader import Reader
from sim.validation.backcast import dated_world
from sim.validation.dated_figures import LAST, DatedFigure, dated_figures
from sim.validation.dated_runs import world_of

KEYS = (
    *("name", "title", "rationale", "uncertainties", "constants", "leave_out"),
    *("waves", "points", "seeds", "until", "villages", "village_size", "seed", "plausible"),
)
PARAMETERS = "parameters."


@dataclass(frozen=True)
class CalibrationPlan:
    """A calibration study, checked.

    Attributes
    ----------
    name, title, rationale : str
    factors : tuple of Factor
        The active set; each is uniform over its range before anything is matched.
    scenario : Scenario
        The dated world, constants set.
    figures : tuple of DatedFigure
        All published figures to the last year.
    leave_out : tuple of str
        Figures that are shown, not matched.
    waves, points, seeds : int
        Most waves, points of each, and seeds of each point.
    until, villages, village_size, seed : int
    plausible : int
        Points that are wanted in the plausible set.
    """

    name: str
    scenario: Any
    factors: tuple[Factor, ...]
    figures: tuple[DatedFigure, ...]
    title: str = ""
    rationale: str = ""
    leave_out: tuple[str, ...] = ()
    waves: int = 6
    points: int = 400
    seeds: int = 4
    until: int = LAST
    villages: int = 24
    village_size: int = 1300
    seed: int = 1
    plausible: int = 200
    constants: Mapping[str, Any] = field(default_factory=dict)

    @property
    def paths(self) -> tuple[str, ...]:
        """Parameters of the active set."""
        return tuple(each.path for each in self.factors)

    def is_matched(self, figure: DatedFigure) -> bool:
        """Whether a figure may rule points out."""
        return figure.matched and figure.name not in self.leave_out and figure.key not in self.leave_out

    def values(self, points: NDArray[np.float64]) -> list[dict[str, Any]]:
        """Values of the parameters at places between 0 and 1."""
        return [
            {each.path: each.at(float(place)) for each, place in zip(self.factors, row, strict=True)} for row in points
        ]

    def scenario_at(self, values: Mapping[str, Any]) -> Any:
        """The dated world with these values."""
        return self.scenario.changed(dict(values))

    def plain(self) -> dict[str, Any]:
        """All that the numbers depend on beside the model, in plain values."""
        numbers = ("points", "seeds", "until", "villages", "village_size", "seed")
        return {
            "factors": [each.plain() for each in self.factors],
            "constants": dict(self.constants),
            "leave_out": list(self.leave_out),
            "figures": [vars(each) for each in self.figures],
            **{name: getattr(self, name) for name in numbers},
        }


def load_calibration(given: str | Path) -> CalibrationPlan:
    """Read a calibration study.

    Raises
    ------
    ScenarioError
        With every problem of the file.
    """
    found: CalibrationPlan = plan_with(_CalibrationReader, given)
    return found


class _CalibrationReader(Reader):
    """Reads the parts of a calibration study."""

    def plan(self) -> CalibrationPlan | None:
        """The study, or None if anything is wrong."""
        self.unknown(self.tree.value, KEYS)
        until = self.count("until", LAST, 2012, LAST)
        villages = self.count("villages", 24, 1, 1000)
        size = self.count("village_size", 1300, 100, 10_000)
        figures = dated_figures(until)
        factors = read_factors(self, declarations())
        if not factors and not self.problems:
            self.wrong("uncertainties", message("names nothing to calibrate"), message("path: declared"))
        for factor in factors:
            if not factor.path.startswith(PARAMETERS) or factor.role != "uncertainty":
                fault = message("is no parameter of the model")
                self.wrong(f"uncertainties.{factor.path}", fault, message("parameters under uncertainties:"))
        constants = self._constants()
        scenario = None if self.problems else self._scenario(until, villages, size, constants)
        if scenario is not None:
            try_factors(self, [scenario], factors)
        plan = CalibrationPlan(
            name=self.text("name", self.path.resolve().parent.name),
            title=self.text("title", ""),
            rationale=self.text("rationale", ""),
            scenario=scenario,
            factors=factors,
            figures=figures,
            leave_out=self._left_out(figures),
            waves=self.count("waves", 6, 1, 50),
            points=self.count("points", 400, 10, 100_000),
            seeds=self.count("seeds", 4, 1, 64),
            until=until,
            villages=villages,
            village_size=size,
            seed=self.count("seed", 1, 0, LARGEST_SEED - 1_000_000_000),
            plausible=self.count("plausible", 200, 1, 100_000),
            constants=constants,
        )
        return None if self.problems else plan

    def _constants(self) -> dict[str, Any]:
        table = self.table("constants", message("horizon.months: 60 and the like"))
        known = {path for path in declarations() if path.startswith(PARAMETERS)}
        for path, node in table.items():
            if path not in known:
                fault = message("is no parameter of the model")
                self.wrong(f"constants.{path}", fault, node=node, name=path, known=known)
        return {path: node.plain for path, node in table.items() if path in known}

    def _scenario(self, until: int, villages: int, size: int, constants: Mapping[str, Any]) -> Any:
        from sim.scenario.scenario import ScenarioError

        try:
            scenario = dated_world(until, world_of(villages, size))
            return scenario.changed(dict(constants)) if constants else scenario
        except ScenarioError as error:
            self.problems.extend(error.problems)
            return None

    def _left_out(self, figures: tuple[DatedFigure, ...]) -> tuple[str, ...]:
        known = {each.name for each in figures} | {each.key for each in figures}
        found = []
        for name, node in self.words("leave_out"):
            if name in known or name in {each.name for each in dated_figures()}:
                found.append(name)
            else:
                self.wrong(
                    "leave_out", message("there is no published figure {name!r}", name=name), "", node, name, known
                )
        return tuple(found)
