"""What README and the longer pages show is typed as it stands, in a world that is made small behind their back.

Shipped scenarios extend a baseline of one township, and few pairs, points and counties are taken. What is not run here
says why.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest

from sim.cli import main as cli
from sim.extensions.registry import forget
from sim.scenario import files
from sim.studies import plausible

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("README.md", "docs/own-policy.md", "docs/clusters.md", "experiments/README.md")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"^(?:# ([\w/]+\.yaml)\n)?name: (\w+)", re.MULTILINE)
SMALL = "horizon: {months: 24, burn_in: 1}\nworld: {townships: 1, villages: 2, village_size: 150}\n"
FEWER = (
    (r"--reps 20", "--reps 2"),
    (r"--county 17", "--county 2"),
    (
        r"counties: 40, townships: 2, villages: 3, village_size: 500",
        "counties: 3, townships: 1, villages: 2, village_size: 150",
    ),
    (r"horizon: \{months: 36, burn_in: 12\}", "horizon: {months: 13, burn_in: 1}"),
    (r"\bSTUDY\b", "study"),
    (r"--sample 20", "--sample 1"),
)
"""What is typed, and what is run in its place."""
NOT_RUN = {
    "app": "waits for a browser (tests/app)",
    "watch": "waits for a browser (tests/app)",
    "patterns": "many worlds of a given size; tests/cli/everything.py runs one",
    "signs": "many worlds of a given size; tests/cli/everything.py runs some",
    "backcast": "the census of 2010; tests/cli/everything.py runs a short one",
    "calibrate": "thousands of runs; tests/cli/everything.py runs a small one",
    "holdout": "wants the waves of `make hold-out`; tests/cli/everything.py runs a small one",
    "robust": "all plausible points; tests/cli/everything.py runs a small study",
    "discover": "all plausible points; tests/cli/everything.py runs a small study",
    "sensitivity": "all plausible points; tests/cli/everything.py runs a small study",
    "worth": "all plausible points; tests/cli/everything.py runs a small study",
    "why": "dozens of arms; docs/how-to/why.md is run by tests/test_documentation_runs.py",
    "report": "tests/report runs it",
    "table": "all policies at three budgets; tests/cli/everything.py runs one",
}
ELSEWHERE = ("--engine dask", "SLURMCluster", "--over plausible", "--budget")
"""Of a cluster (tests/execution/test_engines.py), and of hundreds of runs."""
SPREAD = ("run", "compare", "sweep", "table")
"""Commands that take ``-j``."""


def smaller(text: str) -> str:
    for found, instead in FEWER:
        text = re.sub(found, instead, text)
    return text


@pytest.fixture
def place(tmp_path, monkeypatch) -> Path:
    """A folder with what the pages speak of, where shipped scenarios are small."""
    shipped = tmp_path / "shipped"
    shutil.copytree(files.shipped_folder(), shipped)
    baseline = shipped / "baseline.yaml"
    text = baseline.read_text(encoding="utf-8")
    kept = [
        part for part in re.split(r"^(?=\S)", text, flags=re.MULTILINE) if not part.startswith(("horizon", "world"))
    ]
    baseline.write_text("".join(kept).rstrip("\n") + "\n" + SMALL, encoding="utf-8")
    monkeypatch.setattr(files, "shipped_folder", lambda: shipped)
    held = json.loads((ROOT / "sim" / "studies" / "data" / "plausible.json").read_text(encoding="utf-8"))
    monkeypatch.setattr(
        plausible, "reference_digest", lambda: held["reference"]
    )  # of the scenarios as they are shipped
    here = tmp_path / "here"
    shutil.copytree(ROOT / "docs" / "own", here)
    study = here / "experiments" / "example"
    study.mkdir(parents=True)
    text = (ROOT / "experiments" / "example" / "study.yaml").read_text(encoding="utf-8")
    for found, instead in (
        ("months: 60", "months: 13"),
        ("points: 20", "points: 4"),
        ("replicates: 5", "replicates: 1"),
    ):
        assert found in text
        text = text.replace(found, instead)
    (study / "study.yaml").write_text(text, encoding="utf-8")
    shutil.copytree(study, here / "study")
    mine = "name: mine\ntitle: mine\nextends: baseline\npolicies: {evening_rounds: {start: 2021-06}}\n"
    (here / "mine.yaml").write_text(mine, encoding="utf-8")
    monkeypatch.chdir(here)
    monkeypatch.setenv("RURALPARTY_STORE", str(tmp_path / "store"))
    return here


def typed(line: str) -> list[str]:
    """Words of a command line that is run here; none if it is run elsewhere or is no command of this program."""
    line = smaller(line.partition("  #")[0].strip())
    words = shlex.split(line)
    if not words or words[0] != "ruralparty" or words[1] in NOT_RUN or any(each in line for each in ELSEWHERE):
        return []
    return [*words[1:], *(["-j", "1"] if words[1] in SPREAD else [])]


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_shows_runs(page: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = 0
    try:
        for language, text in BLOCK.findall((ROOT / page).read_text(encoding="utf-8")):
            if language == "yaml":
                file, name = NAME.search(text).groups()
                (place / (file or f"{name}.yaml")).write_text(smaller(text), encoding="utf-8")
            elif language == "toml":
                assert tomllib.loads(text)
            elif language == "python" and not any(each in text for each in ELSEWHERE):
                exec(compile(text, page, "exec"), {"__name__": "__main__"})
                done += 1
            elif language in ("", "sh"):
                for words in filter(None, map(typed, text.splitlines())):
                    assert cli.main(words) == cli.DONE, (words, capsys.readouterr().err)
                    done += 1
                    forget()
    finally:
        forget()
    assert done


RUN_ELSEWHERE = {
    "CONTRIBUTING.md": "tests/test_documentation.py, in a copy of the package",
    "docs/tutorial.md": "tests/test_documentation_runs.py, as all of docs/how-to",
    "docs/mesa.md": "tests/test_mesa_surface.py",
    "docs/own-county.md": "tests/world/roster/test_page.py",
    "docs/model.md": "written from what is declared",
    "docs/model.zh.md": "written from what is declared",
    "docs/reference.md": "written from what is declared: tests/test_documentation.py reads its examples",
    "experiments/hold_out/README.md": "an hour; tests/cli/everything.py runs a small one",
}


def test_every_page_with_blocks_is_run_by_some_test():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "experiments").rglob("*.md")]
    shown = {
        path.relative_to(ROOT).as_posix()
        for path in pages
        if path.parent.name != "how-to" and BLOCK.search(path.read_text(encoding="utf-8"))
    }
    assert shown == {*PAGES, *RUN_ELSEWHERE}
