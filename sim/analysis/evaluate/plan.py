"""What a study of an evaluation says: the pilot, who gets it, what is measured, estimators, worlds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.core.config.calendar import name_of
from sim.core.config.setting import setting
from sim.indicators import INDICATORS

REAL, REPORTED, SURVEYED = MEASURES = ("real", "reported", "surveyed")
"""What an evaluation may look at: how things are, what superiors are told, what a survey finds."""
DIFFERENCE, DID, TWO_WAY, SUN_ABRAHAM, TWO_STAGE, PROJECTIONS = ESTIMATORS = (
    *("difference", "difference_in_differences", "two_way_fixed_effects"),
    *("sun_abraham", "two_stage", "local_projections"),
)
USUAL_ESTIMATORS = (DIFFERENCE, DID, TWO_WAY, SUN_ABRAHAM)
USUAL_OUTCOMES = ("trust", "attendance")
USUAL_RULES = ("random", "weakest", "self_selected")


@dataclass(frozen=True)
class Pilot:
    """What is tried, and in how many villages.

    Attributes
    ----------
    policy : str
    dose : dict of str to number, switch or choice
        Doses off their defaults.
    starts : tuple of int
        Months in which delivery begins; with several the villages are shared out in waves of one size.
    duration, ramp, strength
        As of :class:`~sim.policies.common.delivery.Delivery`.
    share : float
        Share of the villages that are to get it.
    leak : float
        Share of these places that go to other villages, of which who evaluates does not know.
    """

    policy: str
    starts: tuple[int, ...]
    dose: Mapping[str, Any] = field(default_factory=dict)
    duration: int | None = setting(
        None, "span", "month", "months of delivery; until the end of the run if left out", 1, 600
    )
    ramp: int = setting(0, "span", "month", "months until the dose is at its full size", 0, 600)
    strength: float = setting(1.0, "number", "share", "share of the full dose that is given", 0, 1)
    share: float = setting(0.5, "number", "share", "share of the villages that get it", 0.01, 0.99)
    leak: float = setting(0.0, "number", "share", "share of the places that go to villages outside the choice", 0, 1)

    def table(self, months: list[int | None]) -> dict[str, Any]:
        """The policy as a scenario has it, begun in each village in its month."""
        given: dict[str, Any] = {"dose": dict(self.dose), "ramp": self.ramp, "strength": self.strength}
        if self.duration is not None:
            given["duration"] = self.duration
        return {**given, "villages": [None if each is None else name_of(each) for each in months]}


@dataclass(frozen=True)
class Survey:
    """A survey of a village: who is asked, who answers, and by how much an answer is off.

    Attributes
    ----------
    persons : int
        Persons asked in each village and period.
    non_response : float
        Share of them who do not answer.
    deviation : dict of str to float
        Standard deviation of one answer about the village's value, by outcome: how persons differ, and error.
    lean : dict of str to float
        By how much those who answer are above those who do not, by outcome.
    """

    persons: int = setting(20, "count", "persons", "persons asked in each village and period", 1, 100_000)
    non_response: float = setting(0.2, "number", "share", "share of those asked who do not answer", 0, 0.99)
    deviation: Mapping[str, float] = field(default_factory=dict)
    lean: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Look:
    """One way to look at an outcome.

    Attributes
    ----------
    outcome : str
        What is meant.
    measure : str
        One of :data:`MEASURES`.
    """

    outcome: str
    measure: str

    @property
    def column(self) -> str:
        """Outcome of the model that is seen: the reported twin, where that is what is looked at."""
        twin = INDICATORS[self.outcome].reported if self.measure == REPORTED else None
        return twin or self.outcome


@dataclass(frozen=True)
class EvaluationPlan:
    """A study of an evaluation, checked.

    Attributes
    ----------
    name, title, rationale : str
    scenario : Scenario
        The world without the pilot, constants set.
    pilot : Pilot
    rules : tuple of str
        Ways of choosing the villages, among :data:`~sim.procedures.targets.RULES`.
    looks : tuple of Look
        Outcomes, each in all ways in which it is measured.
    survey : Survey
    estimators : tuple of str
        Among :data:`ESTIMATORS`.
    period : int
        Months of an observation.
    sizes : tuple of int
        Numbers of villages in the evaluation, the largest last.
    level, power : float
        Level of tests, and the power that the least effect to be seen is stated for.
    worlds, seed : int
    """

    name: str
    scenario: Any
    pilot: Pilot
    looks: tuple[Look, ...]
    title: str = ""
    rationale: str = ""
    rules: tuple[str, ...] = USUAL_RULES
    survey: Survey = field(default_factory=Survey)
    estimators: tuple[str, ...] = USUAL_ESTIMATORS
    period: int = 12
    sizes: tuple[int, ...] = ()
    level: float = 0.05
    power: float = 0.8
    worlds: int = 200
    seed: int = 1

    @property
    def periods(self) -> int:
        """Observations of a village."""
        return int(self.scenario.horizon.months) // self.period

    @property
    def columns(self) -> tuple[str, ...]:
        """Outcomes of the model that are kept of each village and period."""
        return tuple(dict.fromkeys(name for look in self.looks for name in (look.outcome, look.column)))

    def first_period(self, month: int) -> int:
        """Observation with which a calendar month begins."""
        return (month - int(self.scenario.horizon.start)) // self.period

    def plain_run(self) -> dict[str, Any]:
        """All that the runs depend on beside the model and the seed, in plain values."""
        from sim.runs.identity import WORDS_ONLY

        scenario = {key: value for key, value in self.scenario.plain().items() if key not in WORDS_ONLY}
        pilot = {**vars(self.pilot), "dose": dict(self.pilot.dose), "starts": list(self.pilot.starts)}
        return {
            "scenario": scenario,
            "pilot": pilot,
            "rules": list(self.rules),
            "columns": list(self.columns),
            "period": self.period,
        }
