"""Settings of all tests: examples of Hypothesis are the same in every run and untimed; limits are shown as a table.

Runs are kept by no test that does not name a folder for them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator

import pytest
from hypothesis import settings

from sim.core.config.language import LANGUAGE_VARIABLE, speak
from tests.limits import Limits, Row, table, write

settings.register_profile("steady", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("steady")

os.environ["RURALPARTY_STORE"] = "none"  # no test finds the runs of another; tests of the store name a folder

ROWS = pytest.StashKey[list[Row]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    words = "print expected and found of the analytic limits, and write results/verification.csv"
    parser.addoption("--limits", action="store_true", help=words)


def pytest_configure(config: pytest.Config) -> None:
    config.stash[ROWS] = []


@pytest.fixture
def limit(request: pytest.FixtureRequest) -> Limits:
    """Record a figure of a limit and assert it; tests that ask for it are marked ``limit``."""
    assert request.node.get_closest_marker("limit"), "a test of a limit is marked @pytest.mark.limit"
    return Limits(request.config.stash[ROWS])


@pytest.fixture
def unmoved_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let runs be kept although somebody edits the model while the tests run."""
    monkeypatch.setattr("sim.execution.cache.first_seen", dict)


@pytest.fixture(autouse=True)
def the_model_itself() -> Generator[None]:
    """Give workers the model back after a test that had them do something else."""
    yield
    if (work := sys.modules.get("sim.execution.work")) is not None:
        work.simulate = sys.modules["sim.runs.simulate"].simulate


@pytest.fixture(autouse=True)
def english_again() -> Generator[None]:
    """Speak English after a test that had a command speak Chinese, here and in processes that are started from here."""
    yield
    speak("en")
    os.environ.pop(LANGUAGE_VARIABLE, None)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    rows = pyfuncitem.config.stash[ROWS]
    before = len(rows)
    result = yield
    if pyfuncitem.get_closest_marker("limit") and len(rows) == before:
        pytest.fail("a test of a limit passed without a figure")
    return result


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    rows = config.stash[ROWS]
    if not config.getoption("--limits") or not rows:
        return
    terminalreporter.section("limits")
    for line in table(rows):
        terminalreporter.write_line(line)
    path = config.rootpath / "results" / "verification.csv"
    write(rows, path)
    terminalreporter.write_line(f"written to {path.relative_to(config.rootpath)}")
