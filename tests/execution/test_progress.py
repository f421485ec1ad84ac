"""Progress: silent for two seconds, then a line every ten."""

from __future__ import annotations

import io

import pytest

from sim.execution.progress import Bar, Lines, span


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
    assert lines == ["2 of 10 runs, about 16 s left", "6 of 10 runs, about 9 s left"]


def test_the_end_is_told_where_all_is_done_and_not_where_it_was_cut_short():
    assert lines_after([3, 6], requested=2)[-1] == "2 of 2 runs in 6 s"
    assert lines_after([3, 6], requested=3) == ["1 of 3 runs, about 6 s left"]


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


def estimates(ends, requested, planned=0):
    """Seconds left that are told after each run, with the moments at which they end."""
    clock = Clock()
    progress = Lines(io.StringIO(), clock)
    progress.plan(planned)
    progress.expect(requested)
    found = []
    for end in ends:
        clock.now = end
        progress.done()
        found.append(progress.seconds_left())
    return found


def test_runs_of_one_length_are_foretold_from_the_first_on():
    ends = [2.0 * (place + 1) for place in range(50)]
    assert estimates(ends, 50) == pytest.approx([100 - end for end in ends])


def test_what_only_the_first_run_takes_is_soon_forgotten():
    """A first run of a minute and then two seconds each: 80 runs take 218 s."""
    ends = [60.0 + 2.0 * place for place in range(80)]
    found = estimates(ends, 80)
    for end, left in zip(ends, found, strict=True):
        if end > 120:
            assert left == pytest.approx(ends[-1] - end, rel=0.05, abs=1)


def test_reports_of_several_runs_at_once_from_two_workers_are_foretold_within_a_fifth():
    clock = Clock()
    progress = Lines(io.StringIO(), clock)
    progress.expect(400)
    for chunk in range(1, 40):
        clock.now = 8.0 * ((chunk + 1) // 2) + 0.3 * (chunk % 2)
        progress.done(10)
        if chunk >= 4 and not chunk % 2:
            assert progress.seconds_left() == pytest.approx((400 - progress.ended) * 0.4, rel=0.2, abs=2)


def test_nothing_is_foretold_before_a_run_has_ended():
    clock = Clock()
    progress = Lines(io.StringIO(), clock)
    progress.expect(4)
    clock.now = 30.0
    progress.tick()
    assert progress.seconds_left() is None
    assert progress.stream.getvalue() == "0 of 4 runs, 30 s so far\n"


def test_all_runs_are_counted_from_the_start_where_they_are_planned_without_those_that_are_there():
    clock = Clock()
    progress = Lines(io.StringIO(), clock)
    progress.plan(100)
    progress.spare(20)
    progress.expect(8)
    clock.now = 4.0
    progress.done(4)
    assert progress.stream.getvalue() == "up to 100 runs\n4 of 80 runs, about 76 s left\n"


@pytest.mark.parametrize(("seconds", "text"), [(7.4, "7 s"), (119, "119 s"), (240, "4 min"), (9000, "2.5 h")])
def test_times_are_told_in_the_unit_that_suits_them(seconds, text):
    assert span(seconds) == text
