"""The server answers its own page and nobody else."""

from pathlib import Path

import anyio
import pytest

from sim.app.server.guard import NAMES, Guard

PORT = 8765
OWN = f"127.0.0.1:{PORT}"
SOCKET = "/jupyter/api/kernels/1234/channels"
CLOSE = "/_solara/api/close/1234"


def answer(path="/", kind="http", method="GET", host=OWN, shipped=None, port=PORT, **headers) -> int:
    """Status that a request is answered with; 200 is what the server behind answers."""
    sent = []

    async def behind(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(event):
        sent.append(event)

    named = [(name.replace("_", "-"), value) for name, value in {"host": host, **headers}.items() if value is not None]
    raw = [(name.encode(), value.encode()) for name, value in named]
    scope = {"type": kind, "path": path, "headers": raw} | ({"method": method} if kind == "http" else {})
    anyio.run(Guard(behind, port, shipped), scope, None, send)
    first = sent[0]
    return 403 if first["type"] == "websocket.close" else first["status"]


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_served_under_every_name_of_this_machine(name):
    host = f"{name}:{PORT}"
    assert answer(host=host) == 200
    assert answer(SOCKET, "websocket", host=host, origin=f"http://{host}") == 200
    assert answer(CLOSE, method="POST", host=host, origin=f"http://{host}") == 200


@pytest.mark.parametrize(
    "host",
    [
        f"evil.example:{PORT}",
        "evil.example",
        f"127.0.0.1.evil.example:{PORT}",
        f"localhost.evil.example:{PORT}",
        f"127.0.0.1:{PORT}@evil.example",
        f"127.0.0.2:{PORT}",
        f"0.0.0.0:{PORT}",
        "127.0.0.1",
        "localhost:1",
        f"[::1]:{PORT}0",
        "",
        None,
    ],
)
def test_another_host_is_refused_on_every_path(host):
    assert answer(host=host) == 403
    assert answer("/static/main.js", host=host) == 403
    assert answer(SOCKET, "websocket", host=host, origin=f"http://{host}") == 403


def test_two_hosts_are_refused():
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"host", OWN.encode())] * 2}
    assert Guard(None, PORT).refusal(scope)[0] == 403


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        f"https://{OWN}",
        f"http://localhost:{PORT}",
        "http://127.0.0.1:3000",
        f"http://{OWN}.evil.example",
        f"http://{OWN}/",
        "",
        None,
    ],
)
def test_a_socket_or_a_form_of_another_origin_is_refused(origin):
    assert answer(SOCKET, "websocket", origin=origin) == 403
    assert answer(CLOSE, method="POST", origin=origin) == 403


def test_a_foreign_page_can_read_nothing():
    assert answer("/static/main.js", origin="https://evil.example") == 403
    assert answer("/static/main.js", sec_fetch_site="cross-site") == 403
    assert answer("/static/main.js", sec_fetch_site="same-site") == 403
    assert answer("/static/main.js", sec_fetch_site="same-origin") == 200


def test_a_link_of_another_page_may_open_this_one():
    assert answer(sec_fetch_site="cross-site") == 200


@pytest.mark.parametrize(
    "path",
    [
        "/resourcez",
        "/readyz",
        "/_solara/api/evict/1",
        "/_solara/auth/login",
        "/jupyter/api/kernels/1",
        "/anything",
        "/static",
        "//evil",
        "/docs",
    ],
)
def test_what_the_page_does_not_need_is_closed(path):
    assert answer(path) == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "POST", "PATCH", "TRACE"])
def test_other_methods_are_closed(method):
    origin = f"http://{OWN}"
    assert answer("/", method=method, origin=origin) == 404
    assert answer("/static/main.js", method=method, origin=origin) == 404


@pytest.mark.parametrize("climb", ["..", "%2e%2e", "..%2f..", "..\\..", "%2e%2e%5c"])
@pytest.mark.parametrize("folder", ["/static/", "/_solara/cdn/", "/jupyter/nbextensions/", "/static/public/"])
def test_no_path_leaves_its_folder(folder, climb):
    assert answer(f"{folder}{climb}/etc/passwd") == 404


def test_only_libraries_that_were_installed_are_served_where_some_were(tmp_path: Path):
    (tmp_path / "echarts@5.4.0").mkdir()
    (tmp_path / "echarts@5.4.0" / "echarts.js").write_text("")
    assert answer("/_solara/cdn/echarts@5.4.0/echarts.js", shipped=tmp_path) == 200
    assert answer("/_solara/cdn/evil@1.0.0/evil.js", shipped=tmp_path) == 404
    assert answer("/_solara/cdn/echarts@5.4.0", shipped=tmp_path) == 404
    assert answer("/_solara/cdn/evil@1.0.0/evil.js") == 200


def test_the_usual_port_is_not_named_by_browsers():
    assert answer(host="localhost", port=80) == 200
    assert answer(SOCKET, "websocket", host="localhost", port=80, origin="http://localhost") == 200


def asks(guard: Guard, scope: dict, *, host: str, origin: str) -> bool:
    """Whether a socket is let in."""
    headers = [(b"host", host.encode()), (b"origin", origin.encode())]
    return guard.refusal({**scope, "headers": headers}) is None


def test_at_another_address_any_name_is_served_but_only_to_its_own_page():
    guard = Guard(None, PORT, host="0.0.0.0")
    scope = {"type": "websocket", "path": SOCKET}
    assert asks(guard, scope, host="rural.example", origin="https://rural.example")
    assert asks(guard, scope, host=f"10.0.0.7:{PORT}", origin=f"http://10.0.0.7:{PORT}")
    assert not asks(guard, scope, host="rural.example", origin="https://evil.example")
    own = Guard(None, PORT)
    assert not asks(own, scope, host="rural.example", origin="https://rural.example")
    assert not asks(own, scope, host=OWN, origin=f"https://{OWN}")


def test_no_more_pages_are_open_than_there_is_room_for():
    guard = Guard(None, PORT, sessions=2)
    scope = {"type": "websocket", "path": SOCKET}
    guard.open = 1
    assert asks(guard, scope, host=OWN, origin=f"http://{OWN}")
    guard.open = 2
    assert not asks(guard, scope, host=OWN, origin=f"http://{OWN}")
