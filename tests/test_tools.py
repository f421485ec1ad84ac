"""What the set-up finds on a machine: a Python, a Chromium or none, and what `make test` then runs and says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LEFT_OUT = "Left out: the tests of the page"


def told(tool: str, *words: str, folder: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a tool with these variables and no others but a plain path."""
    variables = {"PATH": "/usr/bin:/bin", "HOME": "/nowhere", **variables}
    return subprocess.run(
        ["/bin/sh", ROOT / "tools" / tool, *words], cwd=folder, env=variables, capture_output=True, text=True
    )


def program(path: Path, lines: str) -> Path:
    """Write a shell script that can be called."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_browser_that_is_named_is_taken_and_one_that_is_not_there_is_an_error(tmp_path):
    browser = program(tmp_path / "browser", "")
    assert told("find_browser.sh", BROWSER_PATH=str(browser)).stdout.strip() == str(browser)
    missing = told("find_browser.sh", BROWSER_PATH="/no/browser")
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "BROWSER_PATH=/no/browser is no program" in missing.stderr
    none = told("find_browser.sh", BROWSER_PATH="none")
    assert (none.returncode, none.stdout, none.stderr) == (1, "", "")


@pytest.mark.parametrize(("user", "installs"), [(0, True), (1000, False)])
def test_a_browser_is_installed_by_root_only(tmp_path, user, installs):
    program(tmp_path / "id", f"echo {user}")
    program(tmp_path / "apt-get", f'printf "#!/bin/sh\\n" > {tmp_path}/chromium; /bin/chmod +x {tmp_path}/chromium')
    found = told("find_browser.sh", PATH=str(tmp_path))
    assert found.returncode == (0 if installs else 1)
    assert found.stdout.strip() == (str(tmp_path / "chromium") if installs else "")


def test_the_python_of_an_environment_is_passed_over_for_the_one_behind_it():
    found = told("find_python.sh", PYTHON=sys.executable)
    assert Path(found.stdout.strip()).resolve() == Path(sys.executable).resolve()
    assert not Path(found.stdout.strip()).is_relative_to(sys.prefix) or sys.prefix == sys.base_prefix


def test_without_a_python_it_is_said_what_to_install(tmp_path):
    found = told("find_python.sh", PATH=str(tmp_path))
    assert (found.returncode, found.stdout) == (1, "")
    assert "make PYTHON=/path/to/python3.13" in found.stderr


@pytest.mark.parametrize("code", [0, 5])
def test_without_a_browser_all_but_the_tests_of_the_page_run_and_the_last_line_says_so(tmp_path, code):
    program(tmp_path / ".venv" / "bin" / "python", f'echo "$@"; exit {code}')
    done = told("run_tests.sh", "not verify", folder=tmp_path, BROWSER_PATH="none")
    assert done.returncode == code
    chosen, *last = done.stdout.splitlines()
    assert chosen == "-m pytest -n 2 --dist loadfile --no-loadscope-reorder -m (not verify) and not browser"
    assert [line.startswith(LEFT_OUT) for line in last] == ([] if code else [True])


def test_with_a_browser_all_tests_run_and_know_it(tmp_path):
    browser = str(program(tmp_path / "browser", ""))
    program(tmp_path / ".venv" / "bin" / "python", 'echo "$@; $BROWSER_PATH"')
    done = told("run_tests.sh", "not verify", folder=tmp_path, BROWSER_PATH=browser)
    assert done.stdout.splitlines() == [
        f"-m pytest -n 2 --dist loadfile --no-loadscope-reorder -m (not verify) and not browser; {browser}",
        "The tests of the page, in a browser:",
        f"-m pytest -m (not verify) and browser; {browser}",
    ]
    wrong = told("run_tests.sh", "not verify", folder=tmp_path, BROWSER_PATH="/no/browser")
    assert (wrong.returncode, wrong.stdout) == (1, "")


@pytest.mark.parametrize("failing", ["not browser", "and browser"])
def test_tests_fail_if_those_of_the_page_do_or_the_others(tmp_path, failing):
    browser = str(program(tmp_path / "browser", ""))
    program(tmp_path / ".venv" / "bin" / "python", f'case "$*" in *"{failing}") exit 7 ;; esac')
    assert told("run_tests.sh", "not verify", folder=tmp_path, BROWSER_PATH=browser).returncode == 7


def test_every_test_that_opens_a_browser_is_marked_as_one_of_the_page():
    files = [path for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)]
    texts = {path.name: text for path in files if "playwright" in (text := path.read_text(encoding="utf-8"))}
    assert "test_browser.py" in texts
    assert [name for name, text in texts.items() if "pytestmark = pytest.mark.browser" not in text] == []
