"""Reading ``design:`` of a study file: every entry means something to the kind of design, or is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sim.core.config.given_files import UnreadableFile, given_path, why_unreadable
from sim.core.config.language import message
from sim.core.config.yaml_lines import Node
from sim.studies.design_file import ENDINGS, LARGEST_FILE
from sim.studies.factors import ROLES, Factor
from sim.studies.plan import BY_STEPS, ENTRIES, KINDS, SAMPLED, DesignPlan
from sim.studies.plausible import NAME as PLAUSIBLE
from sim.studies.read_factors import MOST_LEVELS
from sim.studies.reader import Reader

DESIGN_KEYS = ("kind", "points", "seed", "levels", "trajectories_levels", "second_order", "file")
MOST_POINTS = 10_000_000
MOST_GRID = 100
LARGEST_SEED = 2**32 - 1


def read_design(reader: Reader, factors: Sequence[Factor], plausible: int = 0) -> DesignPlan:
    """The design of a study file.

    Parameters
    ----------
    reader : Reader
        Of the study file.
    factors : sequence of Factor
        Those that could be read.
    plausible : int
        Points of the plausible set that the uncertainties stand for, if they do.
    """
    node = reader.tree.value.get("design")
    named = any(each.value for key in ROLES.values() if (each := reader.tree.value.get(key)))
    if node is None and plausible:
        return DesignPlan(PLAUSIBLE, (plausible,))
    if node is None:
        if factors:
            allowed = message("design: {kind: lhs, points: 100} and the like")
            entry = reader.tree.value[ROLES[factors[0].role]]
            reader.wrong("design", message("is missing"), allowed, Node(None, entry.file, entry.line))
        return DesignPlan()
    table = {"kind": node} if isinstance(node.value, str) else node.value
    if not isinstance(table, dict) or "kind" not in table:
        reader.wrong("design", message("is no design"), f"kind: {', '.join(KINDS)}", node=node)
        return DesignPlan()
    reader.unknown(table, DESIGN_KEYS, "design.")
    kind = table["kind"].value
    if not isinstance(kind, str) or kind not in KINDS:
        fault = message("there is no such design")
        reader.wrong("design.kind", fault, ", ".join(KINDS), table["kind"], kind, KINDS)
        return DesignPlan()
    if (kind == PLAUSIBLE) != bool(plausible):
        allowed = message("design: {kind: plausible} and uncertainties: plausible together")
        reader.wrong("design.kind", message("does not fit the uncertainties"), allowed, table["kind"])
        return DesignPlan()
    if kind != "none" and not named:
        reader.wrong("design", message("there is nothing to vary"), message("levers: or uncertainties:"), node=node)
    if kind == "none" and named:
        fault = message("none of the levers and uncertainties would be varied")
        reader.wrong("design", fault, message("another kind, or no levers: and no uncertainties:"), node=node)
    others = [entry for entry in DESIGN_KEYS if entry not in ("kind", *ENTRIES[kind])]
    reader.unused(table, others, "design", message("is not used by {kind}", kind=kind))
    table = {entry: each for entry, each in table.items() if entry not in others}
    if kind == "fractional":
        _check_two_levels(reader, factors)
    _check_levels(reader, kind, table, factors)
    points = _points(reader, table, node) if kind in SAMPLED else (plausible,) * (kind == PLAUSIBLE)
    second_order = reader.yes_or_no("design.second_order", False, table)
    if second_order and named and len(factors) == 1:
        fault = message("one factor has no indices of second order")
        reader.unused(table, ["second_order"], "design", fault)
    return DesignPlan(
        kind,
        points,
        reader.count("design.seed", 1, 0, LARGEST_SEED + 1 - max(len(points), 1), table),
        reader.count("design.levels", 2, 2, MOST_LEVELS, table),
        _grid(reader, table),
        second_order,
        _file(reader, table, node) if kind == "file" else "",
    )


def _check_two_levels(reader: Reader, factors: Sequence[Factor]) -> None:
    """Refuse factors of a fractional design that have other than two values."""
    for factor in factors:
        if factor.values and len(factor.values) != 2:
            key = ROLES[factor.role]
            fault = message("has {count} values, and a fractional design two levels", count=len(factor.values))
            allowed = message("two values, or kind: full")
            node = reader.tree.value[key].value[factor.path]
            reader.wrong(f"{key}.{factor.path}", fault, allowed, node=node)


def _check_levels(reader: Reader, kind: str, table: Mapping[str, Node], factors: Sequence[Factor]) -> None:
    """Refuse numbers of levels that no factor takes."""
    if kind in BY_STEPS:
        if factors and all(factor.values or factor.levels for factor in factors):
            fault = message("every factor has values or levels of its own")
            reader.unused(table, ["levels"], "design", fault)
        return
    for factor in factors:
        if factor.levels:
            key = ROLES[factor.role]
            entry = reader.tree.value[key].value[factor.path].value
            fault = message("is not used by {kind}", kind=kind)
            reader.unused(entry, ["levels"], f"{key}.{factor.path}", fault)


def _points(reader: Reader, table: Mapping[str, Node], design: Node) -> tuple[int, ...]:
    node = table.get("points")
    if node is None or node.value == []:
        fault = message("is missing") if node is None else message("is empty")
        allowed = message("a number of points, or [first batch, second batch]")
        reader.wrong("design.points", fault, allowed, node=node or Node(None, design.file, design.line))
        return ()
    if not reader.short("design.points", node):
        return ()
    listed = node.value if isinstance(node.value, list) else [node]
    return tuple(reader.count("design.points", 1, 1, MOST_POINTS, {"points": each}) for each in listed)


def _grid(reader: Reader, table: Mapping[str, Node]) -> int:
    grid = reader.count("design.trajectories_levels", 4, 2, MOST_GRID, table)
    if grid % 2:
        allowed = message("an even number from 2")
        reader.wrong("design.trajectories_levels", message("is odd"), allowed, node=table["trajectories_levels"])
    return grid


def _file(reader: Reader, table: Mapping[str, Node], design: Node) -> str:
    node = table.get("file")
    allowed = message("a CSV or Parquet file beside the study")
    if node is None or not isinstance(node.value, str):
        fault = message("is missing") if node is None else message("is no name of a file")
        reader.wrong("design.file", fault, allowed, node or Node(None, design.file, design.line))
        return ""
    try:
        reason = why_unreadable(given_path(node.value, reader.path.parent), LARGEST_FILE)
    except UnreadableFile as error:
        reason = error
    if reason is not None:
        reader.wrong("design.file", reason.fault, reason.allowed or allowed, node)
        return ""
    if Path(node.value).suffix.lower() not in ENDINGS:
        reader.wrong("design.file", message("is neither CSV nor Parquet"), ", ".join(ENDINGS), node)
        return ""
    return node.value
