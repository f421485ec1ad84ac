"""What must agree between the lines and tables of a county: both sides are told, and nothing is adjusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from sim.agents.codes import PROBATIONARY
from sim.core.config.language import message
from sim.core.config.problems import Problem, nearest
from sim.world.member_ages import MEMBER_SHARE, member_probability
from sim.world.roster.columns import ADULT, AGE_SEX, MEMBERS, MOST_PER_HOUSEHOLD, PEOPLE, VILLAGES
from sim.world.roster.county import OwnCounty, others_than_members
from sim.world.roster.tables import Table
from sim.world.tables import AGES, residents

MOST_MEMBERS = 0.4
"""Members over registered of a village, at most; of the nation it is one in thirty."""
NEWEST = 2020


def check_villages(table: Table, problems: list[Problem]) -> None:
    """Villages that stand twice, and numbers of one line that cannot go together."""
    names, columns = table.columns.get("village", []), table.columns
    first: dict[str, int] = {}
    towns = columns.get("township", [])
    if any(town is None for town in towns) and any(town is not None for town in towns):
        for line, town in zip(table.lines, towns, strict=True):
            if town is None:
                problems.append(
                    _wrong(
                        table,
                        line,
                        "township",
                        None,
                        message("is missing"),
                        message("one for each village, or none for all"),
                    )
                )
    for line, name in zip(table.lines, names, strict=True):
        if name is None:
            continue
        if name in first:
            fault = message("given twice, first on line {line}", line=first[name])
            problems.append(_wrong(table, line, "village", name, fault, message("each village once")))
        first.setdefault(name, line)
    registered = columns.get("registered", [])
    for name, most, why in (
        ("residents", lambda persons: persons, message("registered persons of the village")),
        ("members", lambda persons: int(MOST_MEMBERS * persons), message("four in ten of its registered persons")),
        ("households", lambda persons: persons, message("registered persons of the village")),
        ("cadres", lambda persons: persons // 4, message("a quarter of its registered persons")),
    ):
        _check_most(table, name, registered, most, why, problems)
    for line, persons, households in zip(table.lines, registered, columns.get("households", []), strict=False):
        if persons and households and households * MOST_PER_HOUSEHOLD < persons:
            fault = message("leaves {mean:.1f} persons to a household", mean=persons / households)
            allowed = message(
                "at least {least}, so that there are {most} persons at most",
                least=-(-persons // MOST_PER_HOUSEHOLD),
                most=MOST_PER_HOUSEHOLD,
            )
            problems.append(_wrong(table, line, "households", households, fault, allowed))


def _check_most(
    table: Table, name: str, registered: list[Any], most: Callable[[int], int], why: str, problems: list[Problem]
) -> None:
    for line, persons, value in zip(table.lines, registered, table.columns.get(name, []), strict=False):
        if persons is not None and value is not None and value > most(persons):
            fault = message("is more than the village can have")
            allowed = message(
                "at most {most}: {why}, of whom there are {persons}", most=most(persons), why=why, persons=persons
            )
            problems.append(_wrong(table, line, name, value, fault, allowed))


def upper_ages(table: Table) -> list[int | None]:
    """Last age of each group; None for the last one."""
    return table.columns.get("age_high", [None] * len(table.lines))


def check_groups(table: Table, name: str, villages: Table, problems: list[Problem]) -> None:
    """Age groups that overlap, leave gaps or end before they begin, and villages that are not known."""
    _check_known(table, villages, problems)
    if not {"age_low", "men", "women"} <= table.columns.keys():
        return
    scopes: dict[Any, list[tuple[int, int, int]]] = {}
    for line, scope, low, high in zip(
        table.lines,
        table.columns.get("village", [None] * len(table.lines)),
        table.columns["age_low"],
        upper_ages(table),
        strict=True,
    ):
        if low is None:
            continue
        if name == MEMBERS.name and low < ADULT:
            problems.append(
                _wrong(
                    table,
                    line,
                    "age_low",
                    low,
                    message("is below the age of members"),
                    message("{age} or more", age=ADULT),
                )
            )
        if high is not None and high < low:
            problems.append(
                _wrong(
                    table, line, "age_high", high, message("ends before it begins"), message("{low} or more", low=low)
                )
            )
        scopes.setdefault(scope, []).append((low, AGES - 1 if high is None else min(high, AGES - 1), line))
    for groups in scopes.values():
        _check_chain(table, name, groups, problems)
    shapes = {tuple(sorted((low, high) for low, high, _ in groups)) for groups in scopes.values()}
    if len(shapes) > 1:
        fault = message("villages have different age groups")
        problems.append(Problem(table.file, None, "age_low", None, fault, message("the same groups for every village")))


def _check_chain(table: Table, name: str, groups: list[tuple[int, int, int]], problems: list[Problem]) -> None:
    groups = sorted(groups)
    whole = name == AGE_SEX.name
    if whole and groups[0][0] != 0:
        problems.append(_wrong(table, groups[0][2], "age_low", groups[0][0], message("leaves out who is younger"), "0"))
    for (_, before, line_before), (low, _, line) in zip(groups, groups[1:], strict=False):
        if low <= before:
            fault = message("overlaps the group of line {line}, which goes to {age}", line=line_before, age=before)
            problems.append(_wrong(table, line, "age_low", low, fault, str(before + 1)))
        elif low > before + 1 and whole:
            fault = message("leaves a gap: the group of line {line} goes to {age}", line=line_before, age=before)
            problems.append(_wrong(table, line, "age_low", low, fault, str(before + 1)))
    if whole and groups[-1][1] < AGES - 1:
        fault = message("leaves out who is older")
        problems.append(
            _wrong(table, groups[-1][2], "age_high", groups[-1][1], fault, message("an empty cell: this age and over"))
        )


def _check_known(table: Table, villages: Table, problems: list[Problem]) -> None:
    known = villages.columns.get("village")
    if known is None:
        return
    names = set(known)
    unknown = {name for name in set(table.columns.get("village", [])) if name is not None and name not in names}
    if unknown:
        like = {name: nearest(name, [each for each in names if each]) for name in sorted(unknown)[:50]}
        for line, name in zip(table.lines, table.columns["village"], strict=True):
            if name in unknown:
                fault, allowed = (
                    message("is no village of the table of villages"),
                    message("one of its {count} villages", count=len(names)),
                )
                problems.append(
                    Problem(
                        table.file, line, table.headings["village"], name, fault, allowed, nearest=like.get(name, "")
                    )
                )
    if "village" in table.columns and (
        left := [name for name in known if name and name not in set(table.columns["village"])]
    ):
        fault = message("has no line for {names}", names=", ".join(left[:5]) + (" …" if len(left) > 5 else ""))
        problems.append(
            Problem(table.file, None, "village", None, fault, message("every village of the table of villages"))
        )


def check_people(tables: dict[str, Table], problems: list[Problem]) -> None:
    """A table of persons: what must be there, what must not be beside it, and members who are no adults."""
    table = tables.get(PEOPLE.name)
    if table is None:
        return
    _check_known(table, tables[VILLAGES.name], problems)
    columns = table.columns
    if not columns:
        return
    for name in (AGE_SEX.name, MEMBERS.name):
        if name in tables:
            fault = message("is given beside {people}", people=PEOPLE.name)
            problems.append(
                Problem(tables[name].file, None, "", None, fault, message("one of the two: persons have their ages"))
            )
    if ("birth" in columns) == ("age" in columns):
        both = "birth" in columns
        fault = message("birth and age are both given") if both else message("neither birth nor age is given")
        problems.append(Problem(table.file, None, "birth", None, fault, message("one of the two, for every person")))
        return
    for name in ("away", "member"):  # a part of them would leave open how many there are
        for line, text in zip(table.lines, table.texts.get(name, []), strict=False):
            if not text:
                problems.append(
                    _wrong(
                        table,
                        line,
                        name,
                        None,
                        message("is missing"),
                        message("a value for every person, or no such column"),
                    )
                )
    given = "birth" if "birth" in columns else "age"
    for line, value, text in zip(table.lines, columns[given], table.texts[given], strict=True):
        if value is None and not text:
            problems.append(_wrong(table, line, given, None, message("is missing"), PEOPLE.headings[given].meaning))
    if given == "age" and "member" in columns:
        for line, age, stage in zip(table.lines, columns["age"], columns["member"], strict=True):
            if age is not None and stage is not None and stage > 0 and age < ADULT:
                problems.append(
                    _wrong(
                        table,
                        line,
                        "age",
                        age,
                        message("is below the age of members and applicants"),
                        message("{age} or more", age=ADULT),
                    )
                )


def check_sums(tables: dict[str, Table], problems: list[Problem]) -> None:
    """Sums of one table against those of another, both told."""
    villages = tables[VILLAGES.name]
    names, columns = villages.columns["village"], villages.columns
    if AGE_SEX.name in tables and PEOPLE.name not in tables:
        _compare(tables[AGE_SEX.name], villages, "registered", problems)
    if MEMBERS.name in tables and PEOPLE.name not in tables:
        if any(value is None for value in columns.get("members", [None])):
            fault = message("needs the members of every village")
            problems.append(
                Problem(tables[MEMBERS.name].file, None, "", None, fault, message("members in the table of villages"))
            )
        else:
            _compare(tables[MEMBERS.name], villages, "members", problems)
        both = [("village" in tables[name].columns) for name in (AGE_SEX.name, MEMBERS.name) if name in tables]
        if len(set(both)) > 1:
            fault = message("one of age_sex and members is by village, and the other is not")
            problems.append(
                Problem(tables[MEMBERS.name].file, None, "village", None, fault, message("both, or neither"))
            )
    people = tables.get(PEOPLE.name)
    if people is None:
        return
    found = {"registered": Counter(people.columns["village"])}
    for name, column, counts in (
        ("residents", "away", lambda each: each == 0),
        ("members", "member", lambda each: each >= PROBATIONARY),
    ):
        values = people.columns.get(column, [None])
        if all(value is not None for value in values):
            found[name] = Counter(
                village for village, value in zip(people.columns["village"], values, strict=True) if counts(value)
            )
    for name, counted in found.items():
        for line, village, value in zip(villages.lines, names, columns.get(name, [None] * len(names)), strict=True):
            if value is not None and counted[village] != value:
                fault = message(
                    "village {village}: {people} in {file}", village=village, people=counted[village], file=people.file
                )
                problems.append(_wrong(villages, line, name, value, fault, message("the same number in both")))


def _compare(table: Table, villages: Table, name: str, problems: list[Problem]) -> None:
    """A sum of age groups against the sum over villages, or that of each village."""
    columns = villages.columns
    total = [men + women for men, women in zip(table.columns["men"], table.columns["women"], strict=True)]
    same = message("the same sum in both")
    if "village" not in table.columns:
        if sum(total) != sum(columns[name]):
            fault = message(
                "men and women add up to {one:,}, and {name} in {file} to {other:,}",
                one=sum(total), name=name, file=villages.file, other=sum(columns[name]),
            )  # fmt: skip
            problems.append(Problem(table.file, None, "men, women", sum(total), fault, same))
        return
    by_village: Counter[str] = Counter()
    for village, persons in zip(table.columns["village"], total, strict=True):
        by_village[village] += persons
    for line, village, value in zip(villages.lines, columns["village"], columns[name], strict=True):
        if by_village[village] != value:
            fault = message(
                "village {village}: age groups in {file} add up to {one:,}",
                village=village,
                file=table.file,
                one=by_village[village],
            )
            problems.append(_wrong(villages, line, name, value, fault, same))


def check_members_fit(county: OwnCounty, tables: dict[str, Table], problems: list[Problem]) -> None:
    """More members of an age and sex than there are persons."""
    if county.age_sex is None or county.members is None:
        return
    registered = residents(NEWEST)
    shape = registered * member_probability(registered / registered.sum(), MEMBER_SHARE[NEWEST])
    for scope in range(len(county.age_sex.counts)):
        _, others = others_than_members(county.age_sex, county.members, scope, shape)
        for sex, group in zip(*np.nonzero(others < 0), strict=True):
            persons = int(county.age_sex.counts[scope, sex, group])
            fault = message(
                "{members} members, and {persons} registered persons, of ages {low} to {high}",
                members=persons - int(others[sex, group]), persons=persons,
                low=int(county.age_sex.low[group]), high=int(county.age_sex.high[group]),
            )  # fmt: skip
            problems.append(
                Problem(
                    tables[MEMBERS.name].file,
                    None,
                    ("men", "women")[sex],
                    None,
                    fault,
                    message("no more members than persons"),
                )
            )


def _wrong(table: Table, line: int, key: str, value: Any, fault: str, allowed: str) -> Problem:
    return Problem(table.file, line, table.headings.get(key, key), value, fault, allowed)
