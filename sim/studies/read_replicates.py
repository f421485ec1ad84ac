"""Reading ``replicates:`` of a study file: a number, the precision at which they are enough, or second seeds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from sim.core.config.language import message
from sim.core.config.yaml_lines import Node
from sim.studies.plan import BATCH, Precision
from sim.studies.reader import Reader
from sim.studies.stopping import least_pairs, look_ahead, usual_cap

SECOND = "second"
KEYS = ("precision", "baseline", "least", "cap", "batch")
MOST = 1_000_000
FORM = "{precision: {outcome: half-width}, baseline: scenario}, {second: 64}"


def read_replicates(
    reader: Reader, titles: Sequence[str], outcomes: Sequence[str], villages: int
) -> tuple[int, Precision | None]:
    """Replicates of every point, and when they are enough if their number is not fixed.

    Parameters
    ----------
    reader : Reader
        Of the study file.
    titles, outcomes : sequence of str
        Names of the scenarios, none if some could not be read; and outcomes that are kept.
    villages : int
        Of the smallest world, as the scenarios have it: the smaller it is, the more pairs an interval takes.
    """
    node: Node | None = reader.tree.value.get("replicates")
    if node is None or not isinstance(node.value, dict):
        if node is not None and not isinstance(node.value, int):
            allowed = message("{low} to {high}, or {form}", low=1, high=MOST, form=FORM)
            reader.wrong("replicates", message("is no number of replicates"), allowed, node=node)
            return 1, None
        return reader.count("replicates", 1, 1, MOST), None
    table = node.value
    if SECOND in table:
        reader.unknown(table, (SECOND,), "replicates.")
        return 2, None
    reader.unknown(table, KEYS, "replicates.")
    widths = _widths(node, outcomes, reader)
    baseline = _baseline(node, titles, reader)
    least = reader.count("replicates.least", least_pairs(villages), 2, MOST * 2 // 3, table)
    lowest = least + look_ahead(least)
    cap = reader.count("replicates.cap", max(usual_cap(least), lowest), lowest, MOST, table)
    batch = reader.count("replicates.batch", BATCH, 1, MOST, table)
    found = Precision(widths, baseline, least, cap, batch)
    return found.rule.first, found


def read_second(reader: Reader) -> int | None:
    """Points that have a second seed, where each point has seeds of its own: ``replicates: {second: 64}``."""
    node: Node | None = reader.tree.value.get("replicates")
    if node is None or not isinstance(node.value, dict) or SECOND not in node.value:
        return None
    return reader.count("replicates.second", 0, 0, MOST, node.value)


def _widths(node: Node, outcomes: Sequence[str], reader: Reader) -> dict[str, float]:
    given = node.value.get("precision")
    if given is None or not isinstance(given.value, dict) or not given.value:
        allowed = message("{trust: 0.005} and the like: half-widths of paired differences by outcome")
        fault = message("is no table") if given else message("is missing")
        reader.wrong("replicates.precision", fault, allowed, node=given or Node(None, node.file, node.line))
        return {}
    found = {}
    for name, each in given.value.items():
        key, width = f"replicates.precision.{name}", each.value
        if name not in outcomes:
            fault = message("is not among the outcomes of this study")
            reader.wrong(key, fault, ", ".join(outcomes), each, name, outcomes)
        elif isinstance(width, bool) or not isinstance(width, int | float) or not 0 < width < math.inf:
            reader.wrong(key, message("is no half-width"), message("a number above 0"), node=each)
        else:
            found[str(name)] = float(width)
    return found


def _baseline(node: Node, titles: Sequence[str], reader: Reader) -> str | int:
    given = node.value.get("baseline")
    if given is None and len(titles) != 1:
        return titles[0] if titles else 0
    value: Any = None if given is None else given.value
    allowed, name = message("the name of a scenario, or the row of a point (0 is the first)"), ""
    if given is None:
        fault = message("is missing, and there is one scenario only")
    elif isinstance(value, str) and titles and value not in titles:
        fault, name = message("there is no such scenario"), value
    elif isinstance(value, str) and len(titles) == 1:
        fault, allowed = message("there is no other scenario to compare with"), message("the row of a point")
    elif isinstance(value, bool) or not isinstance(value, str | int) or (isinstance(value, int) and value < 0):
        fault = message("is no scenario and no row")
    else:
        return value
    place = given or Node(None, node.file, node.line)
    reader.wrong("replicates.baseline", fault, allowed, place, name, titles)
    return value if isinstance(value, str | int) else 0
