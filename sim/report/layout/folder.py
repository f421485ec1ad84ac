"""The folder of results: written under a temporary name and renamed, so that it is there as a whole or not at all.

The manifest lists the files of the results. What else stands in a folder of earlier results is its user's own, and is
there as it was when other results have taken their place.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from sim.core.config.calendar import name_of
from sim.core.config.given_files import LARGEST_TABLE, read_given
from sim.core.config.language import message
from sim.core.config.places import TRIAL_BYTES
from sim.execution.files import reason_of
from sim.execution.provenance import MADE_BY
from sim.indicators import INDICATORS
from sim.runs.run import Run

MANIFEST = "manifest.json"
SERIES = "series"
WRITTEN = (
    MANIFEST,
    "summary.csv",
    "summary.tex",
    "costs.csv",
    "extremes.csv",
    "over_time.csv",
    "by_*.csv",
    "table.csv",
    "table.txt",
    "table.tex",
    "runs.csv",
    "plans.csv",
    "figure.pdf",
    "figure.png",
    "figure.svg",
    "index.html",
    SERIES,
    f"{SERIES}/*.parquet",
)
"""Names that results have in any folder."""


Content = str | bytes | Callable[[Path], None]
"""What a file holds, or what writes it to a path."""


class NotOurs(ValueError):
    """A folder or file that this program did not make stands where results are to go."""


def check_free(target: Path) -> None:
    """Refuse a target that holds something else than earlier results, or that cannot be written.

    Raises
    ------
    NotOurs
        If it holds something else, or lies in a file.
    OSError
        If nothing can be written there.
    """
    # The functions of os.path say no where a name cannot be that of a file; the methods of Path raise.
    if os.path.lexists(target) and not os.path.isdir(target):  # a device or a pipe too: nothing of others is replaced
        raise NotOurs(message("{target} is no folder, and results are one: give -o another name", target=target))
    if os.path.ismount(target):
        text = message("{target} is where a disk begins, and cannot be replaced: give -o a folder in it", target=target)
        raise NotOurs(text)
    place = target.resolve() if os.path.isdir(target) else target.absolute()
    above = next(folder for folder in place.parents if os.path.exists(folder))
    if not above.is_dir():
        text = message(
            "{above} is a file, and {target} would lie in it: give -o another name", above=above, target=target
        )
        raise NotOurs(text)
    if os.path.isdir(target) and any(target.iterdir()) and not is_ours(target):
        text = message(
            "{target} holds files that this program did not make; give -o another name, or an empty folder",
            target=target,
        )
        raise NotOurs(text)
    in_the_way = [name for name in users_own(target) if _is_written(name)] if is_ours(target) else []
    if in_the_way:
        text = message(
            "{target} holds {names}, which this program did not make and results may be named so: move it elsewhere, "
            "or give -o another name",
            target=target,
            names=", ".join(in_the_way),
        )
        raise NotOurs(text)
    _try_to_write(above, place.relative_to(above).parts)


def _try_to_write(above: Path, names: Sequence[str]) -> None:
    """Make a folder of each name and write to it, as results will, and leave nothing."""
    try:
        for name in names:
            with tempfile.TemporaryDirectory(prefix=f".{name}-old-", dir=above) as trial:
                Path(trial, MANIFEST).write_bytes(b"\0" * TRIAL_BYTES)
    except OSError as error:
        text = message(
            "nothing can be written to {above} ({reason}): give -o another folder", above=above, reason=reason_of(error)
        )
        raise OSError(text) from None


def is_ours(folder: Path) -> bool:
    """Whether a folder holds results of this program."""
    return _manifest(folder).get("made_by") == MADE_BY


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        held = json.loads(read_given(folder / MANIFEST, LARGEST_TABLE))
    except (ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}


def _is_written(name: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in WRITTEN)


def users_own(folder: Path) -> list[str]:
    """Paths in a folder of results that are none of the results; a folder that holds none of them stands as one path.

    Where the manifest lists no files, those are taken for results that are named like results.
    """
    listed = _manifest(folder).get("files")
    ours = set(listed or WRITTEN)
    with_ours = {str(above) for name in ours for above in PurePosixPath(name).parents}
    found, waiting = [], [folder]
    while waiting:
        for path in sorted(waiting.pop().iterdir()):
            name = path.relative_to(folder).as_posix()
            if name in with_ours and path.is_dir() and not path.is_symlink():
                waiting.append(path)
            elif name not in ours and (listed or not _is_written(name)):
                found.append(name)
    return found


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """A temporary folder that takes the target's place if the block ends well, and vanishes otherwise.

    Parameters
    ----------
    target : Path
        Folder of results; earlier results of this program are replaced, and what else stands beside them is kept.

    Yields
    ------
    Path
        Where to write.

    Raises
    ------
    NotOurs
        If the target holds something else.
    """
    check_free(target)
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        fresh.chmod(0o755)
        yield fresh
        _list_files(fresh)
        check_free(target)
        _replace(target, fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _list_files(fresh: Path) -> None:
    """Write the names of all results into their manifest."""
    held = _manifest(fresh)
    if held:
        held["files"] = sorted(path.relative_to(fresh).as_posix() for path in fresh.rglob("*") if path.is_file())
        (fresh / MANIFEST).write_text(as_json(held), encoding="utf-8")


def _replace(target: Path, fresh: Path) -> None:
    if not target.exists():
        fresh.rename(target)
        return
    _carry_over(target, fresh)
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent)) / target.name
    try:
        target.rename(old)
        fresh.rename(target)
    except BaseException:  # an interruption too: the old folder goes back before anything is removed
        if old.exists():
            old.rename(target)
        old.parent.rmdir()
        raise
    shutil.rmtree(old.parent, ignore_errors=True)


def _carry_over(target: Path, fresh: Path) -> None:
    """Put the user's own files of the old folder into the new one; the old folder stays whole."""
    for name in users_own(target) if is_ours(target) else ():
        source, place = target / name, fresh / name
        if os.path.lexists(place):
            text = message(
                "{file} was not made by this program, and the results hold a file of that name: move it", file=source
            )
            raise NotOurs(text)
        place.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir() and not source.is_symlink():
            shutil.copytree(source, place, symlinks=True, copy_function=_same_file)
        else:
            _same_file(source, place)


def _same_file(source: str | Path, place: str | Path) -> None:
    """The file under a second name, which takes no room and needs no leave to read it; a copy where that cannot be."""
    try:
        os.link(source, place, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, place, follow_symlinks=False)


def save_results(out: str | Path, files: Mapping[str, Content], manifest: dict[str, Any]) -> None:
    """Write results and their manifest to a folder, as a whole or not at all."""
    with written_whole(Path(out)) as folder:
        write_files(folder, {**files, MANIFEST: as_json(manifest)})


def write_files(folder: Path, files: Mapping[str, Content]) -> None:
    """Write texts, bytes, or what a function writes to a path."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if callable(content):
            content(path)
        elif isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, encoding="utf-8")


def as_json(value: Any, ascii_only: bool = False) -> str:
    """Indented JSON; a number that is not finite is null."""
    return json.dumps(as_plain(value), ensure_ascii=ascii_only, indent=1, allow_nan=False) + "\n"


def as_plain(value: Any) -> Any:
    """What JSON can hold: lists, plain numbers, nothing in place of a number that is not finite."""
    if isinstance(value, dict):
        return {str(key): as_plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_plain(each) for each in value]
    if isinstance(value, np.generic):
        return as_plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def series_writer(run: Run) -> Callable[[Path], None]:
    """Writes a run's indicators month by month as Parquet: scenario, seed, month, and village if they were kept."""

    def write(path: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(
            pa.table(series_columns(run)),
            path,
            compression="zstd",
            use_dictionary=["scenario", "month"],
            use_byte_stream_split=_floats(run),
        )

    return write


def _floats(run: Run) -> list[str]:
    return [name for name, indicator in INDICATORS.items() if set(indicator.tallies) <= set(run.tallies)]


def series_columns(run: Run) -> dict[str, Any]:
    """Columns of a run's series, float32; months without a value are NaN."""
    import pyarrow as pa

    months = [name_of(run.start + run.burn_in + month) for month in range(run.months)]
    parts = [run] if run.by_village is None else [run.village(place) for place in range(run.villages)]
    count = run.months * len(parts)
    columns: dict[str, Any] = {
        "scenario": pa.array([run.scenario] * count).dictionary_encode(),
        "seed": pa.array(np.full(count, run.seed, np.uint32)),
        "month": pa.array(months * len(parts)).dictionary_encode(),
    }
    if run.by_village is not None:
        columns["village"] = pa.array(np.repeat(np.arange(run.villages, dtype=np.int32), run.months))
    for name in _floats(run):
        columns[name] = pa.array(np.concatenate([part.series(INDICATORS[name]) for part in parts]).astype(np.float32))
    return columns
