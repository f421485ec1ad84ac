"""Equations of the description are those of the code: worked out from their text, beside the kernels."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest

from sim.core.compute.functions import exchange
from sim.core.compute.kernels import interpreted
from sim.mechanisms import find_mechanism
from sim.mechanisms.collective_economy import legal_pay, yields
from sim.mechanisms.digital import adoption_rate, device_chance
from sim.mechanisms.effort import (
    appeal,
    documents_due,
    kept_by_coordination,
    left_by_crowding,
    looked_at,
    move_motivation,
    paper_value,
    supply,
    weakest_link,
)
from sim.mechanisms.graduate_officials import leaving
from sim.mechanisms.meetings import leaning
from sim.mechanisms.needs import seeking
from sim.mechanisms.service import contact_plan
from sim.mechanisms.supervision import hazard, watch_over
from sim.mechanisms.targeting import known_of
from sim.mechanisms.trust import answer, disconfirmed
from sim.procedures.projects import grant_efficiency
from sim.procedures.schedules import leave_schedule, return_factor
from sim.procedures.village_groups import share_read
from sim.report.described.odd.submodel import NAME, submodel

TRIALS = 5


def clip(value: float) -> float:
    return min(1.0, max(0.0, value))


FUNCTIONS = {
    "σ": lambda z: 1 / (1 + math.exp(-z)),
    "exp": math.exp,
    "ln": math.log,
    "log2": math.log2,
    "sqrt": math.sqrt,
    "min": min,
    "max": max,
    "clip": clip,
    "floor": math.floor,
}


def code_of(text: str) -> str:
    """Python of one side of an equation."""
    for sign, other in (("−", "-"), ("·", "*"), ("^", "**"), ("≥", ">="), ("’", "'")):
        text = text.replace(sign, other)
    text = re.sub(r"\b([a-z_]+)\.([a-z_]+)\b", r"\1__\2", text.replace("'", "_new"))
    text = re.sub(r"\((\w+) if (\w+)\)", r"(\1 if \2 else 1)", text)  # a factor where it applies
    return re.sub(r", else ", " else ", text)


def worked_out(mechanism: str, wanted: str, values: dict[str, float], given: str = "") -> float:
    """Value of a quantity by the equations of a submodel; ``given`` stops at names that have a value already."""
    lines = {}
    for each in submodel(mechanism).equations:
        joined = re.sub(r"\n {2,}", " ", each.text)
        for line in joined.splitlines():
            left, found, right = line.partition(" = ")
            if found:
                lines.setdefault(re.sub(r"^P\((\w+)\)$", r"\1", left.strip()), right)
    known = {name.replace(".", "__"): value for name, value in values.items()}

    def find(name: str) -> float:
        if name in known:
            return known[name]
        right = lines[name]
        for each in NAME.findall(right):
            key = each.replace(".", "__").replace("'", "_new")
            if key not in known and each in lines and each != name:
                known[key] = find(each)
        known[name] = float(eval(code_of(right), {**FUNCTIONS, **known}))
        return known[name]

    return find(wanted)


@pytest.fixture(params=range(TRIALS))
def luck(request: pytest.FixtureRequest) -> np.random.Generator:
    return np.random.default_rng(request.param)


class Row(dict[str, Any]):
    """A table of one village: any name has a value, drawn when it is first asked for and kept."""

    def __init__(self, luck: np.random.Generator, **fixed: Any) -> None:
        super().__init__({name: np.array([value]) for name, value in fixed.items()})
        self.luck = luck

    def __missing__(self, name: str) -> np.ndarray:
        self[name] = np.array([self.luck.uniform(0.1, 0.9)])
        return self[name]

    def value(self, name: str) -> float:
        return float(self[name][0])


def settings(mechanism: str, luck: np.random.Generator, **fixed: float) -> Row:
    """Parameters somewhere between half and one and a half of their defaults."""
    params = find_mechanism(mechanism).params
    moved = {name: each.number(each.default) * luck.uniform(0.5, 1.5) for name, each in params.items()}
    return Row(luck, **{**moved, **fixed})


def flat(row: Row, prefix: str = "") -> dict[str, float]:
    return {f"{prefix}{name}": float(value[0]) for name, value in row.items()}


def plain(kernel: Any) -> Any:
    """A kernel as plain Python, with all that it calls."""

    def call(*arguments: Any) -> Any:
        with interpreted():
            return kernel(*arguments)

    return call


def test_seeking(luck):
    S = settings("needs", luck)
    trust, dependence = luck.uniform(size=2)
    found = plain(seeking)(trust, dependence, S.value("seek"), S.value("seek_trust"), S.value("seek_dependence"))
    values = {**flat(S), "trust": trust, "dependence": dependence}
    assert worked_out("needs", "seeks", values) == pytest.approx(found)


def test_hours_of_the_secretary(luck):
    S = settings("effort", luck)
    V = Row(luck, local_wage=luck.uniform(2000, 5000))
    O = Row(luck, full_time=False, holder=1, outsider=False)
    hours, relative = plain(supply)(V, O, S, 0)
    values = {**flat(S), **flat(V), **flat(O), "pay": S.value("subsidy")}
    assert worked_out("effort", "secretary_hours", values) == pytest.approx(hours)
    assert worked_out("effort", "relative", values) == pytest.approx(relative)


def test_documents_and_their_value(luck):
    S, A, D = settings("effort", luck), settings("supervision", luck), settings("digital", luck, mandate=0.0)
    D["integrated"], S["clock_hours"] = np.array([0.0]), np.array([3.0])
    V, O = Row(luck, full_members=40, village_group=True, months_since_aid=20), Row(luck, one_shoulder=True)
    due = plain(documents_due)(V, O, S, A, D, 0)
    others = {**flat(A, "supervision."), "platforms": D.value("platforms"), "unaided": 1.0}
    values = {**flat(S), **flat(V), **flat(O), **others}
    assert worked_out("effort", "due", values) == pytest.approx(due)
    assert worked_out("effort", "paper", values) == pytest.approx(plain(paper_value)(V, S, A, 0, S.value("stakes")))


def test_what_inspections_coordination_and_crowding_leave(luck):
    S, A, O, V = settings("effort", luck), settings("supervision", luck), Row(luck, one_shoulder=False), Row(luck)
    values = {**flat(S), **flat(A, "supervision."), "one_shoulder": 0.0}
    assert worked_out("effort", "done", values) == pytest.approx(
        plain(looked_at)(A.value("inspections"), S.value("unseen"))
    )
    chain = plain(weakest_link)(S, A, 0)
    assert worked_out("effort", "chain", values) == pytest.approx(chain)
    assert worked_out("effort", "kept", values) == pytest.approx(plain(kept_by_coordination)(O, S, 0, chain))
    own, posted, crowding = 30.0, 20.0, luck.uniform()
    told = {"own": own, "posted_hours": posted, "first_secretaries.crowding": crowding}
    assert worked_out("effort", "own'", told) == pytest.approx(own * plain(left_by_crowding)(crowding, posted, own))
    value, rho = luck.uniform(0.1, 2), luck.uniform(0, 0.5)
    assert value ** (1 / (1 - rho)) == pytest.approx(plain(appeal)(value, rho))
    assert V is not None


def test_motivation(luck):
    S, V, O = settings("effort", luck), Row(luck), Row(luck)
    before, relative = O.value("motivation"), luck.normal()
    values = {**flat(S), "motivation": before, "relative": relative}
    for name in ("promotion_chance", "success_share", "formalism"):
        values[name] = V.value(name)
    plain(move_motivation)(V, O, S, 0, relative)
    assert worked_out("effort", "motivation'", values) == pytest.approx(O.value("motivation"))


def test_attendance(luck):
    S = settings("meetings", luck)
    V = Row(luck, election_due=True, branch=0)
    lean = plain(leaning)(V, S, 0)
    person = {"habit": 0.5, "frail": 0.0, "in_village_group": 0.0, "guest": 0.0, "in_economic": 0.0}
    values = {**flat(S), **{name: float(each[0]) for name, each in V.items()}, **person, "election_due": 1.0}
    assert worked_out("meetings", "comes", values) == pytest.approx(1 / (1 + math.exp(-lean)))


def test_a_month_of_trust(luck):
    S = settings("trust", luck)
    names = ("trust", "misperception", "silent", "goal", "touched", "scandal_known", "unfair_known")
    values = {**flat(S), **dict(zip(names, luck.uniform(0, 0.9, len(names)), strict=True))}
    values |= {"succeeded": 1.0, "failed": 0.0, "not_found": 1.0}
    other = values["scandal_known"] * S.value("scandal") + values["unfair_known"] * S.value("unfair")
    other += S.value("rumour") * values["misperception"]
    terms = S.value("success"), S.value("failure"), S.value("drift"), values["goal"], other
    found = plain(answer)(values["trust"], 1, 0, 1, values["touched"], values["silent"], *terms)
    assert worked_out("trust", "trust'", values) == pytest.approx(found)
    share = luck.uniform()
    plus, minus = plain(disconfirmed)(S.value("success"), S.value("failure"), share)
    assert worked_out("trust", "success'", {**flat(S), "success_share": share}) == pytest.approx(plus)
    assert worked_out("trust", "failure'", {**flat(S), "success_share": share}) == pytest.approx(minus)


def test_income_of_the_collective_and_grants(luck):
    S, V, O = settings("collective_economy", luck), Row(luck, committee_members=4), Row(luck, holder=1, outsider=False)
    rate, k = plain(yields)(V, O, S, 0)
    values = {**flat(S), **flat(V), "k": k, "assets": 1000.0}
    assert worked_out("collective_economy", "collective_income", values) == pytest.approx(1000.0 * rate)
    E = settings("effort", luck, full_time=0.0)
    pay = plain(legal_pay)(V, O, E, S, 0)
    told = {**flat(S), "committee_members": 4, "subsidy": E.value("subsidy"), "held": 1.0, "fund_in": math.inf}
    assert worked_out("collective_economy", "pay", told) == pytest.approx(pay)
    R = settings("outside_resources", luck)
    reaches = plain(grant_efficiency)(V, R, 0)
    assert worked_out("outside_resources", "reaches", {**flat(R), **flat(V)}) == pytest.approx(reaches)


@pytest.mark.parametrize(("member", "old"), [(False, False), (True, False), (False, True), (True, True)])
def test_adoption_and_devices(luck, member, old):
    S, V = settings("digital", luck), Row(luck)
    found = plain(adoption_rate)(V, S, 0, member, old)
    values = {**flat(S), **flat(V), "member": float(member), "old": float(old)}
    assert worked_out("digital", "adoption", values) == pytest.approx(found)
    B, age = settings("start", luck), 40
    chance = plain(device_chance)(V, S, B, 0, age)
    told = {**flat(S), **flat(V), **flat(B, "start."), "age": age}
    assert worked_out("digital", "device_comes", told) == pytest.approx(chance)
    c, r = luck.uniform(0.01, 0.5, 2)
    assert worked_out("digital", "falls_dormant", {"c": c, "r": r}) == pytest.approx(plain(exchange)(c, r))


def test_misconduct_and_oversight(luck):
    S, V, O = settings("supervision", luck), Row(luck), Row(luck, one_shoulder=True)
    money = luck.uniform(0, 2)
    over = plain(watch_over)(V, O, S, 0, money)
    values = {**flat(S), "one_shoulder": 1.0, "flow": money * S.value("misconduct_flow")}
    assert worked_out("supervision", "over", dict(values)) == pytest.approx(over)
    values["integrity"] = O.value("integrity")
    assert worked_out("supervision", "misconduct_hazard", values) == pytest.approx(plain(hazard)(O, S, 0, money, over))


def test_turnover_knowledge_posts_and_visits(luck):
    S = settings("graduate_officials", luck)
    assert worked_out("graduate_officials", "leaves", flat(S)) == pytest.approx(plain(leaving)(S, 0))
    S, m = settings("targeting", luck), luck.uniform(0, 4)
    assert worked_out("targeting", "knowledge", {**flat(S), "m": m}) == pytest.approx(plain(known_of)(S, m * 50, 50, 0))
    S, inside = settings("village_groups", luck), 60.0
    n = S.value("notices") + S.value("chatter") * inside
    read = plain(share_read)(n, S.value("reading"), S.value("crowding"), S.value("posts_usual"))
    values = {**flat(S), "members_of_group": inside}
    assert worked_out("village_groups", "posts_seen", values) == pytest.approx(read)
    S, hours, online = settings("service", luck), luck.uniform(5, 40), luck.uniform()
    visits, messages = plain(contact_plan)(
        hours, online, S.value("visit_hours"), S.value("message_hours"), S.value("visit_floor")
    )
    values = {**flat(S), "hours": hours, "share_online": online, "spread": 1.0, "tax_contacts": 0.0, "adults_home": 1.0}
    assert worked_out("service", "visits", dict(values)) == pytest.approx(visits)
    assert worked_out("service", "messages", dict(values)) == pytest.approx(messages)


@pytest.mark.parametrize("age", [8.0, 18.5, 30.0, 55.0])
def test_schedules_of_leaving_and_returning(age):
    from sim.mechanisms.migration import Migration, schedule_of

    value = {name: float(each.default) for name, each in Migration.params.items() if not isinstance(each.default, str)}
    shape = schedule_of(value)
    pairs = {"child": "child_men", "school": "school_men", "labour": "labour_men", "decline": "decline_men"}
    values = {**value, **{key: value[name] for key, name in pairs.items()}, "age": age}

    def curve(years: float) -> float:
        since = years - value["labour_age"]
        return math.exp(-values["decline"] * since - math.exp(-value["labour_rise"] * since))

    FUNCTIONS["L"] = curve
    try:
        found = worked_out("migration", "schedule", values)
    finally:
        del FUNCTIONS["L"]
    assert found == pytest.approx(float(leave_schedule(age, 0, shape)))
    values |= {"factor_sex": value["back_men"], "back": 1.0, "place_back": 1.0, "pay": 0.0, "wage_gap": 0.0}
    assert worked_out("migration", "returning", values) == pytest.approx(float(return_factor(age, 0, shape)))
