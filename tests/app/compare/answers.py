"""Answers for tests of the comparing page, from a few runs of small villages."""

from __future__ import annotations

from dataclasses import replace

from sim.analysis.comparison import Stopping
from sim.analysis.pairs import Pairs
from sim.analysis.reading import read
from sim.app.compare.answer import Answer, Stage
from sim.app.compare.asked import Asked, scenarios_of
from sim.app.compare.figures import figures_of
from sim.app.compare.side import side_of
from sim.app.compare.state import State, whole
from sim.execution.simulator import Simulator
from sim.indicators import HEADLINES, indicator_named
from sim.scenario.scenario import load

PAIRS = 8


def question(scenario: str) -> Asked:
    """Training against the online branch."""
    sides = tuple(whole(side_of(load(name))) for name in ("training", "online_branch"))
    return Asked(scenario, (sides[0], sides[1]), pairs=PAIRS)


def answer_to(scenario: str) -> Answer:
    """The final answer."""
    asked = question(scenario)
    named = scenarios_of(asked)
    horizon = named[0].scenario.horizon
    pairs = Pairs(named, [indicator_named(name) for name in HEADLINES], (horizon.months - 12, horizon.months))
    with Simulator(jobs=1, store=False) as simulator:
        pairs.add(simulator, range(1, PAIRS + 1))
    found = pairs.conclude(Stopping(PAIRS))
    readings = read(found)
    return Answer(asked, Stage.FINAL, readings, figures_of(found, readings), found, PAIRS, PAIRS)


def state_of(answer: Answer, stage: Stage = Stage.FINAL) -> State:
    """A page that has come so far."""
    return State(answer.asked).with_answer(replace(answer, stage=stage))
