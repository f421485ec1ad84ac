"""A study made ready to run: its plan, its points and the names of all its runs, written into its folder.

From then on the folder stands for itself: it can be moved to another machine, where the files that the study named are
not at hand, and still be read, resumed and reproduced.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.core.config.given_files import UnreadableFile, read_regular
from sim.core.config.language import message
from sim.execution.files import check_writable, make_folder, publish_json, publish_text
from sim.execution.names import first_of_each, names_of
from sim.execution.provenance import MADE_BY, version_of
from sim.execution.records import Records
from sim.execution.work import Asked
from sim.runs import sources
from sim.runs.identity import canonical, run_id
from sim.runs.outputs import Outputs
from sim.studies.check_points import check_row, check_size, try_points
from sim.studies.designs import grown, points_of
from sim.studies.factors import Factor, Point
from sim.studies.manifest import MANIFEST, manifest_of, read_manifest, study_hash
from sim.studies.plan import DesignPlan, Precision, StudyPlan, study_file, study_place
from sim.studies.points import design_table, requested_table, set_point
from sim.studies.precision import Planned, planned
from sim.studies.read import load_study
from sim.studies.size import count_points
from sim.studies.tables import COLUMNS, read_design, read_requested, write_requested, write_tables
from sim.words.changes import told_made

LARGEST_STUDY = 16_000_000
"""Bytes of a study file or a resolved scenario."""
SCENARIOS = "scenarios"
"""Folder of a study that holds its scenarios for people to read."""
RESOLVED = "# Resolved by ruralparty: nothing is left to defaults. Made anew by `ruralparty design`.\n"


@dataclass(frozen=True)
class StudyFolder:
    """A study as its folder holds it.

    Attributes
    ----------
    folder : Path
    manifest : dict
        What :func:`prepare` has written, ``study`` among it.
    """

    folder: Path
    manifest: dict[str, Any]

    @property
    def study(self) -> dict[str, Any]:
        """The plan in plain tables."""
        found: dict[str, Any] = self.manifest["study"]
        return found

    @property
    def model(self) -> str:
        """Hash for which the runs are named; of studies designed before there was one, that of the model's sources."""
        return str(self.manifest.get("numbers_hash", self.manifest["model_source_hash"]))

    @property
    def kept(self) -> Outputs:
        """What is kept of each run."""
        return Outputs.of(self.study["kept"])

    @cached_property
    def factors(self) -> tuple[Factor, ...]:
        """What is varied."""
        return tuple(Factor.of(table) for table in self.study["factors"])

    @property
    def store(self) -> Records:
        """The results."""
        return Records(self.folder / "runs", self.kept)

    def make_folders(self) -> None:
        """Make the folders of results and logs, and see that results can be written.

        Raises
        ------
        StoreError
            If they cannot be made or written to, or links have their names.
        """
        self.store.make()
        make_folder(self.folder / "logs")
        check_writable(self.store.folder)

    @cached_property
    def design(self) -> Any:
        """Arrow table of the points: row, point, and a column for each factor."""
        return read_design(self.folder, self.study, [factor.path for factor in self.factors])

    @property
    def titles(self) -> list[str]:
        """Names of the scenarios."""
        return [each["name"] for each in self.study["scenarios"]]

    @property
    def precision(self) -> Precision | None:
        """When replicates are enough, if their number is not fixed."""
        table = self.study.get("precision")
        return Precision.of(table) if table else None

    @cached_property
    def planned(self) -> Planned | None:
        """The requested runs of a study whose replicates follow from its results, as far as these say now.

        ``wanted.parquet`` then only saves naming runs again. A repetition has the runs of the study that it repeats.
        """
        if self.precision is None:
            return None
        table, points, seed = self._so_far, self.design.num_rows, int(self.study["seed"])
        found = planned(table, self.precision, points, self.titles, seed, self.store, self._named)
        return replace(found, table=table) if "repeats" in self.manifest else found

    @cached_property
    def _so_far(self) -> Any:
        return self._written(list(COLUMNS))

    def _written(self, columns: list[str]) -> Any:
        points = self.design.num_rows
        return read_requested(self.folder, self.study, self.model, points, self.titles).select(columns)

    def _named(self, row: int, scenario: str, replicates: range) -> list[str]:
        text, kept, seed = canonical(self.plain(scenario, row)), self.kept.text, self.study["seed"]
        return [run_id(self.model, text, seed + replicate, kept) for replicate in replicates]

    @cached_property
    def requested(self) -> Any:
        """Arrow table of the requested runs but for their names: row, scenario, replicate, seed."""
        columns = ["row", "scenario", "replicate", "seed"]
        return self._written(columns) if self.planned is None else self.planned.table.select(columns)

    @cached_property
    def requested_names(self) -> Any:
        """Names of the requested runs in their order; points that share a run name it each."""
        table = self._written(["run"]) if self.planned is None else self.planned.table
        return names_of(table.column("run"))

    @property
    def runs(self) -> Any:
        """Arrow table of the requested runs: run, row, scenario, replicate, seed."""
        table = self._written(list(COLUMNS)) if self.planned is None else self.planned.table
        place = table.column_names.index("scenario")
        return table.set_column(place, "scenario", table.column("scenario").cast("string"))

    def refreshed(self) -> StudyFolder:
        """The same study, to be asked again what its results say; its folder may have been designed anew meanwhile."""
        found = replace(self)
        vars(found)["design"] = self.design
        if self.planned is not None:
            vars(found)["_so_far"] = self.planned.table
        else:
            vars(found).update({"requested": self.requested, "requested_names": self.requested_names})
        return found

    def keep_requested(self) -> None:
        """Publish the runs that are requested now, if they are others than before."""
        if self.planned is not None and self.planned.table is not self._so_far:
            write_requested(self.folder, self.planned.table, self.study, self.model)

    def requested_at(self, places: Sequence[int]) -> list[dict[str, Any]]:
        """Run, row, scenario, replicate and seed of some requested runs."""
        rows = self.requested.take(list(places)).to_pylist()
        names = self.requested_names[list(places)]
        return [{"run": name.decode(), **row} for name, row in zip(names, rows, strict=True)]

    @cached_property
    def names(self) -> tuple[Any, Any]:
        """Names of the requested runs, each once, and the place at which each first stands in ``requested``."""
        names = self.requested_names
        first = first_of_each(names)
        return (names if len(first) == len(names) else names[first]), first

    def changes(self, row: int) -> dict[str, Any]:
        """Values of a point by path, those left to the scenario missing."""
        values = self.design.slice(row, 1).to_pylist()[0]
        return {factor.path: values[factor.path] for factor in self.factors if values[factor.path] is not None}

    def plain(self, scenario: str, row: int) -> dict[str, Any]:
        """A scenario at a point, in plain tables."""
        base = next(each for each in self.study["scenarios"] if each["name"] == scenario)
        return set_point(base, self.changes(row))

    def runs_at(self, places: Sequence[int]) -> Iterator[Asked]:
        """Requested runs for a worker; neighbours at one point share the scenario."""
        last: tuple[str, int] | None = None
        plain: dict[str, Any] = {}
        for requested in self.requested_at(places):
            here = (requested["scenario"], requested["row"])
            if here != last:
                plain, last = self.plain(*here), here
            yield Asked(requested["run"], plain, requested["seed"])


def open_study(given: str | Path) -> StudyFolder:
    """The study of a folder as it was designed.

    Raises
    ------
    FileNotFoundError
        If there is no study, or it has not been designed.
    ValueError
        If its manifest is damaged or another's.
    """
    place = study_place(given)
    folder = place if place.is_dir() else study_file(given).parent
    try:
        found = StudyFolder(folder, read_manifest(folder))
        if told := told_made(folder, found.manifest["version"]):
            warnings.warn(told, stacklevel=2)
        return found
    except FileNotFoundError:
        study_file(given)
        raise FileNotFoundError(
            message("{given} has not been designed: `ruralparty design {given}` comes first", given=given)
        ) from None


def prepared(given: str | Path) -> tuple[StudyPlan, DesignPlan, list[Point]]:
    """A study file with its design and all points, nothing written.

    Raises
    ------
    ScenarioError
        With every problem of the study file and its scenarios.
    """
    path = study_file(given)
    plan = load_study(path)
    design = grown(plan.design, _design_before(plan, path.parent))
    check_size(path, plan, count_points(design, plan.factors))
    points = points_of(design, plan.factors, path.parent)
    check_size(path, plan, len(points))
    check_row(path, plan.precision, len(points))
    try_points(path, plan, points)
    return plan, design, points


def _design_before(plan: StudyPlan, folder: Path) -> DesignPlan | None:
    """The design that the folder holds, if it is one of the same factors."""
    try:
        study = read_manifest(folder)["study"]
    except (FileNotFoundError, ValueError):  # there is none, or none that could be continued
        return None
    same = [factor.plain() for factor in plan.factors] == study["factors"]
    return DesignPlan.of(study["design"]) if same else None


def prepare(given: str | Path, *, command: Sequence[str] = (), begun: datetime | None = None) -> StudyFolder:
    """Resolve a study file, choose its points and name its runs; written into its folder.

    Points that were there before stay where a design grows. The manifest is written last.

    Parameters
    ----------
    given : str or Path
        The folder, or the study file.
    command : sequence of str
        Words of the command line.
    begun : datetime, optional

    Raises
    ------
    ScenarioError
        With every problem of the study file and its scenarios.
    """
    path = study_file(given)
    folder, (plan, design, points) = path.parent, prepared(path)
    _write_scenarios(plan, folder)
    kept = Outputs(plan.outcomes, plan.window, plan.keep)
    scenarios = [each.plain() for each in plan.scenarios]
    study = {
        "name": plan.name,
        "title": plan.title,
        "rationale": plan.rationale,
        "scenarios": scenarios,
        "factors": [factor.plain() for factor in plan.factors],
        "design": design.plain(),
        "replicates": plan.replicates,
        "seed": plan.seed,
        "kept": kept.plain(),
        "file_sha256": _sha256(path),
    }
    if plan.precision:
        study["precision"] = plan.precision.plain()
    if plan.second is not None:
        study["second"] = plan.second
    table = design_table(plan.factors, points)
    study["hash"] = study_hash(study, table.column("point").to_pylist())
    model = sources.numbers_hash()
    requested = requested_table(scenarios, plan.factors, points, plan.replicates, plan.seed, model, kept, plan.second)
    write_tables(folder, table, requested, study, model)
    manifest = manifest_of(plan.scenarios, study, model, plan.seed, command, begun or datetime.now(UTC))
    publish_json(folder / MANIFEST, manifest)
    return StudyFolder(folder, manifest)


def _write_scenarios(plan: StudyPlan, folder: Path) -> None:
    """Write the resolved scenarios for people to read.

    Raises
    ------
    ValueError
        If a file of the user's own has the name of one.
    """
    make_folder(folder / SCENARIOS)
    for scenario in plan.scenarios:
        path = folder / SCENARIOS / f"{scenario.name}.yaml"
        if not _is_resolved(path):
            raise ValueError(
                message(
                    "{path} would be replaced by the resolved scenario; keep your own files in another folder",
                    path=path,
                )
            )
        publish_text(path, resolved_text(scenario.plain(), version_of(MADE_BY)))


def resolved_text(plain: dict[str, Any], version: str) -> str:
    """A resolved scenario as a file, for people to read, with the version that resolved it."""
    import io

    from ruamel.yaml import YAML

    text = io.StringIO()
    writer = YAML()
    writer.allow_unicode = True
    writer.dump(plain | {"version": version}, text)
    return RESOLVED + text.getvalue()


def _is_resolved(path: Path) -> bool:
    """Whether a file is one that we have written, or there is none."""
    try:
        return read_regular(path, LARGEST_STUDY, links=False).startswith(RESOLVED.strip().encode())
    except FileNotFoundError:
        return True
    except UnreadableFile:
        return False


def _sha256(path: Path) -> str:
    return hashlib.sha256(read_regular(path, LARGEST_STUDY)).hexdigest()


def is_stale(prepared: StudyFolder) -> bool:
    """Whether the study file has been altered since the study was designed."""
    path = prepared.folder / "study.yaml"
    return path.is_file() and _sha256(path) != prepared.study["file_sha256"]


def scenarios_moved_on(prepared: StudyFolder) -> list[str]:
    """Names of scenarios whose files now say something else; files that are not at hand are passed over."""
    from sim.scenario.scenario import ScenarioError

    try:
        plan = load_study(prepared.folder)
    except (FileNotFoundError, ScenarioError):
        return []
    known = {each["name"]: canonical(each) for each in prepared.study["scenarios"]}
    return [each.name for each in plan.scenarios if known.get(each.name) != canonical(each.plain())]


def told_moved_on(prepared: StudyFolder) -> str:
    """What is said where scenarios' files now say something else; nothing where none does."""
    if not (moved := scenarios_moved_on(prepared)):
        return ""
    return message(
        "{names}: the scenario has changed since the study was designed; "
        "`ruralparty design {given}` takes it over, and runs that are the same stay done",
        names=", ".join(moved),
        given=prepared.folder,
    )
