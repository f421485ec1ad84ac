"""Sessions of the server that nobody is at any more are let go, by a clock that the test holds."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from datetime import timedelta
from types import SimpleNamespace

import pytest
import solara
import solara.util
from solara.server import kernel, kernel_context, settings

from sim.app.server.serve import SETTINGS
from sim.app.watch import page
from sim.app.watch.state import State
from sim.app.watch.watching import Watching
from tests.app.runs import write_small
from tests.app.served import PATIENCE

HALF_AN_HOUR = timedelta(minutes=30).total_seconds()


class Clock:
    """Stands in for waiting: whoever waits says how long, and goes on when the test lets that time pass."""

    def __init__(self) -> None:
        self.asked: Future[float] = Future()
        self.passed: Future[None] = Future()

    async def sleep(self, seconds: float) -> None:
        self.asked.set_result(seconds)
        await asyncio.wrap_future(self.passed)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(kernel_context, "asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": clock.sleep}))
    monkeypatch.setattr(settings.kernel, "cull_timeout", SETTINGS["SOLARA_KERNEL_CULL_TIMEOUT"])
    return clock


@pytest.fixture
def session(tmp_path, monkeypatch):
    """A session in which somebody watches a run, and the owner of its state."""
    owners = []

    class Owner(Watching):
        def __init__(self, state):
            super().__init__(state)
            owners.append(self)

    monkeypatch.setattr(page, "Watching", Owner)
    # Without a server widgets have nobody to tell that they are closed.
    monkeypatch.setattr(kernel_context.widgets.Widget, "close_all", lambda: None)
    session = kernel_context.VirtualKernelContext(id="one", kernel=kernel.Kernel(), session_id="visitor")
    small = str(write_small(tmp_path))
    _, session.app_object = solara.render(page.Watch(State(small), served=small), handle_error=False)
    yield session, owners[0]
    if not session.closed_event.is_set():
        session.close()


def test_a_session_whose_browser_has_gone_is_let_go_after_half_an_hour_and_its_run_with_it(clock, session):
    context, owner = session
    connection = context.page_connect("page")
    context.page_disconnect("page", connection)
    assert clock.asked.result(PATIENCE) == HALF_AN_HOUR
    assert not context.closed_event.is_set()
    clock.passed.set_result(None)
    assert context.closed_event.wait(PATIENCE)
    assert owner._closed


def test_a_session_whose_browser_comes_back_is_kept(clock, session):
    context, owner = session
    context.page_disconnect("page", context.page_connect("page"))
    clock.asked.result(PATIENCE)
    waiting = context._last_kernel_cull_future
    context.page_connect("page")
    assert waiting.cancelled()
    assert not context.closed_event.is_set()
    assert not owner._closed
