"""One lever of every policy moved on the page and answered with four pairs, in both languages, without an error."""

from __future__ import annotations

import json
from queue import Queue

import pytest

from sim.app.compare.answer import Answer, Stage
from sim.app.compare.answering import Answering, Shared
from sim.app.compare.asked import Asked
from sim.app.compare.levers import levers_of
from sim.app.compare.panels import panels_of
from sim.app.compare.pool import Pool
from sim.app.compare.side import DOSE
from sim.app.compare.state import State
from sim.app.compare.status import lead_of
from sim.app.compare.tabs import BLOCKS, view_of
from sim.app.compare.tiles import tiles_of
from sim.core.config.language import LANGUAGES
from sim.policies import find_policy, policy_names
from tests.app.served import PATIENCE

pytestmark = pytest.mark.verify

PAIRS = 4


def moved(state: State, policy: str) -> State:
    """The first dose of a policy in use, taken to another of its values."""
    state = state.use(policy)
    name, param = next(
        (name, each)
        for name, each in find_policy(policy).params.items()
        if each.choices or each.is_switch or each.range[0] < each.range[1]
    )
    if param.is_switch:
        return state.move(f"{policy}.{DOSE}.{name}", not param.default)
    if param.choices:
        return state.move(f"{policy}.{DOSE}.{name}", param.choices[-1])
    low, high = param.range
    return state.move(f"{policy}.{DOSE}.{name}", high if param.default < (low + high) / 2 else low)


@pytest.fixture(scope="module")
def answering():
    heard: Queue[Answer] = Queue()
    shared = Shared(pool=Pool(workers=1), store=False)
    answering = Answering(shared, heard.put)
    answering.start()
    yield answering, heard
    answering.close()
    shared.pool.close()


@pytest.mark.parametrize("policy", policy_names())
def test_a_lever_of_every_policy_is_answered_and_told_in_both_languages(answering, compared, policy):
    asker, heard = answering
    state = moved(State(Asked(compared, pairs=PAIRS)), policy)
    asker.ask(state.asked, "en")
    while True:
        answer = heard.get(timeout=PATIENCE)
        if answer.question == state.asked and answer.stage in (Stage.FINAL, Stage.FAILED):
            break
    assert answer.stage is Stage.FINAL, answer.failure
    assert answer.pairs == PAIRS
    state = state.with_answer(answer)
    for language in LANGUAGES:
        told = state.speak(language)
        shown = [tiles_of(told), levers_of(told), panels_of(told), lead_of(told)]
        shown += [view_of(told.turn(tab)) for tab in BLOCKS]
        assert "NaN" not in json.dumps(shown)
