"""A whole run as Parquet tables of one row, an array a column, with the digest of what is in them.

``run`` holds what every comparison needs. ``lives`` and ``villages`` are large, wanted by some only, and files of their
own: a run that holds them serves whoever asks for less.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.core.aggregation import GroupTable
from sim.indicators.groups import GROUPS
from sim.study.runs import Job, Run, compared
from sim.study.sweep.files import publish
from sim.study.sweep.identity import as_text, digest_of

FORMAT = 1
RUN, LIVES, VILLAGES = LAYERS = ("run", "lives", "villages")
ABOUT = b"ruralparty"
Arrays = Mapping[str, np.ndarray]


class Damaged(ValueError):
    """A file that does not hold what was written to it."""


def layers_of(job: Job) -> tuple[str, ...]:
    """Files that a job needs."""
    return tuple(
        name for name, wanted in ((RUN, True), (LIVES, job.keep_lives), (VILLAGES, job.keep_villages)) if wanted
    )


def taken_apart(run: Run) -> dict[str, tuple[dict[str, Any], Arrays]]:
    """The layers that a run has: what is told of it, and its arrays; not its counties, which are files already."""
    spread = run.spread
    if run.by_village is not None:  # whoever asks for less finds what it would have had
        spread = {name: run.by_village[:, :, run.tallies.index(name)] for name in compared()}
    named = {"spread": spread, "places": run.places, "traits": run.traits}
    about = {
        "start": run.start,
        "burn_in": run.burn_in,
        "villages": run.villages,
        "tallies": list(run.tallies),
        "policies": list(run.policies),
        "persons": list(run.persons.items()),
        "seconds": run.seconds,
        "digest": run.digest,
        "names": {kind: list(arrays) for kind, arrays in named.items()},
        "lead": None if run.by_group is None else run.by_group.lead,
    }
    arrays = {"sums": run.sums.T, "yuan": run.yuan, "hours": run.hours}
    arrays |= {kind: np.stack([each.T for each in found.values()]) for kind, found in named.items() if found}
    if run.by_group is not None:
        arrays["groups"] = run.by_group.kept.T
    found: dict[str, tuple[dict[str, Any], Arrays]] = {RUN: (about, arrays)}
    if run.lives is not None:
        found[LIVES] = {}, {"identity": run.lives[0], "life": run.lives[1]}
    if run.by_village is not None:
        found[VILLAGES] = {}, {"tallies": run.by_village.T}
    return found


def put_together(job: Job, layers: Mapping[str, tuple[dict[str, Any], Arrays]]) -> Run:
    """The run as a worker would have handed it back for this job."""
    about, arrays = layers[RUN]
    named = {
        kind: {name: turned(each) for name, each in zip(names, arrays[kind], strict=True)} if names else {}
        for kind, names in about["names"].items()
    }
    groups = None
    if about["lead"] is not None:
        groups = GroupTable(GROUPS, 1, about["lead"])
        groups.kept = turned(arrays["groups"])
    found = Run(
        scenario=job.name,
        seed=job.seed,
        start=about["start"],
        burn_in=about["burn_in"],
        tallies=tuple(about["tallies"]),
        sums=turned(arrays["sums"]),
        villages=about["villages"],
        policies=tuple(about["policies"]),
        yuan=arrays["yuan"],
        hours=arrays["hours"],
        seconds=about["seconds"],
        persons=dict(about["persons"]),
        spread=named["spread"],
        places=named["places"],
        by_group=groups,
        traits=named["traits"],
        digest=about["digest"],
    )
    if LIVES in layers:
        lives = layers[LIVES][1]
        found = replace(found, lives=(lives["identity"], lives["life"]))
    if VILLAGES in layers:
        found = replace(found, by_village=turned(layers[VILLAGES][1]["tallies"]), spread={})
    return found


def turned(array: np.ndarray) -> np.ndarray:
    """The transpose, contiguous: arrays are smaller with their months last, and sums depend on the order in memory."""
    return np.ascontiguousarray(array.T)


def write(path: Path, name: str, about: Mapping[str, Any], arrays: Arrays) -> None:
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
    import pyarrow.parquet as parquet

    flat = {key: np.ascontiguousarray(each).ravel() for key, each in arrays.items()}
    told = as_text({**about, "shapes": {key: list(each.shape) for key, each in arrays.items()}})
    table = arrow.table({key: arrow.ListArray.from_arrays([0, len(each)], each) for key, each in flat.items()})
    table = table.replace_schema_metadata({ABOUT: as_text([told, _digest(name, told, flat)])})
    encodings = {f"{key}.list.element": _encoding(each) for key, each in flat.items()}

    def put(temporary: str) -> None:
        parquet.write_table(
            table,
            temporary,
            compression="zstd",
            use_dictionary=False,
            column_encoding=encodings,
            write_statistics=False,
            write_page_checksum=True,
        )

    publish(path, put, settle=False)  # a name that a power cut takes back is a run to do again


def _encoding(values: np.ndarray) -> str:
    """Identities rise, so their steps are smaller than they are; hashes are noise."""
    return {"f": "BYTE_STREAM_SPLIT", "u": "DELTA_BINARY_PACKED" if values.itemsize == 8 else "PLAIN"}.get(
        values.dtype.kind, "PLAIN"
    )


def read(path: Path, name: str) -> tuple[dict[str, Any], Arrays]:
    """What was told of a layer, and its arrays.

    Raises
    ------
    OSError
        If there is none, or it cannot be read.
    Damaged
        If the file is not as it was written, or belongs to another run.
    """
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    content = path.read_bytes()
    try:
        source = arrow.BufferReader(content)
        table = parquet.ParquetFile(source, page_checksum_verification=True).read(use_threads=False)
        told, digest = json.loads(table.schema.metadata[ABOUT])
        columns: Sequence[str] = table.column_names
        flat = {key: np.array(table.column(key).combine_chunks().flatten()) for key in columns}
        if _digest(name, told, flat) != digest:
            raise Damaged("its content is not what its digest says")
        about = json.loads(told)
        return about, {key: flat[key].reshape(shape) for key, shape in about.pop("shapes").items()}
    except Exception as error:  # a file that was cut off or altered fails in any of these steps, each in its own way
        raise Damaged(f"{path} is damaged ({type(error).__name__}: {str(error).splitlines()[0]})") from None


def _digest(name: str, told: str, flat: Arrays) -> str:
    parts: list[str | bytes] = [name, told]
    for key in sorted(flat):
        parts += [key, flat[key].dtype.str, flat[key].tobytes()]
    return digest_of(*parts)
