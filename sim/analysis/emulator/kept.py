"""Rows of numbers that a function makes of items in workers, kept batch by batch: what was interrupted goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import batched
from pathlib import Path

from sim.execution.progress import Progress
from sim.execution.runner import Runner
from sim.execution.simulator import engine_for
from sim.execution.tables import publish_table, read_table

BATCH = 50
"""Items after which what they say is written down."""
PART = "part-*.parquet"
Row = list[float] | str
"""Numbers, or the error that came instead."""


def kept_rows[Item](
    items: Mapping[str, Item],
    function: Callable[[Item], Row],
    folder: Path,
    what: str,
    *,
    jobs: int = 0,
    progress: Progress | None = None,
) -> dict[str, Row]:
    """What a function says of each item; what stands in the folder is read.

    Parameters
    ----------
    items : dict of str to Item
        By a name that stands for all that the numbers depend on.
    function : callable
        Of a module; an error is a text instead of numbers.
    folder : Path
    what : str
        What the tables are tables of.
    jobs : int
        Workers: their number changes nothing.
    progress : Progress, optional

    Returns
    -------
    dict of str to Row
        In the order of the items.
    """
    folder.mkdir(parents=True, exist_ok=True)
    done: dict[str, Row] = {}
    parts = sorted(folder.glob(PART))
    for part in parts:
        done |= _read(part, what)
    told = progress or Progress()
    todo = [name for name in items if name not in done]
    told.plan(len(items))
    told.spare(len(items) - len(todo))
    first = 1 + max((int(part.stem.partition("-")[2]) for part in parts), default=-1)
    if todo:
        with Runner(engine_for("process", jobs, len(todo)), told) as runner:
            for number, batch in enumerate(batched(todo, BATCH), first):
                said = runner.map(function, [items[name] for name in batch], _lost)
                _write(folder / f"part-{number:05d}.parquet", batch, said, what)
                done |= dict(zip(batch, said, strict=True))
    told.close()
    return {name: done[name] for name in items}


def _lost(item: object, error: str) -> Row:
    return error


def _write(path: Path, names: Sequence[str], said: list[Row], what: str) -> None:
    import pyarrow as arrow

    columns = {
        "name": arrow.array(names, arrow.string()),
        "error": arrow.array([each if isinstance(each, str) else "" for each in said], arrow.string()),
        "values": arrow.array([[] if isinstance(each, str) else each for each in said], arrow.list_(arrow.float64())),
    }
    publish_table(path, arrow.table(columns), what)


def _read(path: Path, what: str) -> dict[str, Row]:
    table = read_table(path, what)
    names, errors, values = (table.column(name).to_pylist() for name in ("name", "error", "values"))
    return {name: error or list(row) for name, error, row in zip(names, errors, values, strict=True)}
