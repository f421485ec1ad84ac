"""Append-only table of outcomes of a study: Parquet parts named after the runs in them, written once, never altered.

A chunk of runs is published as one part of each table, the scalars last: a run is done when every table that it is to
have is there. Parts of the other tables count only beside scalars of the same name. Compaction: small parts are merged
with their like into larger ones, which are published before the small ones are deleted; a run that stands in two parts
after a crash is counted once. A part is believed only if it is whole: what is damaged, or no part of ours, counts as
not there until :meth:`Records.set_aside` moves it out of the way and its runs are done again.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from sim.core.config.given_files import is_own_file
from sim.core.config.language import message
from sim.execution.files import UNFINISHED, append, check_no_link, lines, make_folder
from sim.execution.names import first_of_each, names_from, names_of, numbers_of
from sim.execution.parts import OURS, PARTS, SERIES, TABLES, Seen, scalars_table, seen, series_table
from sim.execution.tables import Damaged, publish_table, read_checked
from sim.runs.identity import part_name
from sim.runs.outputs import COSTS, Outputs, Record

ASIDE = "damaged"
"""Folder of what was found damaged."""
FAN_IN = 64
"""Small parts that are merged at once."""
ATTEMPTS = 20
ROW_GROUP = 122_880
"""Rows that a question's threads read at a time (DuckDB's own size)."""
MERGED_BYTES = 24_000_000
"""Largest part that merging makes, all tables together."""


class Records:
    """Results of a study.

    Parameters
    ----------
    folder : Path
        ``runs`` in the folder of the study.
    outputs : Outputs, optional
        What is to be kept of a run: parts that hold less, or other outcomes, are not looked at. All are if left out.
    """

    def __init__(self, folder: Path, outputs: Outputs | None = None) -> None:
        self.folder, self.outputs = folder, outputs

    def path(self, table: str, part: str) -> Path:
        """File of a part."""
        return self.folder / table / part

    def make(self) -> None:
        """Make the folders; whoever publishes finds them, or stops.

        Raises
        ------
        StoreError
            If they cannot be made, or links have their names.
        """
        for folder in (self.folder, *(self.folder / table for table in TABLES)):
            make_folder(folder)

    def all_parts(self) -> list[str]:
        """Names of all published parts, damaged ones too, sorted."""
        return [path.name for path in self._in("scalars") if OURS.fullmatch(path.name) and is_own_file(path)]

    def _in(self, table: str) -> list[Path]:
        """Whatever is named like a part of a table, sorted."""
        check_no_link(self.folder)
        check_no_link(self.folder / table)
        return sorted((self.folder / table).glob(PARTS))

    def parts(self) -> list[str]:
        """Names of the parts that are whole and hold all that is to be kept, sorted."""
        return self.steadily(lambda: [part for part in self.all_parts() if self._fits(part)])

    def _fits(self, part: str) -> bool:
        tables = TABLES if self.outputs is None else ("scalars", *_series(self.outputs))
        outcomes = set() if self.outputs is None else {*COSTS, *self.outputs.outcomes}
        there = [table for table in tables if is_own_file(self.path(table, part))]
        if self.outputs is not None and len(there) < len(tables):
            return False
        seen = {table: self.seen(table, part) for table in there}
        return not any(each.damage for each in seen.values()) and outcomes <= seen["scalars"].columns

    def seen(self, table: str, part: str) -> Seen:
        """What a part was found to be; its whole file is read and checked once a process."""
        path = self.path(table, part)
        about = path.lstat()
        return seen(path, table, (about.st_ino, about.st_size, about.st_mtime_ns))

    def damaged(self) -> dict[Path, str]:
        """Files among the parts that are damaged or no parts of ours, and what is wrong with each."""
        return self.steadily(self._damaged)

    def _damaged(self) -> dict[Path, str]:
        found = {}
        for table in TABLES:
            for path in self._in(table):
                if damage := self.seen(table, path.name).damage:
                    found[path] = damage
        return found

    def set_aside(self) -> list[str]:
        """Move what is damaged into a folder of its own, so that its runs are done again; a sentence on each file."""
        told = []
        for path, damage in self.damaged().items():
            make_folder(self.folder / ASIDE)
            place = self.folder / ASIDE / f"{path.parent.name}-{path.name}"
            while os.path.lexists(place):
                place = place.with_name(f"{place.name}~")
            with suppress(FileNotFoundError):  # another shard has moved it
                path.rename(place)
                told.append(
                    message("{damage}: set aside as {place}, its runs are done again", damage=damage, place=place)
                )
        return told

    def shape(self, part: str) -> tuple[tuple[str, ...], frozenset[str]]:
        """Tables and columns of a part: only parts of one shape are merged."""
        tables = tuple(table for table in SERIES if is_own_file(self.path(table, part)))
        return tables, self.seen("scalars", part).columns

    def read(self, table: str, part: str, columns: Sequence[str] | None = None) -> Any:
        """An Arrow table of a part.

        Raises
        ------
        Damaged
            If the file is not as it was written.
        """
        if damage := self.seen(table, part).damage:
            raise Damaged(damage)
        return read_checked(self.path(table, part), columns)

    def done(self) -> Any:
        """Names of all runs that are done; a run may stand there twice."""
        return np.concatenate([names_of(()), *(names_of(each.column("run")) for each in self.columns(["run"]))])

    def columns(self, columns: Sequence[str]) -> list[Any]:
        """Some columns of all scalars; a run may stand there twice."""
        return self.steadily(lambda: [self.read("scalars", part, columns) for part in self.parts()])

    def steadily[Found](self, look: Callable[[], Found]) -> Found:
        """What comes of reading parts; if another process has merged some meanwhile, all are looked for again."""
        for _ in range(ATTEMPTS - 1):
            with suppress(FileNotFoundError):
                return look()
        return look()

    def seconds(self) -> Any:
        """Processor time of each run that is done, each counted once, in the order in which they are stored."""
        tables = self.columns(["run", "seconds"])
        names = np.concatenate([names_of(()), *(names_of(each.column("run")) for each in tables)])
        found = np.concatenate([np.zeros(0), *(each.column("seconds").to_numpy() for each in tables)])
        return found[first_of_each(names)]

    def publish(self, records: Sequence[Record], outputs: Outputs) -> str:
        """Write the records of a chunk; the name of its part."""
        name = part_name(record.run for record in records)
        for table in _series(outputs):
            self.write(table, name, series_table(records, outputs, table))
        # A name of scalars that a power cut takes back is a chunk to do again; those of the other tables must be there.
        self.write("scalars", name, scalars_table(records, outputs), settle=False)
        return name

    def write(self, table: str, name: str, content: Any, *, settle: bool = True) -> None:
        """Publish a table of a part; ``settle`` as of :func:`sim.execution.files.publish`."""
        publish_table(
            self.path(table, name),
            content,
            f"{table}/{name}",
            settle=settle,
            use_dictionary=["run", *SERIES.values()] if table in SERIES else False,
            use_byte_stream_split=[field.name for field in content.schema if str(field.type) in ("float", "double")],
            write_statistics=["run"],
            row_group_size=ROW_GROUP,
        )

    def holds(self, ids: Iterable[str], outputs: Outputs) -> str:
        """Name of the part of exactly these runs, if it is published whole with all tables; otherwise nothing."""
        name = part_name(ids)
        try:
            whole = not any(self.seen(table, name).damage for table in ("scalars", *_series(outputs)))
        except FileNotFoundError:
            return ""
        return name if whole else ""

    def merge(self, parts: Sequence[str]) -> str | None:
        """Replace several parts of one shape by one; None if another process has deleted one of them meanwhile."""
        import pyarrow as arrow

        try:
            tables = [*self.shape(parts[0])[0], "scalars"]
            content = {table: [self.read(table, part) for part in parts] for table in tables}
        except FileNotFoundError:
            return None
        merged = part_name(name for each in content["scalars"] for name in each.column("run").to_pylist())
        for table in tables:
            self.write(table, merged, arrow.concat_tables(content.pop(table)))
        for part in parts:
            if part != merged:
                self.delete(part)
        return merged

    def delete(self, part: str) -> None:
        """Delete a part, the scalars first."""
        for table in TABLES:
            self.path(table, part).unlink(missing_ok=True)

    def size(self, part: str) -> int:
        """Bytes of a part in all tables; nothing of those that are not there, or no longer."""
        found = 0
        for table in TABLES:
            with suppress(FileNotFoundError):
                found += self.path(table, part).stat().st_size
        return found

    def unfinished(self) -> list[Path]:
        """Temporary files, and parts of tables whose scalars were never published."""
        folders = [self.folder, *(self.folder / table for table in TABLES)]
        found = [path for folder in folders for path in folder.glob(f"{UNFINISHED}*") if is_own_file(path)]
        known = set(self.all_parts())
        return found + [path for table in SERIES for path in self._in(table) if path.name not in known]

    def failures(self) -> dict[str, dict[str, Any]]:
        """Records of runs that failed, by run; the last one of each."""
        check_no_link(self.folder)
        files = sorted(self.folder.glob("failed*.jsonl"))
        return {record["run"]: record for path in files for record in failures_in(path)}

    def fail(self, record: dict[str, Any], shard: str = "") -> None:
        """Add a record of a failed run; every shard has a file of its own."""
        append(self.folder / f"failed{shard}.jsonl", record)

    def numbers(self) -> Any:
        """Runs and their digests as numbers, each run once, sorted: an array of shape (runs, 4).

        Raises
        ------
        ValueError
            If a run stands in the store with two different digests.
        """
        parts = [
            np.concatenate([numbers_of(names_of(part.column(name))) for name in ("run", "digest")], axis=1)
            for part in self.columns(["run", "digest"])
        ]
        found = np.concatenate([np.zeros((0, 4), np.uint64), *parts])
        del parts
        found = found[np.lexsort((found[:, 1], found[:, 0]))]
        again = np.flatnonzero((found[1:, :2] == found[:-1, :2]).all(axis=1))
        if (differs := again[(found[again] != found[again + 1]).any(axis=1)]).size:
            name = names_from(found[differs[:1], :2])[0].decode()
            raise ValueError(
                message("run {name} is stored with two different results; `ruralparty recheck` tells which", name=name)
            )
        return np.delete(found, again + 1, axis=0) if again.size else found

    def digests(self) -> tuple[Any, Any]:
        """Runs and their digests, each run once, sorted by run."""
        found = self.numbers()
        return names_from(found[:, :2]), names_from(found[:, 2:])


class Merger:
    """Keeps the number of parts small while a sweep runs; parts are merged with their like.

    Parameters
    ----------
    store : Records
    parts : iterable of str
        Parts that may be merged.
    """

    def __init__(self, store: Records, parts: Iterable[str] = ()) -> None:
        self.store = store
        self.small: dict[Any, list[list[str]]] = {}
        for part in parts:
            self._sort_in(part)

    def _sort_in(self, part: str) -> None:
        size = self.store.size(part)
        if size < MERGED_BYTES / 2:
            with suppress(FileNotFoundError):  # another process has merged it meanwhile
                levels = self.small.setdefault(self.store.shape(part), [[], []])
                levels[0 if size < MERGED_BYTES / FAN_IN else 1].append(part)

    def add(self, part: str) -> None:
        """Take up a new part, and merge where enough have gathered."""
        self._sort_in(part)
        for level in [level for levels in self.small.values() for level in levels]:
            while len(level) >= FAN_IN:
                merged = self.store.merge(self._chosen(level, FAN_IN))
                if merged is not None:
                    self._sort_in(merged)

    def finish(self) -> None:
        """Merge what is left of the small parts."""
        small, self.small = self.small, {}
        for levels in small.values():
            left = [part for level in levels for part in level]
            while len(left) > 1:
                self.store.merge(self._chosen(left, len(left)))

    def _chosen(self, level: list[str], most: int) -> list[str]:
        """Take parts from a level that make a part of the largest size, two at least."""
        chosen: list[str] = []
        size = 0
        while level and (len(chosen) < 2 or size < MERGED_BYTES) and len(chosen) < most:
            chosen.append(level.pop(0))
            size += self.store.size(chosen[-1])
        return chosen


FIELDS = {"run": str, "row": int, "scenario": str, "replicate": int, "seed": int, "error": str, "replay": str}
RUN = re.compile("[0-9a-f]{32}")


def failures_in(path: Path) -> list[dict[str, Any]]:
    """Records of failed runs in a file.

    Raises
    ------
    ValueError
        If the file is damaged, or not ours.
    """
    found = list(lines(path))
    for record in found:
        fits = all(type(record.get(name)) is kind for name, kind in FIELDS.items())
        if not fits or not RUN.fullmatch(record["run"]):
            raise ValueError(
                message(
                    "{path} holds no records of failed runs: delete it, and `ruralparty sweep` does them", path=path
                )
            )
    return found


def _series(outputs: Outputs) -> list[str]:
    return [table for table in outputs.tables if table in SERIES]
