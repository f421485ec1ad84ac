"""The SQL behind the numbers of a report: each query gives one number, over the views of ``Study.query``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.analysis.contrasts import AFTER, BEFORE, POINT, Contrast, Side

DIGITS = 12
YUAN, HOURS = "cost_yuan / person_years", "cost_hours / person_years"
"""What the policies booked, for a registered person and year."""


def quoted(column: str) -> str:
    """An outcome as a column."""
    return '"' + column.replace('"', '""') + '"'


def sides(contrast: Contrast, rows: int) -> str:
    """Runs of a contrast with side and unit; ``rows`` are those of the design."""
    parts = [_side(contrast, each, name, rows) for name, each in ((AFTER, contrast.after), (BEFORE, contrast.before))]
    both = " UNION ALL ".join(parts)
    if contrast.averaged:
        return f"SELECT DISTINCT run, side, unit, future FROM ({both})"
    same = "OVER (PARTITION BY unit, seed, future)"
    return (
        f"SELECT DISTINCT run, side, unit, future FROM ({both}) WHERE run IN (SELECT run FROM scalars) "
        f"QUALIFY min(side) {same} <> max(side) {same}"
    )


def _side(contrast: Contrast, side: Side, name: str, rows: int) -> str:
    future = _future(contrast)
    unit = future if contrast.unit == POINT else "seed"
    where = f"scenario = {_text(side.scenario)}"
    if len(side.rows) < rows:
        where += f" AND row IN ({', '.join(map(str, side.rows))})"
    return f"SELECT run, '{name}' AS side, {unit} AS unit, seed, {future} AS future FROM runs WHERE {where}"


def _future(contrast: Contrast) -> str:
    """The future of a row: the row itself where both sides have the same ones."""
    units = {row: contrast.units[row] for side in (contrast.after, contrast.before) for row in side.rows}
    if len(set(units.values())) == 1:
        return "0"
    if contrast.after.rows == contrast.before.rows and len(set(units.values())) == len(units):
        return "row"
    return f"CASE row {' '.join(f'WHEN {row} THEN {unit}' for row, unit in units.items())} END"


def difference(named: str, value: str) -> str:
    """Mean over the units of after less before."""
    return f"{_steps(named, value)} SELECT avg(step) FROM steps WHERE isfinite(step)"


def bound(named: str, value: str, quantile: float) -> str:
    """An end of the t-interval of the difference; the quantile of t has the sign of the end."""
    spread = f"{quantile:+.{DIGITS}g} * stddev_samp(step) / sqrt(count(*))"
    return f"{_steps(named, value)} SELECT avg(step) {spread[0]} {spread[1:]} FROM steps WHERE isfinite(step)"


def base(named: str, value: str) -> str:
    """Mean over the units of before."""
    return f"{_steps(named, value)} SELECT avg(base) FROM steps WHERE isfinite(step)"


def ratio(named: str, above: str, below: str, size: float) -> str:
    """Mean difference of one value for so much of the mean difference of another."""
    both = f"avg({above}) FILTER (WHERE side = '{AFTER}') - avg({above}) FILTER (WHERE side = '{BEFORE}') AS spent"
    price = f"{size:.{DIGITS}g} * avg(spent) / abs(avg(step))"
    return f"{_steps(named, below, both)} SELECT {price} FROM steps WHERE isfinite(step)"


def _steps(named: str, value: str, more: str = "") -> str:
    after, before = (f"avg({value}) FILTER (WHERE side = '{each}')" for each in (AFTER, BEFORE))
    columns = ", ".join(filter(None, ("unit", f"{after} - {before} AS step", f"{before} AS base", more)))
    return f"WITH sides AS ({named}), steps AS (SELECT {columns} FROM sides JOIN scalars USING (run) GROUP BY unit)"


def runs_at(scenario: str, rows: Sequence[int] | None = None, units: Mapping[int, int] | None = None) -> str:
    """Runs of a scenario, each with its row as its unit, or the group of its row."""
    where = f"scenario = {_text(scenario)}"
    if rows is not None:
        where += f" AND row IN ({', '.join(map(str, rows))})"
    cases = " ".join(f"WHEN {row} THEN {group}" for row, group in (units or {}).items())
    unit = f"CASE row {cases} END" if cases else "row"
    return f"SELECT run, {unit} AS unit FROM runs WHERE {where}"


def over_units(named: str, value: str, statistic: str) -> str:
    """A statistic, such as ``median(level)``, of the means of the units."""
    return (
        f"WITH named AS ({named}), levels AS (SELECT unit, avg({value}) AS level FROM named JOIN scalars USING (run) "
        f"GROUP BY unit) SELECT {statistic} FROM levels WHERE isfinite(level)"
    )


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
