"""Reading the study of an evaluation: every error of the file at once, with its line, and what to type instead."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.analysis.evaluate.plan import (
    ESTIMATORS,
    MEASURES,
    REPORTED,
    SURVEYED,
    TWO_STAGE,
    USUAL_ESTIMATORS,
    USUAL_OUTCOMES,
    USUAL_RULES,
    EvaluationPlan,
    Look,
    Pilot,
    Survey,
)
from sim.core.config.calendar import month_of, name_of
from sim.core.config.language import message
from sim.core.config.setting import read_settings
from sim.core.config.yaml_lines import Node
from sim.core.recording.indicator import Spread
from sim.indicators import INDICATORS
from sim.procedures.targets import RULES
from sim.studies.factors import declarations
from sim.studies.read import plan_with
from sim.studies.read_design import LARGEST_SEED
from sim.studies.reader import Reader

KEYS = (
    *("name", "title", "rationale", "scenario", "constants", "pilot", "rules", "outcomes", "measures", "survey"),
    *("estimators", "period", "villages", "level", "power", "worlds", "seed"),
)
IN_PILOT = ("policy", "dose", "starts")
FEWEST = 6
"""Villages of the smallest evaluation."""
MOST_WORLDS = 100_000
PLACED = "pilot"


def load_evaluation(given: str | Path) -> EvaluationPlan:
    """Read the study of an evaluation.

    Raises
    ------
    ScenarioError
        With every problem of the file.
    """
    found: EvaluationPlan = plan_with(_EvaluationReader, given)
    return found


class _EvaluationReader(Reader):
    """Reads the parts of the study of an evaluation."""

    def plan(self) -> EvaluationPlan | None:
        """The study, or None if anything is wrong."""
        self.unknown(self.tree.value, KEYS)
        scenario = self._scenario()
        period = self.count("period", 12, 1, 120)
        pilot = self._pilot()
        estimators = self._choice("estimators", USUAL_ESTIMATORS, ESTIMATORS)
        if scenario is not None and pilot is not None:
            self._check_months(scenario, pilot, period, TWO_STAGE in estimators)
            self._check_policy(scenario, pilot)
        survey = self._survey()
        plan = EvaluationPlan(
            name=self.text("name", self.path.resolve().parent.name),
            title=self.text("title", ""),
            rationale=self.text("rationale", ""),
            scenario=scenario,
            pilot=pilot or Pilot("", ()),
            rules=self._choice("rules", USUAL_RULES, RULES),
            looks=self._looks(survey),
            survey=survey,
            estimators=estimators,
            period=period,
            sizes=self._sizes(scenario, pilot),
            level=self._share("level", 0.05, 0.001, 0.5),
            power=self._share("power", 0.8, 0.5, 0.99),
            worlds=self.count("worlds", 200, 2, MOST_WORLDS),
            seed=self.count("seed", 1, 0, LARGEST_SEED - MOST_WORLDS),
        )
        return None if self.problems else plan

    def _scenario(self) -> Any:
        from sim.scenario.files import locate, missing
        from sim.scenario.scenario import ScenarioError, load

        name, place = self.text("scenario", "baseline"), self.tree.value.get("scenario")
        constants = self._constants()
        file = locate(name, self.path.parent)
        if file is None:
            node = place or self.tree
            self.problems.append(missing(name, node.file, node.line, "scenario"))
            return None
        try:
            scenario = load(file)
            scenario = scenario.changed(constants) if constants else scenario
        except ScenarioError as error:
            self.problems.extend(error.problems)
            return None
        if scenario.world.counties != 1:
            fault = message("has several counties, and villages are listed in one")
            self.wrong("scenario", fault, message("world.counties: 1"), node=place)
            return None
        return scenario

    def _constants(self) -> dict[str, Any]:
        table, known = self.table("constants", message("horizon.months: 60 and the like")), declarations()
        for path, node in table.items():
            if path not in known:
                self.wrong(f"constants.{path}", message("there is no such setting"), node=node, name=path, known=known)
        return {path: node.plain for path, node in table.items() if path in known}

    def _pilot(self) -> Pilot | None:
        table = self.table(PLACED, message("policy: training, starts: [2023-01], share: 0.5 and the like"))
        if not table:
            self.wrong(PLACED, message("is missing"), message("policy: training, starts: [2023-01] and the like"))
            return None
        before = len(self.problems)
        node = self.tree.value[PLACED]
        given = read_settings(Pilot, node, PLACED, self.problems, others=IN_PILOT)
        policy, dose = table.get("policy"), table.get("dose")
        if policy is None or not isinstance(policy.value, str):
            self.wrong("pilot.policy", message("is no name of a policy"), message("a policy"), node=policy or node)
        if dose is not None and not isinstance(dose.value, dict):
            self.wrong("pilot.dose", message("is no table"), message("doses by name"), node=dose)
        starts = self._starts(table.get("starts"), node)
        if len(self.problems) > before or policy is None:
            return None
        return Pilot(policy.value, starts, {} if dose is None else dose.plain, **given)

    def _starts(self, given: Node | None, pilot: Node) -> tuple[int, ...]:
        allowed = message("months that rise, such as [2023-01, 2024-01]")
        listed = [] if given is None else given.value if isinstance(given.value, list) else [given]
        try:
            found = tuple(month_of(each.value) for each in listed if isinstance(each.value, str))
        except ValueError as error:
            self.wrong("pilot.starts", str(error), allowed, node=given)
            return ()
        if not found or len(found) < len(listed) or list(found) != sorted(set(found)):
            fault = message("is missing") if given is None else message("are no months that rise")
            self.wrong("pilot.starts", fault, allowed, node=given or pilot)
            return ()
        return found

    def _check_months(self, scenario: Any, pilot: Pilot, period: int, twice: bool) -> None:
        """Refuse observations that do not come out even, or none before or after a start."""
        horizon, node = scenario.horizon, self.tree.value[PLACED].value["starts"]
        if horizon.months % period:
            fault = message("does not go into the {months} months of the horizon", months=horizon.months)
            self.wrong("period", fault, message("months of an observation, such as 12"))
            return
        least = 2 if twice else 1
        earliest, latest = horizon.start + least * period, horizon.last + 1 - period
        for month in pilot.starts:
            if not earliest <= month <= latest or (month - horizon.start) % period:
                fault = message(
                    "{month} begins no observation with {least} before it", month=name_of(month), least=least
                )
                possible = range(earliest, latest + 1, period)
                shown = ", ".join(name_of(each) for each in possible)
                self.wrong("pilot.starts", fault, shown, node=node)

    def _check_policy(self, scenario: Any, pilot: Pilot) -> None:
        """Try the pilot in all villages, so that doses are checked as in a scenario."""
        from sim.scenario.scenario import ScenarioError

        path = f"policies.{pilot.policy}"
        node = self.tree.value[PLACED]
        if pilot.policy in scenario.policies:
            fault = message("is on in the scenario already, everywhere")
            self.wrong("pilot.policy", fault, message("another policy or scenario"), node=node.value["policy"])
            return
        everywhere: list[int | None] = [pilot.starts[0]] * scenario.world.villages_in_all
        if not scenario.horizon.start <= pilot.starts[0] <= scenario.horizon.last:
            return  # told by _check_months
        try:
            scenario.changed({path: pilot.table(everywhere)})
        except ScenarioError as error:
            for each in error.problems:
                key = each.key.replace(path, PLACED, 1)
                at = node
                for step in key.split(".")[1:]:
                    inner = at.value.get(step) if isinstance(at.value, dict) else None
                    at = inner or at
                self.problems.append(replace(each, file=at.file, line=at.line, key=key))

    def _choice(self, key: str, usual: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
        """Some of the known names; the usual ones if nothing is given."""
        found = []
        for name, node in self.words(key):
            if name in known:
                found.append(name)
            else:
                self.wrong(key, message("{name!r} is not known", name=name), ", ".join(known), node, name, known)
        return tuple(found) or usual

    def _looks(self, survey: Survey) -> tuple[Look, ...]:
        """Outcomes in all ways in which they can be measured."""
        outcomes, measures = self._outcomes(), self._choice("measures", MEASURES, MEASURES)
        looks = []
        for outcome in outcomes:
            for measure in measures:
                twin = INDICATORS[outcome].reported is not None
                possible = {REPORTED: twin, SURVEYED: outcome in survey.deviation}.get(measure, True)
                looks += [Look(outcome, measure)] * possible
        if outcomes and not looks and not self.problems:
            fault = message("none of the outcomes is measured like this")
            self.wrong("measures", fault, message("real, or survey.deviation of an outcome"))
        return tuple(looks)

    def _outcomes(self) -> tuple[str, ...]:
        known = {name: each for name, each in INDICATORS.items() if not isinstance(each, Spread)}
        found = []
        for name, node in self.words("outcomes"):
            if name in known:
                found.append(name)
            else:
                fault = message("{name!r} is no outcome of a village", name=name)
                self.wrong("outcomes", fault, message("names of `ruralparty outcomes`"), node, name, known)
        return tuple(found) or USUAL_OUTCOMES

    def _survey(self) -> Survey:
        table = self.table("survey", message("persons: 20, non_response: 0.2, deviation: {trust: 0.25}"))
        if not table:
            return Survey()
        node = self.tree.value["survey"]
        given = read_settings(Survey, node, "survey", self.problems, others=("deviation", "lean"))
        deviation = self._by_outcome(table, "deviation", 0.0)
        return Survey(**given, deviation=deviation, lean=self._by_outcome(table, "lean", -math.inf))

    def _by_outcome(self, table: Mapping[str, Node], key: str, low: float) -> dict[str, float]:
        node = table.get(key)
        if node is None:
            return {}
        if not isinstance(node.value, dict):
            self.wrong(f"survey.{key}", message("is no table"), "{trust: 0.25}", node=node)
            return {}
        found: dict[str, float] = {}
        for name, each in node.value.items():
            path, value = f"survey.{key}.{name}", each.value
            if name not in INDICATORS:
                fault = message("{name!r} is no outcome of a village", name=name)
                self.wrong(path, fault, message("names of `ruralparty outcomes`"), each, name, INDICATORS)
            elif isinstance(value, bool) or not isinstance(value, int | float) or not low <= value < math.inf:
                fault = message("is no number, or out of range")
                self.wrong(path, fault, message("a number from 0 on") if low == 0 else message("a number"), node=each)
            else:
                found[name] = float(value)
        return found

    def _sizes(self, scenario: Any, pilot: Pilot | None) -> tuple[int, ...]:
        """Numbers of villages that are looked at; a third, two thirds and all if nothing is given."""
        if scenario is None:
            return ()
        most, node = scenario.world.villages_in_all, self.tree.value.get("villages")
        waves = len(pilot.starts) if pilot else 1
        usual = tuple(sorted({max(most // 3, FEWEST), max(2 * most // 3, FEWEST), most}))
        listed = None if node is None else node.value if isinstance(node.value, list) else [node]
        found = usual if listed is None else tuple(each.value for each in listed)
        fine = all(isinstance(each, int) and not isinstance(each, bool) and FEWEST <= each <= most for each in found)
        if not found or not fine or list(found) != sorted(set(found)):
            allowed = message("whole numbers that rise, {low} to {high}", low=FEWEST, high=most)
            self.wrong("villages", message("are no numbers of villages of this world"), allowed, node=node)
            return ()
        if pilot and not self.problems:
            smallest = found[0]
            few = min(smallest * pilot.share / waves, smallest * (1 - pilot.share))
            if few < 2:
                fault = message("leave less than two villages to a wave, or to those without the pilot")
                self.wrong("villages", fault, message("more villages, or fewer starts"), node=node)
        return found

    def _share(self, key: str, default: float, low: float, high: float) -> float:
        node = self.tree.value.get(key)
        if node is None:
            return default
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            fault = message("is no number, or out of range")
            self.wrong(key, fault, message("{low} to {high}", low=low, high=high), node=node)
            return default
        return float(value)
