"""Villagers: every registered person, resident or away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.agents import by_hand
from sim.agents.codes import GONE, NOBODY, PROBATIONARY
from sim.core.columns.columns import Column
from sim.core.columns.views import Derived, RowAgent
from sim.core.config.language import message

if TYPE_CHECKING:
    from sim.core.columns.directory import Directory


class Villager(RowAgent, store="people"):
    """A registered villager, resident or away.

    Members, secretaries, migrants and the dead of the year are villagers too: admission, appointment or leaving changes
    a value here and creates nobody. Columns of members are columns of every villager, because selection reads them of
    applicants.
    """

    identity = Column(
        np.uint64, "1", "from ancestry: world seed, county, village and rank, or mother and order of birth"
    )
    group = Column(np.uint16, "1", "0 = gone, else 1 + 220·away + 110·sex + age; made anew each month")
    birth_month = Column(np.int16, "calendar month", "month of birth, 0 = January 1900")
    sex = Column(np.uint8, "0 man, 1 woman", "sex as in the census tables", high=1)
    education = Column(np.uint8, "0-3", "at most primary, junior, senior secondary, tertiary", high=3)
    household = Column(np.uint16, "1", "number of the household inside the village")
    kin = Column(np.uint8, "1", "number of the kin group inside the village")
    spouse = Column(np.uint16, "1", "row inside the village, 65535 = none", default=NOBODY)
    mother = Column(np.uint16, "1", "row inside the village, 65535 = none", default=NOBODY)
    father = Column(np.uint16, "1", "row inside the village, 65535 = none", default=NOBODY)
    births = Column(np.uint8, "children", "children born so far: makes the identity of the next")
    away = Column(np.bool_, "switch", "lives outside the county for work or study, still registered")
    months_away = Column(np.uint16, "month", "months since leaving")
    past = Column(
        np.uint8, "bits", "since the world began: 1 came home from away as an adult; 2 has been secretary", high=3
    )
    pocket = Column(np.bool_, "switch", "left for good but the transfer of membership was not completed")
    frail = Column(np.bool_, "switch", "bedridden or unable to attend")
    ability = Column(np.float32, "standard deviations", "innate talent, N(0, 1)")
    trust = Column(
        np.float32, "0-1", "trust in the branch; .5 means seeks help half the time", default=0.5, low=0, high=1
    )
    trust_base = Column(
        np.float32,
        "0-1",
        "where her trust drifts to in silence, with an anchor; not always reached",
        0,
        -np.inf,
        np.inf,
    )
    misperception = Column(np.float32, "0-1", "share of wrong beliefs about rules and entitlements", low=0, high=1)
    device = Column(np.bool_, "switch", "has a phone or computer that goes online")
    skill = Column(np.float32, "0-1", "digital skill", low=0, high=1)
    skill_start = Column(np.float32, "0-1", "digital skill that unused skill falls back to", low=0, high=1)
    account = Column(np.uint8, "0-2", "on the platform: none, dormant, active", high=2)
    in_village_group = Column(np.bool_, "switch", "in the chat group of her village")
    posts_read = Column(np.uint8, "posts", "posts of the branch that she read there this month, at most 4", high=4)
    posts_heard = Column(np.uint8, "posts", "more of them that another of her household read", high=4)
    application = Column(
        np.uint8, "0-2", "member on the national application: not active, left running, attending", high=2
    )
    need = Column(np.uint8, "0-5", "kind of the open need, 0 = none", high=5)
    need_difficulty = Column(np.float32, "ability scale", "difficulty of the open need")
    need_age = Column(np.uint8, "month", "months since the need arose")
    need_known = Column(np.bool_, "switch", "sought or detected")
    need_tries = Column(np.uint8, "attempts", "failed attempts so far")
    events = Column(np.uint8, "bits", "this month: 1 success, 2 failure, 4 not found, 8 visited, above: messages")
    months_without_contact = Column(np.uint8, "month", "months since the last visit, message or service, at most 255")
    stage = Column(np.uint8, "0-4", "outside, applicant, activist, probationary, full member", high=4)
    stage_months = Column(np.uint16, "month", "months in this stage")
    pending = Column(
        np.uint8,
        "0-7",
        "nothing; admission on the agenda, passed; conversion on the agenda; removal on the agenda, passed; suspended; "
        "member elsewhere",
        high=7,
    )
    pending_months = Column(np.uint8, "month", "months in this state")
    applied = Column(np.int16, "calendar month", "month of applying for membership, -1 = never", default=-1)
    delegate = Column(np.bool_, "switch", "delegate of ten households in the villagers' representatives' meeting")
    habit = Column(np.float32, "0-1", "habit of attending and belonging", default=0.6, low=0, high=1)
    willingness = Column(np.float32, "0-1", "service consciousness", low=0, high=1)
    willingness_start = Column(np.float32, "0-1", "service consciousness that it falls back to", low=0, high=1)
    capacity = Column(np.float32, "0-1", "capacity to serve", low=0, high=1)
    capacity_start = Column(np.float32, "0-1", "capacity that unused capacity falls back to", low=0, high=1)
    missed = Column(np.uint8, "month", "months since the last meeting attended, at most 255")
    hardship = Column(np.bool_, "switch", "member in hardship")
    left_behind = Column(
        np.uint8, "bits", "1 woman, 2 elder, 4 guardian, 8 child of two away, 16 child of one away; quarterly", high=31
    )
    uncared_months = Column(np.uint8, "month", "months in hardship without care")
    life = Column(np.uint32, "1", "running hash of the discrete states lived through, to compare lives")

    age = Derived(by_hand.age_of, "year", "whole years, at most 109")
    village = Derived(lambda directory, rows: directory.village(rows), "1", "number of the village")
    is_member = Derived(
        lambda directory, rows: directory.column("stage")[rows] >= PROBATIONARY, "switch", "probationary or full member"
    )

    @staticmethod
    def rows_of(columns: Any) -> Any:
        """Which rows are persons: those who have not gone."""
        return columns.group != GONE

    @classmethod
    def enter(cls, directory: Directory, values: dict[str, Any]) -> int:
        """Add a person who has come into a village: ``Villager(model, village=3, household=12, sex=1, age=30)``.

        Raises
        ------
        ValueError
            If the stage is a member's: type ``Member(model, ...)`` instead.
        """
        if values.get("stage", 0) >= PROBATIONARY:
            raise ValueError(
                message("a person at stage {stage} is a member: type Member(model, ...)", stage=values["stage"])
            )
        return by_hand.enter(directory, values)

    def leave(self) -> None:
        """Take the person out of the village; the row is cleared in January."""
        by_hand.leave(self._directory, self.row)

    @classmethod
    def write(cls, directory: Directory, rows: Any, name: str, values: Any) -> None:
        """Write a column; writing sex, presence or month of birth keeps the group in step."""
        by_hand.write(directory, rows, name, values)
