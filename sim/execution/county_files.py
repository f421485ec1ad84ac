"""Finished counties on disk: a file each, written under another name, brought to the disk and renamed.

A folder of the store is named after everything that can change its counties: sources and versions
(`sim.runs.sources.numbers_hash`), the scenario, the seed, what is kept. How many counties there are is no
part of it, so that a world that grows keeps those it had.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np

from sim.core.recording.aggregation import GroupTable
from sim.execution.files import publish, publish_json
from sim.runs.counties import arrays_of, below, digest_of_county, of_county
from sim.runs.identity import canonical, run_id
from sim.runs.run import Run

ABOUT = "world.json"
WORDS = ("scenario", "seed", "start", "burn_in", "tallies", "villages", "policies", "seconds", "persons")
NUMBERED = "county-{:04d}.npz"


def folder_name(model: str, scenario: Any, seed: int, kept: str) -> str:
    """Name of the folder of a world's counties."""
    anywhere = of_county(scenario, scenario.world.first_county).changed({"world.first_county": 1})
    return run_id(model, canonical(anywhere.plain()), seed, kept)


class CountyFiles(Sequence[Run]):
    """The counties of one world at one seed, read when they are asked for.

    Parameters
    ----------
    folder : Path
    numbers : sequence of int
        Numbers of the counties wanted.
    holder : object
        Kept as long as this is: a temporary folder, for instance.
    """

    def __init__(self, folder: Path, numbers: Sequence[int], holder: object = None) -> None:
        self.folder, self.numbers, self.holder = folder, numbers, holder

    def path(self, number: int) -> Path:
        """File of a county."""
        return self.folder / NUMBERED.format(number)

    def missing(self) -> list[int]:
        """Numbers of the counties that are not finished."""
        there = {path.name for path in self.folder.glob("county-*.npz")}
        return [number for number in self.numbers if NUMBERED.format(number) not in there]

    def describe(self, about: Mapping[str, Any]) -> None:
        """Write what the folder holds, for people."""
        if not (self.folder / ABOUT).is_file():
            publish_json(self.folder / ABOUT, dict(about))

    def write(self, number: int, run: Run) -> None:
        """Publish a county."""
        about = {name: getattr(run, name) for name in WORDS} | {"digest": digest_of_county(run)}
        if run.by_group is not None:
            about["lead"] = run.by_group.lead
        text = np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), np.uint8)

        def save(temporary: str) -> None:
            with open(temporary, "wb") as file:  # given a name, NumPy would add an ending to it
                np.savez_compressed(file, allow_pickle=False, about=text, **arrays_of(run))

        publish(self.path(number), save)

    def read(self, number: int) -> Run:
        """A finished county.

        Raises
        ------
        ValueError
            If its file is damaged.
        """
        from sim.indicators.groups import GROUPS

        path = self.path(number)
        try:
            with np.load(path, allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files}
            about = json.loads(arrays.pop("about").tobytes())
        except FileNotFoundError:
            raise
        except Exception as error:  # zlib, zipfile, json and NumPy each have errors of their own for this
            raise ValueError(
                f"{path} is damaged ({type(error).__name__}: {error}); delete it, and the same command does it again"
            ) from None
        groups = None
        if "by_group" in arrays:
            groups = GroupTable(GROUPS, 1, about["lead"])
            groups.kept = arrays["by_group"]
        words: dict[str, Any] = {name: about[name] for name in WORDS}
        words |= {name: tuple(about[name]) for name in ("tallies", "policies")}
        return Run(
            **words,
            **{name: arrays[name] for name in ("sums", "yuan", "hours")},
            spread=below("spread", arrays),
            places=below("places", arrays),
            traits=below("traits", arrays),
            by_group=groups,
            by_village=arrays.get("by_village"),
            digest=about["digest"],
        )

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, place: int) -> Run: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Run]: ...
    def __getitem__(self, place: int | slice) -> Run | Sequence[Run]:
        if isinstance(place, slice):
            return CountyFiles(self.folder, self.numbers[place], self.holder)
        return self.read(self.numbers[place])

    def __iter__(self) -> Iterator[Run]:
        return (self.read(number) for number in self.numbers)
