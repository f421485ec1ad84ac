"""What the pages for whoever works on the code say is so: paths and names exist, and the examples run."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

import sim
from sim.cli.main import FAMILIES
from sim.cli.parser import parse
from sim.extensions.registry import forget
from sim.scenario.scenario import validate_file

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("CONTRIBUTING.md", "README.md", "docs/architecture.md")
TOP = {path.name for path in ROOT.iterdir()}
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)*/?")
DOTTED = re.compile(r"sim(?:\.\w+)+")
PLACE = re.compile(r"# (?P<path>[\w/.]+)(?:, above (?P<above>.+))?\n")
MADE = {"results/", ".venv"}
"""What commands make, and Git ignores."""
RUN = [
    "tests/policies/test_policies.py",
    "tests/policies/test_packages.py::test_a_package_says_what_it_is_and_where_it_comes_from",
    "tests/policies/test_ready_forms.py",
    "tests/report/test_words.py",
    "tests/laws/test_imports.py",
    "tests/laws/test_parameters.py",
    "tests/words",
    "tests/core/compute/test_draws.py::test_streams_keep_their_numbers_for_ever",
    "tests/core/compute/test_streams_drawn.py",
    "tests/mechanisms/test_mutual_aid.py",
    "tests/indicators",
    "tests/cli/test_describe.py",
    "tests/cli/test_main.py",
    "tests/cli/test_sources.py",
    "tests/analysis/test_regret.py",
    "tests/test_docstrings.py",
    # With a mechanism more it is another model, whose numbers nobody has released.
    "--deselect=tests/words/test_changes.py::test_the_numbers_at_hand_are_listed_with_their_reason",
]
"""Tests of what the examples of ``CONTRIBUTING.md`` add, their own and those that look at everything declared."""


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@cache
def examples() -> list[tuple[str, str | None, str]]:
    """Examples of ``CONTRIBUTING.md``: the file, the text above which it is put if that is not a new one, the code."""
    found = []
    for _, code in BLOCK.findall(text_of("CONTRIBUTING.md")):
        if place := PLACE.match(code):
            found.append((place["path"], place["above"], code[place.end() :]))
    return found


def made_by_examples() -> set[str]:
    return {path for path, above, _ in examples() if above is None}


def exists(name: str) -> bool:
    """Whether a path, which may be that of a file that an example makes, is there."""
    return (ROOT / name).exists() or name in made_by_examples() or name.startswith(tuple(MADE))


def means_something(name: str) -> bool:
    """Whether a dotted name of the package is a module, or something that a module holds."""
    found = import_module(name.partition(".")[0])
    for part in name.split(".")[1:]:
        if hasattr(found, "__path__") and find_spec(f"{found.__name__}.{part}"):
            found = import_module(f"{found.__name__}.{part}")
        elif hasattr(found, part):
            found = getattr(found, part)
        else:
            return False
    return True


def commands_on(page: str) -> list[str]:
    """Lines of the command line that a page shows, in blocks and in the text."""
    text = text_of(page)
    shown = [line for language, code in BLOCK.findall(text) if language in ("", "sh") for line in code.splitlines()]
    found = [line.partition("  #")[0].strip() for line in [*shown, *QUOTED.findall(BLOCK.sub("", text))]]
    return [line for line in found if line.startswith("ruralparty ") and "--help" not in line]


def pages() -> list[str]:
    """All pages that show what can be typed today."""
    paths = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "experiments").rglob("*.md")]
    return sorted(path.relative_to(ROOT).as_posix() for path in paths if path.name != "CHANGELOG.md")


@pytest.mark.parametrize("line", sorted({line for page in pages() for line in commands_on(page)}))
def test_every_command_that_a_page_shows_is_understood(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "docs" / "own")  # files of a user's own that a command names
    words = shlex.split(line.replace("…", ""))[1:]
    known = {name for family in FAMILIES for name in family.commands}
    assert words[0] in known
    if len(words) > 1:  # the name of a command alone is no line to be typed
        parse(FAMILIES, words)
    forget()


def examples_of_help() -> list[str]:
    """Lines that `--help` shows as examples."""
    commands = [each for family in FAMILIES for each in family.commands.values()]
    return [line.strip() for each in commands for line in each.example.splitlines()]


@pytest.mark.parametrize("line", examples_of_help())
def test_every_example_of_help_is_understood_and_names_what_exists(line: str) -> None:
    words = shlex.split(line)
    assert words[0] == "ruralparty"
    options = parse(FAMILIES, words[1:])
    named = [word for word in words if "/" in word or word.endswith(".yaml")]
    out = {getattr(options, "out", None)}
    paths = [word for word in named if word not in out and not word.startswith(tuple(MADE)) and " " not in word]
    assert [path for path in paths if "person/year" not in path and not (ROOT / path).exists()] == []


JOB_ARRAY = ROOT / "experiments" / "example" / "job_array.sh"
HANDED_IN = [
    ({}, "1/1"),  # by hand, without a scheduler
    ({"SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_COUNT": "20", "SLURM_CPUS_PER_TASK": "4"}, "7/20"),
    (
        {"SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_COUNT": "1", "SLURM_ARRAY_TASK_MAX": "7"},
        "7/20",
    ),  # handed in again
    ({"SLURM_ARRAY_TASK_ID": "33", "SLURM_ARRAY_TASK_COUNT": "1", "SHARES": "40"}, "33/40"),
]


@pytest.mark.skipif(os.name == "nt", reason="a script of a shell")
@pytest.mark.parametrize(("told", "share"), HANDED_IN)
def test_a_job_of_the_example_does_its_share_also_when_it_is_handed_in_again(
    tmp_path: Path, told: dict[str, str], share: str
) -> None:
    words = tmp_path / "words"
    command = tmp_path / "ruralparty"
    command.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >{words}\n', encoding="utf-8")
    command.chmod(0o755)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("SLURM", "SHARES"))}
    environment = inherited | told | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(["bash", JOB_ARRAY, "STUDY"], env=environment, check=True)
    given = words.read_text(encoding="utf-8").split()
    assert given[:4] == ["sweep", "STUDY", "--shard", share]
    assert parse(FAMILIES, given).shard == tuple(map(int, share.split("/")))
    assert "SBATCH --array=1-20" in JOB_ARRAY.read_text(encoding="utf-8"), "the usual number of shares is that of jobs"


def test_scenarios_and_python_that_the_readme_shows_are_valid(tmp_path: Path) -> None:
    blocks = BLOCK.findall(text_of("README.md"))
    scenario, python = ([code for language, code in blocks if language == name] for name in ("yaml", "python"))
    assert (len(scenario), len(python)) == (1, 2)
    path = tmp_path / "my_training.yaml"
    path.write_text(scenario[0], encoding="utf-8")
    assert validate_file(path) == []
    for code in python:
        names = re.findall(r"^from sim import (.+)$", code, re.MULTILINE)
        assert names
        assert {name.strip() for line in names for name in line.split(",")} <= set(sim.__all__)
        compile(code, "README.md", "exec")


@pytest.mark.parametrize("page", PAGES)
def test_every_path_and_name_of_a_page_exists(page: str) -> None:
    said = BLOCK.sub("", text_of(page))
    quoted = QUOTED.findall(said)
    paths = {each for each in quoted if PATH.fullmatch(each) and (each.partition("/")[0] in TOP) and "NAME" not in each}
    paths = {each for each in paths if "/" in each or "." in each}
    assert len(paths) > 10
    assert {each for each in paths if not exists(each)} == set()
    names = {each for text in quoted for each in DOTTED.findall(text.partition("(")[0]) if "/" not in text}
    modules = {path.removesuffix(".py").replace("/", ".") for path in made_by_examples()}
    assert {each for each in names if each not in modules and not means_something(each)} == set()


def test_functions_of_the_walk_are_in_the_files_beside_which_they_are_named() -> None:
    """A line of ``docs/architecture.md`` that names a file and then functions names those of that file."""
    walk = [line for line in text_of("docs/architecture.md").splitlines() if re.match(r"\d+\. ", line)]
    assert len(walk) >= 8
    for line in walk:
        file = ""
        for each in QUOTED.findall(line):
            if each.endswith(".py"):
                file = text_of(each)
            elif file and re.fullmatch(r"[\w.]+\(\)|[A-Z]\w+(?:\.\w+)*", each):
                for name in each.removesuffix("()").split("."):
                    assert re.search(rf"^\s*(?:def|class) {name}\b|^\s*{name}\b.*[=:]", file, re.MULTILINE), (
                        line,
                        each,
                    )


def put(tree: Path, path: str, above: str | None, code: str) -> None:
    """Write an example into a copy: a new file, or above the first line of its indentation at or before some text."""
    place = tree / path
    if above is None:
        assert not place.exists(), f"{path} is there already: the example would replace it"
        place.write_text(code, encoding="utf-8")
        return
    lines = place.read_text(encoding="utf-8").splitlines(keepends=True)
    room = code[: len(code) - len(code.lstrip(" "))]
    at = next(number for number, line in enumerate(lines) if above in line)
    while not (lines[at].startswith(room) and lines[at][len(room)] not in " )\n"):
        at -= 1
    lines.insert(at, code)
    place.write_text("".join(lines), encoding="utf-8")


def test_the_examples_run_in_a_copy_and_pass_what_looks_at_everything(tmp_path: Path) -> None:
    unused = shutil.ignore_patterns("__pycache__", "images", "bad_scenarios")
    for folder in ("sim", "tests", "scenarios", "docs"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=unused)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for example in examples():
        put(tmp_path, *example)
    tool = Path(sys.executable).with_name("ruff")
    touched = sorted({path for path, _, _ in examples() if path.endswith(".py")})
    for words in (["check"], ["format", "--check"]):
        done = subprocess.run([tool, *words, "--no-cache", *touched], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-m", "not verify and not browser", *RUN],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
