"""A run that is played waits for its pictures, and for nothing else."""

from threading import Thread

from sim.app.watch.pace import AHEAD, Pace

LONG = 60.0


def drawn(pace: Pace, month: int) -> None:
    """Let another thread, as that of the browser's messages, say that a month is on the screen."""
    thread = Thread(target=pace.note, args=(month,))
    thread.start()
    thread.join()


def test_without_a_browser_nothing_is_waited_for():
    assert Pace().wait(1000, LONG)


def test_a_month_that_is_far_ahead_of_the_pictures_waits():
    pace = Pace()
    drawn(pace, 10)
    assert pace.wait(10 + AHEAD - 1, LONG)
    assert not pace.wait(10 + AHEAD, 0.0)


def test_a_picture_ends_the_wait():
    pace = Pace()
    drawn(pace, 1)
    waited = []
    waiting = Thread(target=lambda: waited.append(pace.wait(1 + AHEAD, LONG)))
    waiting.start()
    drawn(pace, 1 + AHEAD)
    waiting.join(LONG)
    assert waited == [True]


def test_several_months_may_pass_for_each_picture():
    pace = Pace()
    pace.months_per_picture = 6
    drawn(pace, 12)
    assert pace.wait(12 + AHEAD * 6 - 1, LONG)
    assert not pace.wait(12 + AHEAD * 6, 0.0)


def test_the_thread_that_brings_the_browsers_word_never_waits_for_it():
    pace = Pace()
    pace.note(1)
    assert pace.wait(1000, LONG)
