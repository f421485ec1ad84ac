"""What a scenario holds: ``hold: {hours: baseline}``, and the baseline that the channels are taken from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.channels.table import CHANNELS, SUFFIX
from sim.core.config.language import message
from sim.core.config.problems import Problem
from sim.core.config.yaml_lines import Node
from sim.mechanisms import mechanism_names

HOLD, HELD_FROM, BASELINE = "hold", "held_from", "baseline"
SHARED = ("horizon", "world", "parameters")
"""Tables of which a change is a change of the baseline beside a scenario too."""


def plain_hold(scenario: Any) -> dict[str, Any]:
    """What a scenario holds as plain tables; nothing where it holds nothing."""
    if not scenario.hold:
        return {}
    beside = {} if scenario.held_from is None else {HELD_FROM: scenario.held_from.plain()}
    return {HOLD: dict.fromkeys(sorted(scenario.hold), BASELINE), **beside}


def shared_changes(changes: Mapping[str, Any], beside: Any) -> dict[str, Any]:
    """Changes of a scenario that are changes of its baseline too: those of world, horizon, parameters and policies."""
    return {path: value for path, value in changes.items() if _is_shared(path.split("."), beside)}


def _is_shared(steps: list[str], beside: Any) -> bool:
    return steps[0] in SHARED or (steps[0] == "policies" and len(steps) > 2 and steps[1] in beside.policies)


def check_hold(node: Node, problems: list[Problem]) -> tuple[str, ...]:
    """Read the channels that are held.

    Parameters
    ----------
    node : Node
        The table: channels, each with the word ``baseline``.
    problems : list of Problem
        Added to.
    """
    if not isinstance(node.value, dict):
        allowed = message("channels that are held, such as {hours: baseline}")
        problems.append(node.problem(HOLD, message("is no table"), allowed))
        return ()
    own = [name + SUFFIX for name in mechanism_names()]
    known = list(dict.fromkeys((*CHANNELS, *own)))
    found = []
    for name, each in node.value.items():
        path = f"{HOLD}.{name}"
        if name not in known:
            problems.append(each.unknown(path, name, known, message("there is no such channel")))
        elif each.value != BASELINE:
            problems.append(each.problem(path, message("is nothing that a channel can be taken from"), BASELINE))
        else:
            found.append(name)
    return tuple(sorted(found))


def held_node(tree: Node, problems: list[Problem]) -> Node | None:
    """The baseline beside a scenario, if it is given and anything is held."""
    node = tree.value.get(HELD_FROM)
    if node is None:
        return None
    if not tree.value.get(HOLD) or not isinstance(node.value, dict):
        fault = message("means nothing here")
        problems.append(node.problem(HELD_FROM, fault, message("a table of a scenario, beside hold")))
        return None
    return node
