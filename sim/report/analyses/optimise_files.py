"""What the search for portfolios leaves in its folder."""

from __future__ import annotations

from sim.analysis.optimise.table import Optimised
from sim.core.config.language import Language
from sim.report.analyses.optimise_figure import draw_optimise
from sim.report.analyses.optimise_text import method_text, optimise_text
from sim.report.analyses.save import Analysed, provenance_of
from sim.studies.query import Study


def optimise_analysed(found: Optimised, study: Study, language: Language = "en") -> Analysed:
    """Tables of portfolios, dominances, the winner's curse and fits, the figure, and what they say."""
    import pandas

    seed = int(study.prepared.study["seed"])
    tables = {
        "portfolios": pandas.DataFrame(found.records()),
        "dominances": pandas.DataFrame(found.stated(), columns=["better", "worse", "survives", "lost", "behind"]),
        "curse": pandas.DataFrame([vars(each) for each in found.curses]),
        "fits": pandas.DataFrame(found.fits()),
    }
    return Analysed(
        kind="optimise",
        tables=tables,
        text=optimise_text(found, language),
        method=method_text(found, provenance_of(study), seed, language),
        figures={"figure": draw_optimise(found, language)},
        about={"budget": str(found.budget), "pairs": found.fresh.pairs, "evaluations": found.found.evaluations},
    )
