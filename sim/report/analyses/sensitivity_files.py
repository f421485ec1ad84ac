"""What the analysis of sensitivity leaves in its folder."""

from __future__ import annotations

from sim.analysis.sensitivity.fitted import DRAWS
from sim.analysis.sensitivity.outcome import FEW_DRAWS
from sim.analysis.sensitivity.table import Sensitivity
from sim.core.config.language import Language
from sim.report.analyses.save import Analysed, provenance_of, scenarios_of
from sim.report.analyses.sensitivity_figure import draw_sensitivity
from sim.report.analyses.sensitivity_text import method_text, sensitivity_text
from sim.report.layout.sentences import title_of
from sim.studies.query import Study


def sensitivity_analysed(found: Sensitivity, study: Study, language: Language = "en") -> Analysed:
    """The table of effects, the figure, and what they say."""
    import pandas

    scenarios = scenarios_of(study)
    titles = {str(each.name): title_of(each, language) for each in scenarios}
    baseline = str(study.baseline)
    draws = FEW_DRAWS if found.dependent else DRAWS
    return Analysed(
        kind="sensitivity",
        tables={"effects": pandas.DataFrame(found.records())},
        text=sensitivity_text(found, titles, baseline, language),
        method=method_text(found, titles.get(baseline, baseline), draws, provenance_of(study), language),
        figures={"figure": draw_sensitivity(found, scenarios, language)},
    )
