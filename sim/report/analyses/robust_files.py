"""What the analysis of robustness leaves in its folder."""

from __future__ import annotations

from sim.analysis.robust.table import Robust
from sim.core.config.language import Language
from sim.report.analyses.robust_figure import draw_robust
from sim.report.analyses.robust_text import method_text, robust_text
from sim.report.analyses.save import Analysed, provenance_of, scenarios_of
from sim.report.layout.sentences import title_of
from sim.studies.query import Study


def robust_analysed(found: Robust, study: Study, language: Language = "en") -> Analysed:
    """Tables of signs, criteria and ranks, the figure, and what they say."""
    import pandas

    scenarios = scenarios_of(study)
    titles = {str(each.name): title_of(each, language) for each in scenarios}
    tables = {"signs": found.signs, "criteria": found.criteria, "ranks": found.ranks}
    baseline = str(study.baseline)
    return Analysed(
        kind="robust",
        tables={name: pandas.DataFrame(records) for name, records in tables.items() if records},
        text=robust_text(found, titles, language),
        method=method_text(found, titles.get(baseline, baseline), provenance_of(study), language),
        figures={"figure": draw_robust(found, scenarios, language)},
    )
