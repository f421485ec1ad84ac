"""What the analysis of discovery leaves in its folder."""

from __future__ import annotations

from typing import Any

from sim.analysis.discover.table import Discovered
from sim.core.config.language import Language
from sim.report.analyses.discover_figure import draw_boxes
from sim.report.analyses.discover_text import conditions_text, discover_text, limits_text, method_text
from sim.report.analyses.save import Analysed, provenance_of, scenarios_of
from sim.report.layout.sentences import title_of
from sim.studies.query import Study


def discover_analysed(found: Discovered, study: Study, language: Language = "en") -> Analysed:
    """Tables of questions, limits and leaves, the figure, and what they say."""
    import pandas

    scenarios = scenarios_of(study)
    titles = {str(each.name): title_of(each, language) for each in scenarios}
    questions = [{name: value for name, value in each.items() if name != "where"} for each in found.cases]
    tables = {"boxes": questions, "limits": _limits(found), "leaves": _leaves(found)}
    baseline = str(study.baseline)
    return Analysed(
        kind="discover",
        tables={name: pandas.DataFrame(records) for name, records in tables.items() if records},
        text=discover_text(found, titles, language),
        method=method_text(found, titles.get(baseline, baseline), provenance_of(study), language),
        figures={"figure": draw_boxes(found, scenarios, language)},
    )


def _limits(found: Discovered) -> list[dict[str, Any]]:
    return [
        {
            **dict(zip(("outcome", "policy", "case"), key, strict=True)),
            "factor": name,
            "side": side,
            "limit": limits_text({name: limit}, "en"),
            "low": limit.low,
            "high": limit.high,
            "quasi_p": each.chance[name, side],
            "reproduced": each.reproduced.get((name, side)),
            "headline": each.headline,
        }
        for key, each in found.boxes.items()
        for name, limit in each.box.limits.items()
        for side in limit.sides
    ]


def _leaves(found: Discovered) -> list[dict[str, Any]]:
    return [
        {
            "outcome": outcome,
            "policy": policy,
            "explained": tree.explained,
            **(vars(leaf) | {"conditions": conditions_text(leaf.conditions, "en")}),
        }
        for (outcome, policy), tree in found.trees.items()
        for leaf in tree.leaves
    ]
