"""Answers in stages: the newest question only, exact at the end, nothing of another visitor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from queue import Queue

import pytest

import sim
from sim.app.compare.answer import Answer, Known, Memory, Stage, distance
from sim.app.compare.answering import Answering, Shared
from sim.app.compare.asked import Asked, first_asked, scenarios_of
from sim.app.compare.pool import Pool
from sim.app.compare.side import Side
from sim.execution.engines import Inline
from sim.scenario.scenario import load

PATIENCE = 120.0
"""Seconds after which a test gives an answer up; none is judged by the time that it takes."""
OUTCOMES = ("capacity", "trust")
SMALL = """\
name: small
title: {en: Small, zh: 小村}
extends: baseline
horizon: {start: 2021-01, months: 36 months, burn_in: 12 months}
world: {townships: 1, villages: 2, village_size: 300}
"""


class Heard:
    """What a visitor is told."""

    def __init__(self, shared: Shared) -> None:
        self.answers: Queue[Answer] = Queue()
        self.answering = Answering(shared, self.answers.put)
        self.answering.start()

    def until(self, asked: Asked, *stages: Stage, pairs: int = 0) -> Answer:
        """The first answer to a question of one of these stages."""
        while True:
            answer = self.answers.get(timeout=PATIENCE)
            if answer.question == asked and answer.stage in stages and answer.pairs >= pairs:
                return answer


@pytest.fixture
def shared(tmp_path: Path) -> Shared:
    return Shared(pool=Pool(Inline, 1), store=tmp_path / "runs", outcomes=OUTCOMES)


@pytest.fixture
def heard(shared: Shared) -> Iterator[Heard]:
    found = Heard(shared)
    yield found
    found.answering.close()


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    return replace(first_asked(str(file)), pairs=4)


def doubled(asked: Asked) -> Asked:
    return asked.with_side(0, asked.sides[0].moved("training.dose.units", 4.0, load(asked.scenario).horizon))


def test_the_last_answer_is_that_of_the_command(heard, asked):
    heard.answering.ask(asked)
    answer = heard.until(asked, Stage.FINAL)
    baseline, side = (each.scenario for each in scenarios_of(asked))
    found = sim.compare(baseline, side, reps=4, jobs=1, outcomes=list(OUTCOMES), store=False)
    assert [each.found for each in answer.readings] == [each.difference for each in found.outcomes]
    assert answer.comparison.costs == found.costs


def test_a_question_that_was_answered_is_answered_at_once_and_another_from_the_nearest(heard, asked):
    heard.answering.ask(asked)
    known = heard.until(asked, Stage.FINAL, pairs=4)
    other = doubled(asked)
    heard.answering.ask(other)
    estimate = heard.answering.at_once(other)
    assert estimate.stage is Stage.ESTIMATE
    assert estimate.asked == asked
    assert [each.found for each in estimate.readings] == [each.found for each in known.readings]
    heard.until(other, Stage.FINAL, pairs=4)
    again = heard.answering.at_once(asked)  # from memory, before its runs are read
    assert (again.stage, again.pairs, again.nearest, again.comparison) == (Stage.FINAL, 4, None, None)


def test_a_newer_question_overtakes(heard, asked):
    many = replace(asked, pairs=32, seed=50)
    heard.answering.ask(many)
    heard.answering.ask(asked)
    heard.until(asked, Stage.FINAL)
    assert all(answer.question == asked for answer in list(heard.answers.queue))


def test_what_is_wrong_is_an_answer_and_the_next_question_is_answered(heard, asked):
    wrong = asked.assuming("migration.leave", 7.0)
    heard.answering.ask(wrong)
    answer = heard.until(wrong, Stage.FAILED)
    assert "migration.leave" in answer.failure
    heard.answering.ask(asked)
    assert heard.until(asked, Stage.FINAL, pairs=4).has_figures


def test_without_a_policy_there_is_nothing_to_compare(heard, asked):
    alone = asked.with_side(0, Side())
    heard.answering.ask(alone)
    assert not heard.until(alone, Stage.FINAL).has_figures


def test_two_visitors_hear_their_own_answers(shared, asked):
    one, two = Heard(shared), Heard(shared)
    other = doubled(asked)
    one.answering.ask(asked)
    two.answering.ask(other)
    assert one.until(asked, Stage.FINAL, pairs=4).question == asked
    assert two.until(other, Stage.FINAL, pairs=4).question == other
    for each in (one, two):
        each.answering.close()


def test_an_assumption_moves_both_sides(asked):
    baseline, side = scenarios_of(asked.assuming("migration.leave", 0.02))
    assert baseline.scenario.parameters["migration.leave"] == side.scenario.parameters["migration.leave"] == 0.02
    assert not baseline.scenario.policies


def test_questions_that_differ_in_more_than_sizes_are_no_neighbours(asked):
    side = asked.sides[0]
    assert distance(asked, asked) == 0
    assert 0 < distance(asked, doubled(asked)) < 2
    for other in (
        replace(asked, quorum="registered"),
        replace(asked, scenario="baseline"),
        asked.with_side(0, replace(side, settings={**side.settings, "training.rule": "weakest"})),
        asked.with_side(1, Side({"rotation.start": "2022-01"})),
    ):
        assert distance(asked, other) == float("inf")


def test_memory_forgets_the_oldest():
    memory = Memory()
    for seed in range(300):
        memory.keep(Known(Asked(seed=seed), (), None, 20))
    assert memory.nearest(Asked(seed=299)) is not None
    assert len(memory._kept) == 200
