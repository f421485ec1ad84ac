"""A comparison and a world of counties that are killed again and again give the digest of one that was left alone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
POLL_SECONDS = 0.01
SIZE = "world: {townships: 1, villages: 2, village_size: 100, counties: %d}\nhorizon: {months: 24, burn_in: 0}\n"
SMALL = f"name: %s\ntitle: small\nextends: %s\n{SIZE}"
COMMANDS = {
    "compare": ["compare", "small.yaml", "trained.yaml", "--outcomes", "capacity", "--no-extremes"],
    "run": ["run", "nation.yaml", "--outcomes", "capacity"],
}


@pytest.fixture
def place(tmp_path):
    (tmp_path / "small.yaml").write_text(SMALL % ("small", "baseline", 1), encoding="utf-8")
    (tmp_path / "trained.yaml").write_text(SMALL % ("trained", "training", 1), encoding="utf-8")
    (tmp_path / "nation.yaml").write_text(SMALL % ("nation", "baseline", 60), encoding="utf-8")
    return tmp_path


def command(name: str, runs: int, store: str) -> list[str]:
    more = ["--reps", str(runs // 2)] if name == "compare" else []
    return [sys.executable, "-m", "sim.cli", *COMMANDS[name], *more, "--store", store, "-j", "2", "--json"]


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "RURALPARTY_STORE"} | {"PYTHONPATH": str(ROOT)}


def finished(name: str, runs: int, store: str, place: Path) -> str:
    """Digest of what the command gives when it is left alone."""
    words = command(name, runs, store)
    done = subprocess.run(words, cwd=place, env=environment(), capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    return found["counties"][0]["digest"] if name == "run" else found["digest"]


def published(store: Path) -> set[str]:
    return {path.name for path in store.rglob("*.run.parquet")}


def killed_at_work(name: str, runs: int, place: Path) -> bool:
    """Start the command and kill it, with all that it has started, when it has published a run; not if it ends."""
    store = place / "killed"
    before = published(store)
    words = command(name, runs, "killed")
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(
        words, cwd=place, env=environment(), start_new_session=True, stdout=nothing, stderr=nothing
    )
    while not published(store) - before:
        try:
            process.wait(POLL_SECONDS)
            return False
        except subprocess.TimeoutExpired:
            continue
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert before <= published(store)
    return True


def survives(name: str, runs: int, kills: int, place: Path) -> None:
    assert sum(killed_at_work(name, runs, place) for _ in range(kills)) == kills
    assert finished(name, runs, "killed", place) == finished(name, runs, "calm", place)
    assert published(place / "killed") == published(place / "calm")
    assert len(published(place / "calm")) == runs


@pytest.mark.parametrize("name", COMMANDS)
def test_two_kills_change_no_bit_and_lose_nothing(place, name):
    (place / "nation.yaml").write_text(SMALL % ("nation", "baseline", 20), encoding="utf-8")
    survives(name, 20, 2, place)


@pytest.mark.verify
@pytest.mark.parametrize("name", COMMANDS)
def test_twenty_kills_change_no_bit_and_lose_nothing(place, name):
    (place / "nation.yaml").write_text(SMALL % ("nation", "baseline", 120), encoding="utf-8")
    survives(name, 120, 20, place)
