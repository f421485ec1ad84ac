"""A county of one's own: what its tables say, as arrays over villages, age groups and persons."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.world.roster.columns import ADULT, VILLAGES
from sim.world.tables import AGES, Floats

Counts = NDArray[np.int64]
GIVEN = tuple(column.name for column in VILLAGES.columns if column.form in ("count", "number"))
"""What may be known of a village."""


@dataclass(frozen=True, eq=False)
class Margins:
    """Persons by age group and sex, of the county or of each village.

    Attributes
    ----------
    low, high : array of int, shape (groups,)
        First and last age of each group; the last one ends with 100, which means 100 and over.
    counts : array of int, shape (scopes, 2, groups)
        Men and women. One scope is the county as a whole; otherwise there is one for each village.
    """

    low: Counts
    high: Counts
    counts: Counts

    @property
    def by_village(self) -> bool:
        """Whether every village has its own."""
        return len(self.counts) > 1

    def total(self, scope: int) -> int:
        """Persons of a scope."""
        return int(self.counts[scope].sum())


@dataclass(frozen=True, eq=False)
class OwnCounty:
    """What is known of a county; two are equal if they say the same, whatever files they come from.

    Attributes
    ----------
    source : str
        Folder or workbook, as a full path.
    names : tuple of str
        Villages, township by township, in the order of the table.
    townships : tuple of str
        Townships in the order in which they first stand there.
    township : array of int, shape (villages,)
        Place of each village's township among them.
    villages : dict of str to array, shape (villages,)
        What is given of villages, NaN where it is not known; ``registered`` always is.
    age_sex, members : Margins or None
    people : dict of str to array, shape (persons,)
        Persons village by village; empty where there is no table of them. ``village``, ``sex``, and those of ``birth``
        with ``birth_known``, ``age``, ``away``, ``education`` and ``member`` that are given. -1 where one is not known.
    """

    source: str
    names: tuple[str, ...]
    townships: tuple[str, ...]
    township: Counts
    villages: dict[str, Floats]
    age_sex: Margins | None = None
    members: Margins | None = None
    people: dict[str, NDArray[Any]] = field(default_factory=dict)
    digest: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", self._digest())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OwnCounty) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"<county of {len(self.names)} villages, {int(self.registered.sum()):,} persons, {self.digest[:8]}>"

    @property
    def registered(self) -> Counts:
        """Registered persons of each village."""
        return self.villages["registered"].astype(np.int64)

    @property
    def in_township(self) -> Counts:
        """Villages of each township."""
        return np.bincount(self.township, minlength=len(self.townships)).astype(np.int64)

    def of(self, name: str) -> Floats:
        """What is given of each village under a name, NaN where it is not known."""
        return self.villages.get(name, np.full(len(self.names), np.nan))

    def knows_all(self, name: str) -> bool:
        """Whether something is given for every village."""
        return bool(np.isfinite(self.of(name)).all())

    @property
    def member_share(self) -> float | None:
        """Members over registered, where the members of all villages are known."""
        if self.people and "member" in self.people and (self.people["member"] >= 0).all():
            return float(self.members_of_people.sum() / self.registered.sum())
        return float(self.of("members").sum() / self.registered.sum()) if self.knows_all("members") else None

    @property
    def members_of_people(self) -> Counts:
        """Members of each village by the table of persons."""
        from sim.agents.codes import PROBATIONARY

        member = self.people["member"] >= PROBATIONARY
        return np.bincount(self.people["village"][member], minlength=len(self.names)).astype(np.int64)

    def sizes_only(self) -> OwnCounty:
        """The same villages with the same numbers of persons, and nothing else known."""
        return OwnCounty(
            self.source, self.names, self.townships, self.township, {"registered": self.villages["registered"]}
        )

    def _digest(self) -> str:
        """BLAKE2b of all that is said, not of the bytes of a file: another encoding is the same county."""
        found = hashlib.blake2b(digest_size=16)

        def put(name: str, array: NDArray[Any]) -> None:
            found.update(f"{name} {array.dtype.str} {array.shape};".encode())
            found.update(np.ascontiguousarray(array).tobytes())

        put("township", self.township)
        for name, values in sorted(self.villages.items()):
            if np.isfinite(values).any():
                put(name, values)
        for name, margins in (("age_sex", self.age_sex), ("members", self.members)):
            if margins is not None:
                put(name, np.concatenate([margins.low, margins.high, margins.counts.ravel()]))
        for name, values in sorted(self.people.items()):
            put(f"people.{name}", values)
        return found.hexdigest()


def apportioned(count: int, weights: Floats) -> Counts:
    """Share a whole number out by weights: largest remainders, the first among equals."""
    total = float(weights.sum())
    exact = count * (weights / total if total > 0 else np.full(len(weights), 1 / len(weights)))
    whole = np.floor(exact).astype(np.int64)
    rest = exact - whole
    whole[np.argsort(-rest, kind="stable")[: count - int(whole.sum())]] += 1
    return whole


def by_single_years(low: Counts, high: Counts, counts: Counts, shape: Floats) -> Floats:
    """Weights of single years, [sex, age], that add up to the counts of each group and follow a shape within it.

    Parameters
    ----------
    low, high : int array, shape (groups,)
    counts : int array, shape (2, groups)
    shape : float array, [sex, age]
    """
    found = np.zeros((2, AGES))
    for group, (a, b) in enumerate(zip(low, high, strict=True)):
        for sex in (0, 1):
            weights = shape[sex, a : b + 1]
            total = weights.sum()
            share = weights / total if total > 0 else np.full(len(weights), 1 / len(weights))
            found[sex, a : b + 1] = counts[sex, group] * share
    return found


def atoms_of(one: Margins, other: Margins) -> tuple[Counts, Counts]:
    """First and last ages of the parts into which two sets of groups cut each other, from the youngest adult on."""
    edges = sorted({*one.low, *(one.high + 1), *other.low, *(other.high + 1), ADULT})
    edges = [edge for edge in edges if edge <= AGES]
    return np.array(edges[:-1], np.int64), np.array(edges[1:], np.int64) - 1


def others_than_members(everybody: Margins, members: Margins, scope: int, shape: Floats) -> tuple[Counts, Counts]:
    """Whole numbers of members by the parts of both sets of groups, and of everybody else by groups of everybody.

    Parameters
    ----------
    everybody, members : Margins
    scope : int
    shape : float array, [sex, age]
        Probability to be a member times registered: how members of one group are shared out among parts of it.

    Returns
    -------
    in_atoms : int array, shape (2, atoms)
        As :func:`atoms_of` cuts them.
    others : int array, shape (2, groups of everybody)
        Negative where there are more members than persons.
    """
    low, high = atoms_of(everybody, members)
    in_atoms = np.zeros((2, len(low)), np.int64)
    for group, (a, b) in enumerate(zip(members.low, members.high, strict=True)):
        inside = np.flatnonzero((low >= a) & (high <= b))
        for sex in (0, 1):
            weights = np.array([shape[sex, low[atom] : high[atom] + 1].sum() for atom in inside])
            in_atoms[sex, inside] = apportioned(int(members.counts[scope, sex, group]), weights)
    others = everybody.counts[scope].copy()
    for group, (a, b) in enumerate(zip(everybody.low, everybody.high, strict=True)):
        others[:, group] -= in_atoms[:, (low >= a) & (high <= b)].sum(axis=1)
    return in_atoms, others


def listed(values: Sequence[str], most: int = 5) -> str:
    """The first of some names, and how many more there are."""
    left = len(values) - most
    return ", ".join(values[:most]) + (f" … +{left}" if left > 0 else "")
