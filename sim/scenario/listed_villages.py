"""``villages`` of a delivery: the month in which a policy begins in each village, as who plans a pilot lists them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.core.config.calendar import month_of
from sim.core.config.language import message
from sim.core.config.problems import Problem
from sim.core.config.yaml_lines import Node
from sim.policies.common.delivery import FIRST_START
from sim.scenario.dated import Window, is_within, shown_months
from sim.world.specification import WorldSpec

LISTED = "villages"
BESIDE_VILLAGES = ("start", "end", "coverage", "rule", "leak", "trigger")
"""Entries of a delivery that choose villages or their months, and so say nothing beside a list of them."""


def read_listed(table: Mapping[str, Node], window: Window, path: str, problems: list[Problem]) -> dict[str, Any]:
    """The months by village of a delivery, and the first of them; nothing after a problem was added.

    Parameters
    ----------
    table : mapping of str to Node
        Of the policy; it holds ``villages``.
    window : tuple of int or None
        Months of the run that count, as far as they are known.
    path : str
        Dotted path of the policy.
    problems : list of Problem
        Added to.
    """
    before, node = len(problems), table[LISTED]
    for key in BESIDE_VILLAGES:
        if key in table:
            fault = message("is given beside villages, which say where and when")
            problems.append(table[key].problem(f"{path}.{key}", fault, message("nothing: leave it out")))
    example = message("a month for each village, or null where it never begins, such as [2022-01, null, 2023-01]")
    if not isinstance(node.value, list):
        problems.append(node.problem(f"{path}.{LISTED}", message("is no list"), example))
        return {}
    found = [_month(each, window, f"{path}.{LISTED}[{at}]", problems) for at, each in enumerate(node.value)]
    known = [each for each in found if each is not None]
    if not known and len(problems) == before:
        problems.append(node.problem(f"{path}.{LISTED}", message("name no month"), example))
    return {} if len(problems) > before else {LISTED: tuple(found), "start": min(known)}


def _month(node: Node, window: Window, path: str, problems: list[Problem]) -> int | None:
    if node.value is None:
        return None
    try:
        if not isinstance(node.value, str):
            raise ValueError(message("is no month; write the year and the month, such as 2021-01"))
        month = month_of(node.value)
    except ValueError as error:
        problems.append(node.problem(path, str(error), message("a month, such as 2021-01"), "month"))
        return FIRST_START
    if not is_within(month, window):
        problems.append(node.problem(path, message("lies outside the horizon"), shown_months(*window), "month"))
    return month


def check_listed(plans: Mapping[str, Any], node: Node, world: Mapping[str, Any], problems: list[Problem]) -> None:
    """Report lists that are not those of the villages of the world.

    Parameters
    ----------
    plans : mapping of str to (doses, Delivery)
    node : Node
        The table of policies.
    world : mapping of str
        Settings of the world, as far as they could be read.
    problems : list of Problem
        Added to.
    """
    spec = WorldSpec(**world)
    for name, (_, delivery) in plans.items():
        if delivery.villages is None:
            continue
        given, path = node.value[name].value[LISTED], f"policies.{name}.{LISTED}"
        if spec.counties != 1:
            fault, allowed = message("are listed in a world of several counties"), message("world.counties: 1")
            problems.append(given.problem(path, fault, allowed))
        elif len(delivery.villages) != spec.villages_in_all:
            fault = message("are {count} entries", count=len(delivery.villages))
            allowed = message("{count}, one for each village", count=spec.villages_in_all)
            problems.append(given.problem(path, fault, allowed))
