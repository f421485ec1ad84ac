"""Serving the page: what is refused before a server starts, and how it ends."""

import ast
import os
import re
import signal
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from sim.app.server import serve as server
from sim.app.server.serve import HOST, LAST_PORT, PortTaken, address, check_port
from sim.app.watch.watch import serve
from sim.scenario.scenario import ScenarioError
from tests.app.served import Served, free_port


@pytest.fixture
def taken():
    """A port on which another program listens."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_refused_with_the_next_free_one(taken):
    with pytest.raises(PortTaken, match=rf"port {taken} is in use by another program; .*--port \d+") as caught:
        serve("baseline", port=taken, open_browser=False)
    free = int(str(caught.value).rpartition(" ")[2])
    assert free > taken
    check_port(free)


@pytest.mark.parametrize("port", [0, -1, LAST_PORT + 1])
def test_what_is_no_port_is_refused(port):
    with pytest.raises(ValueError, match="allowed: 1 to 65535"):
        check_port(port)


def test_an_unknown_scenario_is_refused_with_the_nearest_name():
    with pytest.raises(ScenarioError, match="did you mean 'training'"):
        serve("trainin", open_browser=False)


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="allowed: en, zh"):
        serve("baseline", language="fr", open_browser=False)


def test_the_address_names_a_shipped_scenario_but_no_file():
    assert address(8765, "training", "zh") == "http://127.0.0.1:8765/?scenario=training&lang=zh"
    assert address(8765, "mine.yaml", "en") == "http://127.0.0.1:8765/?lang=en"


def test_the_page_finds_what_the_server_was_started_with(monkeypatch):
    from sim.app.watch.address import read_address
    from sim.app.watch.state import State

    monkeypatch.setattr(os, "environ", dict(os.environ))
    monkeypatch.setattr(server, "run_server", lambda *_: None)
    serve("training", port=free_port(), language="zh", open_browser=False)
    told = os.environ[server.SCENARIO_VARIABLE], os.environ[server.LANGUAGE_VARIABLE]
    assert read_address(None, *told).state == State("training", language="zh")


def test_asking_for_the_page_imports_no_page():
    lines = (
        "import sys, sim.app.watch.watch",
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'solara', 'mesa', 'numba', 'uvicorn'}))",
    )
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_ctrl_c_ends_the_server_quietly():
    with Served("baseline", free_port()) as server:
        assert server.process.poll() is None
        assert server.end(signal.SIGINT) == 0
        assert server.rest() == ""


def asked(port: int, request: str) -> str:
    """First line of what a server answers."""
    with socket.create_connection((HOST, port)) as connection:
        connection.sendall(request.replace("\n", "\r\n").encode())
        return connection.makefile().readline().strip()


UPGRADE = "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: {}\n\n".format(
    "A" * 22 + "=="
)
SOCKET = "GET /jupyter/api/kernels/1/channels?session_id=1 HTTP/1.1\nHost: {host}\nOrigin: {origin}\n" + UPGRADE


def test_a_server_in_somebodys_folder_runs_nothing_of_it_and_answers_its_own_page_only(tmp_path):
    trap = "import pathlib\npathlib.Path(__file__).with_suffix('.run').touch()\nraise SystemExit\n"
    page = tmp_path / "sim.app.watch.page"
    page.mkdir()
    for file in (page / "__init__.py", page / "page.py", tmp_path / "sitecustomize.py", tmp_path / "solara.py"):
        file.write_text(trap)
    (tmp_path / ".env").write_text("SOLARA_MODE=development\nSOLARA_ASSETS_EXTRA_LOCATIONS=solara\n")
    port = free_port()
    with Served("baseline", port, folder=str(tmp_path)):
        own = f"{HOST}:{port}"
        answers = {
            f"GET / HTTP/1.1\nHost: {own}\n\n": "200",
            f"GET / HTTP/1.1\nHost: evil.example:{port}\n\n": "403",
            "GET / HTTP/1.1\n\n": "400",
            f"GET /resourcez HTTP/1.1\nHost: {own}\n\n": "404",
            f"GET /static/..%2f..%2f..%2fetc/passwd HTTP/1.1\nHost: {own}\n\n": "404",
            f"GET /_solara/cdn/no-such-library@1.0.0/x.js HTTP/1.1\nHost: {own}\n\n": "404",
            f"POST /_solara/api/close/1?session_id=1 HTTP/1.1\nHost: {own}\nContent-Length: 0\n\n": "403",
            SOCKET.format(host=own, origin=f"http://{own}"): "101",
            SOCKET.format(host=own, origin="http://evil.example"): "403",
            SOCKET.format(host=f"evil.example:{port}", origin=f"http://evil.example:{port}"): "403",
        }
        assert {request: asked(port, request).split()[1] for request in answers} == answers
    assert not list(tmp_path.rglob("*.run"))


def test_sentences_of_solara_itself_are_said_in_both_languages():
    solara = Path(find_spec("solara.server").origin).with_name("templates") / "solara.html.j2"
    own = Path(server.__file__).parents[1] / "templates" / "index.html.j2"
    said = own.read_text(encoding="utf-8").partition("const sentences = {")[2].partition("};")[0]
    english = [ast.literal_eval(each) for each in re.findall(r'^ +(".*"):', said, re.MULTILINE)]
    assert len(english) == 8
    whole = solara.read_text(encoding="utf-8") + solara.with_name("loader-plain.html").read_text(encoding="utf-8")
    assert [text for text in english if text not in whole and "loading_text" not in text] == []


def test_an_address_that_this_machine_does_not_have_is_refused():
    with pytest.raises(ValueError, match=r"'no\.such\.place' is no address of this machine"):
        serve("baseline", host="no.such.place", open_browser=False)


def test_without_the_extra_the_comparing_page_names_it(monkeypatch):
    from sim.app.compare.app import serve as serve_app

    monkeypatch.setattr(server, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'ruralparty\[app\]'"):
        serve_app("baseline", port=free_port(), open_browser=False)
