"""The tables of a part of a study's results: how they are made of runs, and what a file must hold to be one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from sim.core.config.language import message
from sim.execution.names import names_of, numbers_of
from sim.execution.tables import Damaged, read_table
from sim.runs.outputs import COSTS, Outputs, Record

SERIES = {"yearly": "year", "monthly": "month"}
TABLES = ("scalars", *SERIES)
PARTS = "part-*"
OURS = re.compile(r"part-[0-9a-f]{32}\.parquet")


def scalars_table(records: Sequence[Record], outputs: Outputs) -> Any:
    """The scalars of several runs as an Arrow table."""
    import pyarrow as arrow

    values = np.stack([record.scalars for record in records])
    return arrow.table(
        {
            "run": [record.run for record in records],
            "digest": [record.digest for record in records],
            "seed": np.array([record.seed for record in records], np.int64),
            "seconds": np.array([record.seconds for record in records], np.float32),
            **{name: values[:, place] for place, name in enumerate((*COSTS, *outputs.outcomes))},
        }
    )


def series_table(records: Sequence[Record], outputs: Outputs, table: str) -> Any:
    """Yearly or monthly values of several runs as an Arrow table."""
    import pyarrow as arrow

    values = np.concatenate([record.series[table] for record in records])
    names = [record.run for record in records]
    places = np.repeat(np.arange(len(records), dtype=np.int32), [len(record.series[table]) for record in records])
    return arrow.table(
        {
            "run": arrow.DictionaryArray.from_arrays(places, names).cast(arrow.string()),
            SERIES[table]: np.concatenate([record.labels[table] for record in records]),
            **{name: np.ascontiguousarray(values[:, place]) for place, name in enumerate(outputs.outcomes)},
        }
    )


@dataclass(frozen=True)
class Seen:
    """What a part was found to be.

    Attributes
    ----------
    columns : frozenset of str
    damage : str
        What is wrong with it; empty if it is whole.
    """

    columns: frozenset[str] = frozenset()
    damage: str = ""


@lru_cache(maxsize=100_000)
def seen(path: Path, table: str, stamp: tuple[int, ...]) -> Seen:
    """Read and check a part, which never changes under the same stamp (number, size and time of its file)."""
    try:
        content = read_table(path, f"{table}/{path.name}")
        if fault := _fault(content, table, path.name):
            raise Damaged(message("{path} is no part of this study ({fault})", path=path, fault=fault))
    except Damaged as error:
        return Seen(damage=str(error))
    return Seen(frozenset(content.column_names))


def _fault(content: Any, table: str, part: str) -> str:
    """What a table lacks to be a part: whoever reads it later takes its columns for granted."""
    import pyarrow as arrow

    known = {"run": arrow.string(), SERIES.get(table, "digest"): arrow.int32() if table in SERIES else arrow.string()}
    known |= {} if table in SERIES else {"seed": arrow.int64(), "seconds": arrow.float32()}
    value = arrow.float32() if table in SERIES else arrow.float64()
    kinds = {field.name: field.type for field in content.schema}
    for name, kind in (known | dict.fromkeys(set(kinds) - set(known), value)).items():
        if kinds.get(name) != kind:
            return message("column {name} is {found}, not {kind}", name=name, found=kinds.get(name), kind=kind)
    if len(kinds) < content.num_columns:
        return message("a column stands there twice")
    for name in {"run", "digest"} & set(known):
        if content.column(name).null_count:
            return message("column {name} has gaps", name=name)
        try:
            numbers_of(names_of(content.column(name)))
        except (arrow.ArrowException, ValueError):
            return message("column {name} holds no names of runs", name=name)
    return "" if OURS.fullmatch(part) else message("its name is none of a part")
