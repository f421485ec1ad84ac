"""The study of an evaluation to begin with: commented, and valid as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from json import dumps

from sim.core.config.language import message

COMMENTS = 60
"""Column at which comments begin."""
WORLDS = 200
ALL_RULES = "random, weakest, poorest, most_dispersed, largest, self_selected, township_choice"
ALL_ESTIMATORS = (
    "difference, difference_in_differences, two_way_fixed_effects, sun_abraham, two_stage, local_projections"
)


def evaluation_text(name: str, scenarios: Sequence[str] = (), worlds: int | None = None) -> str:
    """The text of a default study of an evaluation, its comments in the language that is spoken.

    Parameters
    ----------
    name : str
        Of the study.
    scenarios : sequence of str
        The world in which the pilot takes place; the baseline if left out.
    worlds : int, optional
        The usual number if left out.

    Raises
    ------
    ValueError
        If several scenarios are named.
    """
    if len(scenarios) > 1:
        raise ValueError(message("an evaluation takes place in one scenario"))
    scenario, number = (*scenarios, "baseline")[0], WORLDS if worlds is None else worlds
    title = message("Would an evaluation see it: what a pilot would be found to do")
    lines = [
        f"name: {dumps(name, ensure_ascii=False)}",  # text, whatever YAML would make of it
        f"title: {dumps(title, ensure_ascii=False)}",
        "",
        _line(f"scenario: {scenario}", message("the world without the pilot")),
        _line("constants:", message("set in it: one county, as many villages as the evaluation has at most")),
        "  world.townships: 4",
        "  world.villages: 15",
        "  world.village_size: 500",
        "  horizon.months: 48",
        "",
        "pilot:",
        _line("  policy: training", message("`ruralparty policies`")),
        _line("  # dose: {units: 3.5}", message("`ruralparty explain training`; also duration, ramp, strength")),
        _line("  starts: [2023-01, 2024-01]", message("several: in waves of one size")),
        _line("  share: 0.5", message("share of the villages that get it")),
        _line("  leak: 0", message("share of these places that go elsewhere, unknown to who evaluates")),
        "",
        _line("rules: [random, weakest, self_selected]", message("who gets it, each tried: {names}", names=ALL_RULES)),
        "",
        _line("outcomes: [trust, attendance]", message("`ruralparty outcomes`")),
        _line("measures: [real, reported, surveyed]", message("each outcome in all ways in which it can be")),
        "survey:",
        _line("  persons: 20", message("asked in each village and period")),
        _line("  non_response: 0.2", message("share of them who do not answer")),
        _line("  deviation: {trust: 0.25}", message("of one answer, by outcome: how persons differ, and error")),
        _line("  lean: {trust: 0}", message("by how much those who answer are above those who do not")),
        "",
        _line(
            "estimators: [difference, difference_in_differences, two_way_fixed_effects, sun_abraham]",
            message("of {names}", names=ALL_ESTIMATORS),
        ),
        _line("period: 12 ", message("months of an observation")),
        _line("villages: [20, 40, 60]", message("in the evaluation, each number tried")),
        _line("level: 0.05", message("of the tests")),
        _line("power: 0.8", message("of the least effect to be seen")),
        "",
        _line(f"worlds: {number}", message("more of them, smaller Monte-Carlo errors")),
        "seed: 1",
        "",
        "# " + message("`ruralparty evaluate FOLDER` lives the worlds that are missing and writes evaluation"),
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _line(text: str, comment: str) -> str:
    return f"{text:<{COMMENTS}}  # {comment}"
