"""Reading study files: every error of a file at once, with its line, and what to type instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

from sim.core.config.language import message
from sim.core.config.problems import Problem
from sim.core.config.yaml_lines import Node, read
from sim.runs.jobs import beside
from sim.studies.factors import ROLES, Declaration, Factor, declarations
from sim.studies.plan import TABLES, StudyPlan, applies, fitting, study_file
from sim.studies.plausible import NAME as PLAUSIBLE
from sim.studies.plausible import plausible_set
from sim.studies.read_design import LARGEST_SEED, read_design
from sim.studies.read_factors import DECLARED, read_factors, try_factors
from sim.studies.read_replicates import read_replicates, read_second
from sim.studies.reader import Reader

KEYS = (
    *("name", "title", "rationale", "scenarios", "constants", "levers", "uncertainties"),
    *("design", "replicates", "seed", "outcomes", "window", "keep"),
)


def load_study(given: str | Path) -> StudyPlan:
    """Read a study file.

    Raises
    ------
    ScenarioError
        With every problem of the file and of its scenarios.
    """
    found: StudyPlan = plan_with(_StudyReader, given)
    return found


def plan_with(reader: Callable[[Node, Path, list[Problem]], Any], given: str | Path) -> Any:
    """What a reader makes of a study file, named by its folder or itself: its ``plan()``.

    Raises
    ------
    ScenarioError
        With every problem of the file and of its scenarios.
    """
    from sim.scenario.scenario import ScenarioError

    path = study_file(given)
    problems: list[Problem] = []
    tree = read(path, problems)
    plan = None if tree is None else reader(tree, path, problems).plan()
    if plan is None or problems:
        raise ScenarioError(problems)
    return plan


class _StudyReader(Reader):
    """Reads the parts of a study file."""

    def plan(self) -> StudyPlan | None:
        """The study, or None if anything is wrong."""
        self.unknown(self.tree.value, KEYS)
        plausible = self._plausible()
        before = len(self.problems)
        constants = self._constants()
        scenarios = self._scenarios(constants)
        all_read = len(self.problems) == before
        factors = read_factors(self, self._declared)
        self._check_constants(constants, scenarios if all_read else (), factors)
        if scenarios:
            try_factors(self, scenarios, factors)
        outcomes = self._outcomes()
        titles = [each.name for each in scenarios] if all_read else []  # what is missing now may be there once mended
        villages = min((each.world.villages_in_all for each in scenarios), default=1)
        replicates, precision = read_replicates(self, titles, outcomes, villages)
        named = precision.baseline if precision is not None else None
        against = next((each for each in scenarios if each.name == named), scenarios[0] if scenarios else None)
        plan = StudyPlan(
            name=self._name(),
            title=self.text("title", ""),
            rationale=self.text("rationale", ""),
            scenarios=tuple(beside(scenarios, against)),
            factors=factors,
            design=read_design(self, factors, plausible),
            replicates=replicates,
            seed=self.count("seed", 1, 0, LARGEST_SEED),
            outcomes=outcomes,
            window=self._window(scenarios, factors),
            keep=self._keep(),
            precision=precision,
            second=read_second(self),
        )
        own = 1 if plan.second is None else max(sum(plan.design.points), 1)
        most = LARGEST_SEED + 1 - plan.most_replicates * own
        if plan.seed > most:
            self.wrong("seed", message("leaves no room for the replicates"), message("at most {most}", most=most))
        return None if self.problems else plan

    def _plausible(self) -> int:
        """Points of ``uncertainties: plausible [N]``, its parameters made factors; 0 where there is none."""
        node = self.tree.value.get("uncertainties")
        if node is None or not isinstance(node.value, str):
            return 0
        first, *others = node.value.split() or [""]
        if first != PLAUSIBLE or len(others) > 1 or not all(each.isdecimal() for each in others):
            return 0  # told as no table
        try:
            found = plausible_set(int(others[0]) if others else None)
        except ValueError as error:
            self.wrong("uncertainties", str(error), node=node)
            self.tree.value["uncertainties"] = Node({}, node.file, node.line)
            return 0
        factors = {path: Node(DECLARED, node.file, node.line) for path in found.points[0]}
        self.tree.value["uncertainties"] = Node(factors, node.file, node.line)
        return len(found.points)

    @cached_property
    def _declared(self) -> Mapping[str, Declaration]:
        return declarations()

    def _name(self) -> str:
        name = self.text("name", self.path.resolve().parent.name)
        if not name and "name" in self.tree.value:
            self.wrong("name", message("is empty"), message("text"))
        return name

    def _scenarios(self, constants: Mapping[str, Node]) -> list[Any]:
        from sim.scenario.files import locate, missing
        from sim.scenario.scenario import ScenarioError, load

        found: list[Any] = []
        for name, node in self.words("scenarios", "baseline"):
            place = locate(name, self.path.parent)
            if place is None:
                self.problems.append(missing(name, node.file, node.line, "scenarios"))
                continue
            try:
                scenario = load(place)
                held = fitting({path: each.plain for path, each in constants.items()}, scenario.policies)
                found.append(scenario.changed(held) if held else scenario)
            except ScenarioError as error:
                self.problems += [_placed(each, name, node, constants) for each in error.problems]
        names = [each.name for each in found]
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            fault = message("two are called {name!r}", name=name)
            self.wrong("scenarios", fault, message("a name: of its own in each file"))
        return found

    def _constants(self) -> Mapping[str, Node]:
        from sim.policies import policy_names

        table = self.table("constants", message("horizon.months: 60 and the like"))
        known = {*self._declared, *(f"policies.{name}" for name in policy_names())}
        for path, node in table.items():
            if path not in known:
                fault = message("there is no such setting")
                self.wrong(f"constants.{path}", fault, node=node, name=path, known=self._declared)
        return {path: each for path, each in table.items() if path in known}

    def _check_constants(
        self, constants: Mapping[str, Node], scenarios: Sequence[Any], factors: Sequence[Factor]
    ) -> None:
        """Refuse constants that would be set and mean nothing."""
        varied = {factor.path: ROLES[factor.role] for factor in factors}
        for path, node in constants.items():
            if path in varied:
                fault = message("is varied under {key}, so that no run has this value", key=varied[path])
                self.wrong(f"constants.{path}", fault, message("one of the two"), node=node)
            elif scenarios and not any(applies(path, each.policies) for each in scenarios):
                fault = message("no scenario of this study has the policy {policy}", policy=path.split(".")[1])
                self.wrong(f"constants.{path}", fault, message("add a scenario that has it"), node=node)

    def _outcomes(self) -> tuple[str, ...]:
        from sim.indicators import HEADLINES, INDICATORS

        found: list[str] = []
        for name, node in self.words("outcomes", "headlines"):
            if name in ("headlines", "all"):
                found += HEADLINES if name == "headlines" else INDICATORS
            elif name in INDICATORS:
                found.append(name)
            else:
                fault, allowed = message("there is no outcome {name!r}", name=name), message("headlines, all, or names")
                self.wrong("outcomes", fault, allowed, node, name, INDICATORS)
        return tuple(dict.fromkeys(found))

    def _window(self, scenarios: Sequence[Any], factors: Sequence[Factor]) -> str:
        from sim.runs.window import window_of

        node = self.tree.value.get("window")
        value = "12" if node is None else node.value
        if isinstance(value, bool) or not isinstance(value, int | str):
            self.wrong("window", message("is no window"), message("12, 2025-01..2026-12 or all"), node=node)
            return "all"
        horizons = _horizons(scenarios, factors)
        if node is None and min((months for _, months in horizons), default=12) < 12:
            return "all"
        faults = set()
        for start, months in horizons:
            try:
                window_of(str(value), start, months)
            except ValueError as error:
                faults.add(str(error))
        for fault in sorted(faults):
            self.wrong("window", fault, node=node)
        return str(value)

    def _keep(self) -> tuple[str, ...]:
        words = self.words("keep")
        for name, node in words:
            if name not in TABLES:
                fault = message("there is no table {name!r}", name=name)
                self.wrong("keep", fault, ", ".join(TABLES), node, name, TABLES)
        chosen = {name for name, _ in words} or {"scalars", "yearly"}
        return tuple(name for name in TABLES if name in chosen or name == "scalars")


def _placed(problem: Problem, name: str, node: Node, constants: Mapping[str, Node]) -> Problem:
    """A problem of a scenario with its line: where a constant is at fault, that of the constant."""
    if problem.line is not None:
        return problem
    for path, each in constants.items():
        if problem.key == path or problem.key.startswith(f"{path}."):
            return replace(problem, file=each.file, line=each.line, key=f"constants.{problem.key}")
    return replace(problem, file=node.file, line=node.line, key=f"{name}: {problem.key}")


def _horizons(scenarios: Sequence[Any], factors: Sequence[Factor]) -> list[tuple[int, int]]:
    """Starts and lengths of the period under study that the runs of a study have, the ends of what is varied."""
    from sim.scenario.scenario import ScenarioError

    varied = [each for each in factors if each.path in ("horizon.start", "horizon.months")]
    found = []
    for values in product(*(each.values or (each.at(0.0), each.at(1.0)) for each in varied)):
        changes = {factor.path: value for factor, value in zip(varied, values, strict=True)}
        for scenario in scenarios:
            with suppress(ScenarioError):  # told by try_factors
                horizon = (scenario.changed(changes) if changes else scenario).horizon
                found.append((horizon.start, horizon.months))
    return found
