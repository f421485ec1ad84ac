"""Scenarios: a world, a horizon, policies and parameter values, read from a file or a table and checked as a whole.

Every fault of a file is found in one pass and reported with file, line, key, value, what is allowed, its unit and the
nearest valid name.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from sim.core.config.calendar import month_of, name_of
from sim.core.config.language import message
from sim.core.config.problems import Problem, in_order, told
from sim.core.config.setting import read_settings, setting
from sim.core.config.yaml_lines import Node, plant
from sim.core.declarations.dated_value import DatedValue, ParameterValue, Value, plain_of
from sim.core.declarations.levers import Levers
from sim.policies.common.delivery import FIRST_START, LAST_START, LONGEST, Delivery
from sim.scenario import checks
from sim.scenario.dated import Window
from sim.scenario.files import MAY_BE_OFF, MERGED, OFF, locate, merged, missing, read_chain
from sim.scenario.held import HELD_FROM, HOLD, check_hold, held_node, plain_hold, shared_changes
from sim.scenario.own_data import DATA, DIGEST, SIZES, check_beside, check_data, plain_data
from sim.words.changes import told_written
from sim.world.specification import CONSTANT, DATED, FIRST_DATED_START, TABLE_YEARS, YEAR_OF_LATER_TABLES, WorldSpec

MADE_IN_CODE = "settings"
UNSAID = ("budget", "trigger", "levers")
"""Entries of a delivery that are not said where there is none."""


class ScenarioError(ValueError):
    """A scenario that cannot be run.

    Attributes
    ----------
    problems : list of Problem
        Everything wrong with it.
    """

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = in_order(problems)
        count = message("1 problem:") if len(problems) == 1 else message("{count} problems:", count=len(problems))
        super().__init__("\n".join((count, *told(self.problems))))

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
    def first(self) -> int:
        """First calendar month that is lived, burn-in included."""
        return self.start - self.burn_in

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
    parameters : dict of str to number, switch, choice or DatedValue
        Values that differ from the defaults, by ``mechanism.parameter``, in declared units; those that change with the
        date are dated values.
    rationale : str
        Why it is run.
    hold : tuple of str
        Channels (``sim.channels.table``) that stay what they are in the baseline.
    held_from : Scenario, optional
        The baseline that they are taken from; without it this scenario without its policies.
    """

    name: str = "baseline"
    title: dict[str, str] = field(default_factory=lambda: {"en": "Baseline", "zh": "基准情景"})
    horizon: Horizon = field(default_factory=Horizon)
    world: WorldSpec = field(default_factory=WorldSpec)
    policies: dict[str, PolicyPlan] = field(default_factory=dict)
    parameters: dict[str, ParameterValue] = field(default_factory=dict)
    rationale: str = ""
    hold: tuple[str, ...] = ()
    held_from: Scenario | None = None

    @property
    def beside(self) -> Scenario:
        """The baseline that held channels are taken from."""
        return self.held_from or replace(self, policies={}, hold=())

    def set_parameters(self, levers: Levers) -> None:
        """Write the scenario's parameter values into the values that every month starts from.

        Dated ones are written as they are in the first month, burn-in included.
        """
        for key, value in self.parameters.items():
            if isinstance(value, DatedValue):
                levers.dated[key] = value
            else:
                levers.set_base(key, levers.params[key].number(value))
        levers.turn_to(self.horizon.first)

    def plain(self) -> dict[str, Any]:
        """Return the whole scenario as plain tables, nothing left to defaults; :func:`from_plain` reads it back."""
        policies: dict[str, Any] = {}
        for name, plan in sorted(self.policies.items()):
            delivery = {each.name: getattr(plan.delivery, each.name) for each in fields(Delivery)}
            trigger = plan.delivery.trigger
            delivery |= {"start": name_of(plan.delivery.start), "trigger": trigger and trigger.plain}
            delivery["levers"] = None if plan.delivery.levers is None else list(plan.delivery.levers)
            given = {key: each for key, each in delivery.items() if each is not None or key not in UNSAID}
            policies[name] = {"dose": dict(plan.dose), **given}
        horizon = {"start": name_of(self.horizon.start), "months": self.horizon.months, "burn_in": self.horizon.burn_in}
        world = plain_data({each.name: getattr(self.world, each.name) for each in fields(WorldSpec)})
        return {
            "name": self.name,
            "title": dict(self.title),
            "horizon": horizon,
            "world": world,
            "policies": policies,
            "parameters": {key: plain_of(value) for key, value in sorted(self.parameters.items())},
            "rationale": self.rationale,
            **plain_hold(self),
        }

    def changed(self, changes: Mapping[str, Any]) -> Scenario:
        """Make a scenario with some settings changed, checked like a file.

        Parameters
        ----------
        changes : mapping of str
            By dotted path, such as ``{"world.archetype": "national", "parameters.migration.leave": 0.018,
            "policies.training.dose.units": 1}``; a whole policy may be given as a table, or taken out by ``"off"``, and
            a parameter as a table of dates, ``{"until 2006-01": 1.0, "from 2006-01": 0}``.

        Raises
        ------
        ScenarioError
            If a path or value is not valid.

        Examples
        --------
        >>> import sim
        >>> half = sim.load("training").changed({"policies.training.coverage": 0.5, "horizon.months": 60})
        >>> half.policies["training"].delivery.coverage, half.horizon.months
        (0.5, 60)
        """
        tree = self.plain()
        if "horizon.start" in changes:
            for name, usual in USUAL.items():
                if getattr(self.world, name) == usual(self.horizon):
                    del tree["world"][name]
        if f"world.{DATA}" in changes and self.world.data is not None:
            for name in (*SIZES, DIGEST):
                del tree["world"][name]
        for path, value in changes.items():
            first, _, rest = path.partition(".")
            steps = [first, rest] if first == "parameters" and rest else path.split(".")
            table = tree
            for step in steps[:-1]:
                inner = table.setdefault(step, {})
                if not isinstance(inner, dict):
                    fault = message("{step!r} holds a value, not a table", step=step)
                    raise ScenarioError([Problem(MADE_IN_CODE, None, path, value, fault)])
                table = inner
            if isinstance(value, str) and value == OFF and first in MAY_BE_OFF and len(steps) == 2:
                table.pop(steps[-1], None)
            else:
                table[steps[-1]] = value
        if self.held_from is not None and HELD_FROM not in changes:
            tree[HELD_FROM] = self.held_from.changed(shared_changes(changes, self.held_from)).plain()
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

    Examples
    --------
    >>> import sim
    >>> scenario = sim.load("training")
    >>> scenario.name, list(scenario.policies), scenario.horizon.months
    ('training', ['training'], 120)
    >>> sim.load("trainign")
    Traceback (most recent call last):
    ...
    sim.scenario.scenario.ScenarioError: 1 problem:
    trainign: 'trainign': there is no such scenario; allowed: ...; did you mean 'training'?
    """
    if not isinstance(name_or_path, str | Path):
        raise ValueError(
            message("a scenario is given as {given!r}; allowed are a name and the path of a file", given=name_or_path)
        )
    problems: list[Problem] = []
    scenario = _load(str(name_or_path), problems)
    if scenario is None or problems:
        raise ScenarioError(problems)
    return scenario


def as_scenario(given: Any) -> Scenario:
    """The scenario that a caller means: a loaded one, a name, a path, or plain tables as a file has them.

    Raises
    ------
    ValueError
        If it is none of these, or not valid.

    Examples
    --------
    >>> from sim.scenario.scenario import as_scenario
    >>> as_scenario({"name": "short", "title": "A short run", "horizon": {"months": 12}}).horizon.months
    12
    """
    if isinstance(given, Scenario):
        return given
    if isinstance(given, Mapping):
        return from_plain(given)
    if isinstance(given, str | Path):
        return load(given)
    raise ValueError(
        message(
            "a scenario is given as {given!r}; allowed are a scenario, a name, a path and a table as a file has it",
            given=given,
        )
    )


def validate_file(name_or_path: str | Path) -> list[Problem]:
    """Everything wrong with a scenario file; an empty list if nothing is."""
    problems: list[Problem] = []
    _load(str(name_or_path), problems)
    return in_order(problems)


def from_plain(table: Mapping[str, Any], origin: str = MADE_IN_CODE) -> Scenario:
    """Make a scenario from plain tables, checked like a file; ``origin`` stands for the file in messages.

    Raises
    ------
    ScenarioError
        With every problem found.
    """
    problems: list[Problem] = []
    scenario = _check(plant(dict(table), origin, problems), problems)
    if scenario is None or problems:
        raise ScenarioError(problems)
    return scenario


def _load(name_or_path: str, problems: list[Problem]) -> Scenario | None:
    path = locate(name_or_path)
    if path is None:
        problems.append(missing(name_or_path, name_or_path))
        return None
    chain, whole = read_chain(path, problems)
    scenario = None
    for tree in merged(chain):  # each file is a scenario of its own; the last of them is the one that is asked for
        scenario = _check(tree, problems, whole)
        _tell_version(tree)
    return scenario


def _tell_version(tree: Node) -> None:
    """Warn of what has changed since the version that a file says it was written for."""
    then = checks.check_version(tree, [])
    tables = {key: each.value for key in MERGED if (each := tree.value.get(key)) and isinstance(each.value, dict)}
    keys = {f"{key}.{name}" for key, table in tables.items() for name in table}
    if then and (told := told_written(tree.file, then, keys)):
        warnings.warn(told, stacklevel=4)


def _check(tree: Node, problems: list[Problem], whole: bool = True) -> Scenario | None:
    """Make the scenario that a tree describes; faults that were not there yet are added to the problems."""
    found: list[Problem] = []
    nothing = Node({}, tree.file, None)
    part = {key: tree.value.get(key, nothing) for key in MERGED}
    checks.check_keys(tree, found)
    name = checks.check_name(tree, found)
    title = checks.check_title(tree, found)
    good = read_settings(Horizon, part["horizon"], "horizon", found)
    horizon = Horizon(**good)
    counted, lived = _windows(part["horizon"], good)
    world = read_settings(WorldSpec, part["world"], "world", found)
    check_data(world, part["world"], found)
    for key, usual in USUAL.items():
        world.setdefault(key, usual(horizon))
    if world.get("province") is not None:
        world["province"] = checks.check_province(part["world"].value["province"], found)
    checks.check_size(WorldSpec(**world), part["world"], found)
    start, _ = counted
    checks.check_drivers(world, start, part["world"], found)
    plans = checks.check_policies(part["policies"], counted, found, whole)
    policies = {key: PolicyPlan(dose, delivery) for key, (dose, delivery) in plans.items()}
    parameters = checks.check_parameters(part["parameters"], lived, found)
    began = start if world.get("drivers") == DATED else lived[0]
    check_beside(world, parameters, began, tree, found)
    rationale = checks.check_rationale(tree, found)
    checks.check_version(tree, found)
    hold = check_hold(part[HOLD], found)
    beside = _check(nested, found) if (nested := held_node(tree, found)) else None
    told = {(each.file, each.line, each.key, each.fault) for each in problems}
    problems += [each for each in found if (each.file, each.line, each.key, each.fault) not in told]
    if found:
        return None
    if beside is not None and (beside.world, beside.horizon) != (WorldSpec(**world), horizon):
        fault = message("is of another world or horizon than this scenario")
        problems.append(tree.value[HELD_FROM].problem(HELD_FROM, fault, message("the same world and horizon")))
        return None
    return Scenario(name, title, horizon, WorldSpec(**world), policies, parameters, rationale, hold, beside)


def _windows(node: Node, good: Mapping[str, Any]) -> tuple[Window, Window]:
    """Months that count, and months that are lived, as far as the readable settings of a horizon say.

    What cannot be read widens them to what is possible, so that a fault of one date hides no fault of another.
    """
    given = node.value if isinstance(node.value, dict) else {each.name: node for each in fields(Horizon)}
    usual = Horizon()
    known = {each.name: getattr(usual, each.name) for each in fields(Horizon) if each.name not in given} | good
    first, latest = checks.possible_start(given.get("start"), known.get("start"))
    months, burn_in = known.get("months"), known.get("burn_in")
    last = None if latest is None or months is None else latest + months - 1
    return (first, last), (None if first is None or burn_in is None else first - burn_in, last)


def _usual_tables(horizon: Horizon) -> int:
    earlier, later = TABLE_YEARS
    return earlier if horizon.start < month_of(f"{YEAR_OF_LATER_TABLES}-01") else later


def _usual_drivers(horizon: Horizon) -> str:
    return CONSTANT if horizon.start < FIRST_DATED_START else DATED


USUAL: dict[str, Callable[[Horizon], Any]] = {"tables": _usual_tables, "drivers": _usual_drivers}
"""Settings of a world that hang on its start where a scenario leaves them out."""
