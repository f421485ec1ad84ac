"""A part of the page drawn without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import ipyvuetify as v
import solara
from solara.widgets import HTML


class Shown:
    """A component in the layout of the page, its widgets found whatever they are nested in."""

    def __init__(self, element: Any) -> None:
        self.box, self.context = solara.render(solara.AppLayout(children=[element]), handle_error=False)

    def __enter__(self) -> Shown:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def widgets(self) -> Iterator[Any]:
        """All widgets, outer ones first."""
        waiting = [self.box]
        while waiting:
            widget = waiting.pop(0)
            yield widget
            waiting += [each for each in getattr(widget, "children", ()) if not isinstance(each, str)]

    @property
    def html(self) -> str:
        """All that is written in HTML."""
        return "".join(each.unsafe_innerHTML for each in self.widgets() if isinstance(each, HTML))

    def buttons(self, holds: Callable[[Any], bool]) -> list[Any]:
        """Buttons of which something holds."""
        html = (each for each in self.widgets() if isinstance(each, v.Html))
        return [each for each in html if each.tag == "button" and holds(each)]

    def button(self, text: str) -> Any:
        """The button with this on it."""
        return self.buttons(lambda each: each.children == [text])[0]

    def control(self, name: str) -> Any:
        """The button of this name."""
        return self.buttons(lambda each: each.attributes.get("data-control") == name)[0]

    def field(self, name: str) -> Any:
        """The text field of this name."""
        fields = (each for each in self.widgets() if isinstance(each, v.TextField))
        return next(each for each in fields if each.attributes.get("data-field") == name)

    def press(self, button: Any) -> None:
        """Press a button."""
        button.fire_event("click", {})

    def type(self, name: str, typed: str) -> None:
        """Type a text into a field and press Enter."""
        self.field(name).v_model = typed
        self.field(name).fire_event("keyup.enter", {})
