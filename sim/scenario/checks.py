"""Checks of the parts of a scenario. Each takes nodes, returns what is good and adds what is not to the problems."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sim.core.config.calendar import month_of, name_of
from sim.core.config.language import LANGUAGES, message
from sim.core.config.problems import Problem, shown
from sim.core.config.setting import MISSING, Setting, read_settings, value_of
from sim.core.config.yaml_lines import Node
from sim.core.declarations.dated_value import ParameterValue, Value
from sim.core.declarations.parameters import Param
from sim.mechanisms import all_parameters, find_mechanism, mechanism_names
from sim.policies import find_policy, policy_names
from sim.policies.common.delivery import FIRST_START, LONGEST, Delivery
from sim.policies.common.triggers import OCCASIONS, Trigger
from sim.scenario.dated import Window, dated_value, is_within, shown_months
from sim.scenario.files import OFF
from sim.scenario.values import allowed_values, param_value
from sim.words.changes import VERSION
from sim.world.room import GIGABYTE, room_of
from sim.world.specification import CONSTANT, DATED, FIRST_DATED_START, MOST_PERSONS, WorldSpec

NAME = re.compile(r"[a-z][a-z0-9_]*")
LONGEST_NAME, LONGEST_TITLE = 60, 200
DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
"""Names that no file may have on Windows: files are called after scenarios."""
YEAR = re.compile(r"\s*(\d{4})\b")
KEYS = (
    "name",
    "title",
    "extends",
    "horizon",
    "world",
    "policies",
    "parameters",
    "rationale",
    "version",
    "hold",
    "held_from",
)
Plan = tuple[dict[str, Value], Delivery]


def check_keys(tree: Node, problems: list[Problem]) -> None:
    """Report keys that a scenario does not have; what a file extends has been taken out of it."""
    for key, node in tree.value.items():
        if key not in KEYS:
            problems.append(node.unknown(key, key, KEYS))
        elif key == "extends":
            problems.append(
                node.problem(key, message("means nothing outside a file"), message("nothing: leave it out"))
            )


def check_name(tree: Node, problems: list[Problem]) -> str:
    """Read the name."""
    node = tree.value.get("name")
    rule = message("lower-case letters, digits and _, such as my_scenario")
    if node is None:
        problems.append(Problem(tree.file, None, "name", None, message("is missing"), rule))
    elif not isinstance(node.value, str) or not NAME.fullmatch(node.value):
        problems.append(node.problem("name", message("is no name"), rule))
    elif len(node.value) > LONGEST_NAME:
        problems.append(node.problem("name", message("is too long"), message("{most} letters", most=LONGEST_NAME)))
    elif DEVICES.fullmatch(node.value):
        problems.append(node.problem("name", message("is a name that no file may have on Windows"), rule))
    else:
        return node.value
    return ""


def check_title(tree: Node, problems: list[Problem]) -> dict[str, str]:
    """Read the title in each language; a single text stands for all."""
    node = tree.value.get("title")
    rule = message("text, or {en: text, zh: text}")
    if node is None:
        problems.append(Problem(tree.file, None, "title", None, message("is missing"), rule))
        return {}
    if isinstance(node.value, str):
        return dict.fromkeys(LANGUAGES, _one_line(node, "title", problems))
    if not isinstance(node.value, dict) or not node.value:
        problems.append(node.problem("title", message("is no title"), rule))
        return {}
    texts = {}
    for key, each in node.value.items():
        if key not in LANGUAGES:
            problems.append(each.unknown(f"title.{key}", key, LANGUAGES, message("is no language")))
        elif not isinstance(each.value, str):
            problems.append(each.problem(f"title.{key}", message("is no text"), message("text")))
        else:
            texts[key] = _one_line(each, f"title.{key}", problems)
    return {language: texts.get(language, next(iter(texts.values()))) for language in LANGUAGES} if texts else {}


def _one_line(node: Node, path: str, problems: list[Problem]) -> str:
    """A title on one line; one of no letters, or of too many, is reported."""
    text = " ".join(node.value.split())
    if not text:
        problems.append(node.problem(path, message("is empty"), message("text")))
    elif len(text) > LONGEST_TITLE:
        problems.append(node.problem(path, message("is too long"), message("{most} letters", most=LONGEST_TITLE)))
    return text


def check_rationale(tree: Node, problems: list[Problem]) -> str:
    """Read the rationale."""
    node = tree.value.get("rationale")
    if node is None:
        return ""
    if not isinstance(node.value, str):
        problems.append(node.problem("rationale", message("is no text"), message("text")))
        return ""
    return node.value.strip()


def check_version(tree: Node, problems: list[Problem]) -> str:
    """Read the version that a file was written for; empty if it does not say."""
    node = tree.value.get("version")
    if node is None:
        return ""
    if not isinstance(node.value, str) or not VERSION.fullmatch(node.value):
        problems.append(node.problem("version", message("is no version"), message("a version such as 0.1.0")))
        return ""
    return node.value


def check_province(node: Node, problems: list[Problem]) -> str | None:
    """Read the name of a province, in Chinese."""
    from sim.world.tables import province_name, rows

    try:
        return province_name(node.value)
    except ValueError:
        names = [name for row in rows("province_names") for name in row.values()]
        allowed = message("a Chinese, pinyin or English name such as Sichuan")
        problems.append(
            node.unknown("world.province", node.value, names, message("there is no such province"), allowed)
        )
        return None


def check_size(world: WorldSpec, node: Node, problems: list[Problem]) -> None:
    """Report a county of more persons than any has, with the arithmetic."""
    county = room_of(replace(world, counties=1), 0)
    if county.persons > MOST_PERSONS:
        fault = message(
            "{townships:,} townships x {villages:,} villages x {size:,} persons are {persons:,} persons in a county, "
            "about {memory:.0f} GB of memory",
            townships=world.townships,
            villages=world.villages,
            size=world.village_size,
            persons=county.persons,
            memory=county.memory / GIGABYTE,
        )
        allowed = message("at most {most:,} persons in a county", most=MOST_PERSONS)
        problems.append(Problem(node.file, node.line, "world", None, fault, allowed))


def check_drivers(world: dict[str, Any], start: int | None, node: Node, problems: list[Problem]) -> None:
    """Report a dated world that starts before the published values do; ``start`` is None if it is not known."""
    given = isinstance(node.value, dict) and "drivers" in node.value and world.get("drivers") == DATED
    if given and start is not None and start < FIRST_DATED_START:
        first = name_of(FIRST_DATED_START)
        fault = message(
            "cannot be followed from {start} on: the tables begin in {first}", start=name_of(start), first=first
        )
        allowed = message("horizon.start from {first} on, or drivers: {constant}", first=first, constant=CONSTANT)
        problems.append(node.value["drivers"].problem("world.drivers", fault, allowed))


def possible_start(node: Node | None, read: int | None) -> Window:
    """First and last month in which a run may start, as far as its start can be read.

    Of ``2021-13`` it is known that it lies in 2021, and of a month out of range which it is: what lies before or after
    that is wrong as well.
    """
    if read is not None:
        return read, read
    text = node.value if node is not None and isinstance(node.value, str) else ""
    try:
        month = month_of(text)
    except ValueError:
        year = YEAR.match(text)
        return (month_of(f"{year[1]}-01"), month_of(f"{year[1]}-12")) if year else (None, None)
    return month, month


def check_policies(node: Node, window: Window, problems: list[Problem], whole: bool = True) -> dict[str, Plan]:
    """Read the policies with their doses and delivery.

    Parameters
    ----------
    node : Node
        The table.
    window : tuple of int or None
        Months of the run that count, as far as they are known.
    problems : list of Problem
        Added to.
    whole : bool
        Whether all files that this one extends were read.
    """
    if not isinstance(node.value, dict):
        problems.append(node.problem("policies", message("is no table"), message("policies by name")))
        return {}
    names = policy_names()
    allowed = message("{names}; or one of your own, --with FILE", names=", ".join(names))
    plans = {}
    for name, each in node.value.items():
        path = f"policies.{name}"
        if name not in names:
            problems.append(each.unknown(path, name, names, message("there is no such policy"), allowed))
            if isinstance(each.value, dict):
                _delivery(each, window, path, problems)
        elif each.value == OFF:
            if whole:
                fault = message("is off, but no file that this one extends has it on")
                problems.append(each.problem(path, fault, message("nothing: leave it out")))
        elif not isinstance(each.value, dict):
            what = message("{} for the defaults, or dose, start, duration, coverage, trigger")
            problems.append(each.problem(path, message("is no table"), what))
        else:
            before = len(problems)
            dose = _doses(name, each.value.get("dose", Node({}, each.file, each.line)), f"{path}.dose", problems)
            delivery = _delivery(each, window, path, problems)
            if len(problems) == before:
                plans[name] = (dose, Delivery(**delivery))
    return plans


def _delivery(node: Node, window: Window, path: str, problems: list[Problem]) -> dict[str, Any]:
    values = read_settings(Delivery, node, path, problems, others=("dose", "end", "trigger", "levers"))
    if "start" in values and not is_within(values["start"], window):
        fault = message("lies outside the horizon")
        problems.append(node.value["start"].problem(f"{path}.start", fault, shown_months(*window), "month"))
    begin = values.get("start") if "start" in node.value else window[0]
    values.setdefault("start", FIRST_START if begin is None else begin)
    if "trigger" in node.value:
        values["trigger"] = check_trigger(node.value["trigger"], f"{path}.trigger", problems)
    if "levers" in node.value:
        values["levers"] = check_levers(node.value["levers"], f"{path}.levers", problems)
    if (end := node.value.get("end")) is None:
        return values
    if "trigger" in node.value:
        allowed = message("duration, which counts from the month in which delivery begins in a village")
        problems.append(end.problem(f"{path}.end", message("is given beside a trigger"), allowed))
    elif values.get("duration") is not None:
        problems.append(end.problem(f"{path}.end", message("is given beside duration"), message("one of the two")))
    else:
        duration = _until(end, begin, f"{path}.end", problems)
        if duration:
            values["duration"] = duration
    return values


def check_levers(node: Node, path: str, problems: list[Problem]) -> tuple[str, ...]:
    """Read which levers of a policy act; a list of none leaves the baseline."""
    levers = [key for key, param in all_parameters().items() if param.law is not None]
    if not isinstance(node.value, list):
        allowed = message("a list such as [training.units]")
        problems.append(node.problem(path, message("is no list"), allowed))
        return ()
    found = []
    for each in node.value:
        if each.value not in levers:
            problems.append(each.unknown(path, each.value, levers, message("there is no such lever")))
        else:
            found.append(str(each.value))
    return tuple(sorted(set(found)))


def _until(end: Node, start: int | None, path: str, problems: list[Problem]) -> int:
    """Months from the start to the last month of delivery, no more than any run has; 0 if they are not known."""
    try:
        month = month_of(end.value) if isinstance(end.value, str) else -1
    except ValueError:
        month = -1
    if month >= 0 and (start is None or month >= start):
        return 0 if start is None else min(month - start + 1, LONGEST)
    allowed = message("a month, such as 2021-01")
    if start is not None:
        allowed = message("the last month of delivery, {start} or later", start=name_of(start))
    problems.append(end.problem(path, message("is no month from the start on"), allowed, "month"))
    return 0


def check_trigger(node: Node, path: str, problems: list[Problem]) -> Trigger | None:
    """Read a trigger; None after a problem was added."""
    if not isinstance(node.value, dict):
        example = message("a table such as {when: calls_failed, least: 2}")
        problems.append(node.problem(path, message("is no table"), example))
        return None
    name = node.value.get("when")
    if name is None:
        problems.append(node.problem(f"{path}.when", message("is missing"), ", ".join(OCCASIONS)))
        return None
    if not isinstance(name.value, str) or name.value not in OCCASIONS:
        problems.append(name.unknown(f"{path}.when", name.value, OCCASIONS, message("there is no such trigger")))
        return None
    occasion = OCCASIONS[name.value]
    known = ("when", occasion.side)
    for key, each in node.value.items():
        if key in ("least", "most") and key not in known:
            fault = message("{name} is met where it is at {side} the threshold", name=name.value, side=occasion.side)
            problems.append(each.problem(f"{path}.{key}", fault, occasion.side))
        elif key not in known:
            problems.append(each.unknown(f"{path}.{key}", key, known))
    threshold = node.value.get(occasion.side)
    if threshold is None:
        if not {"least", "most"} & node.value.keys():
            limits = f"{shown(occasion.low, occasion.high)} {message(occasion.unit)}"
            problems.append(node.problem(f"{path}.{occasion.side}", message("is missing"), limits))
        return None
    item = Setting("number", occasion.unit, occasion.note, occasion.low, occasion.high)
    value = value_of(item, threshold, f"{path}.{occasion.side}", problems)
    return None if value is MISSING else Trigger(name.value, value)


def _doses(name: str, node: Node, path: str, problems: list[Problem]) -> dict[str, Value]:
    params = find_policy(name).params
    dose = {key: _default(param) for key, param in params.items()}
    if not isinstance(node.value, dict):
        problems.append(node.problem(path, message("is no table"), ", ".join(params)))
        return dose
    for key, each in node.value.items():
        if key not in params:
            problems.append(each.unknown(f"{path}.{key}", key, params, message("there is no such dose")))
            continue
        value = param_value(params[key], each, f"{path}.{key}", problems)
        if value is not None:
            dose[key] = value
    return dose


def _default(param: Param) -> Value:
    return param.default if param.choices or param.is_switch else param.number(param.default)


def check_parameters(node: Node, window: Window, problems: list[Problem]) -> dict[str, ParameterValue]:
    """Read values of mechanisms' parameters by ``mechanism.parameter``; a table of dates is a dated value.

    Parameters
    ----------
    node : Node
        The table.
    window : tuple of int or None
        First and last calendar month of the run, burn-in included, as far as they are known.
    problems : list of Problem
        Added to.
    """
    if not isinstance(node.value, dict):
        problems.append(node.problem("parameters", message("is no table"), message("mechanism.parameter: value")))
        return {}
    values: dict[str, ParameterValue] = {}
    for key, each in node.value.items():
        mechanism, _, name = key.partition(".")
        known = find_mechanism(mechanism).params if mechanism in mechanism_names() else {}
        path = f"parameters.{key}"
        if name not in known:
            fault, allowed = message("there is no such parameter"), _instead_of(mechanism, name, known)
            problems.append(each.unknown(path, key, all_parameters(), fault, allowed))
            continue
        param = known[name]
        value: ParameterValue | None
        if not isinstance(each.value, dict):
            value = param_value(param, each, path, problems)
        elif name in find_mechanism(mechanism).read_at_start():
            fault = message("is read once, when the world is built, and cannot change with the date")
            allowed = message("one value, {values}", values=allowed_values(param))
            problems.append(each.problem(path, fault, allowed, param.unit))
            continue
        else:
            value = dated_value(param, each, path, problems, window)
        if value is not None:
            values[key] = value
    return values


def _instead_of(mechanism: str, name: str, known: Collection[str]) -> str:
    """What may stand in the place of a parameter that does not exist."""
    if mechanism in policy_names() and name in find_policy(mechanism).params:
        return message("{path}, as a dose of the policy", path=f"policies: {{{mechanism}: {{dose: {{{name}: …}}}}}}")
    if known:
        return message("{mechanism}. and one of {names}", mechanism=mechanism, names=", ".join(known))
    return message("mechanism.parameter")
