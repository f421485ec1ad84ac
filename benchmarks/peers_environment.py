"""The benchmark's own environment of peers, kept apart from the project's because peers bring a hundred packages."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FOLDER = ROOT / ".bench-venv"
TOGETHER = HERE / "requirements-peers.txt"
ALONE = HERE / "requirements-peers-alone.txt"
RECORD = FOLDER / "made-from.json"


def requirements(path: Path) -> list[str]:
    """Read the requirements of a file, without its comments."""
    lines = (line.split("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]


def interpreter() -> Path:
    """Python of the environment."""
    return FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install(*arguments: str) -> str:
    """Install into the environment; the reason if that failed, else an empty text.

    Wheels only: a build from source would measure the compiler of this machine, and takes minutes.
    """
    command = [str(interpreter()), "-m", "pip", "install", "--quiet", "--only-binary", ":all:", *arguments]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    if outcome.returncode == 0:
        return ""
    errors = [line for line in outcome.stderr.splitlines() if line.startswith("ERROR")]
    return errors[-1] if errors else outcome.stderr.strip()[-300:]


def ready() -> dict[str, str]:
    """Make the environment, or find it made from the same requirements by the same Python.

    Returns
    -------
    dict
        Requirements that could not be installed, each with pip's reason; empty if all are there.
    """
    wanted = hashlib.sha256(TOGETHER.read_bytes() + ALONE.read_bytes() + sys.version.encode()).hexdigest()
    if RECORD.is_file():
        record = json.loads(RECORD.read_text(encoding="utf-8"))
        if record["made_from"] == wanted and not record["missing"]:
            return {}
    print(f"making {FOLDER.name} with Python {sys.version.split()[0]} (about a minute, once)", flush=True)
    venv.create(FOLDER, with_pip=True, clear=True)
    (FOLDER / ".gitignore").write_text("*\n", encoding="utf-8")
    missing: dict[str, str] = {}
    if install("--requirement", str(TOGETHER)):
        # One that cannot be had must not take the others with it.
        missing = {each: reason for each in requirements(TOGETHER) if (reason := install(each))}
    missing |= {each: reason for each in requirements(ALONE) if (reason := install("--no-deps", each))}
    RECORD.write_text(json.dumps({"made_from": wanted, "missing": missing}, indent=2), encoding="utf-8")
    return missing
