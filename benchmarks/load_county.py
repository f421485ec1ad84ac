"""How long a county of one's own takes to load: 40 villages of 60,000 persons, as CSV and as a workbook.

``python -m benchmarks.load_county`` writes a made-up county, person by person, and loads it five times each way, every
time in a process of its own: processor time and clock of reading and checking it, libraries already imported. It takes
about a minute. The specification asks for 3 s as CSV and 6 s as a workbook.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

VILLAGES, PERSONS, TIMES = 40, 1500, 5
WANTED = {"csv": 3.0, "xlsx": 6.0}
SCHOOLING = ("none", "primary", "junior", "senior", "college")


def rows() -> dict[str, list[list[object]]]:
    """Made-up tables: every village has as many persons, one in twenty is a full member."""
    villages: list[list[object]] = [["village", "township", "registered"]]
    people: list[list[object]] = [["village", "sex", "birth", "away", "education", "member"]]
    for village in range(VILLAGES):
        name = f"V{village + 1:02}"
        villages.append([name, f"T{village // 8 + 1}", PERSONS])
        for person in range(PERSONS):
            birth = f"{1935 + person % 85}-{1 + person % 12:02}"
            member = "full" if person % 20 == 0 and person % 85 < 65 else "none"
            away = int(person % 4 == 0 and 20 <= person % 85 < 65)
            people.append([name, "mf"[person % 2], birth, away, SCHOOLING[person % 5], member])
    return {"villages": villages, "people": people}


def write(folder: Path) -> dict[str, Path]:
    """The county as a folder of tables and as a workbook."""
    from openpyxl import Workbook

    tables, place, book = rows(), folder / "county", Workbook(write_only=True)
    place.mkdir()
    for name, table in tables.items():
        lines = [",".join(map(str, row)) for row in table]
        (place / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        sheet = book.create_sheet(name)
        for row in table:
            sheet.append(row)
    book.save(folder / "county.xlsx")
    return {"csv": place, "xlsx": folder / "county.xlsx"}


def load(path: Path) -> dict[str, float]:
    """Read a county in this process; what is imported for it is not counted."""
    import openpyxl  # noqa: F401

    from sim.scenario.scenario import from_plain

    from_plain({"name": "warm", "title": "warm"})
    begun, spent = time.perf_counter(), time.process_time()
    scenario = from_plain({"name": "own", "title": "own", "world": {"data": str(path)}})
    found = {"clock": time.perf_counter() - begun, "processor": time.process_time() - spent}
    assert scenario.world.data is not None
    persons, villages = scenario.world.data.registered.sum(), len(scenario.world.data.registered)
    assert (int(persons), villages) == (VILLAGES * PERSONS, VILLAGES)
    return found


def main() -> None:
    """Print a line for each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--load", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args().load
    if given:
        print(json.dumps(load(given)))
        return
    size = f"{VILLAGES} villages, {VILLAGES * PERSONS:,} persons"
    print(f"{size}; seconds, {TIMES} times; load of the machine {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        for kind, path in write(Path(folder)).items():
            command = [sys.executable, "-m", "benchmarks.load_county", "--load", str(path)]
            found = [json.loads(subprocess.check_output(command, text=True)) for _ in range(TIMES)]
            for what in ("processor", "clock"):
                each = sorted(one[what] for one in found)
                listed = ", ".join(f"{seconds:.2f}" for seconds in each)
                print(f"{kind:5}{what:10} median {statistics.median(each):.2f} (asked {WANTED[kind]:.0f}): {listed}")


if __name__ == "__main__":
    main()
