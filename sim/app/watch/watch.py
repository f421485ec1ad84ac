"""``ruralparty watch``: serve the page on this machine until Ctrl-C."""

from __future__ import annotations

import os
import socket
import sys
import threading
import warnings
import webbrowser
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlencode

from sim.app.watch.guard import Guard
from sim.core.config.language import LANGUAGES, is_language, message
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
    "SOLARA_THEME_LOADER": "plain",  # without a line about who made the server
    "PYTHON_DOTENV_DISABLED": "1",  # Solara takes settings from a file .env where python-dotenv is installed
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
        raise ValueError(message("{port} is no port; allowed: 1 to {last}", port=port, last=LAST_PORT))
    if is_free(port):
        return
    later = (each for each in range(port + 1, min(port + PORTS_TRIED, LAST_PORT) + 1) if is_free(each))
    free = next(later, None)
    if free is None:
        raise PortTaken(message("port {port} is in use by another program; no port near it is free", port=port))
    raise PortTaken(
        message(
            "port {port} is in use by another program; the next free one is {free}: --port {free}", port=port, free=free
        )
    )


def no_language(text: str) -> str:
    """Say that the page does not speak a language."""
    return message("{text!r} is no language of the page; allowed: {allowed}", text=text, allowed=", ".join(LANGUAGES))


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
    if not is_language(language):
        raise ValueError(no_language(language))
    check_port(port)
    if find_spec("solara") is None:
        raise ModuleNotFoundError(
            message(
                "the page needs Solara, which is not installed: pip install 'ruralparty[app]', or "
                "'ruralparty[offline]' to use it without a network"
            )
        )
    os.environ.update(SETTINGS, SOLARA_APP=PAGE)
    if scenario not in shipped_names():
        scenario = str(Path(scenario).expanduser().absolute())
    os.environ[SCENARIO_VARIABLE], os.environ[LANGUAGE_VARIABLE] = scenario, language
    where = address(port, scenario, language)
    run_server(port, lambda: _tell(say, where, open_browser))


def _tell(say: Callable[[str], object], where: str, open_browser: bool) -> None:
    say(message("Watch the run at {address}\nCtrl-C ends it.", address=where))
    if open_browser:
        webbrowser.open(where)


def _leave_the_folder() -> None:
    """Work from the root of the file system, as servers do: nothing in the folder it was started in is run.

    Solara takes a folder that is called like the page for the page, and Python takes modules from the present folder
    where its path says so.
    """
    os.chdir(Path.cwd().anchor)
    sys.path[:] = [each for each in sys.path if each not in ("", ".")]


def _is_installed(distribution: str) -> bool:
    """Whether a distribution without modules is there."""
    try:
        version(distribution)
    except PackageNotFoundError:
        return False
    return True


def guarded(port: int) -> Guard:
    """The page's server, which answers its own page only."""
    from solara.server import server, settings, starlette

    words = server.get_jinja_env(app_name="__default__").globals
    words["spoken"] = os.environ.get(LANGUAGE_VARIABLE, "en")
    shipped = settings.assets.proxy_cache_dir if _is_installed("solara-assets") else None
    return Guard(starlette.app, port, shipped)


def run_server(port: int, when_started: Callable[[], object]) -> None:
    """Listen until Ctrl-C or a request to end.

    Parameters
    ----------
    port : int
        A free port.
    when_started : callable
        Called once the page can be opened.
    """
    _leave_the_folder()
    import uvicorn

    warnings.filterwarnings("ignore", message="Cookies with samesite=none")  # said of any server without https

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                threading.Thread(target=when_started, daemon=True).start()

    config = uvicorn.Config(
        guarded(port),
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
