"""Supervision: inspection, assessment, promotion, misconduct and discipline (S16).

*Checks.* Document inspections and checks of reality come to a village as Poisson numbers with means ``inspections``
and ``audit``. Each finds any made-up record still on file with probability ``inspection_finds`` or ``audit_finds``; the
file holds twelve months of records, and what is found is struck off it, the newest first. The report itself stands as
it was sent (``meetings_reported`` = valid + fabricated); score and things done leave out what was struck.

*Misconduct* of a holder has the monthly hazard ``misconduct`` (1 − integrity)(1 + flow / misconduct_flow)(1 − over),
flow = grants and aid of twelve months, over = oversight, less where one person holds both offices. Each case not known
yet comes to light at ``detection`` (1 + ``detection_inspections`` (inspections − 1)) + ``detection_audit`` audit +
``detection_openness`` openness a month while its author is in office; then all of them do, villagers hear of it the
next month, and the office falls vacant. Integrity drifts to its usual level and rises with the cases a village that
came to light in the township within a year.

*December.* Marks of twelve months (``procedures/assessment.py``) make the reported and the real score. Of each township
the first by reported score, mixed with the real one as surveyed by the weight ``merit``, are promoted and leave. Until
next December a secretary expects twice the rate of promotion above the township's median, half of it below.

reads   tallies of twelve months, the office, ``chain``; weights of ``effort``, quota of ``membership``
writes  ``scandal``, ``removal``, integrity, scores, ``promotion_chance``; the township's detections and median
draws   supervision.misconduct (0), .detection (0 case, 1 records), .inspection (0 inspections, 1 audits, 2 survey;
        3 of the township: places), membership.quota asked again
tested  frequencies against these formulas, stock of records by hand, scandals reach trust once and a month later
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.core.compute.draws import fill, poisson, rounded, stream, uniform
from sim.core.compute.elementary import exp
from sim.core.compute.functions import clip
from sim.core.compute.kernels import kernel
from sim.core.compute.normals import normals
from sim.core.config.calendar import DECEMBER, MONTHS
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import assumed, convention, held
from sim.procedures.assessment import fidelity, marks, score
from sim.procedures.quorum import binomial

MISCONDUCT, DETECTION = stream("supervision.misconduct"), stream("supervision.detection")
INSPECTION = stream("supervision.inspection")
SURVEY = 2  # draw of a village from the stream of inspections
PURSUED = 60  # months that hidden cases are kept in mind: a term
PLACE = np.uint64(0xFFFF)  # bits of a village's identity that give its place in the township
SPECK = 1e-3  # less of a meeting than this is rounding
FIXED = "a constant of the equations, held fixed"


@kernel
def strike_records(S, T, on_file, v, identity, month, seed):  # type: ignore[no-untyped-def]
    """Let inspections and audits come, and strike off the made-up records they find."""
    inspections = poisson(uniform(seed, INSPECTION, identity, month, 0), float(S["inspections"][v]))
    audits = poisson(uniform(seed, INSPECTION, identity, month, 1), float(S["audit"][v]))
    unseen = 1.0
    for _ in range(inspections):
        unseen *= 1.0 - float(S["inspection_finds"][v])
    for _ in range(audits):
        unseen *= 1.0 - float(S["audit_finds"][v])
    meetings = on_file[v] + float(T["meetings_fabricated"][v])
    records = int(math.ceil(meetings - SPECK))  # a part of a meeting is a record of some of its sub-branches
    struck = binomial(uniform(seed, DETECTION, identity, month, 1), records, 1.0 - unseen)
    struck_meetings = meetings * struck / max(records, 1)
    T["inspections"][v] += inspections
    T["audits"][v] += audits
    T["records_struck"][v] += struck_meetings
    on_file[v] = meetings - struck_meetings


@kernel
def watch_over(V, O, S, v, money):  # type: ignore[no-untyped-def]
    """Set and return the oversight of the holder; it falls where one person holds both offices, may grow with money."""
    over = float(S["oversight"][v]) + float(S["oversight_flow"][v]) * money
    over -= float(S["oversight_shoulder"][v]) if O["one_shoulder"][v] else 0.0
    over = clip(over)
    V["oversight"][v] = over
    return over


@kernel
def hazard(O, S, v, money, over):  # type: ignore[no-untyped-def]
    """Monthly hazard that the holder misuses the office."""
    return float(S["misconduct"][v]) * (1.0 - float(O["integrity"][v])) * (1.0 + money) * (1.0 - over)


@kernel(inline=True)
def is_linked(L, v):  # type: ignore[no-untyped-def]
    """Whether a village is ranked and deterred with the others of its township; ``L``: ``outside_resources``."""
    return float(L["links_frozen"][v]) == 0.0


@kernel
def supervise(V, O, S, L, T, towns, flow, hidden, on_file, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Check records, let misconduct happen and come to light, move integrity."""
    for v in range(lo, hi):
        identity = V["identity"][v]
        strike_records(S, T, on_file, v, identity, month, seed)
        caught = False
        money = float(flow[v]) / float(S["misconduct_flow"][v])
        over = watch_over(V, O, S, v, money)
        if O["holder"][v] != 0 or O["outsider"][v]:
            wrong = uniform(seed, MISCONDUCT, identity, month, 0) < 1.0 - exp(-hazard(O, S, v, money, over))
            cases = int(hidden[v]) + (1 if wrong else 0)
            looked_at = 1.0 + float(S["detection_inspections"][v]) * (float(S["inspections"][v]) - 1.0)
            light = float(S["detection"][v]) * looked_at + float(S["detection_audit"][v]) * float(S["audit"][v])
            light += float(S["detection_openness"][v]) * clip(float(S["openness"][v]))
            caught = uniform(seed, DETECTION, identity, month, 0) < 1.0 - exp(-light * cases)
            T["misconduct"][v] += 1 if wrong else 0
            T["misconduct_detected"][v] += cases if caught else 0
            integrity = float(O["integrity"][v])
            integrity += float(S["integrity_speed"][v]) * (float(S["integrity_usual"][v]) - integrity)
            deterred = float(towns["detections"][V["township"][v]]) if is_linked(L, v) else 0.0
            O["integrity"][v] = clip(integrity + float(S["deterrence"][v]) * deterred)
        V["scandal"][v] = caught
        V["removal"][v] = caught


def links(model: Any) -> np.ndarray:
    """Villages that are ranked and deterred with the others of their township; shape (villages,)."""
    linked: np.ndarray = model.settings["outside_resources"]["links_frozen"] == 0
    return linked


@kernel
def add_up_records(past, made, struck, month, left):  # type: ignore[no-untyped-def]
    """Make ``left`` the records on file before ``month``; ``made`` and ``struck`` are places of tallies in ``past``."""
    for ago in range(min(month, MONTHS - 1), 0, -1):
        for v in range(left.size):
            on_file = left[v] + float(past[month - ago, made, v])
            left[v] = max(on_file - float(past[month - ago, struck, v]), 0.0)


def made_up_records(model: Any) -> np.ndarray:
    """Made-up records of the eleven months before this one that nobody has found; the newest are found first."""
    recorder, left = model.recorder, np.zeros(len(model.recorder.now))
    place = recorder.place
    add_up_records(recorder.past, place["meetings_fabricated"], place["records_struck"], recorder.month, left)
    return left


@kernel
def add_up_cases(O, past, cases, known, month, hidden):  # type: ignore[no-untyped-def]
    """Make ``hidden`` the cases of each holder before ``month`` that are not known yet."""
    for ago in range(min(month, PURSUED), 0, -1):
        for v in range(hidden.size):
            if ago < int(O["tenure"][v]):  # the first month of a winner is month 1
                hidden[v] += float(past[month - ago, cases, v]) - float(past[month - ago, known, v])
    for v in range(hidden.size):
        hidden[v] = max(hidden[v], 0.0)


def hidden_cases(model: Any) -> np.ndarray:
    """Cases of the present holders not yet come to light, this month's apart; a case is kept in mind for a term."""
    recorder, hidden = model.recorder, np.zeros(len(model.recorder.now))
    places = recorder.place["misconduct"], recorder.place["misconduct_detected"]
    add_up_cases(model.offices.columns, recorder.past, *places, recorder.month, hidden)
    return hidden


@kernel
def tell(V, S, L, T, towns, before):  # type: ignore[no-untyped-def]
    """Tell townships what came to light in a year, and secretaries how they stand with the median.

    ``before`` are the cases of the eleven months before this one.
    """
    villages = np.zeros(towns.size, np.int64)
    for t in range(towns.size):
        towns["detections"][t] = 0.0
    for v in range(before.size):
        town = V["township"][v]
        villages[town] += 1
        towns["detections"][town] += before[v] + float(T["misconduct_detected"][v])
    for t in range(towns.size):
        towns["detections"][t] = float(towns["detections"][t]) / max(villages[t], 1)
    for v in range(before.size):
        middle, multiple = float(towns["score_middle"][V["township"][v]]), 1.0  # no median before the first December
        if is_linked(L, v) and middle > 0.0:
            multiple = float(S["standing_above"][v]) if float(V["score"][v]) > middle else float(S["standing_below"][v])
        V["promotion_chance"][v] = min(multiple * float(S["promotion_rate"][v]), 1.0)
        T["score_reported"][v], T["score_real"][v], T["chain"][v] = V["score"][v], V["real_score"][v], V["chain"][v]


def promote(model: Any, S: np.ndarray, linked: np.ndarray) -> None:
    """Renew the median of each township and promote the first of its secretaries."""
    V, O, T, month, key = model.villages.columns, model.offices.columns, model.recorder.now, int(model.month), model.key
    merit = np.clip(S["merit"], 0.0, 1.0)
    words, error = np.empty((4, len(V)), np.uint32), np.empty(len(V))
    fill(np.ascontiguousarray(V["identity"]), month, 0, key, INSPECTION, *words)
    normals(words[SURVEY], error)
    surveyed = V["real_score"] + S["survey_noise"] * error
    rank = (1.0 - merit) * V["score"] + merit * surveyed
    able = linked & ((O["holder"] != 0) | O["outsider"]) & ~V["removal"]
    towns = model.townships.columns
    for town in range(len(towns)):
        villages = np.flatnonzero(linked & (V["township"] == town))
        if len(villages) == 0:
            continue
        towns["score_middle"][town] = np.median(V["score"][villages])
        villages = villages[able[villages]]
        order = villages[np.lexsort((V["identity"][villages], -rank[villages]))]
        identity = V["identity"][V["township"] == town].min() & ~PLACE
        places = rounded(math.fsum(S["promotion_rate"][order]), uniform(key, INSPECTION, identity, month, 3))
        V["removal"][order[:places]] = True
        T["promotions"][order[:places]] += 1


class Supervision(Mechanism):
    """What superiors check, count, reward and punish."""

    # fmt: off
    inspections = assumed(1.0, "1/month", low=0.0, high=4.0, symbol="I", law="product", raises="formalism",
        note="document inspections", note_zh="台账检查次数")
    audit = assumed(0.02, "1/month", low=0.0, high=0.3, symbol="audit", law="sum", lowers="fabricated_share",
        note="checks of reality", note_zh="实地核查次数")
    inspection_finds = convention(0.02, "probability", raises="records_struck",
        note="a made-up record is found by a document inspection", note_zh="台账检查发现虚记的概率")
    audit_finds = convention(0.5, "probability", raises="records_struck",
        note="a made-up record is found by a check of reality", note_zh="实地核查发现虚记的概率")
    promotion_rate = assumed(0.02, "1/year", low=0.0, high=0.1, symbol="prom_rate", law="product", raises="motivation",
        note="secretaries promoted; a secretary expects a multiple of it", note_zh="书记晋升率")
    standing_above = convention(2.0, "ratio", raises="motivation",
        note="that multiple with a score above the township's median",
        note_zh="书记预期晋升率的倍数：得分高于乡镇中位数者")
    standing_below = convention(0.5, "ratio", raises="motivation", note="that multiple otherwise",
        note_zh="书记预期晋升率的倍数：其余者")
    merit = assumed(0.0, "share", low=0.0, high=1.0, symbol="merit", law="sum",
        either="changes who is promoted; what follows depends on who comes after",
        note="weight of surveyed results in promotion, against the reported score",
        note_zh="晋升中调查结果的权重（其余为上报得分）")
    survey_noise = assumed(0.1, "0-1", low=0.0, high=0.2, law="product",
        either="rewards luck; without merit nothing reads it", note="error of surveyed results, standard deviation",
        note_zh="调查结果的误差（标准差）")
    misconduct = assumed(0.004, "1/month", low=0.002, high=0.008, symbol="mis_0", raises="misconduct",
        note="misconduct of a holder without integrity, oversight and money",
        note_zh="缺乏廉洁、监督且无资金时任职者违规的比率")
    misconduct_flow = convention(100000.0, "yuan/year", lowers="misconduct",
        note="money through the village that doubles the hazard", note_zh="使违规风险加倍的过村资金")
    oversight = assumed(0.3, "share", low=0.15, high=0.65, symbol="over", law="sum", lowers="misconduct",
        note="oversight of the office holder: share of misconduct and capture that it prevents",
        note_zh="对任职者的监督：可防止的违规和占用")
    oversight_shoulder = convention(0.1, "share", raises="misconduct",
        note="oversight lost where secretary and director are one person", note_zh="“一肩挑”使监督减弱的比例")
    oversight_flow = assumed(0.0, "share", low=0.0, high=0.3, symbol="disc_flow", law="sum", lowers="misconduct",
        note="oversight gained when the money doubles the hazard (tier 2)",
        note_zh="资金使风险加倍时监督的增加（第二层修正）")
    openness = assumed(0.0, "0-1", low=0.0, high=1.0, symbol="open", law="or", raises="misconduct_detected",
        note="openness of village affairs and accounts", note_zh="村务、账目公开")
    detection = convention(0.01, "1/month", raises="misconduct_detected",
        note="hidden misconduct that comes to light without audits and openness",
        note_zh="无核查、不公开时隐匿违规曝光的比率")
    detection_inspections = assumed(0.3, "share", low=0.0, high=0.6,
        either="more comes to light with more than one inspection a month, less with fewer",
        note="share of that which is owed to document inspections where they come once a month",
        note_zh="其中因每月一次台账检查而曝光的比例")
    detection_audit = convention(0.1, "probability", raises="misconduct_detected",
        note="hidden misconduct that a check of reality brings to light", note_zh="实地核查使隐匿违规曝光的概率")
    detection_openness = convention(0.02, "1/month", raises="misconduct_detected",
        note="hidden misconduct that full openness brings to light", note_zh="充分公开使隐匿违规曝光的比率")
    integrity_usual = convention(0.8, "0-1", raises="integrity", note="integrity to which a holder drifts",
        note_zh="任职者廉洁程度所趋近的水平")
    integrity_speed = assumed(0.01, "1/month", low=0.005, high=0.02,
        either="integrity lies below its usual level or above it", note="share of the way that it drifts in a month",
        note_zh="每月趋近的比例")
    deterrence = convention(0.01, "1/month", raises="integrity",
        note="integrity gained if a case a village came to light in the township within a year",
        note_zh="一年内乡镇平均每村曝光一起时廉洁程度的提高")
    weight_exits = assumed(0.0, "weight", low=0.0, high=0.5, symbol="w_poverty", law="sum",
        either="changes who is promoted", note="weight of reported exits from poverty in the assessment (tier 2)",
        note_zh="上报脱贫在考核中的权重（第二层修正）")
    visits_expected = assumed(2.0, "1/adult-year", lowers="score_reported",
        note="visits a resident adult that earn the full mark", note_zh="得满分的走访次数，每名在村成年人")
    income_expected = convention(50000.0, "yuan/year", lowers="score_reported",
        note="collective income that earns the full mark: the line of a village of low income",
        note_zh="得满分的集体收入：集体经济薄弱村标准")
    hours_expected = assumed(10.0, "hour/month", lowers="score_reported",
        note="hours of documentation that earn half the mark", note_zh="得一半分的留痕工时")
    meetings_expected = held(4.0, "meetings/year", "D", "party-rules", lowers="score_reported",
        note="valid members' meetings that are asked for", note_zh="要求召开的有效党员大会次数")
    updates_expected = convention(12.0, "posts/year", lowers="policy_fidelity",
        note="updates of the platform that are asked for", note_zh="要求的平台更新次数")
    layers = assumed(3.0, "layers", symbol="layers", law="sum", raises="formalism",
        note="levels of superiors that add demands", note_zh="附加要求的上级层级数")
    layer_hours = assumed(0.0, "hour/layer", low=0.0, high=4.0, symbol="z_layer", law="sum", raises="formalism",
        note="hours of documentation added at each level", note_zh="每层级增加的留痕工时")
    assessment = assumed(0.5, "0-1", low=0.0, high=1.0, symbol="assess", law="sum", raises="visits",
        note="strength of assessment in the responsibility chain", note_zh="责任链条中考核的强度")
    sanction = assumed(0.5, "0-1", low=0.0, high=1.0, symbol="sanction", law="sum", raises="visits",
        note="strength of sanctions in the responsibility chain", note_zh="责任链条中追责的强度")
    # fmt: on

    def step(self, model: Any) -> None:
        """Supervise; in December assess and promote; tell townships and secretaries how things stand."""
        V, O, T, S = model.villages.columns, model.offices.columns, model.recorder.now, self.settings(model)
        L, towns, recorder = model.settings["outside_resources"], model.townships.columns, model.recorder
        flow = recorder.window("grants", MONTHS) + recorder.window("aid_paid", MONTHS)
        on_file = made_up_records(model)
        supervise(V, O, S, L, T, towns, flow, hidden_cases(model), on_file, int(model.month), model.key, 0, len(V))
        if model.month % MONTHS == DECEMBER:
            T["asked"], T["done"], T["done_reported"] = fidelity(model, S, on_file)
            V["score"], V["real_score"] = score(marks(model, S, on_file))
            promote(model, S, links(model))
        tell(V, S, L, T, towns, recorder.window("misconduct_detected", MONTHS - 1))
