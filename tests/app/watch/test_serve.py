"""Serving the page: what is refused before a server starts, and how it ends."""

import os
import signal
import socket
import subprocess
import sys

import pytest

from sim.app.watch import watch
from sim.app.watch.watch import HOST, LAST_PORT, PortTaken, address, check_port, serve
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
    monkeypatch.setattr(watch, "run_server", lambda *_: None)
    serve("training", port=free_port(), language="zh", open_browser=False)
    told = os.environ[watch.SCENARIO_VARIABLE], os.environ[watch.LANGUAGE_VARIABLE]
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
