"""Checks of the parts of a scenario. Each takes nodes, returns what is good and adds what is not to the problems."""

from __future__ import annotations

import re
from typing import Any

from sim.core.config.calendar import month_of, name_of
from sim.core.config.language import LANGUAGES
from sim.core.config.problems import Problem, nearest, shown
from sim.core.config.setting import MISSING, Setting, read_settings, value_of
from sim.core.config.yaml_lines import Node
from sim.core.declarations.dated_value import ParameterValue, Value
from sim.core.declarations.parameters import Param
from sim.mechanisms import all_parameters, find_mechanism, mechanism_names
from sim.policies import find_policy, policy_names
from sim.policies.common.delivery import Delivery
from sim.policies.common.triggers import OCCASIONS, Trigger
from sim.scenario.dated import Window, dated_value
from sim.scenario.files import OFF
from sim.scenario.values import allowed_values, param_value
from sim.world.specification import CONSTANT, DATED, FIRST_DATED_START

NAME = re.compile(r"[a-z][a-z0-9_]*")
NAME_RULE = "lower-case letters, digits and _, such as my_scenario"
TITLE_RULE = "text, or {en: text, zh: text}"
KEYS = ("name", "title", "extends", "horizon", "world", "policies", "parameters", "rationale")
Plan = tuple[dict[str, Value], Delivery]


def check_keys(tree: Node, problems: list[Problem]) -> None:
    """Report keys that a scenario does not have."""
    for key, node in tree.value.items():
        if key not in KEYS:
            problems.append(node.unknown(key, key, KEYS, "is not known"))


def check_name(tree: Node, problems: list[Problem]) -> str:
    """Read the name."""
    node = tree.value.get("name")
    if node is None:
        problems.append(Problem(tree.file, None, "name", None, "is missing", NAME_RULE))
    elif not isinstance(node.value, str) or not NAME.fullmatch(node.value):
        problems.append(node.problem("name", "is no name", NAME_RULE))
    else:
        return node.value
    return ""


def check_title(tree: Node, problems: list[Problem]) -> dict[str, str]:
    """Read the title in each language; a single text stands for all."""
    node = tree.value.get("title")
    if node is None:
        problems.append(Problem(tree.file, None, "title", None, "is missing", TITLE_RULE))
        return {}
    if isinstance(node.value, str):
        return dict.fromkeys(LANGUAGES, node.value)
    if not isinstance(node.value, dict) or not node.value:
        problems.append(node.problem("title", "is no title", TITLE_RULE))
        return {}
    texts = {}
    for key, each in node.value.items():
        if key not in LANGUAGES:
            problems.append(each.unknown(f"title.{key}", key, LANGUAGES, "is no language"))
        elif not isinstance(each.value, str):
            problems.append(each.problem(f"title.{key}", "is no text", "text"))
        else:
            texts[key] = each.value
    return {language: texts.get(language, next(iter(texts.values()))) for language in LANGUAGES} if texts else {}


def check_rationale(tree: Node, problems: list[Problem]) -> str:
    """Read the rationale."""
    node = tree.value.get("rationale")
    if node is None:
        return ""
    if not isinstance(node.value, str):
        problems.append(node.problem("rationale", "is no text", "text"))
        return ""
    return node.value.strip()


def check_province(node: Node, problems: list[Problem]) -> str | None:
    """Read the name of a province, in Chinese."""
    from sim.world.tables import province_name, rows

    try:
        return province_name(node.value)
    except ValueError:
        names = [name for row in rows("province_names") for name in row.values()]
        fault, allowed = "there is no such province", "a Chinese, pinyin or English name such as Sichuan"
        problems.append(node.unknown("world.province", node.value, names, fault, allowed))
        return None


def check_drivers(world: dict[str, Any], start: int, node: Node, problems: list[Problem]) -> None:
    """Report a dated world that starts before the published values do."""
    if world.get("drivers") == DATED and start < FIRST_DATED_START:
        fault = f"cannot be followed from {name_of(start)} on: the tables begin in {name_of(FIRST_DATED_START)}"
        allowed = f"horizon.start from {name_of(FIRST_DATED_START)} on, or drivers: {CONSTANT}"
        problems.append(node.value["drivers"].problem("world.drivers", fault, allowed))


def check_policies(node: Node, start: int, last: int, problems: list[Problem]) -> dict[str, Plan]:
    """Read the policies with their doses and delivery, for a run from month ``start`` to month ``last``."""
    if not isinstance(node.value, dict):
        problems.append(node.problem("policies", "is no table", "policies by name"))
        return {}
    names = policy_names()
    allowed = f"{', '.join(names)}; or one of your own, --with FILE"
    plans = {}
    for name, each in node.value.items():
        path = f"policies.{name}"
        if name not in names:
            problems.append(each.unknown(path, name, names, "there is no such policy", allowed))
        elif each.value == OFF:
            problems.append(
                each.problem(path, "is off, but no file that this one extends has it on", "nothing: leave it out")
            )
        elif not isinstance(each.value, dict):
            problems.append(
                each.problem(path, "is no table", "{} for the defaults, or dose, start, duration, coverage, trigger")
            )
        else:
            before = len(problems)
            dose = _doses(name, each.value.get("dose", Node({}, each.file, each.line)), f"{path}.dose", problems)
            delivery = _delivery(each, start, last, path, problems)
            if len(problems) == before:
                plans[name] = (dose, Delivery(**delivery))
    return plans


def _delivery(node: Node, start: int, last: int, path: str, problems: list[Problem]) -> dict[str, Any]:
    values = read_settings(Delivery, node, path, problems, others=("dose", "end", "trigger"))
    if "start" in values and not start <= values["start"] <= last:
        allowed = f"{name_of(start)} to {name_of(last)}"
        problems.append(node.value["start"].problem(f"{path}.start", "lies outside the horizon", allowed, "month"))
    values.setdefault("start", start)
    if "trigger" in node.value:
        values["trigger"] = check_trigger(node.value["trigger"], f"{path}.trigger", problems)
    end = node.value.get("end")
    if end is not None and "trigger" in node.value:
        allowed = "duration, which counts from the month in which delivery begins in a village"
        problems.append(end.problem(f"{path}.end", "is given beside a trigger", allowed))
    elif end is not None and values.get("duration") is not None:
        problems.append(end.problem(f"{path}.end", "is given beside duration", "one of the two"))
    elif end is not None:
        try:
            month = month_of(end.value) if isinstance(end.value, str) else -1
        except ValueError:
            month = -1
        if month < values["start"]:
            allowed = f"the last month of delivery, {name_of(values['start'])} or later"
            problems.append(end.problem(f"{path}.end", "is no month from the start on", allowed, "month"))
        values["duration"] = month - values["start"] + 1
    return values


def check_trigger(node: Node, path: str, problems: list[Problem]) -> Trigger | None:
    """Read a trigger; None after a problem was added."""
    example = "a table such as {when: calls_failed, least: 2}"
    if not isinstance(node.value, dict):
        problems.append(node.problem(path, "is no table", example))
        return None
    name = node.value.get("when")
    if name is None or not isinstance(name.value, str) or name.value not in OCCASIONS:
        like = nearest(name.value, OCCASIONS) if name is not None and isinstance(name.value, str) else ""
        fault = "there is no such trigger" if name is not None else "is missing"
        problems.append((name or node).problem(f"{path}.when", fault, ", ".join(OCCASIONS), nearest=like))
        return None
    occasion = OCCASIONS[name.value]
    known = ("when", occasion.side)
    for key, each in node.value.items():
        if key in ("least", "most") and key not in known:
            fault = f"{name.value} is met where it is at {occasion.side} the threshold"
            problems.append(each.problem(f"{path}.{key}", fault, occasion.side))
        elif key not in known:
            problems.append(each.unknown(f"{path}.{key}", key, known, "is not known"))
    threshold = node.value.get(occasion.side)
    if threshold is None:
        if not {"least", "most"} & node.value.keys():
            limits = f"{shown(occasion.low, occasion.high)} {occasion.unit}"
            problems.append(node.problem(f"{path}.{occasion.side}", "is missing", limits))
        return None
    item = Setting("number", occasion.unit, occasion.note, occasion.low, occasion.high)
    value = value_of(item, threshold, f"{path}.{occasion.side}", problems)
    return None if value is MISSING else Trigger(name.value, value)


def _doses(name: str, node: Node, path: str, problems: list[Problem]) -> dict[str, Value]:
    params = find_policy(name).params
    dose = {key: _default(param) for key, param in params.items()}
    if not isinstance(node.value, dict):
        problems.append(node.problem(path, "is no table", ", ".join(params)))
        return dose
    for key, each in node.value.items():
        if key not in params:
            problems.append(each.unknown(f"{path}.{key}", key, params, "there is no such dose"))
            continue
        value = param_value(params[key], each, f"{path}.{key}", problems)
        if value is not None:
            dose[key] = value
    return dose


def _default(param: Param) -> Value:
    return param.default if param.choices or param.is_switch else param.number(param.default)


def check_parameters(node: Node, window: Window | None, problems: list[Problem]) -> dict[str, ParameterValue]:
    """Read values of mechanisms' parameters by ``mechanism.parameter``; a table of dates is a dated value.

    Parameters
    ----------
    node : Node
        The table.
    window : tuple of int or None
        First and last calendar month of the run, burn-in included; None if they are not known.
    problems : list of Problem
        Added to.
    """
    if not isinstance(node.value, dict):
        problems.append(node.problem("parameters", "is no table", "mechanism.parameter: value"))
        return {}
    values: dict[str, ParameterValue] = {}
    for key, each in node.value.items():
        mechanism, _, name = key.partition(".")
        known = find_mechanism(mechanism).params if mechanism in mechanism_names() else {}
        path = f"parameters.{key}"
        if name not in known:
            allowed = f"{mechanism}. and one of {', '.join(known)}" if known else "mechanism.parameter"
            if mechanism in policy_names() and name in find_policy(mechanism).params:
                allowed = f"policies: {{{mechanism}: {{dose: {{{name}: …}}}}}}, as a dose of the policy"
            problems.append(each.unknown(path, key, all_parameters(), "there is no such parameter", allowed))
            continue
        param = known[name]
        value: ParameterValue | None
        if not isinstance(each.value, dict):
            value = param_value(param, each, path, problems)
        elif name in find_mechanism(mechanism).read_at_start():
            fault = "is read once, when the world is built, and cannot change with the date"
            problems.append(each.problem(path, fault, f"one value, {allowed_values(param)}", param.unit))
            continue
        else:
            value = dated_value(param, each, path, problems, window)
        if value is not None:
            values[key] = value
    return values
