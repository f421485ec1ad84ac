"""Serving a page until Ctrl-C: on this machine only, unless another address is asked for."""

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

from sim.app.server.fonts import serve_font
from sim.app.server.guard import Guard
from sim.core.config.language import LANGUAGES, is_language, message
from sim.scenario.files import shipped_names
from sim.scenario.scenario import load

HOST, EVERYWHERE = "127.0.0.1", "0.0.0.0"
PORT = 8765
LAST_PORT = 65535
PORTS_TRIED = 100
SCENARIO_VARIABLE, LANGUAGE_VARIABLE = "RURALPARTY_PAGE_SCENARIO", "RURALPARTY_PAGE_LANGUAGE"
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
LARGEST_MESSAGE = 1_000_000
"""Bytes that a browser may send at once: a scenario is shorter."""


class PortTaken(OSError):
    """The port is in use by another program."""


def is_free(port: int, host: str = HOST) -> bool:
    """Whether a server could listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        if os.name != "nt":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            return False
    return True


def check_port(port: int, host: str = HOST) -> None:
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
    if is_free(port, host):
        return
    later = (each for each in range(port + 1, min(port + PORTS_TRIED, LAST_PORT) + 1) if is_free(each, host))
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


def check_host(host: str) -> None:
    """Do nothing if this machine has the address.

    Raises
    ------
    ValueError
        If it is no address of this machine.
    """
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as listener:
            listener.bind((host, 0))
    except OSError:
        text = message("{host!r} is no address of this machine; 0.0.0.0 stands for all of them", host=host)
        raise ValueError(text) from None


def address(port: int, scenario: str, language: str, host: str = HOST) -> str:
    """Address of the page; a scenario file is what the server offers by itself."""
    asked = {"scenario": scenario, "lang": language} if scenario in shipped_names() else {"lang": language}
    name = f"[{host}]" if ":" in host else HOST if host == EVERYWHERE else host
    return f"http://{name}:{port}/?{urlencode(asked)}"


def serve_page(
    page: str,
    told: Callable[[str], str],
    scenario: str = "baseline",
    port: int = PORT,
    language: str = "en",
    open_browser: bool = True,
    say: Callable[[str], object] = print,
    host: str = HOST,
) -> None:
    """Serve a page and return after Ctrl-C.

    Parameters
    ----------
    page : str
        Module of the page.
    told : callable
        Says where it is, given its address.
    scenario : str
        Name of a shipped scenario, or a file.
    port : int
        Where to listen.
    language : {"en", "zh"}
        Language that the page starts in.
    open_browser : bool
        Show the page in the visitor's browser once the server is up.
    say : callable
        Takes the lines to be told.
    host : str
        Address to listen at: this machine only if left out, ``0.0.0.0`` for all that it has.

    Raises
    ------
    ScenarioError
        If there is no such scenario or it cannot be run; the message names the one most like it.
    ValueError
        If the language, port or address is none.
    PortTaken
        If another program listens on the port; the message names the next free one.
    ModuleNotFoundError
        If what the page needs is not installed.
    """
    load(scenario)
    if not is_language(language):
        raise ValueError(no_language(language))
    check_host(host)
    check_port(port, host)
    if find_spec("solara") is None:
        raise ModuleNotFoundError(
            message(
                "the page needs Solara, which is not installed: pip install 'ruralparty[app]', or "
                "'ruralparty[offline]' to use it without a network"
            )
        )
    os.environ.update(SETTINGS, SOLARA_APP=page)
    if scenario not in shipped_names():
        scenario = str(Path(scenario).expanduser().absolute())
    os.environ[SCENARIO_VARIABLE], os.environ[LANGUAGE_VARIABLE] = scenario, language
    where = address(port, scenario, language, host)

    def tell() -> None:
        say(told(where))
        if open_browser:
            webbrowser.open(where)

    run_server(port, tell, host)


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


def guarded(port: int, host: str = HOST) -> Guard:
    """The page's server, which answers its own page only."""
    from solara.server import server, settings, starlette

    words = server.get_jinja_env(app_name="__default__").globals
    words["spoken"] = os.environ.get(LANGUAGE_VARIABLE, "en")
    words["face"] = serve_font(starlette.app)
    shipped = settings.assets.proxy_cache_dir if _is_installed("solara-assets") else None
    return Guard(starlette.app, port, shipped, host)


def run_server(port: int, when_started: Callable[[], object], host: str = HOST) -> None:
    """Listen until Ctrl-C or a request to end.

    Parameters
    ----------
    port : int
        A free port.
    when_started : callable
        Called once the page can be opened.
    host : str
        Where to listen.
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
        guarded(port, host),
        host=host,
        port=port,
        log_level="error",
        access_log=False,
        ws_max_size=LARGEST_MESSAGE,
        loop="asyncio",
        timeout_graceful_shutdown=SECONDS_TO_CLOSE,
    )
    try:
        Server(config).run()
    except KeyboardInterrupt:
        return
