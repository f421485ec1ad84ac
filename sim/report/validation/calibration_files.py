"""Files of a calibration's folder beside its tables: the report, the figure, the plausible set."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.analysis.calibration.calibrate import Calibrated
from sim.core.config.language import Language
from sim.report.layout.figures import pdf, png
from sim.report.layout.folder import as_json, write_files
from sim.report.validation.calibration_figure import draw_pairs
from sim.report.validation.calibration_text import calibration_record, calibration_text
from sim.runs.sources import model_hash
from sim.studies.plausible import reference_digest


def save_calibration(found: Calibrated, out: str | Path, language: Language = "en") -> None:
    """Write the report as text and as a record, the figure, and the plausible set with where it comes from."""
    files: dict[str, str | bytes | Callable[[Path], None]] = {
        "report.txt": calibration_text(found, language) + "\n",
        "report.json": as_json(calibration_record(found)),
        "plausible.csv": plausible_csv(found),
        "plausible.json": as_json(provenance(found)),
    }
    if len(found.left):
        figure = draw_pairs(found)
        files |= {"pairs.pdf": pdf(figure), "pairs.png": png(figure)}
    write_files(Path(out), files)


def plausible_csv(found: Calibrated) -> str:
    """Values of the parameters of each plausible point."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["point", *found.plan.paths])
    for place, values in enumerate(found.plan.values(found.plausible.points)):
        writer.writerow([place, *(repr(each) if isinstance(each, float) else each for each in values.values())])
    return text.getvalue()


def provenance(found: Calibrated) -> dict[str, Any]:
    """What the plausible set was made with."""
    plan = found.plan
    return {
        "study": plan.name,
        "model": model_hash(),
        "reference": reference_digest(),
        "until": plan.until,
        "villages": plan.villages,
        "seeds": plan.seeds,
        "waves": len(found.summaries),
        "points": len(found.plausible.points),
        "tried": found.tried,
        "stay_at_fresh_seeds": found.fresh.stay,
        "volume_in_all": found.summaries[-1]["volume_in_all"],
        "parameters": list(plan.paths),
    }
