"""``ruralparty watch``: serve the page of one run on this machine until Ctrl-C."""

from __future__ import annotations

from typing import Any

from sim.app.server.serve import serve_page
from sim.core.config.language import message

PAGE = "sim.app.compare.watch_page"


def serve(scenario: str = "baseline", **how: Any) -> None:
    """Serve the page and return after Ctrl-C.

    Parameters
    ----------
    scenario : str
        Name of a shipped scenario, or a file.
    **how
        As of :func:`~sim.app.server.serve.serve_page`, which also says what is raised.
    """
    serve_page(PAGE, told, scenario, **how)


def told(address: str) -> str:
    """What is said once the page can be opened."""
    return message("Watch the run at {address}\nCtrl-C ends it.", address=address)
