"""The line above the views: what the run is doing, its month, how large the world is and which quorum rule holds.

It carries a statement for programs too, as attributes ``data-…``: which run is shown, from what it was made, and its
month. They are read off the run, not off the fields.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import solara

from sim.agents.codes import GONE
from sim.app.charts.charts import members_by_age
from sim.app.charts.push import use_pushed
from sim.app.watch.lever_inputs import text_of
from sim.app.watch.state import Phase, State
from sim.app.watch.watched import Watched
from sim.app.watch.watching import Watching
from sim.core.config.calendar import name_of
from sim.core.config.language import Language
from sim.execution import warm
from sim.mechanisms import all_parameters
from sim.words.page import say


@solara.component_vue("status.vue")
def StatusLine(phase: str = "", month: str = "", text: str = "", busy: bool = False, statement: dict = {}) -> None:  # noqa: B006
    """Show what a run is doing, a month and a text; carry the statement."""


def statement_of(state: State) -> dict[str, Any]:
    """What programs are told: phase, number of the run that is asked for, and what the run shown was made from."""
    told: dict[str, Any] = {"data-phase": state.phase.value, "data-asked": state.number}
    run = state.run
    if run is None:
        return told
    if state.beside is not None:
        told |= {"data-beside-month": state.beside.lived, "data-beside-seed": state.beside.seed}
    return told | {
        "data-sides": "+".join(side or "baseline" for side in state.sides),
        "data-policies": json.dumps(run.future.plain()["policies"], sort_keys=True, default=str),
        "data-run": run.number,
        "data-scenario": run.choice,
        "data-seed": run.seed,
        "data-moved": json.dumps(run.moved, sort_keys=True),
        "data-month": run.lived,
        "data-burn-in": run.burn_in,
    }


def described(run: Watched, language: Language) -> str:
    """How far a run is, how large its world, and which quorum rule holds."""
    columns = run.people.columns
    registered = np.count_nonzero(columns.group[run.people.rows()] != GONE)
    rule = all_parameters()["meetings.denominator"].choices[int(run.settings["meetings"]["denominator"][0])]
    parts = (
        say("month", language, lived=run.lived, months=run.future.horizon.months),
        say("size", language, villages=len(run.villages.columns)),
        say("registered", language, persons=registered),
        say("members", language, persons=int(members_by_age(run).sum())),
        say("rule", language, rule=text_of(rule, language)),
    )
    return " · ".join(parts)


def line_of(watching: Watching) -> dict[str, Any]:
    """Traits of the line: the last month that was lived, or the first before it has been."""
    state = watching.state
    run, phase, language = state.run, state.phase, state.language
    month = text = ""
    if run is not None:
        month = name_of(run.future.horizon.start + max(run.lived - 1, 0))
        text = described(run, language)
    elif phase == Phase.PREPARING:
        text = say("building", language) if warm.is_warm() else say("compiling", language)
    return {
        "phase": say(phase.value, language),
        "month": month,
        "text": text,
        "busy": phase == Phase.PREPARING,
        "statement": statement_of(state),
    }


@solara.component
def Status(watching: Watching) -> solara.Element:
    """Show the status of a page.

    Parameters
    ----------
    watching : Watching
        The owner of its state.
    """
    state = watching.use()
    line = StatusLine()
    use_pushed(line, lambda: line_of(watching), [state.number, state.phase, state.language])
    return line
