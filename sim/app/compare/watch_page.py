"""The page of ``ruralparty watch``: one run that is played, or two sides beside each other."""

from __future__ import annotations

import os

import solara

from sim.app.compare.beside import Beside, picture_of
from sim.app.server.serve import LANGUAGE_VARIABLE, SCENARIO_VARIABLE
from sim.app.watch.address import read_address
from sim.app.watch.page import Watch
from sim.words.page import FALLBACK


@solara.component
def Page() -> None:
    """Read the address and show the page; another address is another page."""
    search = solara.use_router().search
    served = os.environ.get(SCENARIO_VARIABLE, "baseline")
    asked = read_address(search, served, os.environ.get(LANGUAGE_VARIABLE, FALLBACK))
    Watch(asked.state, asked.refused, served, Beside, picture_of).key(search or "")
