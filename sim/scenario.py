"""Scenarios: a world, a horizon, policies and parameter values, read from a file or a table and checked as a whole.

Every fault of a file is found in one pass and reported with file, line, key, value, what is allowed, its unit and the
nearest valid name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from sim.core.calendar import month_of, name_of
from sim.core.delivery import FIRST_START, LAST_START, LONGEST, Delivery
from sim.core.levers import Levers
from sim.core.parameters import Param
from sim.core.problems import Problem, nearest, shown
from sim.core.quantities import parse
from sim.core.setting import read_settings, setting
from sim.core.yaml_lines import Node, plant
from sim.mechanisms import all_parameters, find_mechanism, mechanism_names
from sim.policies import find_policy, policy_names
from sim.scenario_files import OFF, locate, missing, read_merged
from sim.world.specification import TABLE_YEARS, YEAR_OF_LATER_TABLES, WorldSpec

NAME = re.compile(r"[a-z][a-z0-9_]*")
LANGUAGES = ("en", "zh")
KEYS = ("name", "title", "extends", "horizon", "world", "policies", "parameters", "rationale")
MADE_IN_CODE = "settings"
Value = float | bool | str


class ScenarioError(ValueError):
    """A scenario that cannot be run.

    Attributes
    ----------
    problems : list of Problem
        Everything wrong with it.
    """

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__("\n".join((f"{count}:", *(str(problem) for problem in problems))))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problems,)


@dataclass(frozen=True)
class Horizon:
    """When a run begins and how long it is.

    Attributes
    ----------
    start : int
        First calendar month that counts, 0 = January 1900.
    months : int
        Months that count.
    burn_in : int
        Months lived before the start and discarded.
    """

    start: int = setting(month_of("2021-01"), "month", "month", "first month that counts", FIRST_START, LAST_START)
    months: int = setting(120, "span", "month", "months that count", 1, LONGEST)
    burn_in: int = setting(24, "span", "month", "months lived before the start and discarded", 0, 240)

    @property
    def last(self) -> int:
        """Last calendar month."""
        return self.start + self.months - 1


@dataclass(frozen=True)
class PolicyPlan:
    """A policy of a scenario.

    Attributes
    ----------
    dose : dict of str to number, switch or choice
        Every dose of the policy, defaults included.
    delivery : Delivery
        When and where.
    """

    dose: dict[str, Value]
    delivery: Delivery


@dataclass(frozen=True)
class Scenario:
    """What is run: policies and parameter values in a world over a horizon.

    Its tables are not to be altered; :meth:`changed` makes another scenario.

    Attributes
    ----------
    name : str
        Short name, lower case.
    title : dict
        Title by language, ``en`` and ``zh``.
    horizon : Horizon
        When and how long.
    world : WorldSpec
        Where.
    policies : dict of str to PolicyPlan
        Policies by name.
    parameters : dict of str to number, switch or choice
        Values that differ from the defaults, by ``mechanism.parameter``, in declared units.
    rationale : str
        Why it is run.
    """

    name: str = "baseline"
    title: dict[str, str] = field(default_factory=lambda: {"en": "Baseline", "zh": "基准情景"})
    horizon: Horizon = field(default_factory=Horizon)
    world: WorldSpec = field(default_factory=WorldSpec)
    policies: dict[str, PolicyPlan] = field(default_factory=dict)
    parameters: dict[str, Value] = field(default_factory=dict)
    rationale: str = ""

    def set_parameters(self, levers: Levers) -> None:
        """Write the scenario's parameter values into the values that every month starts from."""
        for key, value in self.parameters.items():
            levers.set_base(key, levers.params[key].number(value))

    def plain(self) -> dict[str, Any]:
        """Return the whole scenario as plain tables, nothing left to defaults; :func:`from_plain` reads it back."""
        policies: dict[str, Any] = {}
        for name, plan in sorted(self.policies.items()):
            delivery = {each.name: getattr(plan.delivery, each.name) for each in fields(Delivery)}
            policies[name] = {"dose": dict(plan.dose), **delivery, "start": name_of(plan.delivery.start)}
        horizon = {"start": name_of(self.horizon.start), "months": self.horizon.months, "burn_in": self.horizon.burn_in}
        world = {each.name: getattr(self.world, each.name) for each in fields(WorldSpec)}
        return {
            "name": self.name,
            "title": dict(self.title),
            "horizon": horizon,
            "world": world,
            "policies": policies,
            "parameters": dict(sorted(self.parameters.items())),
            "rationale": self.rationale,
        }

    def changed(self, changes: Mapping[str, Any]) -> Scenario:
        """Make a scenario with some settings changed, checked like a file.

        Parameters
        ----------
        changes : mapping of str
            By dotted path, such as ``{"world.archetype": "national", "parameters.migration.leave": 0.018,
            "policies.training.dose.units": 1}``; a whole policy may be given as a table.

        Raises
        ------
        ScenarioError
            If a path or value is not valid.
        """
        tree = self.plain()
        for path, value in changes.items():
            first, _, rest = path.partition(".")
            steps = [first, rest] if first == "parameters" and rest else path.split(".")
            table = tree
            for step in steps[:-1]:
                inner = table.setdefault(step, {})
                if not isinstance(inner, dict):
                    raise ScenarioError(
                        [Problem(MADE_IN_CODE, None, path, value, f"{step!r} holds a value, not a table")]
                    )
                table = inner
            table[steps[-1]] = value
        return from_plain(tree)


def load(name_or_path: str | Path) -> Scenario:
    """Read a scenario.

    Parameters
    ----------
    name_or_path : str or Path
        Name of a shipped scenario, or a file.

    Raises
    ------
    ScenarioError
        With every problem of the file and of those it extends.
    """
    problems: list[Problem] = []
    scenario = _load(str(name_or_path), problems)
    if scenario is None or problems:
        raise ScenarioError(problems)
    return scenario


def validate_file(name_or_path: str | Path) -> list[Problem]:
    """Everything wrong with a scenario file; an empty list if nothing is."""
    problems: list[Problem] = []
    _load(str(name_or_path), problems)
    return problems


def from_plain(table: Mapping[str, Any], origin: str = MADE_IN_CODE) -> Scenario:
    """Make a scenario from plain tables, checked like a file; ``origin`` stands for the file in messages.

    Raises
    ------
    ScenarioError
        With every problem found.
    """
    problems: list[Problem] = []
    scenario = _check(plant(dict(table), origin), problems)
    if scenario is None or problems:
        raise ScenarioError(problems)
    return scenario


def _load(name_or_path: str, problems: list[Problem]) -> Scenario | None:
    path = locate(name_or_path)
    if path is None:
        problems.append(missing(name_or_path, name_or_path))
        return None
    tree = read_merged(path, problems)
    return None if tree is None else _check(tree, problems)


def _check(tree: Node, problems: list[Problem]) -> Scenario | None:
    """Make the scenario that a tree describes; faults are added to the problems."""
    before = len(problems)
    table = tree.value
    for key, node in table.items():
        if key not in KEYS:
            problems.append(
                Problem(
                    node.file, node.line, key, node.plain, "is not known", ", ".join(KEYS), nearest=nearest(key, KEYS)
                )
            )
    nothing = Node({}, tree.file, None)
    name = _name(tree, problems)
    title = _title(tree, problems)
    horizon = Horizon(**read_settings(Horizon, table.get("horizon", nothing), "horizon", problems))
    world = _world(table.get("world", nothing), horizon, problems)
    policies = _policies(table.get("policies", nothing), horizon, problems)
    parameters = _parameters(table.get("parameters", nothing), problems)
    rationale = table.get("rationale", Node("", tree.file, None))
    if not isinstance(rationale.value, str):
        problems.append(Problem(rationale.file, rationale.line, "rationale", rationale.plain, "is no text", "text"))
    if len(problems) > before:
        return None
    return Scenario(name, title, horizon, world, policies, parameters, rationale.value.strip())


def _name(tree: Node, problems: list[Problem]) -> str:
    node = tree.value.get("name")
    if node is None:
        problems.append(
            Problem(
                tree.file, None, "name", None, "is missing", "lower-case letters, digits and _, such as my_scenario"
            )
        )
        return ""
    if not isinstance(node.value, str) or not NAME.fullmatch(node.value):
        problems.append(
            Problem(
                node.file,
                node.line,
                "name",
                node.plain,
                "is no name",
                "lower-case letters, digits and _, such as my_scenario",
            )
        )
        return ""
    return node.value


def _title(tree: Node, problems: list[Problem]) -> dict[str, str]:
    node = tree.value.get("title")
    if node is None:
        problems.append(Problem(tree.file, None, "title", None, "is missing", "text, or {en: text, zh: text}"))
        return {}
    if isinstance(node.value, str):
        return dict.fromkeys(LANGUAGES, node.value)
    if not isinstance(node.value, dict) or not node.value:
        problems.append(
            Problem(node.file, node.line, "title", node.plain, "is no title", "text, or {en: text, zh: text}")
        )
        return {}
    texts = {}
    for key, each in node.value.items():
        if key not in LANGUAGES:
            problems.append(
                Problem(
                    each.file,
                    each.line,
                    f"title.{key}",
                    each.plain,
                    "is no language",
                    ", ".join(LANGUAGES),
                    nearest=nearest(key, LANGUAGES),
                )
            )
        elif not isinstance(each.value, str):
            problems.append(Problem(each.file, each.line, f"title.{key}", each.plain, "is no text", "text"))
        else:
            texts[key] = each.value
    return {language: texts.get(language, next(iter(texts.values()))) for language in LANGUAGES} if texts else {}


def _world(node: Node, horizon: Horizon, problems: list[Problem]) -> WorldSpec:
    values = read_settings(WorldSpec, node, "world", problems)
    earlier, later = TABLE_YEARS
    values.setdefault("tables", earlier if horizon.start < month_of(f"{YEAR_OF_LATER_TABLES}-01") else later)
    if values.get("province"):
        from sim.world.tables import province_name

        try:
            values["province"] = province_name(values["province"])
        except ValueError as error:
            place = node.value["province"]
            problems.append(Problem(place.file, place.line, "world.province", place.plain, str(error)))
    return WorldSpec(**values)


def _policies(node: Node, horizon: Horizon, problems: list[Problem]) -> dict[str, PolicyPlan]:
    if not isinstance(node.value, dict):
        problems.append(Problem(node.file, node.line, "policies", node.plain, "is no table", "policies by name"))
        return {}
    names = policy_names()
    plans = {}
    for name, each in node.value.items():
        path = f"policies.{name}"
        if name not in names:
            problems.append(
                Problem(
                    each.file,
                    each.line,
                    path,
                    each.plain,
                    "there is no such policy",
                    ", ".join(names),
                    nearest=nearest(name, names),
                )
            )
        elif each.value == OFF:
            problems.append(
                Problem(
                    each.file,
                    each.line,
                    path,
                    OFF,
                    "is off, but no file that this one extends has it on",
                    "leave it out",
                )
            )
        elif not isinstance(each.value, dict):
            problems.append(
                Problem(
                    each.file,
                    each.line,
                    path,
                    each.plain,
                    "is no table",
                    "{} for the defaults, or dose, start, duration, …",
                )
            )
        else:
            plan = _plan(name, each, horizon, path, problems)
            if plan is not None:
                plans[name] = plan
    return plans


def _plan(name: str, node: Node, horizon: Horizon, path: str, problems: list[Problem]) -> PolicyPlan | None:
    before = len(problems)
    values = read_settings(Delivery, node, path, problems, others=("dose", "end"))
    start = values.setdefault("start", horizon.start)
    if not horizon.start <= start <= horizon.last and "start" in node.value:
        place = node.value["start"]
        allowed = f"{name_of(horizon.start)} to {name_of(horizon.last)}"
        problems.append(
            Problem(place.file, place.line, f"{path}.start", place.plain, "lies outside the horizon", allowed, "month")
        )
    if "end" in node.value:
        _end(node.value["end"], node, values, path, problems)
    dose = _doses(name, node.value.get("dose", Node({}, node.file, node.line)), f"{path}.dose", problems)
    return PolicyPlan(dose, Delivery(**values)) if len(problems) == before else None


def _end(end: Node, node: Node, values: dict[str, Any], path: str, problems: list[Problem]) -> None:
    """Turn the last month of delivery into a duration."""
    if node.value.get("duration") is not None and node.value["duration"].value is not None:
        problems.append(
            Problem(end.file, end.line, f"{path}.end", end.plain, "is given beside duration", "one of the two")
        )
        return
    try:
        last = month_of(end.value) if isinstance(end.value, str) else None
    except ValueError:
        last = None
    if last is None or last < values["start"]:
        allowed = f"the last month of delivery, {name_of(values['start'])} or later"
        problems.append(
            Problem(end.file, end.line, f"{path}.end", end.plain, "is no month from the start on", allowed, "month")
        )
        return
    values["duration"] = last - values["start"] + 1


def _doses(name: str, node: Node, path: str, problems: list[Problem]) -> dict[str, Value]:
    params = find_policy(name).params
    if not isinstance(node.value, dict):
        problems.append(Problem(node.file, node.line, path, node.plain, "is no table", ", ".join(params)))
        return {}
    dose: dict[str, Value] = {key: param.default for key, param in params.items()}
    for key, each in node.value.items():
        if key not in params:
            problems.append(
                Problem(
                    each.file,
                    each.line,
                    f"{path}.{key}",
                    each.plain,
                    "there is no such dose",
                    ", ".join(params),
                    nearest=nearest(key, params),
                )
            )
            continue
        value = param_value(params[key], each, f"{path}.{key}", problems)
        if value is not None:
            dose[key] = value
    return dose


def _parameters(node: Node, problems: list[Problem]) -> dict[str, Value]:
    if not isinstance(node.value, dict):
        problems.append(
            Problem(node.file, node.line, "parameters", node.plain, "is no table", "mechanism.parameter: value")
        )
        return {}
    values: dict[str, Value] = {}
    for key, each in node.value.items():
        mechanism, _, name = key.partition(".")
        known = find_mechanism(mechanism).params if mechanism in mechanism_names() else {}
        if name not in known:
            like = nearest(key, all_parameters()) or nearest(
                name or mechanism, [f"{mechanism}.{each}" for each in known]
            )
            allowed = f"{mechanism}. and one of {', '.join(known)}" if known else "mechanism.parameter"
            problems.append(
                Problem(
                    each.file,
                    each.line,
                    f"parameters.{key}",
                    each.plain,
                    "there is no such parameter",
                    allowed,
                    nearest=like,
                )
            )
            continue
        value = param_value(known[name], each, f"parameters.{key}", problems)
        if value is not None:
            values[key] = value
    return values


def param_value(param: Param, node: Node, path: str, problems: list[Problem]) -> Value | None:
    """Check the value of a parameter or dose, in its declared unit; None after a problem was added."""
    given = node.value
    low, high = param.range
    allowed = ", ".join(param.choices) or ("true, false" if param.is_switch else shown(low, high))
    try:
        if isinstance(given, dict | list) or given is None:
            raise ValueError("is no value")
        value = (
            parse(given, param.unit) if isinstance(given, str) and not param.choices and not param.is_switch else given
        )
        number = param.number(value)
        if not low <= number <= high:
            raise ValueError("is out of range")
    except ValueError as error:
        like = nearest(given, param.choices) if isinstance(given, str) else ""
        problems.append(Problem(node.file, node.line, path, node.plain, str(error), allowed, param.unit, like))
        return None
    return bool(value) if param.is_switch else value if param.choices else number
