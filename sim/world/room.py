"""How much room a world takes: persons, memory and time, known before any of it is taken.

Memory is most while the start population is drawn; the figures were measured on worlds of ten thousand to a million
persons (peak of the process, Linux) and are rounded up. Time is that of one thread with many policies.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sim.core.config.language import message
from sim.world.specification import WorldSpec

BYTES_A_PERSON = 1000
BYTES_A_VILLAGE_MONTH = 1500
BYTES_BESIDE = 300_000_000
"""Of the program itself."""
SECONDS_A_PERSON_MONTH = 2e-7
GIGABYTE, MINUTE, HOUR = 1e9, 60, 3600
CGROUPS = Path("/sys/fs/cgroup")


class WorldTooLarge(ValueError):
    """A world for which there is no room here."""


@dataclass(frozen=True)
class Room:
    """What a world takes that is lived as one.

    Attributes
    ----------
    persons : int
        Registered persons, about: those of villages of median size.
    memory : float
        Bytes, about.
    seconds : float
        Time of a run on one thread, about.
    """

    persons: int
    memory: float
    seconds: float

    def __str__(self) -> str:
        return message(
            "about {persons:,} persons, {memory:.1f} GB of memory, {time} a run",
            persons=self.persons,
            memory=self.memory / GIGABYTE,
            time=shown_time(self.seconds),
        )


def room_of(world: WorldSpec, months: int) -> Room:
    """What a world takes over so many months, burn-in included.

    Examples
    --------
    >>> from sim.world.room import room_of
    >>> from sim.world.specification import WorldSpec
    >>> print(room_of(WorldSpec(), 144))
    about 19,500 persons, 0.3 GB of memory, 1 s a run
    """
    villages = world.villages_in_all
    persons = world.persons
    memory = BYTES_BESIDE + persons * BYTES_A_PERSON + villages * months * BYTES_A_VILLAGE_MONTH
    return Room(persons, memory, persons * months * SECONDS_A_PERSON_MONTH)


def why_too_large(world: WorldSpec, months: int) -> str:
    """Why there is no room for a world here, with the arithmetic; nothing if there is, or if nobody knows."""
    room, here = room_of(world, months), memory_here()
    if here is None or room.memory <= here:
        return ""
    return message(
        "{villages:,} villages x {size:,} persons x {each:,} bytes, and {months} months of {villages:,} villages, are "
        "{needed:.0f} GB of memory; there are {here:.0f} GB",
        villages=world.villages_in_all,
        size=world.village_size,
        each=BYTES_A_PERSON,
        months=months,
        needed=room.memory / GIGABYTE,
        here=here / GIGABYTE,
    )


def check_room(world: WorldSpec, months: int) -> None:
    """Refuse a world for which there is no room, before it is built.

    Raises
    ------
    WorldTooLarge
        With the arithmetic.
    """
    if fault := why_too_large(world, months):
        raise WorldTooLarge(message("the world is too large: {fault}", fault=fault))


def memory_here() -> int | None:
    """Bytes of memory that this process may have: those of the machine, or of its container; None if not known."""
    try:
        limits = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    except (AttributeError, OSError, ValueError):  # Windows has no such question
        return None
    return min([*limits, *_of_container()])


def _of_container() -> list[int]:
    """Limits of the control groups that this process is in, on Linux."""
    try:
        (own,) = (line[3:] for line in Path("/proc/self/cgroup").read_text().splitlines() if line.startswith("0::"))
    except (OSError, ValueError):
        return []
    group = CGROUPS / own.strip("/")
    found = []
    for folder in (group, *group.parents):
        file = folder / "memory.max"
        try:
            found.append(int(file.read_text()))
        except (OSError, ValueError):  # not there, or "max"
            continue
    return found


def shown_time(seconds: float) -> str:
    """Say a time in the unit that suits it."""
    if seconds < MINUTE:
        return message("{count:.0f} s", count=max(seconds, 1))
    if seconds < HOUR:
        return message("{count:.0f} min", count=seconds / MINUTE)
    return message("{count:.1f} h", count=seconds / HOUR)
