"""The tables of points and of requested runs: points outermost, then scenarios, then replicates, each run named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from sim.runs.identity import canonical, point_id, put, run_id
from sim.runs.outputs import Outputs
from sim.studies.factors import Factor, Point
from sim.studies.plan import fitting

BLOCK = 50_000
Named = Callable[[int, str, range], list[str]]
"""Names of the runs of a point (its row) and scenario at some replicates."""


def changes_at(point: Point, factors: Sequence[Factor]) -> dict[str, Any]:
    """Values of a point by path, those left to the scenario missing."""
    return {factor.path: value for factor, value in zip(factors, point, strict=False) if value is not None}


def set_point(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """A plain scenario at a point; a new start or other data are worked out by the scenario itself."""
    if "horizon.start" in changes or "world.data" in changes:
        from sim.scenario.scenario import from_plain

        return from_plain(base).changed(fitting(changes, base["policies"])).plain()
    return put(base, changes)


def design_table(factors: Sequence[Factor], points: list[Point]) -> Any:
    """Arrow table of points, numbered from 0 and named after their values."""
    import pyarrow as arrow

    columns = {factor.path: [point[place] for point in points] for place, factor in enumerate(factors)}
    names = [point_id(dict(zip(columns, point, strict=False))) for point in points]
    kinds = {factor.path: _kind(factor) for factor in factors}
    return arrow.table(
        {"row": np.arange(len(points), dtype=np.int32), "point": names}
        | {path: arrow.array(values, kinds[path]) for path, values in columns.items()}
    )


def _kind(factor: Factor) -> Any:
    import pyarrow as arrow

    if factor.whole or (factor.values and all(type(value) is int for value in factor.values)):
        return arrow.int64()
    if not factor.values or isinstance(factor.values[0], float):
        return arrow.float64()
    return arrow.bool_() if isinstance(factor.values[0], bool) else arrow.string()


def requested_table(
    scenarios: Sequence[dict[str, Any]],
    factors: Sequence[Factor],
    points: list[Point],
    replicates: int,
    seed: int,
    model: str,
    kept: Outputs,
    second: int | None = None,
) -> Any:
    """Arrow table of all runs, as many of each point and scenario.

    With ``second``, each point has seeds of its own, and so many points, the first, have a second one.
    """
    import pyarrow as arrow

    text = kept.text
    blocks: list[Any] = []
    names: list[str] = []
    for place, point in enumerate(points):
        changes, first = changes_at(point, factors), seed if second is None else seed + replicates * place
        for base in scenarios:
            scenario = canonical(set_point(base, changes))
            names += [run_id(model, scenario, first + replicate, text) for replicate in range(replicates)]
        if len(names) >= BLOCK:  # text in Python takes three times its size
            blocks.append(arrow.array(names, arrow.string()))
            names = []
    blocks.append(arrow.array(names, arrow.string()))
    shape = (len(points), len(scenarios), replicates)
    row, scenario_place, replicate = (axis.ravel() for axis in np.indices(shape, dtype=np.int32))
    titles = [each["name"] for each in scenarios]
    seeds = replicate.astype(np.int64) + seed
    if second is None:
        return _table(arrow.chunked_array(blocks), row, scenario_place, replicate, seeds, titles)
    seeds += replicates * row.astype(np.int64)
    table = _table(arrow.chunked_array(blocks), row, scenario_place, replicate, seeds, titles)
    return table.filter(arrow.array((replicate == 0) | (row < second)))


def _table(names: Any, row: Any, scenario: Any, replicate: Any, seeds: Any, titles: Sequence[str]) -> Any:
    import pyarrow as arrow

    return arrow.table(
        {
            "run": names,
            "row": row,
            "scenario": arrow.DictionaryArray.from_arrays(scenario, list(titles)),
            "replicate": replicate,
            "seed": seeds,
        }
    )


def places_in(table: Any, titles: Sequence[str]) -> tuple[Any, Any, Any]:
    """Row, place of the scenario and replicate of every requested run, as arrays of numbers."""
    import pyarrow as arrow
    import pyarrow.compute as compute

    scenario = compute.index_in(table.column("scenario").cast(arrow.string()), arrow.array(list(titles)))
    columns = (table.column("row"), scenario, table.column("replicate"))
    row, place, replicate = (column.to_numpy().astype(np.int32) for column in columns)
    return row, place, replicate


def with_counts(table: Any, counts: Any, seed: int, titles: Sequence[str], named: Named) -> Any:
    """The table with so many replicates of each point and scenario; runs that it has keep their names.

    Parameters
    ----------
    table : Arrow table
    counts : int array, shape (points, scenarios)
    seed : int
        Root seed.
    titles : sequence of str
        Names of the scenarios.
    named : callable
        Names further runs.

    Returns
    -------
    Arrow table
        The same one if nothing changes.
    """
    import pyarrow as arrow

    row, place, replicate = places_in(table, titles)
    stays = replicate < counts[row, place]
    have = np.zeros_like(counts)
    np.add.at(have, (row[stays], place[stays]), 1)
    if stays.all() and (have == counts).all():
        return table
    names, rows, places, replicates = [table.column("run").filter(arrow.array(stays))], [], [], []
    for more_row, more_place in zip(*np.nonzero(counts > have), strict=True):
        more = range(int(have[more_row, more_place]), int(counts[more_row, more_place]))
        names.append(arrow.chunked_array([named(int(more_row), titles[more_place], more)], arrow.string()))
        rows.append(np.full(len(more), more_row, np.int32))
        places.append(np.full(len(more), more_place, np.int32))
        replicates.append(np.array(more, np.int32))
    row, place, replicate = (
        np.concatenate([had[stays], *more]) for had, more in ((row, rows), (place, places), (replicate, replicates))
    )
    order = np.lexsort((replicate, place, row))
    run = arrow.chunked_array([chunk for each in names for chunk in each.chunks], arrow.string()).take(order)
    return _table(run, row[order], place[order], replicate[order], replicate[order].astype(np.int64) + seed, titles)
