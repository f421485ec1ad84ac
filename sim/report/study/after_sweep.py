"""The page of a study folder, made after its sweep: short, and no table without a picture."""

from __future__ import annotations

from pathlib import Path

from sim.core.config.language import Language, message
from sim.execution.files import publish_text
from sim.report.study.build import short_page
from sim.report.study.writers.page import GENERATOR, page_of
from sim.studies.query import Study

PAGE = "index.html"
LARGEST = 4096
"""Bytes at the beginning of a page in which its maker stands."""


def write_page(given: str | Path, language: Language = "en") -> Path | None:
    """Write the page of a study that is done; a page of the user's own stays.

    Parameters
    ----------
    given : str or Path
        Folder of the study.
    language : {"en", "zh"}

    Returns
    -------
    Path or None
        None where no run is done.

    Raises
    ------
    ValueError
        If another page has its name.
    """
    study = Study(given)
    path = study.prepared.folder / PAGE
    if not study.status().done:
        return None
    if not is_ours(path):
        raise ValueError(message("{path} is a page of your own, and stays; the study has none beside it", path=path))
    publish_text(path, page_of(short_page(study, language)))
    return path


def is_ours(path: Path) -> bool:
    """Whether a page is one that this program made, or there is none."""
    if not path.exists():
        return True
    with path.open("rb") as file:
        return GENERATOR.encode() in file.read(LARGEST)
