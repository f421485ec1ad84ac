"""A run that is played waits for its pictures, and for nothing else."""

from threading import Thread

from sim.app.watch.pace import AHEAD, Pace

LONG = 600.0
"""Seconds: what is waited for comes, on however slow a machine."""


def patient(patience: float) -> Pace:
    """A pace that waits as long as that for a picture."""
    pace = Pace()
    pace.patience = patience
    return pace


def drawn(pace: Pace, month: int) -> None:
    """Let another thread, as that of the browser's messages, say that a month is on the screen."""
    thread = Thread(target=pace.note, args=(month,))
    thread.start()
    thread.join()


def test_without_a_browser_nothing_is_waited_for():
    assert patient(LONG).wait(1000)


def test_a_month_that_is_far_ahead_of_the_pictures_waits():
    pace = patient(0.0)
    drawn(pace, 10)
    assert pace.wait(10 + AHEAD - 1)
    assert not pace.wait(10 + AHEAD)


def test_a_picture_ends_the_wait():
    pace = patient(LONG)
    drawn(pace, 1)
    waited = []
    waiting = Thread(target=lambda: waited.append(pace.wait(1 + AHEAD)))
    waiting.start()
    drawn(pace, 1 + AHEAD)
    waiting.join(LONG)
    assert waited == [True]


def test_several_months_may_pass_for_each_picture():
    pace = patient(0.0)
    pace.months_per_picture = 6
    drawn(pace, 12)
    assert pace.wait(12 + AHEAD * 6 - 1)
    assert not pace.wait(12 + AHEAD * 6)


def test_the_thread_that_brings_the_browsers_word_never_waits_for_it():
    pace = patient(LONG)
    pace.note(1)
    assert pace.wait(1000)
