"""What lies in a folder of results or of a study, and which command read and wrote what: read from its manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.core.config.given_files import LARGEST_TABLE, read_given
from sim.core.config.language import message
from sim.report.described.cite import manifest_of
from sim.report.layout.folder import MANIFEST, is_ours
from sim.report.study.after_sweep import PAGE
from sim.report.study.after_sweep import is_ours as is_page
from sim.studies.folder import SCENARIOS, open_study
from sim.studies.plan import NAME as STUDY_FILE

METADATA = {"crate": "ro-crate-metadata.json", "trov": "tro.jsonld"}
"""Files that an archive adds; they describe all others and not themselves."""
DESIGNED = ("design.parquet", "wanted.parquet")
RUNS = "runs"
ANALYSES, REPORT = "analysis", "report"
KINDS = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".tex": "application/x-tex",
    ".txt": "text/plain",
    ".yaml": "application/yaml",
}
"""Media types by ending, the same on every machine."""


@dataclass(frozen=True)
class Filed:
    """A file of the folder: path from the folder, bytes, SHA-256 and media type."""

    path: str
    size: int
    sha256: str
    kind: str


@dataclass(frozen=True)
class Step:
    """One command.

    Attributes
    ----------
    command : tuple of str
    start, end : str
        In UTC, as ISO 8601 has it.
    inputs, outputs : tuple of str
        Paths of files.
    parameters : dict
        What it was done with, by name.
    failed, runs : int
        Runs that failed, and all.
    """

    command: tuple[str, ...]
    start: str
    end: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    failed: int = 0
    runs: int = 0

    @property
    def name(self) -> str:
        """The command line."""
        return " ".join(self.command)


@dataclass(frozen=True)
class Made:
    """A folder of results or a study, as its manifest has it.

    Attributes
    ----------
    folder : Path
    manifest : dict
    title, description : str
    files : dict of str to Filed
        By path.
    steps : list of Step
        In order of time.
    """

    folder: Path
    manifest: Mapping[str, Any]
    title: str
    description: str
    files: Mapping[str, Filed]
    steps: list[Step]


def made(given: str | Path) -> Made:
    """What lies in a folder.

    Parameters
    ----------
    given : str or Path
        Results of ``run``, ``compare`` or ``table`` with their scenarios (see ``save.py``), or a study.

    Raises
    ------
    ValueError
        If it holds neither, or nothing has been done yet.
    """
    folder = Path(given)
    if (folder / STUDY_FILE).is_file() or not is_ours(folder):
        return _study(folder)
    return _results(folder)


def _results(folder: Path) -> Made:
    manifest = manifest_of(str(folder))
    if "scenarios" not in manifest:
        raise ValueError(message("{folder} is part of something larger: give the folder of the study", folder=folder))
    scenarios = [f"{SCENARIOS}/{each['name']}.yaml" for each in manifest["scenarios"]]
    names = [name for name in manifest.get("files", ()) if name not in METADATA.values()]
    files = dict(_filed(folder, {*names, *scenarios}))
    told = {"replicates": len(manifest["seeds"]), "seed": manifest["root_seed"], "window": manifest.get("window")}
    step = Step(
        command=tuple(manifest["command"]),
        start=manifest["start"],
        end=manifest["end"],
        inputs=tuple(name for name in scenarios if name in files),
        outputs=tuple(name for name in names if name in files and name not in scenarios),
        parameters=_known({**told, **_given(manifest["scenarios"])}),
        failed=len(manifest["failed"]),
        runs=manifest["runs"],
    )
    titles = [each["title"]["en"] for each in manifest["scenarios"]]
    about = f"Results of `{step.name}`: {manifest['runs']} runs, digest {manifest['digest']}."
    return Made(folder, manifest, "; ".join(titles), about, files, [step])


def _study(given: Path) -> Made:
    prepared = open_study(given)
    folder, manifest, study = prepared.folder, prepared.manifest, prepared.study
    if not manifest.get("sweeps"):
        raise ValueError(
            message("{folder}: no sweep of this study has ended: there is nothing to archive", folder=folder)
        )
    scenarios = [f"{SCENARIOS}/{each['name']}.yaml" for each in study["scenarios"]]
    told = [STUDY_FILE, *scenarios, *([study["design"]["file"]] if study["design"].get("file") else [])]
    runs = sorted(path.relative_to(folder).as_posix() for path in (folder / RUNS).glob("*/*.parquet"))
    runs += sorted(path.relative_to(folder).as_posix() for path in (folder / RUNS).glob("failed*.jsonl"))
    page = [PAGE] if is_page(folder / PAGE) else []
    analyses = list(_analyses(folder))
    parts = [name for _, names in analyses for name in names]
    files = dict(_filed(folder, [MANIFEST, *page, *told, *DESIGNED, *runs, *parts]))
    inputs = tuple(name for name in (*told, *DESIGNED) if name in files)
    settings = {"seed": study["seed"], "replicates": study["replicates"], "points": prepared.design.num_rows}
    settings |= {"window": study["kept"]["window"]} | {each["path"]: _range(each) for each in study["factors"]}
    settings |= _given(study["scenarios"])
    swept = [
        Step(
            command=tuple(each["command"]),
            start=each["start"],
            end=each["end"],
            inputs=inputs,
            outputs=tuple(name for name in (*runs, *page) if name in files),
            parameters=_known(settings),
            failed=each.get("failed") or 0,
            runs=each.get("runs") or each.get("runs_done") or 0,
        )
        for each in manifest["sweeps"]
    ]
    analysed = [
        Step(
            command=tuple(found["command"]) or ("ruralparty", found.get("analysis", REPORT)),
            start=found["start"],
            end=found["end"],
            inputs=tuple(name for name in runs if name in files),
            outputs=tuple(name for name in names if name in files),
        )
        for found, names in analyses
    ]
    steps = sorted((*swept, *analysed), key=lambda step: (step.end, step.start))
    about = study.get("rationale") or f"A study of {prepared.design.num_rows} points."
    return Made(folder, manifest, study.get("title") or study["name"], about, files, steps)


def _analyses(folder: Path) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """Manifest and files of each analysis that this program has written, and of the report."""
    for place in [*sorted((folder / ANALYSES).glob("*/")), folder / REPORT]:
        if is_ours(place):
            found = json.loads(read_given(place / MANIFEST, LARGEST_TABLE))
            yield found, [(place / name).relative_to(folder).as_posix() for name in found["files"]]


def _filed(folder: Path, names: Iterable[str]) -> Iterator[tuple[str, Filed]]:
    """Regular files inside the folder, each once; links are not followed."""
    inside = folder.resolve()
    for name in sorted(set(names)):
        path = folder / name
        if path.is_symlink() or not path.is_file() or not path.resolve().is_relative_to(inside):
            continue
        with open(path, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        yield name, Filed(name, path.stat().st_size, digest, KINDS.get(path.suffix, "application/octet-stream"))


def _given(scenarios: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Parameters and doses that scenarios set, by scenario and path."""
    found: dict[str, Any] = {}
    for each in scenarios:
        for name, value in each["parameters"].items():
            found[f"{each['name']}: parameters.{name}"] = value
        for policy, delivered in each["policies"].items():
            for dose, value in delivered["dose"].items():
                found[f"{each['name']}: policies.{policy}.dose.{dose}"] = value
    return found


def _range(factor: Mapping[str, Any]) -> Any:
    """What a factor ranges over, as text."""
    if factor.get("values"):
        return ", ".join(map(str, factor["values"]))
    return f"{factor.get('low')} .. {factor.get('high')}"


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values that are there; tables as JSON."""
    return {
        name: json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else value
        for name, value in values.items()
        if value is not None
    }
