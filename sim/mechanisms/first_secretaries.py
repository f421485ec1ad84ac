"""First secretaries: posted by rule, learn the village, bring money, leave (S6).

Of the villages where ``coverage`` is above zero, as many have a first secretary as it adds up to in the county,
rounded by the luck of the county. Villages where it is 1 come first, the rest by rule; ties go by lot. Whoever is
posted stays for the term that was settled then, also where coverage or term have changed meanwhile; then another
village may be chosen. The effective hours of the team grow with what it has learnt of the village, from the least share
upwards; on leaving all of that is lost, unless another follows in the same village at once and has learnt during the
handover. Money of the home unit reaches the village each month; a share of it goes on for twelve months after he has
left, unless another brings his own. A share of all of it is for measures of households, which ``targeting`` pays. What
the village's own people do less of, ``effort`` works out.

reads   leadership, income, dispersion, registered, score, township, county
writes  the first secretaries, ``posted_hours``, adds to ``grants`` and ``household_money``
draws   offices.first_secretary: ties by village and month; level by village and number of postings (0); rounding by
        county (0, month 0)
tested  path of what is learnt, effective hours, number posted, the rule, length of the term, money after leaving
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.agents.codes import CITY_LEVEL, COUNTY_LEVEL, PROVINCE_LEVEL
from sim.core.compute.draws import fill, rounded, stream, uniform
from sim.core.compute.elementary import powers
from sim.core.config.calendar import MONTHS
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import Param, assumed, convention
from sim.procedures.targets import RULES, in_order

POSTING = stream("offices.first_secretary")
COUNTY_BITS = np.uint64(32)
LEVELS = ("county_resources", "city_resources", "province_resources")


def ranked(V: np.ndarray, S: np.ndarray, rows: NDArray[np.int64], month: int, seed: np.uint64) -> NDArray[np.int64]:
    """Order villages by who gets a first secretary first: chosen by name, then by the rule, then by lot.

    Parameters
    ----------
    V, S : structured arrays, shape (villages,)
        Village table and settings.
    rows : int array
        Villages to order.
    month : int
        Calendar month, of the lot.
    seed : uint64
        Seed of the run.

    Returns
    -------
    int array
        The same rows, the first to be served first.
    """
    identity = np.ascontiguousarray(V["identity"][rows])
    words = [np.empty(len(rows), np.uint32) for _ in range(4)]
    fill(identity, month, 0, seed, POSTING, *words)
    by_rule = rows[in_order(V[rows], RULES[int(S["rule"][rows[0]])], words[0])]
    return by_rule[np.argsort(S["coverage"][by_rule] < 1, kind="stable")]


def choose(V: np.ndarray, S: np.ndarray, posted: NDArray[np.bool_], month: int, seed: np.uint64) -> NDArray[np.int64]:
    """Villages that get a first secretary this month, in the order of the rule."""
    chosen = []
    for county in np.unique(V["county"]):
        inside = np.flatnonzero((V["county"] == county) & (S["coverage"] > 0))
        free = inside[~posted[inside]]
        if not len(free):
            continue
        luck = uniform(seed, POSTING, V["identity"][inside[0]] >> COUNTY_BITS, 0, 0)
        wanted = rounded(math.fsum(np.minimum(S["coverage"][inside], 1.0)), luck)
        places = max(wanted - len(inside) + len(free), int((S["coverage"][free] >= 1).sum()), 0)
        chosen.append(ranked(V, S, free, month, seed)[:places])
    return np.concatenate(chosen) if chosen else np.empty(0, np.int64)


def post(V: np.ndarray, F: np.ndarray, S: np.ndarray, v: int, seed: np.uint64) -> None:
    """Send somebody to a village; who follows at once has learnt from the one before during the handover."""
    followed = F["postings"][v] > 0 and F["months_gone"][v] == 0
    unknown = float(powers(1 - float(S["embedding"][v]), float(S["handover"][v]) if followed else 0.0))
    luck = uniform(seed, POSTING, V["identity"][v], int(F["postings"][v]), 0)
    province, city = float(S["province_share"][v]), float(S["city_share"][v])
    level = PROVINCE_LEVEL if luck < province else CITY_LEVEL if luck < province + city else COUNTY_LEVEL
    F["posted"][v], F["level"][v], F["team"][v], F["term"][v] = True, level, S["team"][v], S["term"][v]
    F["capacity"][v], F["willingness"][v] = S["capacity"][v], S["willingness"][v]
    F["embeddedness"][v], F["tenure"][v], F["months_gone"][v] = 1 - unknown, 0, 0
    F["postings"][v] += 1
    F["resources"][v] = S[LEVELS[level]][v]


def leave(F: np.ndarray, S: np.ndarray) -> None:
    """Call back those whose term is over: what they know of the village goes with them, and most of the money."""
    over = F["posted"] & (F["tenure"] >= F["term"])
    F["resources"][over] *= S["kept"][over]
    F["posted"][over] = False
    for name in ("embeddedness", "capacity", "willingness", "team", "term", "tenure", "months_gone"):
        F[name][over] = 0


def work(V: np.ndarray, F: np.ndarray, S: np.ndarray, T: np.ndarray) -> None:
    """Bring this month's money, work, and learn the village."""
    posted, known = F["posted"], F["embeddedness"]
    money = F["resources"] / MONTHS
    for_households = S["household_share"] * money
    V["household_money"] += for_households
    T["unit_set_aside"] += for_households
    V["grants"] += money - for_households
    effective = S["known_least"] + (1 - S["known_least"]) * known
    V["posted_hours"] = np.where(posted, S["hours"] * S["present"] * F["team"] * effective, 0.0)
    known[posted] += (S["embedding"] * (1 - known))[posted]
    F["tenure"][posted] += 1
    F["months_gone"][~posted & (F["postings"] > 0)] += 1
    F["resources"][~posted & (F["months_gone"] >= MONTHS)] = 0.0


RULE = "first-secretary-rules"
WHERE = "decides where they go, not how many there are"


class FirstSecretaries(Mechanism):
    """First secretaries: where they are sent, what they bring, how they learn, and what is left of it."""

    # fmt: off
    coverage = assumed(0, "share", low=0, high=1, raises="first_secretaries", symbol="fs_cover", law="sum",
        note="share of villages with a first secretary; 1 in a village names that village",
        note_zh="有第一书记的村的比例")
    rule = assumed("weakest", "rule", choices=RULES, either=WHERE, symbol="fs_rule", law="set",
        note="which villages come first; weakest = lowest leadership capacity",
        note_zh="哪些村在先；weakest=领导力最低")
    term = Param(24, "month", "D", RULE, low=12, high=36, raises="posted_hours", symbol="fs_term", law="set",
        note="length of a posting", note_zh="任期")
    team = Param(1, "persons", "D", RULE, low=1, high=5, raises="posted_hours", symbol="fs_team", law="set",
        note="persons posted, at least 3 where the rule of 2021 asks for a resident team", note_zh="派驻人数")
    city_share = assumed(0.3, "share", low=0, high=1, either="moves money only", law="set", note="sent by the city",
        note_zh="由市级选派的比例")
    province_share = assumed(0.1, "share", low=0, high=1, either="moves money only", law="set",
        note="sent by the province; the rest is sent by the county", note_zh="由省级选派的比例，其余由县级选派")
    county_resources = assumed(50000, "yuan/year", raises="grants", symbol="res[county]", law="product",
        note="money that one sent by the county brings", note_zh="县级选派者带来的资金")
    city_resources = assumed(150000, "yuan/year", raises="grants", symbol="res[city]", law="product",
        note="money that one sent by the city brings", note_zh="市级选派者带来的资金")
    province_resources = assumed(300000, "yuan/year", raises="grants", symbol="res[province]", law="product",
        note="money that one sent by the province brings", note_zh="省级选派者带来的资金")
    kept = assumed(0.2, "share", raises="grants", symbol="net_keep", law="odds",
        note="share of this money that goes on for twelve months after he has left",
        note_zh="离任后十二个月内延续的资金比例")
    household_share = assumed(0.3, "share", former=0.0, low=0.0, high=0.6, raises="unit_measures", symbol="fs_house",
        active=True,
        note="of this money, goes to measures for households on the list", note_zh="资金中用于在册农户帮扶措施的比例")
    capacity = assumed(0.62, "0-1", active=True, low=0.5, high=0.75, raises="leadership",
        note="capacity of a first secretary", note_zh="第一书记的能力")
    willingness = assumed(0.6, "0-1", low=0.45, high=0.75,
        either="counts where the secretary's office is vacant: weighs the own value of tasks against the assessed",
        note="service consciousness of a first secretary", note_zh="第一书记的服务意识")
    hours = convention(160, "hour/month", raises="posted_hours", note="hours of a full-time month",
        note_zh="全职每月工时")
    present = assumed(0.8, "share", low=0.6, high=1, raises="posted_hours", note="share of them spent in the village",
        note_zh="其中在村工作的比例")
    known_least = convention(0.3, "share", raises="posted_hours", note="share of hours that has an effect on arrival",
        note_zh="到任时起作用的工时比例")
    embedding = assumed(0.08, "1/month", raises="posted_hours", symbol="emb",
        note="share of what is still unknown that is learnt in a month", note_zh="每月熟悉所余未知情况的比例")
    handover = assumed(0, "month", low=0, high=6, raises="posted_hours", law="set",
        note="months in which who follows in the same village learns beside the one before",
        note_zh="接任者与前任共事的月数")
    crowding = assumed(0.25, "share", low=0, high=0.6, lowers="secretary_hours", symbol="fs_crowd", active=True,
        note="own effort given up for each share of hours that first secretaries supply",
        note_zh="第一书记每提供一份工时，村里自身投入的减少")
    # fmt: on

    def step(self, model: Any) -> None:
        """Call back, post and let work those of the month."""
        V, F, T = model.villages.columns, model.first_secretaries.columns, model.recorder.now
        S = self.settings(model)
        if not (S["coverage"] > 0).any() and not F["postings"].any():
            return
        leave(F, S)
        for v in choose(V, S, F["posted"], int(model.month), model.key):
            post(V, F, S, int(v), model.key)
        work(V, F, S, T)
        T["first_secretaries"] += F["posted"]
        T["posted_hours"] += V["posted_hours"]
