"""Values of parameters and doses, checked against their declarations."""

from __future__ import annotations

from sim.core.config.language import message
from sim.core.config.problems import Problem, nearest, shown, shown_value
from sim.core.config.quantities import out_of_range, parse
from sim.core.config.yaml_lines import Node
from sim.core.declarations.dated_value import Value
from sim.core.declarations.parameters import Param


def allowed_values(param: Param) -> str:
    """What a parameter or dose may be, in words."""
    if param.choices or param.is_switch:
        return ", ".join(param.choices) or "true, false"
    return shown(*param.range)


def param_value(param: Param, node: Node, path: str, problems: list[Problem]) -> Value | None:
    """Check the value of a parameter or dose, in its declared unit; None after a problem was added."""
    given = node.value
    low, high = param.range
    written = not param.choices and not param.is_switch
    try:
        if isinstance(given, dict | list) or given is None:
            raise ValueError(message("is no value"))
        if param.is_switch and not isinstance(given, bool):
            raise ValueError(message("{value} is neither true nor false", value=shown_value(given)))
        value = parse(given, param.unit) if isinstance(given, str) and written else given
        number = param.number(value)
        if not low <= number <= high and number != param.former:
            raise ValueError(out_of_range(given, number))
    except ValueError as error:
        like = nearest(given, param.choices) if isinstance(given, str) else ""
        problems.append(node.problem(path, str(error), allowed_values(param), param.unit, like))
        return None
    return bool(value) if param.is_switch else number if written else value
