"""Progress: silent for two seconds, then a line every ten."""

from __future__ import annotations

import io

from sim.execution.progress import Bar, Lines


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def lines_after(moments, requested=10, ended_each=1):
    stream, clock = io.StringIO(), Clock()
    progress = Lines(stream, clock)
    progress.expect(requested)
    for moment in moments:
        clock.now = moment
        progress.done(ended_each)
    progress.close()
    return stream.getvalue().splitlines()


def test_work_of_less_than_two_seconds_says_nothing():
    assert lines_after([0.5, 1.0, 1.5, 1.9]) == []


def test_a_line_every_ten_seconds_with_the_time_left():
    lines = lines_after([1, 3, 6, 9, 12.9, 13.1, 20])
    assert lines == ["2 of 10 runs, about 12 s left", "6 of 10 runs, about 9 s left", "7 of 10 runs in 20 s"]


def test_time_counts_from_the_first_runs_not_from_the_preparations():
    stream, clock = io.StringIO(), Clock()
    progress = Lines(stream, clock)
    clock.now = 60.0
    progress.expect(4)
    clock.now = 63.0
    progress.done()
    assert stream.getvalue() == "1 of 4 runs, about 9 s left\n"


def test_a_bar_appears_after_two_seconds_only():
    stream, clock = io.StringIO(), Clock()
    progress = Bar(stream, clock)
    progress.expect(4)
    progress.done()
    assert progress.bar is None
    clock.now = 2.5
    progress.done()
    assert progress.bar is not None
    assert progress.bar.tasks[0].completed == 2
    progress.close()
    assert progress.bar is None
