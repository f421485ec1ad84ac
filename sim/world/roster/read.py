"""Reading a county of one's own: all tables, all sums, every fault at once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from sim.core.config.language import message, spoken
from sim.core.config.problems import Problem, in_order
from sim.world.roster import sums
from sim.world.roster.columns import AGE_SEX, FORM_OF, MEMBERS, PEOPLE, VILLAGES
from sim.world.roster.county import GIVEN, Margins, OwnCounty
from sim.world.roster.sheets import files_of, read_sheets
from sim.world.roster.tables import Table, read_table
from sim.world.tables import AGES

REMEMBERED = 8
"""Counties that a process keeps."""
ONE_TOWNSHIP = ""


def read_county(path: Path, problems: list[Problem], notes: list[str]) -> OwnCounty | None:
    """Read a folder or a workbook.

    Parameters
    ----------
    path : Path
    problems : list of Problem
        Everything wrong is added.
    notes : list of str
        What is not read, and what is left to the shipped tables, is added.

    Returns
    -------
    OwnCounty or None
        None if anything is wrong.
    """
    county, wrong, told = _remembered(path, _state(path), spoken())
    problems += wrong
    notes += told
    return county


def _state(path: Path) -> tuple[Any, ...]:
    """What changes whenever a file is written anew."""
    found = []
    for file in files_of(path):
        try:
            known = os.stat(file)
        except OSError:
            continue
        found.append((str(file), known.st_mtime_ns, known.st_size, known.st_ino))
    return tuple(found)


@lru_cache(maxsize=REMEMBERED)
def _remembered(
    path: Path, state: tuple[Any, ...], language: str
) -> tuple[OwnCounty | None, tuple[Problem, ...], tuple[str, ...]]:
    problems: list[Problem] = []
    notes: list[str] = []
    sheets = read_sheets(path, problems, notes)
    tables = {name: read_table(sheet, FORM_OF[name], problems) for name, sheet in sheets.items()}
    if VILLAGES.name not in tables:
        if not problems:
            fault = message("has no table of villages")
            allowed = message(
                "villages.csv, or a sheet villages; `ruralparty new county NAME` writes one to begin with"
            )
            problems.append(Problem(str(path), None, "", None, fault, allowed))
        return None, tuple(in_order(problems)), tuple(notes)
    sums.check_villages(tables[VILLAGES.name], problems)
    for name in (AGE_SEX.name, MEMBERS.name):
        if name in tables:
            sums.check_groups(tables[name], name, tables[VILLAGES.name], problems)
    sums.check_people(tables, problems)
    if all(table.well for table in tables.values()):
        sums.check_sums(tables, problems)
    if problems:
        return None, tuple(in_order(problems)), tuple(notes)
    county = _county(path, tables)
    sums.check_members_fit(county, tables, problems)
    if problems:
        return None, tuple(in_order(problems)), tuple(notes)
    return county, (), (*notes, *left_to_tables(county))


def _county(path: Path, tables: dict[str, Table]) -> OwnCounty:
    table = tables[VILLAGES.name]
    names = table.columns["village"]
    given = [each if each is not None else ONE_TOWNSHIP for each in table.columns.get("township", [None] * len(names))]
    townships = list(dict.fromkeys(given))
    township = np.array([townships.index(each) for each in given], np.int64)
    order = np.argsort(township, kind="stable")
    villages = {
        name: np.array([np.nan if value is None else value for value in table.columns[name]], float)[order]
        for name in GIVEN
        if name in table.columns
    }
    names = tuple(names[place] for place in order)
    place_of = {name: place for place, name in enumerate(names)}
    margins = {
        name: _margins(tables[name], place_of) if name in tables else None for name in (AGE_SEX.name, MEMBERS.name)
    }
    people = _people(tables[PEOPLE.name], place_of) if PEOPLE.name in tables else {}
    return OwnCounty(
        str(path.resolve()),
        names,
        tuple(townships),
        township[order],
        {name: values for name, values in villages.items() if np.isfinite(values).any()},
        margins[AGE_SEX.name],
        margins[MEMBERS.name],
        people,
    )


def _margins(table: Table, place_of: dict[str, int]) -> Margins:
    villages = table.columns.get("village")
    scopes = [0] * len(table.lines) if villages is None else [place_of[name] for name in villages]
    low = np.array(table.columns["age_low"], np.int64)
    high = np.array([AGES - 1 if age is None else min(age, AGES - 1) for age in sums.upper_ages(table)], np.int64)
    groups = sorted(set(zip(low.tolist(), high.tolist(), strict=True)))
    counts = np.zeros((1 if villages is None else len(place_of), 2, len(groups)), np.int64)
    for row, scope in enumerate(scopes):
        group = groups.index((int(low[row]), int(high[row])))
        for sex, name in enumerate(("men", "women")):
            counts[scope, sex, group] += table.columns[name][row]
    return Margins(*(np.array(edge, np.int64) for edge in zip(*groups, strict=True)), counts)


def _people(table: Table, place_of: dict[str, int]) -> dict[str, Any]:
    columns = table.columns
    village = np.array([place_of[name] for name in columns["village"]], np.int32)
    order = np.argsort(village, kind="stable")
    found: dict[str, Any] = {"village": village[order], "sex": np.array(columns["sex"], np.int8)[order]}
    if "birth" in columns:
        found["birth"] = np.array([month for month, _ in columns["birth"]], np.int32)[order]
        found["birth_known"] = np.array([known for _, known in columns["birth"]], bool)[order]
    if "age" in columns:
        found["age"] = np.minimum(np.array(columns["age"], np.int16), AGES - 1)[order]
    for name in ("away", "education", "member"):
        if name in columns and any(value is not None for value in columns[name]):
            found[name] = np.array([-1 if value is None else value for value in columns[name]], np.int8)[order]
    return found


def left_to_tables(county: OwnCounty) -> list[str]:
    """What the county does not say and the shipped tables do, in sentences."""
    found = []
    people = county.people
    whole = {"residents": "away", "members": "member"}
    unknown = [
        name for name in GIVEN if not county.knows_all(name) and not (name in whole and _known(people, whole[name]))
    ]
    for name in unknown:
        missing = int(np.isnan(county.of(name)).sum())
        column = VILLAGES.headings[name]
        found.append(
            message("{what} of {count} of {all} villages", what=column.heading, count=missing, all=len(county.names))
        )
    if not people and county.age_sex is None:
        found.append(message("ages and sexes"))
    if not _known(people, "education"):
        found.append(message("schooling"))
    if not _known(people, "member") and county.members is None:
        found.append(message("ages of members"))
    drawn = message("; ").join(found)
    return (
        [message("not given, and drawn from the shipped tables and assumptions: {what}", what=drawn)] if found else []
    )


def _known(people: dict[str, Any], name: str) -> bool:
    return name in people and bool((people[name] >= 0).all())


def shown_county(county: OwnCounty) -> str:
    """What was read, in one sentence."""
    tables: Sequence[str] = [
        VILLAGES.name,
        *([AGE_SEX.name] if county.age_sex else []),
        *([MEMBERS.name] if county.members else []),
        *([PEOPLE.name] if county.people else []),
    ]
    return message(
        "{source}: {villages} villages in {townships} townships, {persons:,} registered persons, from {tables}",
        source=county.source,
        villages=len(county.names),
        townships=len(county.townships),
        persons=int(county.registered.sum()),
        tables=", ".join(tables),
    )
