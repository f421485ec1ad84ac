"""Push: values of the month set on a widget directly, without rendering the page again.

A page is some two hundred widgets, and Solara looks at all of them whenever a component is drawn again. What changes
every month is a handful of texts; setting these alone is what lets a run play at the speed of the browser.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara
from mesa.visualization.utils import update_counter


def use_pushed(element: solara.Element, traits: Callable[[], dict[str, Any]], dependencies: list[Any]) -> None:
    """Set traits of an element's widget now and whenever Mesa says that a month has passed.

    Parameters
    ----------
    element : solara.Element
        Made by the component that calls this, without these traits: Solara sets those that it was given back to what it
        was given.
    traits : callable
        Returns the values by name.
    dependencies : list
        What ``traits`` is made from.
    """

    def start() -> Callable[[], None]:
        widget = solara.get_widget(element)

        def push(*_: Any) -> None:
            with widget.hold_sync():
                for name, value in traits().items():
                    setattr(widget, name, value)

        push()
        return update_counter.subscribe(push)

    solara.use_effect(start, dependencies)
