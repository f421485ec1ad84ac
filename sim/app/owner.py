"""The owner of a page's state: every control goes through it, and what is shown is a function of what it holds."""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition, RLock
from typing import Any

import solara
from solara.server.kernel_context import get_current_context


class Owner[State]:
    """The state of a page.

    Parameters
    ----------
    state : State
        What it begins with: a frozen value, whose methods return the value that follows.

    Attributes
    ----------
    state : State
        As it is now. It is replaced, never altered.
    widgets : RLock
        Held by whoever changes widgets. Solara holds it while it handles a message of the browser: were the page drawn
        meanwhile by another thread, what is being typed would be set back to what it was.
    """

    def __init__(self, state: State) -> None:
        self.state = state
        self._news = Condition()
        self.widgets = lock_of_page()
        self._changes = solara.Reactive(0)
        self._closed = False

    def as_shown(self, state: State) -> Any:
        """What of a state is drawn again when it changes."""
        return state

    def use(self) -> State:
        """State as it is now; the component that asks is drawn again when it changes."""
        self._changes.get()
        return self.state

    def do(self, change: Callable[..., State], *given: Any, **named: Any) -> None:
        """Replace the state by the one that follows.

        Parameters
        ----------
        change : callable
            Method of the state.
        *given, **named
            What it takes.

        Notes
        -----
        The page is told outside the lock, since it takes locks of its own to draw; it looks for the newest state then,
        so that it does not matter who tells it last.
        """
        with self._news:
            before, self.state = self.state, change(self.state, *given, **named)
            after = self.state
            told = self._changes.peek() + 1
            self._news.notify_all()
        if before is not after and self.as_shown(before) != self.as_shown(after):
            with self.widgets:
                if not self._closed:
                    self._changes.set(told)

    def close(self) -> None:
        """Let go: the page has gone."""
        with self._news:
            self._closed = True
            self._news.notify_all()


def lock_of_page() -> RLock:
    """The lock under which Solara handles the messages of this page; one of its own where no server is."""
    try:
        return get_current_context().lock
    except RuntimeError:
        return RLock()
