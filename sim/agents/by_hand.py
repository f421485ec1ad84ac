"""Persons added or taken out by hand, through Mesa's surface: ``Villager(model, ...)`` and ``person.remove()``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.agents.codes import AGES, AWAY_STEP, GONE, SEX_STEP
from sim.core.columns.views import check
from sim.core.compute.draws import incomer_id
from sim.core.config.calendar import MONTHS
from sim.core.config.language import message
from sim.core.config.problems import did_you_mean

if TYPE_CHECKING:
    from sim.core.columns.directory import Directory

REQUIRED = ("village", "household", "sex")
# What makes a person's group; the group itself and the identity are never written by hand.
BEHIND_GROUP = frozenset({"away", "sex", "birth_month"})
MADE = frozenset({"identity", "group"})


def enter(directory: Directory, values: dict[str, Any]) -> int:
    """Add a person to a village, with an identity from village, month and rank, and return the identity.

    Parameters
    ----------
    directory : Directory
        Of the persons.
    values : dict
        ``village``, ``household``, ``sex``, and ``age`` in years or ``birth_month``; any other column. Columns left out
        take their defaults.

    Raises
    ------
    TypeError
        If a required value is missing, or a name is not a column.
    ValueError
        If a value is out of bounds, or there is no such village or household.
    """
    model, declared = directory.model, directory.declared
    V = model.villages.columns
    for name in values:
        if name in MADE or name not in declared.keys() | {"village", "age"}:
            reason = "is made, not given" if name in MADE else f"is not a column{did_you_mean(name, declared)}"
            raise TypeError(message("{name!r} of a person {reason}", name=name, reason=reason))
    missing = [name for name in REQUIRED if name not in values]
    if not {"age", "birth_month"} & values.keys():
        missing.append("age or birth_month")
    if missing or {"age", "birth_month"} <= values.keys():
        raise TypeError(f"missing: {', '.join(missing)}" if missing else "give age or birth_month, not both")
    columns = {name: value for name, value in values.items() if name not in ("village", "age")}
    if "age" in values:
        if not 0 <= values["age"] < AGES:
            raise ValueError(message("age = {age!r}: allowed are 0 to {last} years", age=values["age"], last=AGES - 1))
        columns["birth_month"] = last_month(directory) - int(MONTHS * values["age"])
    for name, value in columns.items():
        check(directory, name, value)
    village = values["village"]
    if not (isinstance(village, int | np.integer) and 0 <= village < len(V)):
        raise ValueError(message("village = {village!r}: allowed are 0 to {last}", village=village, last=len(V) - 1))
    households = int(V["household_last"][village] - V["household_first"][village])
    if not 0 <= columns["household"] < households:
        raise ValueError(
            message(
                "household = {household!r}: village {village} has 0 to {last}",
                household=columns["household"],
                village=village,
                last=households - 1,
            )
        )

    place, rank = V["identity"][village], 0
    while directory.find(identity := int(incomer_id(model.key, place, model.month, rank))) >= 0:
        rank += 1
    if V["last"][village] >= V["room"][village]:
        model.lay_out_anew()
    row = int(V["last"][village])
    for name, column in declared.items():
        directory.column(name)[row] = columns.get(name, column.default)
    directory.column("identity")[row] = identity
    regroup(directory, row)
    V["last"][village] += 1
    return identity


def leave(directory: Directory, row: int) -> None:
    """Take a person out: the row belongs to nobody from now on, and is cleared in January."""
    directory.column("group")[row] = GONE


def regroup(directory: Directory, rows: Any) -> None:
    """Make the group of rows anew from birth month, sex and presence."""
    sex, away, birth_month = (directory.column(name)[rows].astype(np.int64) for name in ("sex", "away", "birth_month"))
    age = np.clip((last_month(directory) - birth_month) // MONTHS, 0, AGES - 1)
    directory.column("group")[rows] = 1 + AWAY_STEP * away + SEX_STEP * sex + age


def last_month(directory: Directory) -> int:
    """Return the month that was lived last: people have the age that they had in it."""
    return int(directory.model.month) - 1


def write(directory: Directory, rows: Any, name: str, values: Any) -> None:
    """Write a column of persons by hand, and keep the group in step with what is behind it.

    Raises
    ------
    AttributeError
        If the column is made by the model.
    """
    if name in MADE:
        raise AttributeError(
            message(
                "{name!r} of a person is made, not written; write {names}, or call remove()",
                name=name,
                names=", ".join(sorted(BEHIND_GROUP)),
            )
        )
    check(directory, name, values)
    directory.column(name)[rows] = values
    if name in BEHIND_GROUP:
        regroup(directory, rows)


def age_of(directory: Directory, rows: np.ndarray) -> np.ndarray:
    """Ages in whole years, from the groups.

    Raises
    ------
    LookupError
        If a person has gone.
    """
    group = directory.column("group")[rows].astype(np.int64)
    if (group == GONE).any():
        raise LookupError(
            message(
                "person {identity} is gone and has no age any more",
                identity=int(directory.identities(rows)[group == GONE][0]),
            )
        )
    return np.asarray((group - 1) % AWAY_STEP % SEX_STEP)
