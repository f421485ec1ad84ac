"""A county of one's own in a scenario: where its tables are, what the scenario may say beside them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from sim.core.config.calendar import name_of
from sim.core.config.given_files import UnreadableFile, given_path
from sim.core.config.language import message
from sim.core.config.problems import Problem
from sim.core.config.yaml_lines import Node
from sim.world.roster.county import OwnCounty
from sim.world.roster.read import read_county, shown_county

DATA, DIGEST = "data", "data_digest"
SIZES = ("counties", "townships", "villages", "village_size")
"""Settings of a world that the tables decide."""
COMMITTEES = ("offices.committee_least", "offices.committee_most")
"""Parameters that the number of cadres decides."""


def sizes_of(county: OwnCounty) -> dict[str, int]:
    """Settings of a world that follow from the tables."""
    return {
        "counties": 1,
        "townships": len(county.townships),
        "villages": int(county.in_township.max()),
        "village_size": int(np.median(county.registered)),
    }


def check_data(world: dict[str, Any], node: Node, problems: list[Problem]) -> None:
    """Read the tables that a world names into it; what it says beside them is checked.

    Parameters
    ----------
    world : dict
        Settings that were read; the sizes of the world follow from the tables.
    node : Node
        The table of settings.
    problems : list of Problem
        Added to.
    """
    given, digest = world.pop(DATA, None), world.get(DIGEST)
    table = node.value if isinstance(node.value, dict) else {}
    if given is None:
        if digest is not None:
            fault = message("is given without data")
            problems.append(
                table[DIGEST].problem(f"world.{DIGEST}", fault, message("data, the folder that has this digest"))
            )
        return
    named = table[DATA]
    before = len(problems)
    try:
        beside = Path(named.file).parent if named.line is not None else None
        path = Path(os.path.normpath(Path.cwd() / given_path(given, beside)))
    except UnreadableFile as error:
        problems.append(named.problem(f"world.{DATA}", error.fault, error.allowed))
        return
    county = read_county(path, problems, [])
    if county is None:
        if len(problems) == before:
            problems.append(named.problem(f"world.{DATA}", message("cannot be read")))
        return
    if digest is not None and digest != county.digest:
        fault = message(
            "the data of {path} say something else: their digest is {digest}", path=path, digest=county.digest
        )
        problems.append(table[DIGEST].problem(f"world.{DIGEST}", fault, message("the data as they were, or no digest")))
    for name, value in sizes_of(county).items():
        if name in table and table[name].file == named.file and table[name].value != value:
            fault = message("follows from the data: {value}", value=value)
            problems.append(table[name].problem(f"world.{name}", fault, message("nothing: leave it out")))
        world[name] = value
    world[DATA], world[DIGEST] = county, county.digest


def check_beside(
    world: dict[str, Any], parameters: dict[str, Any], first: int | None, node: Node, problems: list[Problem]
) -> None:
    """Report parameters that the tables decide, and persons who are born after the world begins.

    Parameters
    ----------
    world, parameters : dict
        As they were read.
    first : int or None
        Month of the start population, if it is known.
    node : Node
        The whole scenario.
    problems : list of Problem
        Added to.
    """
    county = world.get(DATA)
    if county is None:
        return
    if "cadres" in county.villages:
        for name in COMMITTEES:
            if name in parameters:
                given = node.value["parameters"].value[name]
                fault = message("follows from the cadres of the data")
                problems.append(
                    given.problem(
                        f"parameters.{name}", fault, message("nothing: leave it out, or cadres out of the data")
                    )
                )
    born = county.people.get("birth")
    if born is not None and first is not None and (born >= first).any():
        fault = message(
            "{count} persons are born after the world begins in {month}",
            count=int((born >= first).sum()),
            month=name_of(first),
        )
        allowed = message("births before the start, or a later horizon.start")
        problems.append(Problem(county.source, None, "birth", name_of(int(born.max())), fault, allowed))


def told_data(county: OwnCounty) -> list[str]:
    """What was read of a county, what was not, and what is left to the shipped tables, in sentences."""
    notes: list[str] = []
    read_county(Path(county.source), [], notes)
    return [shown_county(county), *notes]


def plain_data(world: dict[str, Any]) -> dict[str, Any]:
    """Settings of a world as plain values: of data their place and digest, and nothing where there are none."""
    county = world.pop(DATA)
    digest = world.pop(DIGEST)
    return world if county is None else {**world, DATA: county.source, DIGEST: digest}
