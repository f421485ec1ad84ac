"""What the analysis of the value of information leaves in its folder."""

from __future__ import annotations

from sim.analysis.worth.table import Worth
from sim.core.config.language import Language
from sim.report.analyses.save import Analysed, provenance_of, scenarios_of
from sim.report.analyses.worth_figure import draw_worth
from sim.report.analyses.worth_text import method_text, worth_text
from sim.report.layout.sentences import title_of
from sim.studies.query import Study


def worth_analysed(found: Worth, study: Study, language: Language = "en") -> Analysed:
    """Tables of values and of choices, the figure, and what they say."""
    import pandas

    scenarios = scenarios_of(study)
    titles = {str(each.name): title_of(each, language) for each in scenarios}
    baseline = str(study.baseline)
    return Analysed(
        kind="worth",
        tables={"values": pandas.DataFrame(found.records()), "choices": pandas.DataFrame(found.choices())},
        text=worth_text(found, titles, language),
        method=method_text(found, titles.get(baseline, baseline), provenance_of(study), language),
        figures={"figure": draw_worth(found, scenarios, language)},
    )
