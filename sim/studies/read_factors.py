"""Reading ``levers:`` and ``uncertainties:`` of a study file: what is varied, and over which values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.core.config.language import message
from sim.core.config.problems import shown
from sim.core.config.yaml_lines import Node
from sim.studies.factors import ROLES, SCALES, Declaration, Factor, Role, Value
from sim.studies.plan import applies
from sim.studies.reader import Reader

KEYS = ("low", "high", "values", "levels", "scale")
OF_A_RANGE = ("low", "high", "levels", "scale")
DECLARED = "declared"
MOST_LEVELS = 1000
TRIED = 20
"""Values of a factor that are tried one by one in every scenario; a thousand would take a minute."""
LARGEST = 1e300
"""Numbers beyond it are as good as infinite: no range of the model is as wide."""


def read_factors(reader: Reader, known: Mapping[str, Declaration]) -> tuple[Factor, ...]:
    """Factors of a study file; those that are faulty are reported and left out.

    Parameters
    ----------
    reader : Reader
        Of the study file.
    known : mapping of str to Declaration
        Paths that can be a factor.
    """
    found: list[Factor] = []
    stands: dict[str, str] = {}
    for role, key in ROLES.items():
        table = reader.table(key, message("path: {low: …, high: …} or path: {values: […]}"))
        for path, node in table.items():
            name = f"{key}.{path}"
            if path not in known:
                fault, allowed = message("there is no such setting"), message("a dotted path")
                reader.wrong(name, fault, allowed, node, path, known)
            elif path in stands:
                fault = message("stands under {key} as well", key=stands[path])
                reader.wrong(name, fault, message("each factor once"), node=node)
            elif factor := _factor(reader, name, path, role, node, known[path]):
                found.append(factor)
            stands[path] = key
    return tuple(found)


def _factor(reader: Reader, key: str, path: str, role: Role, node: Node, known: Declaration) -> Factor | None:
    if node.value == DECLARED:
        return _as_declared(reader, key, path, role, node, known)
    table = {"values": node} if isinstance(node.value, list) else node.value
    if not isinstance(table, dict) or not table:
        allowed = message("{low: …, high: …}, {values: […]} or declared")
        reader.wrong(key, message("is no factor"), allowed, node=node)
        return None
    if reader.unknown(table, KEYS, f"{key}."):
        return None
    if "values" in table:
        reader.unused(table, OF_A_RANGE, key, message("means nothing beside values"))
        return _choices(reader, key, path, role, table["values"], known)
    return _range(reader, key, path, role, node, known)


def _as_declared(reader: Reader, key: str, path: str, role: Role, node: Node, known: Declaration) -> Factor | None:
    if known.choices:
        return Factor(path, role, values=known.choices)
    if not known.ranged or known.low is None or known.high is None or known.low == known.high:
        reader.wrong(key, message("has no declared range"), message("low: and high:, or values:"), node=node)
        return None
    return Factor(path, role, known.low, known.high, whole=known.whole)


def _choices(reader: Reader, key: str, path: str, role: Role, node: Node, known: Declaration) -> Factor | None:
    values = [each.value for each in node.value] if isinstance(node.value, list) else []
    if not reader.short(key, node):
        return None
    if not values or not all(isinstance(value, bool | int | float | str) for value in values):
        reader.wrong(key, message("is no list of values"), message("[first, second]"), node=node)
        return None
    if any(isinstance(value, int | float) and not abs(value) < LARGEST for value in values):
        reader.wrong(key, message("holds a number that is not finite"), _allowed(known), node=node)
        return None
    if known.low is not None and not known.whole and all(_is_number(value) for value in values):
        values = [float(value) for value in values]
    if known.choices and len(values) > len(known.choices):
        fault = message("holds more values than there are")
        reader.wrong(key, fault, ", ".join(str(each) for each in known.choices), node=node)
        return None
    if "off" in values:  # which would take the setting out, so that the scenario's default came in its place
        reader.wrong(key, message("holds off, which is no value"), _allowed(known), node=node)
        return None
    kinds = {str if isinstance(v, str) else bool if isinstance(v, bool) else float for v in values}
    if len(set(values)) < len(values) or len(kinds) > 1:
        fault = message("holds a value twice, or values of several kinds")
        reader.wrong(key, fault, message("different values of one kind"), node=node)
        return None
    if len(values) == 1:
        fault = message("has one value, so that it would not be varied")
        reader.wrong(key, fault, message("two values or more, or constants:"), node=node)
        return None
    return Factor(path, role, values=tuple(values))


def _range(reader: Reader, key: str, path: str, role: Role, node: Node, known: Declaration) -> Factor | None:
    if known.choices or known.low is None:
        listed = ", ".join(str(each) for each in known.choices or ("…",))
        reader.wrong(key, message("has no range"), f"values: [{listed}]", node=node)
        return None
    table = node.value
    ends: list[Any] = [table[name].value if name in table else None for name in ("low", "high")]
    if not all(_is_number(end) and abs(end) < LARGEST for end in ends) or not ends[0] < ends[1]:
        reader.wrong(key, message("is no range"), _allowed(known), node=node)
        return None
    if known.whole and any(end != int(end) for end in ends):
        reader.wrong(key, message("ends at a number that is not whole"), _allowed(known), node=node)
        return None
    scale = table["scale"].value if "scale" in table else SCALES[0]
    if scale not in SCALES or (scale == "log" and (ends[0] <= 0 or known.whole)):
        allowed = message("linear, or log where low is above 0 and numbers need not be whole")
        reader.wrong(f"{key}.scale", message("is no scale"), allowed, node=table.get("scale"))
        return None
    steps = min(int(ends[1] - ends[0]) + 1, MOST_LEVELS) if known.whole else MOST_LEVELS
    levels = reader.count(f"{key}.levels", 0, 2, steps, table)
    return Factor(path, role, float(ends[0]), float(ends[1]), (), levels, str(scale), known.whole)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _allowed(known: Declaration) -> str:
    if known.low is None:
        return message("different values of one kind")
    return message("low: and high: within {range}", range=shown(known.low, known.high))


def _tried(factor: Factor) -> Sequence[Value]:
    """Values at which a factor is tried: of many numbers the ends, between which all are allowed, and one not whole."""
    if not factor.values:
        return factor.at(0.0), factor.at(1.0)
    if len(factor.values) <= TRIED or not all(_is_number(value) for value in factor.values):
        return factor.values
    numbers = [value for value in factor.values if isinstance(value, int | float)]
    parts = [value for value in numbers if value % 1]
    return min(numbers), max(numbers), *parts[:1]


def try_factors(reader: Reader, scenarios: Sequence[Any], factors: Sequence[Factor]) -> None:
    """Set each factor to its ends, or to its values, in every scenario that it applies to."""
    from sim.scenario.scenario import ScenarioError

    for factor in factors:
        chosen = [each for each in scenarios if applies(factor.path, each.policies)]
        key = f"{ROLES[factor.role]}.{factor.path}"
        node = reader.tree.value[ROLES[factor.role]].value[factor.path]
        if not chosen:
            policy = factor.path.split(".")[1]
            fault = message("no scenario of this study has the policy {policy}", policy=policy)
            reader.wrong(key, fault, message("add a scenario that has it"), node=node)
        seen: set[str] = set()
        for scenario in chosen:
            for value in _tried(factor):
                try:
                    scenario.changed({factor.path: value})
                except ScenarioError as error:
                    for each in error.problems:
                        if str(each) not in seen:
                            seen.add(str(each))
                            told = Node(value, node.file, node.line)
                            reader.problems.append(told.problem(key, each.fault, each.allowed, each.unit))
