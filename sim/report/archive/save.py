"""Writing an archive: descriptions of a folder, put into the folder they describe."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.core.config.given_files import LARGEST_TABLE, read_given
from sim.core.config.language import message
from sim.execution.files import publish_json, publish_text
from sim.report.archive.crate import Person, crate_of
from sim.report.archive.made import METADATA, Made, made
from sim.report.archive.trov import trov_of
from sim.report.layout.folder import MANIFEST, as_json, is_ours
from sim.studies.folder import SCENARIOS, resolved_text
from sim.studies.plan import NAME as STUDY_FILE

MARKS = {"crate": '"#developers"', "trov": '"trov:createdWith"'}
"""What stands in a description that this program wrote."""


def archive(
    given: str | Path,
    kinds: Sequence[str] = ("crate", "trov"),
    people: Sequence[Person] = (),
    licence: str = "",
    key: str = "",
) -> tuple[Made, list[Path]]:
    """Describe a folder of results or a study, and write the descriptions into it.

    Parameters
    ----------
    given : str or Path
        The folder.
    kinds : sequence of {"crate", "trov"}
    people, licence
        As of :func:`~sim.report.archive.crate.crate_of`.
    key : str
        As of :func:`~sim.report.archive.trov.trov_of`.

    Returns
    -------
    Made
        What lies in the folder.
    list of Path
        Descriptions that were written.

    Raises
    ------
    ValueError
        If the folder is neither, or holds a description that another program wrote.
    """
    folder = Path(given)
    for kind in kinds:
        _check_own(folder / METADATA[kind], MARKS[kind])
    if is_ours(folder) and not (folder / STUDY_FILE).is_file():
        _complete(folder, [METADATA[kind] for kind in kinds])
    found = made(given)
    written = []
    for kind in kinds:
        told = crate_of(found, people, licence) if kind == "crate" else trov_of(found, key)
        publish_text(path := found.folder / METADATA[kind], as_json(told))
        written.append(path)
    return found, written


def _check_own(path: Path, mark: str) -> None:
    if path.is_symlink() or (path.exists() and mark not in path.read_text(encoding="utf-8", errors="replace")):
        raise ValueError(message("{path} was not made by this program: move it elsewhere", path=path))


def _complete(folder: Path, names: Sequence[str]) -> None:
    """Write the scenarios of results beside them, resolved, and list them and the descriptions among their files."""
    manifest: dict[str, Any] = json.loads(read_given(folder / MANIFEST, LARGEST_TABLE))
    (folder / SCENARIOS).mkdir(exist_ok=True)
    listed = set(manifest.get("files", ())) | set(names)
    for each in manifest.get("scenarios", ()):
        name = f"{SCENARIOS}/{each['name']}.yaml"
        if name not in manifest.get("files", ()) and (folder / name).exists():
            raise ValueError(message("{path} was not made by this program: move it elsewhere", path=folder / name))
        publish_text(folder / name, resolved_text(each, manifest["version"]))
        listed.add(name)
    if listed != set(manifest.get("files", ())):
        publish_json(folder / MANIFEST, manifest | {"files": sorted(listed)})
