"""Estimates of the page: of the emulator where it speaks of every side, else the nearest stored answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.analysis.emulator.space import space
from sim.analysis.emulator.speak import Told
from sim.app.compare import estimates
from sim.app.compare.answer import Answer, Known, Memory, Stage, from_memory
from sim.app.compare.asked import Asked, first_asked
from sim.app.compare.estimates import estimate, state_of
from sim.app.compare.side import Side
from sim.app.compare.state import State as PageState
from sim.runs.jobs import LIST
from sim.scenario.scenario import load

HORIZON = load("baseline").horizon
TRAINED = Side().moved("training.dose.units", 2.0, HORIZON)


@pytest.fixture
def speaks(monkeypatch):
    """An emulator that says the same of every state, and what it was asked."""
    asked = []

    def foretold(state, before, where=None):
        asked.append(state)
        return {"trust": Told(0.02, 0.01, 0.9)}

    monkeypatch.setattr(estimates, "foretold", foretold)
    monkeypatch.setattr(estimates, "is_stale", lambda: False)
    return asked


def remembering(asked, names=("trust", "visits")):
    """A memory of one answer."""
    told = [estimates._reading("A", name, 0.5, Told(0.1, 0.05, 1.0)) for name in names]
    memory = Memory()
    memory.keep(Known(asked, tuple(told), None, 4))
    return memory


def test_an_answer_that_is_remembered_is_the_answer(speaks):
    asked = Asked(sides=(TRAINED, Side()))
    known = estimate(asked, remembering(asked))
    assert from_memory(Answer(asked, Stage.COUNTING), known).stage is Stage.FINAL
    assert speaks == []


def test_where_it_speaks_its_figures_stand_before_those_of_the_nearest_answer(speaks):
    asked = Asked(sides=(TRAINED, Side()))
    other = replace(asked, sides=(TRAINED.moved("training.dose.units", 3.0, HORIZON), Side()))
    found = from_memory(Answer(other, Stage.COUNTING), estimate(other, remembering(asked)))
    assert (found.stage, found.nearest, found.emulated) == (Stage.ESTIMATE, asked, {"trust"})
    by_name = {each.indicator.name: each.found for each in found.readings}
    trust = by_name["trust"]
    assert (trust.baseline, trust.difference, trust.low, trust.high) == pytest.approx((0.5, 0.02, 0.01, 0.03))
    assert by_name["visits"].difference == pytest.approx(0.1)


def test_a_policy_that_nothing_stored_is_near_to_has_an_estimate_of_its_own(speaks):
    asked = Asked(sides=(TRAINED, Side()))
    other = replace(asked, sides=(Side().moved("openness.dose.hours", 2.0, HORIZON), Side()))
    memory = remembering(asked)
    assert memory.nearest(other) is None
    found = from_memory(Answer(other, Stage.COUNTING), estimate(other, memory))
    assert (found.stage, found.nearest, [each.indicator.name for each in found.readings]) == (
        Stage.ESTIMATE,
        None,
        ["trust"],
    )
    assert not any(each.seen for each in found.readings)
    state = PageState(other).with_answer(found)
    assert state.shown is found
    assert not state.is_exact


def test_without_the_exact_baseline_nothing_is_foretold(speaks):
    asked = Asked(sides=(TRAINED, Side()))
    assumed = asked.assuming("trust.contact", 0.1)
    assert estimate(assumed, remembering(asked)) is None
    assert estimate(replace(asked, seed=9), Memory()) is None
    assert speaks == []


def test_the_state_of_a_side_is_what_is_set():
    state = state_of(Asked(quorum="registered").assuming("trust.contact", 0.1), TRAINED, space())
    assert state.doses == {"training": {"units": 2.0, "secretary_units": 0.0}}
    assert (state.unknowns, state.quorum) == ({"trust.contact": 0.1}, "registered")
    assert state_of(Asked(), TRAINED, space()).quorum == LIST
    assert state_of(first_asked(), first_asked().sides[0], space()) is not None  # what a first visit sees


@pytest.mark.parametrize(
    ("asked", "side"),
    [
        (Asked("former"), TRAINED),
        (Asked(months=60), TRAINED),
        (Asked().assuming("meetings.list_fail", 0.3), TRAINED),
        (Asked(), TRAINED.moved("training.coverage", 0.5, HORIZON)),
        (Asked(), TRAINED.moved("training.start", "2025-01", HORIZON)),
        (Asked(), TRAINED.moved("training.ramp", 36, HORIZON)),
        (Asked(), Side().moved("first_secretary.dose.rule", "largest", HORIZON)),
    ],
    ids=["scenario", "months", "assumption", "coverage", "start", "ramp", "choice"],
)
def test_outside_of_what_it_was_made_from_there_is_no_state(asked, side):
    assert state_of(asked, side, space()) is None
