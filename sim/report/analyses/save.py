"""The folder of an analysis of a study: tables (Parquet, CSV), figures, what they say, how it was done, manifest."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.core.config.language import Language
from sim.execution.provenance import LIBRARIES, MADE_BY, git_commit, library_versions, version_of
from sim.report.layout.figures import files_of
from sim.report.layout.folder import Content, save_results
from sim.runs.sources import model_hash

if TYPE_CHECKING:
    import pandas
    from matplotlib.figure import Figure

    from sim.studies.query import Study

FOLDER = "analysis"
"""Folder of a study that holds a folder for each analysis."""
SHORT = 12
"""Letters of a hash that are cited."""
OF_ANALYSES = ("pandas", "pymoo", "SALib", "scikit-learn")
"""Libraries that numbers of an analysis may depend on, beside those of the model."""


@dataclass(frozen=True)
class Analysed:
    """What an analysis leaves.

    Attributes
    ----------
    kind : str
        Name of its command and folder.
    tables : dict of str to DataFrame
        By name of their files.
    text : str
        What the terminal shows, in the language asked for.
    method : str
        How it was done: a paragraph to be cited.
    figures : dict of str to Figure
        By name of their files; the usual one is ``figure``.
    about : dict
        Further entries of the manifest: settings of the analysis.
    """

    kind: str
    tables: Mapping[str, pandas.DataFrame]
    text: str
    method: str
    figures: Mapping[str, Figure] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """The tables in plain values, as ``--json`` prints them."""
        tables = {name: table.to_dict("records") for name, table in self.tables.items()}
        return {"analysis": self.kind, **self.about, **tables}


class Titled(NamedTuple):
    """A scenario as reports name it."""

    name: str
    title: Mapping[str, str]


def scenarios_of(study: Study) -> list[Titled]:
    """Scenarios of a study with their titles, the baseline first."""
    found = [Titled(each["name"], each["title"]) for each in study.prepared.study["scenarios"]]
    return sorted(found, key=lambda each: each.name != study.baseline)


def provenance_of(study: Study) -> dict[str, str]:
    """What a paragraph on method cites: hash of the study, digest of its results, version."""
    status = study.status()
    return {
        "hash": study.prepared.study["hash"][:SHORT],
        "digest": status.digest[:SHORT],
        "version": version_of(MADE_BY),
    }


def folder_of(study: Study, kind: str) -> Path:
    """Where an analysis of a study is kept, unless another folder is named."""
    return study.prepared.folder / FOLDER / kind


def save_analysis(
    found: Analysed,
    study: Study,
    out: str | Path | None = None,
    *,
    command: Sequence[str] = (),
    begun: datetime | None = None,
    language: Language = "en",
) -> Path:
    """Write an analysis to its folder, as a whole or not at all; an earlier one is replaced.

    Parameters
    ----------
    found : Analysed
    study : Study
    out : str or Path, optional
        Folder; that of :func:`folder_of` if left out.
    command : sequence of str
        Words of the command line.
    begun : datetime, optional
        Start, in UTC.
    language : {"en", "zh"}
        Of texts and figures.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    NotOurs
        If the folder holds something else.
    """
    place = folder_of(study, found.kind) if out is None else Path(out)
    manifest = analysis_manifest(found, study, command, begun or datetime.now(UTC), language)
    save_results(place, contents_of(found), manifest)
    return place


def contents_of(found: Analysed) -> dict[str, Content]:
    """Files of an analysis by name, without its manifest."""
    files: dict[str, Content] = {"text.txt": found.text + "\n", "method.txt": found.method + "\n"}
    for name, table in found.tables.items():
        files |= {f"{name}.parquet": _parquet(table), f"{name}.csv": table.to_csv(index=False, lineterminator="\n")}
    for name, figure in found.figures.items():
        files |= files_of(figure, name)
    return files


def analysis_manifest(
    found: Analysed, study: Study, command: Sequence[str], begun: datetime, language: Language
) -> dict[str, Any]:
    """What an analysis was made of and with: the study, the digest of its results, versions, command and time."""
    held, status = study.prepared.study, study.status()
    about = {
        "name": held["name"],
        "hash": held["hash"],
        "model": study.prepared.model,
        "points": status.points,
        "scenarios": study.prepared.titles,
        "runs": status.done,
        "digest": status.digest,
    }
    return manifest_of(found, about, OF_ANALYSES, command, begun, language)


def manifest_of(
    found: Analysed,
    study: Mapping[str, Any],
    libraries: Sequence[str],
    command: Sequence[str],
    begun: datetime,
    language: Language,
) -> dict[str, Any]:
    """The manifest of an analysis of what is told of in ``study``."""
    return {
        "made_by": MADE_BY,
        "version": version_of(MADE_BY),
        "git": git_commit(),
        "model_source_hash": model_hash(),
        "python": sys.version.split()[0],
        "libraries": library_versions() | {name: version_of(name) for name in libraries if name not in LIBRARIES},
        "analysis": found.kind,
        "study": dict(study),
        "language": language,
        "command": list(command),
        "start": begun.isoformat(timespec="seconds"),
        "end": datetime.now(UTC).isoformat(timespec="seconds"),
        **found.about,
    }


def _parquet(table: pandas.DataFrame) -> Callable[[Path], None]:
    return lambda path: table.to_parquet(path, index=False, compression="zstd")
