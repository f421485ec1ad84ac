"""``ruralparty watch``: serve the page on this machine until Ctrl-C."""

from __future__ import annotations

import os
import socket
import threading
import warnings
import webbrowser
from collections.abc import Callable
from importlib.util import find_spec
from urllib.parse import urlencode

from sim.core.config.language import LANGUAGES
from sim.scenario.files import shipped_names
from sim.scenario.scenario import load

HOST = "127.0.0.1"
PORT = 8765
LAST_PORT = 65535
PORTS_TRIED = 100
PAGE = "sim.app.watch.page"
SCENARIO_VARIABLE, LANGUAGE_VARIABLE = "RURALPARTY_WATCH_SCENARIO", "RURALPARTY_WATCH_LANGUAGE"
"""Where the page finds what the server was started with, for visitors whose address asks for nothing."""
SETTINGS = {
    "SOLARA_MODE": "production",
    "SOLARA_KERNEL_CULL_TIMEOUT": "30m",  # a run holds tens of megabytes; a tab left open is let go
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",  # nothing about a visit leaves this machine
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_THEME_TITLE": "ruralparty",
}
SECONDS_TO_CLOSE = 1
"""Open pages are told to go; the server does not wait longer for them."""


class PortTaken(OSError):
    """The port is in use by another program."""


def is_free(port: int) -> bool:
    """Whether a server could listen there."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        if os.name != "nt":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError:
            return False
    return True


def check_port(port: int) -> None:
    """Do nothing if the port can be had.

    Raises
    ------
    ValueError
        If it is no port.
    PortTaken
        If another program listens there; the message names the next free one.
    """
    if not 1 <= port <= LAST_PORT:
        raise ValueError(f"{port} is no port; allowed: 1 to {LAST_PORT}")
    if is_free(port):
        return
    later = (each for each in range(port + 1, min(port + PORTS_TRIED, LAST_PORT) + 1) if is_free(each))
    free = next(later, None)
    instead = "no port near it is free" if free is None else f"the next free one is {free}: --port {free}"
    raise PortTaken(f"port {port} is in use by another program; {instead}")


def address(port: int, scenario: str, language: str) -> str:
    """Address of the page; a scenario file is what the server offers by itself."""
    asked = {"scenario": scenario, "lang": language} if scenario in shipped_names() else {"lang": language}
    return f"http://{HOST}:{port}/?{urlencode(asked)}"


def serve(
    scenario: str = "baseline",
    port: int = PORT,
    language: str = "en",
    open_browser: bool = True,
    say: Callable[[str], object] = print,
) -> None:
    """Serve the page and return after Ctrl-C.

    Parameters
    ----------
    scenario : str
        Name of a shipped scenario, or a file.
    port : int
        Where to listen, on this machine only.
    language : {"en", "zh"}
        Language that the page starts in.
    open_browser : bool
        Show the page in the visitor's browser once the server is up.
    say : callable
        Takes the lines to be told.

    Raises
    ------
    ScenarioError
        If there is no such scenario or it cannot be run; the message names the one most like it.
    ValueError
        If the language or port is none.
    PortTaken
        If another program listens on the port; the message names the next free one.
    ModuleNotFoundError
        If what the page needs is not installed.
    """
    load(scenario)
    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is no language of the page; allowed: {', '.join(LANGUAGES)}")
    check_port(port)
    if find_spec("solara") is None:
        raise ModuleNotFoundError(
            "the page needs Solara, which is not installed: pip install 'ruralparty[app]', or 'ruralparty[offline]' to "
            "use it without a network"
        )
    os.environ.update(SETTINGS, SOLARA_APP=PAGE)
    os.environ[SCENARIO_VARIABLE], os.environ[LANGUAGE_VARIABLE] = scenario, language
    where = address(port, scenario, language)
    run_server(port, lambda: _tell(say, where, open_browser))


def _tell(say: Callable[[str], object], where: str, open_browser: bool) -> None:
    say(f"Watch the run at {where}\nCtrl-C ends it.")
    if open_browser:
        webbrowser.open(where)


def run_server(port: int, when_started: Callable[[], object]) -> None:
    """Listen until Ctrl-C or a request to end.

    Parameters
    ----------
    port : int
        A free port.
    when_started : callable
        Called once the page can be opened.
    """
    import uvicorn

    warnings.filterwarnings("ignore", message="Cookies with samesite=none")  # said of any server without https

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                threading.Thread(target=when_started, daemon=True).start()

    config = uvicorn.Config(
        "solara.server.starlette:app",
        host=HOST,
        port=port,
        log_level="error",
        access_log=False,
        loop="asyncio",
        timeout_graceful_shutdown=SECONDS_TO_CLOSE,
    )
    try:
        Server(config).run()
    except KeyboardInterrupt:
        return
