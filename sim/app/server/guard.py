"""What stands before the server: it answers its own page and nobody else.

A browser lets any web site send requests to this machine. Two headers that no site can forge tell them apart: ``Host``
is the name by which the browser reached the server, which is a foreign one if a site has its name point here (DNS
rebinding), and ``Origin`` is the page that asks, which is a foreign one if a site opens a socket or sends a form
(cross-site hijacking). Of what Solara serves, only what the page needs is open.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

NAMES = ("127.0.0.1", "localhost", "[::1]")
"""What this machine calls itself."""
READ = ("GET", "HEAD")
CDN = "/_solara/cdn/"
"""Where Solara serves libraries of the page."""
OPEN = (
    ("websocket", ("GET",), "/jupyter/api/kernels/"),
    ("http", ("POST",), "/_solara/api/close/"),
    ("http", READ, CDN),
    ("http", READ, "/static/"),
    ("http", READ, "/jupyter/nbextensions/"),
)
"""Kind, methods and beginning of what is open beside the page itself."""
MOST_SESSIONS = 40
"""Pages that may be open at the same time; each holds tens of megabytes."""
REFUSED = (403, b"refused: this server answers its own page only\n")
CLOSED = (404, b"not found\n")


class Guard:
    """A server that lets nothing through but what its own page asks.

    Parameters
    ----------
    app : callable
        The server behind, of the ASGI kind.
    port : int
        Where it listens.
    shipped : Path, optional
        Folder of libraries that were installed with it; given one, no other library is asked of the network.
    host : str
        Address at which it listens. At one that is not this machine's own, visitors come under names that nobody here
        knows, through a proxy too: the page that asks must still be the one that is asked, but under any name.
    sessions : int
        Pages that may be open at the same time.
    """

    def __init__(
        self, app: App, port: int, shipped: Path | None = None, host: str = NAMES[0], sessions: int = MOST_SESSIONS
    ) -> None:
        self.app, self.shipped, self.sessions = app, shipped, sessions
        self.open = 0
        ends = (f":{port}", "") if port == 80 else (f":{port}",)  # browsers leave out the usual port
        self.hosts = {name + end for name in NAMES for end in ends}
        self.is_public = host not in NAMES and host != "::1"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on what is to be answered."""
        refusal = self.refusal(scope) if scope["type"] != "lifespan" else None
        if refusal is None and scope["type"] == "websocket":
            await self._hold(scope, receive, send)
        elif refusal is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # before it was accepted: the client reads 403
        else:
            status, text = refusal
            headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"%d" % len(text))]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": text})

    async def _hold(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on a socket, one for each page that is open; there is room for so many."""
        self.open += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.open -= 1

    def refusal(self, scope: Scope) -> tuple[int, bytes] | None:
        """Status and text for what is refused; None for what is not."""
        hosts, origins, sites = (_values(scope, name) for name in (b"host", b"origin", b"sec-fetch-site"))
        if len(hosts) != 1 or not (self.is_public or hosts[0] in self.hosts):
            return REFUSED
        if scope["type"] == "websocket" and self.open >= self.sessions:
            return REFUSED
        method = scope.get("method", "GET")
        own = [f"{scheme}://{hosts[0]}" for scheme in ("http", *(["https"] if self.is_public else []))]
        asked_by_page = len(origins) == 1 and origins[0] in own
        if not asked_by_page and (origins or scope["type"] == "websocket" or method not in READ):
            return REFUSED
        path = scope["path"]
        if path == "/" and scope["type"] == "http" and method in READ:
            return None
        if any(site not in ("same-origin", "none") for site in sites):
            return REFUSED
        for kind, methods, beginning in OPEN:
            if scope["type"] == kind and method in methods and path.startswith(beginning):
                return None if self._is_there(path) else CLOSED
        return CLOSED

    def _is_there(self, path: str) -> bool:
        """Whether what is asked stays in its folder and, if it is a library, is one that was installed."""
        parts = unquote(path).replace("\\", "/").split("/")
        if ".." in parts or "\0" in path:
            return False
        if self.shipped is None or not path.startswith(CDN):
            return True
        return (self.shipped / path.removeprefix(CDN)).is_file()


def _values(scope: Scope, name: bytes) -> list[str]:
    """Values of a header, lower case."""
    return [value.decode("latin-1").lower() for key, value in scope["headers"] if key.lower() == name]
