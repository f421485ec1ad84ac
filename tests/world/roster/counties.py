"""A small good county as files, and what is done to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from sim.agents.codes import AGES, PROBATIONARY
from sim.core.config.problems import Problem
from sim.core.declarations.levers import Levers
from sim.mechanisms import find_mechanism, mechanism_names
from sim.scenario.scenario import Scenario, from_plain
from sim.world.defaults import set_values
from sim.world.roster.county import OwnCounty
from sim.world.roster.read import read_county
from sim.world.synthesis import build

VILLAGES = """\
village,township,registered,residents,members,households,cadres,income
A1,A,200,140,8,60,3,18000
A2,A,150,100,5,45,3,15000
B1,B,180,120,6,55,4,21000
"""
AGE_SEX = """\
age_low,age_high,men,women
0,14,40,35
15,59,170,165
60,,60,60
"""
MEMBERS = """\
age_low,age_high,men,women
18,45,6,2
46,,9,2
"""
GOOD = {"villages": VILLAGES, "age_sex": AGE_SEX, "members": MEMBERS}
PEOPLE = "village,sex,birth,away,education,member\n" + "".join(
    f"{village},{'mf'[i % 2]},{1950 + i % 60}-{1 + i % 12:02},{int(i % 3 == 0)},"
    f"{('primary', 'junior', 'senior')[i % 3]},{'full' if i % 20 == 0 and i % 60 < 40 else 'none'}\n"
    for village in ("A1", "A2", "B1")
    for i in range(60)
)
OF_PEOPLE = {"villages": "village,township,registered\nA1,A,60\nA2,A,60\nB1,B,60\n", "people": PEOPLE}
HORIZON = {"start": "2021-01", "months": 6, "burn_in": 6}


def write(folder: Path, tables: dict[str, str | bytes], encoding: str = "utf-8") -> Path:
    """Write tables as files of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return folder


def read(path: Path) -> tuple[OwnCounty | None, list[Problem], list[str]]:
    """A county, what is wrong with it, and what is noted."""
    problems: list[Problem] = []
    notes: list[str] = []
    return read_county(path, problems, notes), problems, notes


def scenario(path: Path, **world: Any) -> Scenario:
    """A short scenario of a county."""
    return from_plain({"name": "own", "title": "own", "horizon": HORIZON, "world": {"data": str(path), **world}})


def drawn(given: Scenario, seed: int = 1) -> dict[str, Any]:
    """What a start population comes to, village by village and person by person."""
    levers = Levers([find_mechanism(name)() for name in mechanism_names()], given.world.villages_in_all)
    set_values(given, levers)
    stores = build(given, seed, levers)
    V, P, rows = stores["villages"].columns, stores["people"].columns, stores["people"].rows()
    village = np.repeat(np.arange(len(V)), V["last"] - V["first"])
    member = P.stage[rows] >= PROBATIONARY

    def per_village(chosen: Any) -> list[int]:
        return np.bincount(village[chosen], minlength=len(V)).tolist()

    return {
        "V": V,
        "P": P,
        "rows": rows,
        "village": village,
        "age": (P.group[rows].astype(int) - 1) % AGES,
        "sex": P.sex[rows],
        "member": member,
        "registered": per_village(np.ones(len(rows), bool)),
        "residents": per_village(~P.away[rows]),
        "members": per_village(member),
        "households": (V["household_last"] - V["household_first"]).tolist(),
        "levers": levers,
    }
