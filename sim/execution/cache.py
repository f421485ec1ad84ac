"""Content-addressed cache of whole runs: what has been run once under this model is not run again.

A run has the name that sweeps give it, made of all that its numbers depend on (`sim.runs.sources.numbers_hash`), the
resolved scenario, the seed and what is kept. Runs lie in one folder of the user. Cache eviction: those not used for a
month are deleted, and beyond a bound those unused for longest. A county of a large world is a run too.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from weakref import finalize

import numpy as np

from sim.core.compute.kernel_cache import PLACE as CACHE_PLACE
from sim.core.compute.kernel_cache import unused_before
from sim.core.config.given_files import is_own_file, read_regular
from sim.core.config.language import message
from sim.core.config.places import place_in, user_cache
from sim.execution.files import make_folder, publish_json
from sim.execution.folder_for_now import FolderForNow
from sim.execution.tables import Damaged, publish_table, read_table
from sim.runs import sources
from sim.runs.identity import as_text, canonical, digest_of, run_id
from sim.runs.layers import FORMAT, Arrays, from_arrays, to_arrays
from sim.runs.run import LAYERS, Job, Run

PLACE, BOUND = "RURALPARTY_STORE", "RURALPARTY_STORE_GB"
NOTHING = "none"
"""Value of the variable that keeps nothing."""
GIGABYTES = 4.0
"""Bound of the store."""
GIGABYTE = 1e9
PINNED = "pinned"
"""Folder of the lists of runs that must stay."""
LARGEST_PIN = 100_000_000
OURS = re.compile(rf"([0-9a-f]{{32}})\.(?:{'|'.join(LAYERS)})\.parquet")
"""Files of the store; nothing else in its folder is touched."""


def store_root() -> Path:
    """Folder of the user's runs: beside the compiled kernels, or where ``RURALPARTY_STORE`` says."""
    chosen = place_in(PLACE) if os.environ.get(PLACE) != NOTHING else None
    return chosen or (place_in(CACHE_PLACE) or user_cache()) / "runs"


def bound_bytes() -> float:
    """Largest size of the store.

    Raises
    ------
    ValueError
        If the variable that sets it is no number above 0.
    """
    text = os.environ.get(BOUND, str(GIGABYTES))
    try:
        found = float(text) * GIGABYTE
    except ValueError:
        found = 0.0
    if not found > 0:
        raise ValueError(message("{name} is {text!r}; allowed are gigabytes above 0, such as 4", name=BOUND, text=text))
    return found


def opened(store: str | Path | bool = True) -> RunStore:
    """The store that is asked for.

    Parameters
    ----------
    store : str, Path or bool
        A folder; True for the user's own, False for a temporary one, which vanishes with what is read from it.

    Raises
    ------
    ValueError
        If the folder is something else or would lie in it, or the bound is no number above 0.
    """
    if store is False or store is True and os.environ.get(PLACE) == NOTHING:
        return temporary_store()
    bound_bytes()
    root = store_root() if store is True else Path(store)
    if file := next((path for path in (root, *root.parents) if os.path.lexists(path) and not path.is_dir()), None):
        raise ValueError(
            message(
                "{file} is no folder, and the store of runs is one: give --store or {name} another name",
                file=file,
                name=PLACE,
            )
        )
    return RunStore(root)


def temporary_store() -> RunStore:
    """A store that vanishes with the last that holds it."""
    holder = FolderForNow("ruralparty-runs-")
    return RunStore(holder.path, holder)


def kept_text() -> str:
    """Canonical text of what is kept of a whole run."""
    return as_text(["whole run", FORMAT])


@cache
def generation() -> str:
    """Name of the folder of this model's runs, with extensions or without."""
    return digest_of(sources.package_hash(), kept_text())[:12]


@cache
def first_seen() -> dict[Path, tuple[int, int]]:
    """Sources of runs when this process first asked for them: time and size, by path."""
    return {path: (about.st_mtime_ns, about.st_size) for path in sources.run_sources() for about in (path.stat(),)}


def have_moved() -> bool:
    """Whether a source of runs has been altered since: workers may then live another model than is named here."""
    try:
        return any(
            (now := path.stat()) and (now.st_mtime_ns, now.st_size) != then for path, then in first_seen().items()
        )
    except OSError:
        return True


class RunStore:
    """Whole runs in a folder, a file a layer.

    Parameters
    ----------
    root : Path
    holder : object
        Kept as long as this is: a temporary folder, for instance.

    Attributes
    ----------
    notes : list of str
        What the user must know: damaged files, a folder that takes nothing.
    """

    def __init__(self, root: Path, holder: object = None) -> None:
        self.root, self.holder = root, holder
        self.notes: list[str] = []
        self._texts: dict[int, tuple[object, str]] = {}
        self._made = False
        first_seen()

    @property
    def temporary(self) -> bool:
        """Whether it vanishes."""
        return self.holder is not None

    def name(self, job: Job) -> str:
        """Name of a run."""
        known = self._texts.get(id(job.scenario))
        if known is None:  # the scenario is held on to, so that no other gets its number
            known = self._texts[id(job.scenario)] = job.scenario, canonical(job.scenario.plain())
        return run_id(sources.numbers_hash(), known[1], job.seed, kept_text())

    def path(self, name: str, layer: str) -> Path:
        """File of a layer of a run."""
        return self.root / generation() / f"{name}.{layer}.parquet"

    def holds(self, name: str, layers: Iterable[str]) -> bool:
        """Whether all these layers of a run are there."""
        return all(is_own_file(self.path(name, layer)) for layer in layers)

    def make(self) -> None:
        """Make the folder, once: where it has gone meanwhile, runs are kept nowhere and that is said.

        Raises
        ------
        StoreError
            If it cannot be made.
        """
        if not self._made:
            make_folder(self.root, parents=True)
            self._made = True

    def read(self, job: Job) -> Run | None:
        """The run of a job, if it is there with all that the job asks for."""
        name = self.name(job)
        layers = {}
        for layer in job.layers:
            path = self.path(name, layer)
            try:
                layers[layer] = read_layer(path, f"{name}.{layer}")
            except (FileNotFoundError, NotADirectoryError):
                return None
            except (OSError, Damaged) as error:
                self.notes.append(
                    message("{error}; {name} at seed {seed} is run again", error=error, name=job.name, seed=job.seed)
                )
                return None
        for layer in layers:
            with suppress(OSError):  # of a folder that may only be read
                os.utime(self.path(name, layer))
        return from_arrays(job, layers)

    def write(self, name: str, run: Run) -> None:
        """Keep a run.

        Raises
        ------
        StoreError
            If the folder takes nothing, or is not there any more.
        """
        make_folder(self.root / generation())
        for layer, (about, arrays) in to_arrays(run).items():
            write_layer(self.path(name, layer), f"{name}.{layer}", about, arrays)

    def pin(self, names: Sequence[str]) -> object:
        """Keep runs from being cleared out, until what this returns is let go of.

        A process that is killed leaves them pinned for whoever goes on; after a month they count as forgotten.
        """
        path = self.root / PINNED / f"{os.getpid()}-{secrets.token_hex(6)}.json"
        self.make()
        make_folder(path.parent)
        publish_json(path, list(names))
        pin = Pin()
        finalize(pin, path.unlink, missing_ok=True)
        return pin

    def clear(self) -> None:
        """Delete what has not been used for a month, and what is beyond the bound."""
        if not self.temporary:
            for each in surplus(self.root):
                each.delete()


class Pin:
    """Stands for runs that must stay."""


def pinned(root: Path) -> set[str]:
    """Names of the runs that a world under way needs; pins that nobody has come back to are deleted."""
    found: set[str] = set()
    for path in (root / PINNED).glob("*.json"):
        with suppress(OSError, ValueError, TypeError):  # let go of meanwhile, or no list of ours
            if path.lstat().st_mtime < unused_before():
                path.unlink()
            else:
                names = json.loads(read_regular(path, LARGEST_PIN, links=False))
                found.update(name for name in names if isinstance(name, str))
    return found


@dataclass(frozen=True)
class StoredRun:
    """Files of one run.

    Attributes
    ----------
    name : str
    files : tuple of Path
    size : int
    used : float
        When it was last read or written.
    """

    name: str
    files: tuple[Path, ...]
    size: int
    used: float

    def delete(self) -> None:
        """Delete its files; one that another process deletes too is no fault."""
        for path in self.files:
            with suppress(OSError):
                path.unlink()


def stored_runs(root: Path) -> Iterator[StoredRun]:
    """All runs in a store, those of other models and versions too."""
    for folder in sorted(path for path in root.glob("*") if path.is_dir() and not path.is_symlink()):
        found: dict[str, list[tuple[Path, int, float]]] = {}
        for path in folder.glob("*.parquet"):
            if ours := OURS.fullmatch(path.name):
                with suppress(OSError):  # another process has deleted it
                    about = path.lstat()
                    found.setdefault(ours[1], []).append((path, about.st_size, about.st_mtime))
        for name, files in found.items():
            paths, sizes, times = zip(*files, strict=True)
            yield StoredRun(name, paths, sum(sizes), max(times))


def surplus(root: Path) -> list[StoredRun]:
    """Runs not used for a month, and those unused for longest beyond the bound; none that is pinned."""
    oldest, needed = unused_before(), pinned(root)
    runs = sorted(stored_runs(root), key=lambda run: run.used, reverse=True)
    left = bound_bytes()
    found = []
    for run in runs:
        left -= run.size
        if (run.used < oldest or left < 0) and run.name not in needed:
            found.append(run)
    return found


ABOUT = b"ruralparty"


def write_layer(path: Path, name: str, about: Mapping[str, Any], arrays: Arrays) -> None:
    """Publish a layer of a run.

    Parameters
    ----------
    path : Path
    name : str
        Name of the run and of the layer, which a file must carry to be believed.
    about : mapping
        What is told of it, in JSON.
    arrays : dict of str to array

    Raises
    ------
    StoreError
        If it cannot be written.
    """
    import pyarrow as arrow

    flat = {key: np.ascontiguousarray(each).ravel() for key, each in arrays.items()}
    told = as_text({**about, "shapes": {key: list(each.shape) for key, each in arrays.items()}})
    table = arrow.table({key: arrow.ListArray.from_arrays([0, len(each)], each) for key, each in flat.items()})
    table = table.replace_schema_metadata({ABOUT: told})
    encodings = {f"{key}.list.element": _encoding(each) for key, each in flat.items()}
    options: dict[str, Any] = {"use_dictionary": False, "column_encoding": encodings, "write_statistics": False}
    publish_table(path, table, name, settle=False, **options)  # a name that a power cut takes back is a run to do again


def _encoding(values: np.ndarray) -> str:
    """Identities rise, so their steps are smaller than they are; hashes are noise."""
    return {"f": "BYTE_STREAM_SPLIT", "u": "DELTA_BINARY_PACKED" if values.itemsize == 8 else "PLAIN"}.get(
        values.dtype.kind, "PLAIN"
    )


def read_layer(path: Path, name: str) -> tuple[dict[str, Any], Arrays]:
    """What was told of a layer, and its arrays.

    Raises
    ------
    OSError
        If there is none, or it cannot be read.
    Damaged
        If the file is not as it was written, or belongs to another run.
    """
    table = read_table(path, name, must_be_sealed=True)
    try:
        about = json.loads(table.schema.metadata[ABOUT])
        columns: Sequence[str] = table.column_names
        flat = {key: np.array(table.column(key).combine_chunks().flatten()) for key in columns}
        return about, {key: flat[key].reshape(shape) for key, shape in about.pop("shapes").items()}
    except Exception as error:  # whole, but made by something else than write_layer
        fault = f"{type(error).__name__}: {str(error).splitlines()[0]}"
        raise Damaged(message("{path} is damaged ({reason})", path=path, reason=fault)) from None
