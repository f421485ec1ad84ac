"""The language and the title of a page, told to the browser."""

from __future__ import annotations

import solara


@solara.component_vue("spoken.vue")
def Spoken(language: str = "en", title: str = "") -> None:
    """Tell the browser the language and the title of the page."""
