"""The line above the views: the month, how far the run is, how large the world is and which quorum rule holds."""

from __future__ import annotations

from typing import Any

import solara

from sim.app.charts.push import use_pushed
from sim.app.watch.lever_inputs import text_of
from sim.core.config.calendar import name_of
from sim.core.config.language import Language
from sim.mechanisms import all_parameters
from sim.words.page import say


@solara.component_vue("status.vue")
def StatusLine(month: str = "", text: str = "", lived: int = 0) -> None:
    """Show a month, a text, and for tests the number of months lived."""


def state_of(model: Any, language: Language) -> dict[str, Any]:
    """Say where a run is: the last month that was lived, or the first before it has been."""
    lived, horizon = model.months_run - model.burn_in, model.future.horizon
    registered, members = (int(model.recorder.series(tally)[-1].sum()) for tally in ("registered", "members"))
    rule = all_parameters()["meetings.denominator"].choices[int(model.settings["meetings"]["denominator"][0])]
    parts = [
        say("month", language, lived=lived, months=horizon.months),
        say("size", language, villages=model.recorder.kept.shape[1]),
        say("registered", language, persons=registered),
        say("members", language, persons=members),
        say("rule", language, rule=text_of(rule, language)),
    ]
    if lived >= horizon.months:
        parts.append(say("ended", language))
    return {"month": name_of(horizon.start + max(lived - 1, 0)), "text": " · ".join(parts), "lived": lived}


@solara.component
def Status(model: Any, language: Language = "en") -> solara.Element:
    """Show the status of a run.

    Parameters
    ----------
    model : Watched
        The run.
    language : {"en", "zh"}
        Language.
    """
    line = StatusLine()
    use_pushed(line, lambda: state_of(model, language), [model, language])
    return line
