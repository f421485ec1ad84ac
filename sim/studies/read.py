"""Reading study files: every error of a file at once, with its line, and what to type instead."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.core.config.problems import Problem, nearest, shown
from sim.core.config.yaml_lines import Node, read
from sim.studies.factors import ROLES, SCALES, Declaration, Factor, Role, declarations
from sim.studies.plan import KINDS, SAMPLED, TABLES, DesignPlan, StudyPlan, applies, fitting, study_file
from sim.studies.read_replicates import read_replicates
from sim.studies.reader import Reader

KEYS = (
    *("name", "title", "rationale", "scenarios", "constants", "levers", "uncertainties"),
    *("design", "replicates", "seed", "outcomes", "window", "keep"),
)
DESIGN_KEYS = ("kind", "points", "seed", "levels", "trajectories_levels", "second_order", "file")
FACTOR_KEYS = ("low", "high", "values", "levels", "scale")
DECLARED = "declared"
NO_SETTING = "there is no such setting"


def load_study(given: str | Path) -> StudyPlan:
    """Read a study file.

    Raises
    ------
    ScenarioError
        With every problem of the file and of its scenarios.
    """
    from sim.scenario.scenario import ScenarioError

    path = study_file(given)
    problems: list[Problem] = []
    tree = read(path, problems)
    plan = None if tree is None else _StudyReader(tree, path, problems).plan()
    if plan is None or problems:
        raise ScenarioError(problems)
    return plan


class _StudyReader(Reader):
    """Reads the parts of a study file."""

    def plan(self) -> StudyPlan | None:
        """The study, or None if anything is wrong."""
        self.unknown(self.tree.value, KEYS)
        before = len(self.problems)
        scenarios = self._scenarios()
        all_read = len(self.problems) == before
        factors = tuple(factor for role, key in ROLES.items() for factor in self._factors(key, role))
        paths = [factor.path for factor in factors]
        for path in {path for path in paths if paths.count(path) > 1}:
            self.wrong("uncertainties", f"{path} is a lever as well", "each factor once")
        if scenarios:
            self._try_factors(scenarios, factors)
        outcomes = self._outcomes()
        titles = [each.name for each in scenarios] if all_read else []  # what is missing now may be there once mended
        villages = min((each.world.villages_in_all for each in scenarios), default=1)
        replicates, precision = read_replicates(self, titles, outcomes, villages)
        plan = StudyPlan(
            name=self.text("name", self.path.resolve().parent.name),
            title=self.text("title", ""),
            rationale=self.text("rationale", ""),
            scenarios=tuple(scenarios),
            factors=factors,
            design=self._design(factors),
            replicates=replicates,
            seed=self.count("seed", 1, 0, 2**32 - 1),
            outcomes=outcomes,
            window=self._window(scenarios),
            keep=self._keep(),
            precision=precision,
        )
        if plan.seed + plan.most_replicates > 2**32:
            self.wrong("seed", "leaves no room for the replicates", f"at most {2**32 - plan.most_replicates}")
        return None if self.problems else plan

    @cached_property
    def _declared(self) -> Mapping[str, Declaration]:
        return declarations()

    def _scenarios(self) -> list[Any]:
        from sim.scenario.files import locate, missing
        from sim.scenario.scenario import ScenarioError, load

        found: list[Any] = []
        constants = self._constants()
        for name, node in self.words("scenarios", "baseline"):
            place = locate(name, self.path.parent)
            if place is None:
                self.problems.append(missing(name, node.file, node.line, "scenarios"))
                continue
            try:
                scenario = load(place)
                held = fitting(constants, scenario.policies)
                found.append(scenario.changed(held) if held else scenario)
            except ScenarioError as error:
                self.problems += [
                    Problem(node.file, node.line, f"{name}: {each.key}", each.value, each.fault, each.allowed)
                    if each.line is None
                    else each
                    for each in error.problems
                ]
        names = [each.name for each in found]
        for name in {name for name in names if names.count(name) > 1}:
            self.wrong("scenarios", f"two are called {name!r}", "a name: of its own in each file")
        return found

    def _constants(self) -> Mapping[str, Any]:
        from sim.policies import policy_names

        table = self.table("constants", "horizon.months: 60 and the like")
        known = {*self._declared, *(f"policies.{name}" for name in policy_names())}
        for path in [path for path in table if path not in known]:
            self.wrong(f"constants.{path}", NO_SETTING, "", nearest(path, self._declared), table[path])
        return {path: each.plain for path, each in table.items() if path in known}

    def _factors(self, key: str, role: Role) -> list[Factor]:
        table = self.table(key, "path: {low: …, high: …} or path: {values: […]}")
        found = [self._factor(f"{key}.{path}", path, role, each) for path, each in table.items()]
        return [factor for factor in found if factor]

    def _factor(self, key: str, path: str, role: Role, node: Node) -> Factor | None:
        known = self._declared.get(path)
        if known is None:
            self.wrong(key, NO_SETTING, "a dotted path", nearest(path, self._declared), node)
            return None
        if node.value == DECLARED:
            return self._as_declared(key, path, role, node, known)
        listed = node if isinstance(node.value, list) else None
        table = {"values": listed} if listed else node.value
        if not isinstance(table, dict) or not table:
            self.wrong(key, "is no factor", "{low: …, high: …}, {values: […]} or declared", node=node)
            return None
        if self.unknown(table, FACTOR_KEYS, f"{key}."):
            return None
        if "values" in table:
            return self._choices(key, path, role, table["values"], known)
        return self._range(key, path, role, node, known)

    def _as_declared(self, key: str, path: str, role: Role, node: Node, known: Declaration) -> Factor | None:
        if known.choices:
            return Factor(path, role, values=known.choices)
        if not known.ranged or known.low is None or known.high is None or known.low == known.high:
            self.wrong(key, "has no declared range", "low: and high:, or values:", node=node)
            return None
        return Factor(path, role, known.low, known.high, whole=known.whole)

    def _choices(self, key: str, path: str, role: Role, node: Node, known: Declaration) -> Factor | None:
        values = [each.value for each in node.value] if isinstance(node.value, list) else []
        if not values or any(not isinstance(value, bool | int | float | str) for value in values):
            self.wrong(key, "is no list of values", "[first, second]", node=node)
            return None
        if known.low is not None and all(isinstance(value, int | float) for value in values) and not known.whole:
            values = [float(value) for value in values]
        kinds = {str if isinstance(v, str) else bool if isinstance(v, bool) else float for v in values}
        if len(set(values)) < len(values) or len(kinds) > 1:
            self.wrong(
                key, "holds a value twice, or values of several kinds", "different values of one kind", node=node
            )
            return None
        return Factor(path, role, values=tuple(values))

    def _range(self, key: str, path: str, role: Role, node: Node, known: Declaration) -> Factor | None:
        table = node.value
        ends: list[Any] = [table[name].value if name in table else None for name in ("low", "high")]
        if known.choices or known.low is None:
            allowed = "values: [" + ", ".join(str(each) for each in known.choices or ("…",)) + "]"
            self.wrong(key, "has no range", allowed, node=node)
            return None
        if any(isinstance(end, bool) or not isinstance(end, int | float) for end in ends) or not ends[0] < ends[1]:
            self.wrong(key, "is no range", f"low: and high: within {shown(known.low, known.high)}", node=node)
            return None
        scale = table["scale"].value if "scale" in table else "linear"
        if scale not in SCALES or (scale == "log" and (ends[0] <= 0 or known.whole)):
            self.wrong(f"{key}.scale", "is no scale", "linear, or log where low is above 0", node=node)
            return None
        levels = self.count(f"{key}.levels", 0, 2, 1000, table)
        return Factor(path, role, float(ends[0]), float(ends[1]), (), levels, str(scale), known.whole)

    def _try_factors(self, scenarios: list[Any], factors: tuple[Factor, ...]) -> None:
        """Set each factor to its ends, or to each of its values, in every scenario that it applies to."""
        from sim.scenario.scenario import ScenarioError

        for factor in factors:
            chosen = [each for each in scenarios if applies(factor.path, each.policies)]
            key = ROLES[factor.role]
            node = self.tree.value[key].value.get(factor.path)
            if not chosen:
                policy = factor.path.split(".")[1]
                fault = f"no scenario of this study has the policy {policy}"
                self.wrong(f"{key}.{factor.path}", fault, "add a scenario that has it", node=node)
            seen: set[str] = set()
            for scenario in chosen:
                for value in factor.values or (factor.at(0.0), factor.at(1.0)):
                    try:
                        scenario.changed({factor.path: value})
                    except ScenarioError as error:
                        for each in error.problems:
                            if str(each) not in seen:
                                seen.add(str(each))
                                told = Node(value, node.file, node.line)
                                self.problems.append(
                                    told.problem(f"{key}.{factor.path}", each.fault, each.allowed, each.unit)
                                )

    def _design(self, factors: tuple[Factor, ...]) -> DesignPlan:
        node = self.tree.value.get("design")
        if node is None:
            if factors:
                self.wrong("design", "is missing", "design: {kind: lhs, points: 100} and the like")
            return DesignPlan()
        table = {"kind": node} if isinstance(node.value, str) else node.value
        if not isinstance(table, dict) or "kind" not in table:
            self.wrong("design", "is no design", f"kind: {', '.join(KINDS)}", node=node)
            return DesignPlan()
        self.unknown(table, DESIGN_KEYS, "design.")
        kind = table["kind"].value
        if not isinstance(kind, str) or kind not in KINDS:
            near = nearest(kind, KINDS)
            self.wrong("design.kind", "there is no such design", ", ".join(KINDS), near, table["kind"])
            return DesignPlan()
        named = any(each.value for key in ROLES.values() if (each := self.tree.value.get(key)))
        if kind not in ("none", "file") and not factors and not named:
            self.wrong("design", "there is nothing to vary", "levers: or uncertainties:", node=node)
        points = self._points(kind, table.get("points"), node)
        seed = self.count("design.seed", 1, 0, 2**32 - 1, table)
        levels = self.count("design.levels", 2, 2, 1000, table)
        grid = self.count("design.trajectories_levels", 4, 2, 100, table)
        if grid % 2:
            self.wrong(
                "design.trajectories_levels", "is odd", "an even number from 2", node=table["trajectories_levels"]
            )
        second_order = "second_order" in table and bool(table["second_order"].value)
        return DesignPlan(
            kind, points, seed, levels, grid, second_order, self._design_file(kind, table.get("file"), node)
        )

    def _points(self, kind: str, node: Node | None, design: Node) -> tuple[int, ...]:
        if kind not in SAMPLED:
            if node is not None:
                self.wrong("design.points", f"is not used by {kind}", "nothing: leave it out", node=node)
            return ()
        if node is None:
            self.wrong("design.points", "is missing", "a number of points, or [first batch, second batch]", node=design)
            return ()
        listed = node.value if isinstance(node.value, list) else [node]
        return tuple(self.count("design.points", 1, 1, 10_000_000, {"points": each}) for each in listed)

    def _design_file(self, kind: str, node: Node | None, design: Node) -> str:
        if kind != "file":
            return ""
        if node is None or not isinstance(node.value, str) or not (self.path.parent / node.value).is_file():
            allowed = "a CSV or Parquet file beside the study"
            self.wrong("design.file", "there is no such file", allowed, node=node or design)
            return ""
        return node.value

    def _outcomes(self) -> tuple[str, ...]:
        from sim.indicators import HEADLINES, INDICATORS

        found: list[str] = []
        for name, node in self.words("outcomes", "headlines"):
            if name in ("headlines", "all"):
                found += HEADLINES if name == "headlines" else INDICATORS
            elif name in INDICATORS:
                found.append(name)
            else:
                fault, near = f"there is no outcome {name!r}", nearest(name, INDICATORS)
                self.wrong("outcomes", fault, "headlines, all, or names", near, node)
        return tuple(dict.fromkeys(found))

    def _window(self, scenarios: list[Any]) -> str:
        from sim.runs.window import window_of

        node = self.tree.value.get("window")
        requested = "12" if node is None else str(node.value)
        months = min((each.horizon.months for each in scenarios), default=12)
        if node is None and months < 12:
            return "all"
        for scenario in scenarios:
            try:
                window_of(requested, scenario.horizon.start, scenario.horizon.months)
            except ValueError as error:
                self.wrong("window", str(error), node=node)
        return requested

    def _keep(self) -> tuple[str, ...]:
        words = self.words("keep")
        for name, node in words:
            if name not in TABLES:
                self.wrong("keep", f"there is no table {name!r}", ", ".join(TABLES), nearest(name, TABLES), node)
        chosen = {name for name, _ in words} or {"scalars", "yearly"}
        return tuple(name for name in TABLES if name in chosen or name == "scalars")
