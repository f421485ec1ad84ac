"""A comparison over points: for each outcome at how many the difference has the same sign, and with what it turns."""

from __future__ import annotations

from typing import Any

from sim.analysis.comparison import Comparison
from sim.analysis.robust.over import signs_over
from sim.core.config.language import Language
from sim.report.analyses.signs_text import PLAUSIBLE_POINTS, signs_text
from sim.report.layout.sentences import title_of

HEADING: dict[Language, str] = {"en": "Over the points, {title}:", "zh": "各点上，{title}："}


def over_lines(comparison: Comparison, language: Language) -> list[str]:
    """A line an outcome, by alternative, with an empty one at the end; nothing for a comparison at a single point."""
    found = signs_over(comparison)
    lines: list[str] = []
    for scenario in comparison.scenarios[1:] if found else ():
        lines.append(HEADING[language].format(title=title_of(scenario, language)))
        for outcome in comparison.outcomes:
            if outcome.scenario == scenario.name:
                signs = found[outcome.scenario, outcome.indicator.name]
                lines.append(f"  {outcome.indicator.label(language)}: {signs_text(signs, language, PLAUSIBLE_POINTS)}")
        lines.append("")
    return lines


def over_record(comparison: Comparison) -> list[dict[str, Any]]:
    """The same in plain values."""
    return [
        {
            "scenario": scenario,
            "outcome": outcome,
            "sign": signs.sign,
            **{f"same_{name}": value for name, value in vars(signs.same).items()},
            "turn": None
            if signs.turn is None
            else vars(signs.turn)
            | {
                name: share and vars(share)
                for name, share in (("there", signs.turn.there), ("elsewhere", signs.turn.elsewhere))
            },
        }
        for (scenario, outcome), signs in signs_over(comparison).items()
    ]
