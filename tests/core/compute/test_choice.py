"""Choosing by keyed words: the smallest words of the eligible, ties by identity, one more place adds one person."""

from __future__ import annotations

import numpy as np
import pytest

from sim.core.compute.choice import choose, few_marked, oldest_first
from sim.core.compute.draws import fill

PEOPLE = 400
ELIGIBLE = np.array([0, 1, 1, 0], np.int64)
ELIGIBLE.setflags(write=False)  # as tables of constants are in kernels


def draw(seed: int, same: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Words (in classes of ``same`` equal ones), groups 0 to 3 and identities of some people."""
    ids = np.arange(PEOPLE, 0, -1, dtype=np.uint64)
    words = np.empty((4, PEOPLE), np.uint32)
    fill(ids, 0, 0, np.uint64(seed), np.uint64(9), *words)
    return words[0] // np.uint32(same) * np.uint32(same), (words[1] % 4).astype(np.uint16), ids


def chosen(words: np.ndarray, groups: np.ndarray, ids: np.ndarray, number: int, about: float) -> list[int]:
    rows = np.empty(PEOPLE + 1, np.int64)
    count = choose(words, groups, ELIGIBLE, about, ids, number, rows)
    return rows[:count].tolist()


def in_order(words: np.ndarray, groups: np.ndarray, ids: np.ndarray) -> list[int]:
    can = np.flatnonzero(ELIGIBLE[groups])
    return sorted(can.tolist(), key=lambda j: (int(words[j]), int(ids[j])))


@pytest.mark.parametrize("same", [1, 1 << 28])
@pytest.mark.parametrize("about", [1.0, 200.0, 1e9])
@pytest.mark.parametrize("number", [0, 1, 2, 30, 150, PEOPLE])
def test_those_with_the_smallest_words_are_chosen(number: int, about: float, same: int) -> None:
    words, groups, ids = draw(number, same)
    found = chosen(words, groups, ids, number, about)
    assert len(set(found)) == len(found)
    assert set(found) == set(in_order(words, groups, ids)[:number])


def test_one_more_place_adds_one_person_and_moves_nobody() -> None:
    words, groups, ids = draw(5)
    before: set[int] = set()
    for number in range(1, 120):
        now = set(chosen(words, groups, ids, number, 200.0))
        assert before < now
        assert len(now) == number
        before = now


@pytest.mark.parametrize("number", [0, 1, 7, 59, 60, 90])
def test_the_oldest_come_first_and_ties_go_by_identity(number: int) -> None:
    words, _, ids = draw(8)
    ages = (words % 6).astype(np.uint8)
    waiting = np.flatnonzero(words % 5 == 0)[:60]
    order = np.append(waiting, -1)
    oldest_first(ages, ids, len(waiting), number, order)
    expected = sorted(waiting.tolist(), key=lambda i: (-int(ages[i]), int(ids[i])))[:number]
    assert set(order[: min(number, len(waiting))].tolist()) == set(expected)


@pytest.mark.parametrize("size", [0, 1, 31, 32, 33, 400])
@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 1.0])
def test_few_marked_lists_every_mark_in_order(size: int, share: float) -> None:
    marks = (np.random.default_rng(size).random(size) < share).astype(np.uint8) * np.uint8(3)
    rows = np.empty(size + 1, np.int64)
    assert rows[: few_marked(marks, rows)].tolist() == np.flatnonzero(marks).tolist()
