"""What happens to an indicator when one parameter goes from its lowest to its highest value, at equal luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sim.core.declarations.parameters import Param
from sim.indicators import INDICATORS
from sim.mechanisms import all_parameters
from sim.policies import find_policy, policy_names
from sim.scenario.scenario import Scenario
from tests.whole import run, small

SEEDS = (11, 12)
MONTHS = 36
DOSES: dict[str, Param] = {
    f"policies.{name}.dose.{key}": param for name in policy_names() for key, param in find_policy(name).params.items()
}
CASES: dict[str, Param] = {
    name: param
    for name, param in {**{f"parameters.{key}": param for key, param in all_parameters().items()}, **DOSES}.items()
    if param.either is None
}
# What has to be switched on for some parameters to act.
FEW_ACCEPT: dict[str, object] = {"parameters.offices.reluctance": 1.5, "parameters.offices.term": 36}
MANY_TERMS: dict[str, object] = {"world.villages": 12, "parameters.offices.term": 36}
GOOD_PLATFORM: dict[str, object] = {
    "parameters.digital.designated_hours": 40.0,
    "parameters.digital.launch_quality": 0.9,
    "parameters.digital.integrated": True,
    "parameters.digital.innovation": 0.06,
}
FULL_TIME: dict[str, object] = {"parameters.effort.full_time": True}
TWO_HEADS: dict[str, object] = {"parameters.start.one_shoulder": 0.3}
CHAIN: dict[str, object] = {**TWO_HEADS, "parameters.effort.coordination": 0.95}
TRAINED: dict[str, object] = {"parameters.training.units": 2.0, "parameters.training.share_of_home_members": 0.5}
ONLINE: dict[str, object] = {"parameters.meetings.online": True}
ADJUSTED: dict[str, object] = {"parameters.meetings.denominator": "adjusted"}
DUE: dict[str, object] = {  # branches half of whose members are away, and lists of those not due
    "parameters.meetings.denominator": "list",
    "world.archetype": "hollow",
    "world.villages": 16,
    "world.village_size": 600,
}
MANY_MEMBERS: dict[str, object] = {"world.village_size": 1300, "parameters.start.cooperative": 0.33}
LARGE: dict[str, object] = {"world.village_size": 1300, **ADJUSTED}  # meetings that decide something every year
APPLICATION: dict[str, object] = {
    "parameters.national_application.required": True,
    "parameters.effort.weight_digital": 0.3,
}
GROUPED: dict[str, object] = {"parameters.start.groups": 1.0}
REGISTERED: dict[str, object] = {"parameters.meetings.denominator": "registered"}
MANY_HOURS: dict[str, object] = {"parameters.effort.hours_offset": 0.0}  # more than documents alone take
FORMER_HOURS: dict[str, object] = {
    "parameters.effort.hours_offset": 0.0,
    "parameters.effort.hours_spread": 0.5,
    "parameters.effort.willingness_hours": 1.2,
    "parameters.effort.motivation_hours": 0.8,
}
ANYBODY_STANDS: dict[str, object] = {
    "parameters.offices.women_stand": 1.0,
    "parameters.offices.returnees_stand": 1.0,
    "parameters.offices.first_age_most": 110,
}
AGENDA: dict[str, object] = {**LARGE, "parameters.votes.matters": 0.03}
PROJECTS: dict[str, object] = {  # many villages that can meet, propose and pay
    **ADJUSTED,
    "world.archetype": "near-urban",
    "world.villages": 10,
    "parameters.collective_economy.initiation": 0.03,
    "parameters.collective_economy.project_hours": 10.0,
}
GRANTED: dict[str, object] = {**PROJECTS, "parameters.collective_economy.grant_offers": 0.05}
OUTSIDE: dict[str, object] = {"world.villages": 10, "parameters.outside_resources.organisations": 0.03}
MESSAGES: dict[str, object] = {
    **GOOD_PLATFORM,
    "parameters.service.online_share": 0.9,
    "parameters.digital.mandate": 0.5,
}
# Some misconduct in every run, and some of it found.
WRONGS: dict[str, object] = {
    "world.villages": 100,
    "world.village_size": 150,
    "parameters.supervision.misconduct": 0.008,
    "parameters.start.integrity_mean": 0.6,
}
OPEN: dict[str, object] = {**WRONGS, "parameters.supervision.openness": 1.0}
AUDITED: dict[str, object] = {**WRONGS, "parameters.supervision.audit": 0.3}
MONEY: dict[str, object] = {**WRONGS, "parameters.outside_resources.granted": 10000}
RECORDS: dict[str, object] = {"world.villages": 6, "parameters.supervision.inspections": 4.0}
JOINT: dict[str, object] = {"world.village_size": 100, "world.villages": 4, "parameters.start.member_share": 0.02}
POSTED: dict[str, object] = {"parameters.first_secretaries.coverage": 1.0}
OFFICIALS: dict[str, object] = {"parameters.graduate_officials.posts": 1.0}
# Small villages where nobody can stand, so that graduates follow.
FOLLOWING: dict[str, object] = {
    **OFFICIALS,
    **FULL_TIME,
    "world.villages": 20,
    "world.village_size": 100,
    "parameters.offices.term": 36,
    "parameters.graduate_officials.turnover": 0.015,
    "horizon.months": 60,
}
LISTS: dict[str, object] = {"horizon.start": "2018-01", "world.village_size": 600}  # the list of the poor
# Pressure binds only where few on the list are above the line: where households are well known.
PRESSED: dict[str, object] = {"parameters.targeting.exit_target": 0.5, "parameters.targeting.noise": 0.3}
EXITS: dict[str, object] = {**LISTS, **PRESSED, "world.village_size": 1300}
CAPTURED: dict[str, object] = {**LISTS, "world.villages": 6, "parameters.start.integrity_mean": 0.6}
APPRAISED: dict[str, object] = {**LISTS, "parameters.targeting.appraisal": True, "parameters.votes.delegates": 2.0}
LINES: dict[str, object] = {"world.village_size": 600}
NEEDS: dict[str, dict[str, object]] = {
    **{
        f"parameters.first_secretaries.{key}": POSTED
        for key in (
            "team",
            "county_resources",
            "city_resources",
            "province_resources",
            "capacity",
            "hours",
            "present",
            "known_least",
            "embedding",
            "handover",
            "crowding",
            "term",
            "household_share",
        )
    },
    "parameters.targeting.unit_price": {**POSTED, "parameters.first_secretaries.household_share": 0.6},
    "parameters.collective_economy.posted_initiation": {**PROJECTS, **POSTED},
    **{
        f"parameters.livelihoods.enterprise_{key}": {"parameters.migration.enterprise": 0.3}
        for key in ("end", "households", "cooperative")
    },
    **{
        f"parameters.graduate_officials.{key}": OFFICIALS
        for key in ("hours", "capacity", "turnover", "contract_least", "contract_most", "pay", "pay_usual")
    },
    **{
        f"parameters.{key}": GROUPED
        for key in (
            "village_groups.innovation",
            "village_groups.imitation",
            "village_groups.leave",
            "village_groups.skill_least",
            "village_groups.notices",
            "village_groups.chatter",
            "village_groups.reading",
            "village_groups.posts_usual",
            "trust.post_weight",
            "trust.post_passed_on",
            "service.group_lag",
            "information.group_correction",
            "information.group_rumour",
            "meetings.attend_announced",
            "effort.clock_hours",
        )
    },
    "parameters.first_secretaries.city_resources": {**POSTED, "parameters.first_secretaries.city_share": 1.0},
    "parameters.first_secretaries.province_resources": {**POSTED, "parameters.first_secretaries.province_share": 1.0},
    "parameters.first_secretaries.kept": {
        "world.villages": 6,
        "parameters.first_secretaries.coverage": 0.3,
        "parameters.first_secretaries.term": 12,
        "parameters.first_secretaries.rule": "random",
    },
    "parameters.graduate_officials.skill": {**OFFICIALS, **GOOD_PLATFORM},
    "parameters.graduate_officials.member_share": FOLLOWING,
    "parameters.graduate_officials.candidate_months": FOLLOWING,
    "parameters.offices.graduate_age": {**FOLLOWING, "parameters.graduate_officials.member_share": 0.8},
    "parameters.offices.reserve": FEW_ACCEPT,
    **{
        f"parameters.{key}": FEW_ACCEPT
        for key in (
            "offices.vacancy",
            "offices.outsider_capacity",
            "offices.outsider_willingness",
            "offices.outsider_skill",
            "offices.outsider_age",
            "offices.embedding",
            "effort.outsider_share",
        )
    },
    **{
        f"parameters.offices.{key}": {**MANY_TERMS, "parameters.effort.subsidy": 4000.0}
        for key in ("score_noise", "vetting", "age_most")
    },
    "parameters.offices.reluctance": MANY_TERMS,
    "parameters.offices.women_stand": {**MANY_TERMS, "parameters.effort.subsidy": 4000.0},
    "parameters.offices.returnees_stand": {**MANY_TERMS, "parameters.effort.subsidy": 4000.0, **ADJUSTED},
    "parameters.offices.first_age_most": {**MANY_TERMS, "parameters.effort.subsidy": 4000.0},
    "parameters.offices.first_age_from": {
        **MANY_TERMS,
        "parameters.effort.subsidy": 4000.0,
        "parameters.offices.first_age_most": 45.0,
    },
    "parameters.targeting.fade": LISTS,
    "parameters.offices.committee_most": {"world.village_size": 3200, "world.townships": 1},
    "parameters.offices.committee_per": {"world.village_size": 1300},
    "parameters.effort.contract_pay": FULL_TIME,
    "parameters.effort.contract_hours": FULL_TIME,
    "parameters.effort.coordination": TWO_HEADS,
    "parameters.effort.coordination_loss": TWO_HEADS,
    "parameters.effort.chain_floor": CHAIN,
    "parameters.effort.weight_documents": {
        **TWO_HEADS,
        "parameters.effort.inspection_hours": 2.0,
        "parameters.effort.platform_hours": 1.0,
    },
    "parameters.membership.transfer": {"world.village_size": 1300},
    "parameters.supervision.assessment": CHAIN,
    "parameters.supervision.sanction": CHAIN,
    **{
        f"parameters.supervision.{key}": WRONGS
        for key in ("misconduct", "oversight", "oversight_shoulder", "openness", "detection")
    },
    "parameters.supervision.detection_audit": AUDITED,
    "parameters.supervision.detection_openness": OPEN,
    "parameters.supervision.deterrence": {**OPEN, **AUDITED},
    **{f"parameters.supervision.{key}": MONEY for key in ("misconduct_flow", "oversight_flow")},
    "parameters.supervision.inspection_finds": RECORDS,
    "parameters.supervision.audit_finds": {**RECORDS, "parameters.supervision.audit": 0.3},
    "parameters.supervision.layers": {"parameters.supervision.layer_hours": 2.0},
    "parameters.migration.local_jobs": {"parameters.collective_economy.jobs": 0.5},
    "parameters.start.dispersion_remote": {"world.county_type": "remote-poor"},
    "parameters.start.skill_schooling": GOOD_PLATFORM,
    "parameters.digital.minors_hazard": {"parameters.digital.minors_share": 0.3},
    **{
        f"parameters.training.{key}": TRAINED
        for key in ("gain", "gain_age", "decay", "use_hours", "units", "share_of_home_members", "age_priority")
    },
    "parameters.training.coercion": TRAINED,
    "parameters.training.overconfidence": TRAINED,
    "parameters.training.campaign_gain": {"parameters.training.campaign": 1.0},
    "policies.training.dose.age_priority": {"policies.training.dose.share": 0.3},
    "parameters.offices.one_shoulder": TWO_HEADS,
    "policies.coordination.dose.one_shoulder": TWO_HEADS,
    "policies.responsibility_chain.dose.blame": FULL_TIME,
    **{
        f"policies.secretary_pay.dose.{key}": {"policies.secretary_pay.dose.stakes": 2.0}
        for key in ("documents", "on_outcomes")
    },
    "policies.secretary_pay.dose.seen": {
        "policies.secretary_pay.dose.stakes": 2.0,
        "policies.secretary_pay.dose.on_outcomes": True,
    },
    **{
        f"policies.{name}.dose.ask": {**DUE, "parameters.meetings.list_ask": 0.0}
        for name in ("meeting_rules", "entry_exit_management")
    },
    "policies.meeting_rules.dose.renewed": {
        **DUE,
        "parameters.meetings.list_renew": "all",
        "parameters.meetings.list_months": 12.0,
    },
    "policies.collective_projects.dose.leader_least": PROJECTS,
    "policies.collective_projects.dose.horizon": {**PROJECTS, "policies.collective_projects.dose.offers": 0.1},
    "policies.entry_exit_management.dose.probation": {**LARGE, "policies.entry_exit_management.dose.threshold": -10.0},
    "policies.hardship_care.dose.money": {"world.village_size": 1300},
    "policies.targeting_reform.dose.meeting_hours": {"parameters.targeting.monitoring_from": 2030.0},
    "parameters.meetings.list_ask": DUE,
    "parameters.meetings.list_fail": {**DUE, "parameters.meetings.list_ask": 0.01},
    "parameters.meetings.list_consent": {**DUE, "parameters.meetings.list_ask": 0.02},
    "parameters.meetings.list_months": {**DUE, "parameters.meetings.list_renew": "all"},
    "parameters.meetings.list_renew": {**DUE, "parameters.meetings.list_months": 12.0},
    "parameters.meetings.excuses_approved": ADJUSTED,
    "parameters.meetings.attend_election": {**ADJUSTED, "world.village_size": 1300, "parameters.offices.term": 36},
    "parameters.meetings.attend_distance": JOINT,
    "parameters.meetings.economic": {**MANY_MEMBERS, "parameters.membership.setting": "economic"},
    "parameters.meetings.mobile_presence": {**MANY_MEMBERS, "parameters.membership.setting": "mobile"},
    **{f"parameters.meetings.{key}": ONLINE for key in ("attend_online", "online_habit", "online_skill", "choice")},
    "parameters.meetings.fabricate_audit": {
        "parameters.supervision.audit": 0.3,
        "parameters.supervision.inspections": 4.0,
    },
    **{f"parameters.votes.{key}": AGENDA for key in ("pass_share", "yes")},
    "parameters.votes.steps": {**AGENDA, **TWO_HEADS},
    "parameters.votes.written": {"world.village_size": 1300, "world.archetype": "near-urban"},
    **{
        f"parameters.collective_economy.{key}": PROJECTS
        for key in (
            "rate",
            "initiation",
            "project_hours",
            "success",
            "show",
            "show_formalism",
            "failure_show",
            "salvage",
            "grant_offers",
        )
    },
    **{f"parameters.collective_economy.{key}": GRANTED for key in ("grant_size", "own_share")},
    "parameters.collective_economy.failure_real": {**GRANTED, "world.villages": 20, "horizon.months": 60},
    "parameters.collective_economy.aid_crowding": {**PROJECTS, **OUTSIDE},
    "parameters.start.collective_below": {"world.villages": 10},
    **{
        f"parameters.outside_resources.{key}": OUTSIDE
        for key in (
            "organisation_grant",
            "organisation_months",
            "organisation_hours",
            "matching",
            "efficiency",
            "formalism_usual",
        )
    },
    "parameters.supervision.audit": {"parameters.supervision.inspections": 4.0},
    **{
        f"parameters.votes.{key}": {**AGENDA, "world.villages": 6, "parameters.votes.steps": 2}
        for key in ("delegates_quorum", "delegates", "delegates_trust")
    },
    **{
        f"parameters.membership.{key}": LARGE
        for key in ("activist_months", "probation_months", "threshold", "exit_open")
    },
    **{
        f"parameters.membership.{key}": {**MANY_MEMBERS, "parameters.membership.suspension": 1.0}
        for key in ("suspension", "silence", "strike_months")
    },
    **{
        f"parameters.membership.{key}": {**LARGE, "parameters.membership.exit_open": 1.0}
        for key in ("removal_absence", "removal_cost")
    },
    **{f"parameters.service.{key}": MESSAGES for key in ("message_hours", "detect_message", "online_share")},
    "parameters.service.detect_scattered": {
        **MESSAGES,
        "parameters.digital.integrated": False,
        "parameters.digital.coupling": 0.9,
        "world.village_size": 1300,
        "world.villages": 8,
    },
    "parameters.service.volunteer_most": TRAINED,
    "parameters.service.leaderless": {**FEW_ACCEPT, "parameters.offices.vacancy": 6},
    "parameters.service.helper_capacity": {"parameters.outside_resources.helper_hours": 20.0},
    "parameters.trust.message_weight": MESSAGES,
    "parameters.trust.scandal": {**OPEN, **AUDITED},
    "parameters.trust.unfair": LISTS,
    **{f"parameters.livelihoods.{key}": LINES for key in ("persistence", "shocks", "illness", "illness_old")},
    **{f"parameters.livelihoods.{key}": LINES for key in ("recovery", "lack_weight", "lacks_least", "poverty")},
    **{
        f"parameters.targeting.{key}": LISTS
        for key in ("noise", "noise_known", "visits_known", "quota_bias", "quota_error", "cycle")
    },
    **{
        f"parameters.targeting.{key}": LISTS
        for key in ("aid", "gain", "gain_lost", "mismatched", "match", "match_known", "unfair_lists")
    },
    **{
        f"parameters.targeting.{key}": {**LISTS, "parameters.targeting.md_weight": 0.5}
        for key in ("seen_right", "seen_known")
    },
    **{f"parameters.targeting.appraisal_{key}": APPRAISED for key in ("scores", "accepted")},
    "parameters.targeting.capture": CAPTURED,
    "parameters.targeting.appraisal_capture": {**CAPTURED, **APPRAISED, "parameters.targeting.capture": 1.6},
    "parameters.targeting.misreport_audit": {**EXITS, "parameters.supervision.audit": 0.3},
    **{
        f"parameters.targeting.{key}": EXITS
        for key in ("exit_target", "misreport", "misreport_pressure", "integrity_usual")
    },
    "parameters.targeting.look_back_noise": {**LISTS, "parameters.targeting.look_back": 12.0},
    "parameters.digital.content_price": {"parameters.digital.content_money": 400.0},
    "parameters.digital.backup_saves": {"parameters.outside_resources.urban_feedback": 1.0},
    **{f"parameters.digital.{key}": GOOD_PLATFORM for key in ("privacy_shock", "short_form", "choice")},
    "parameters.information.online_correction": {**GOOD_PLATFORM, "parameters.digital.mandate": 0.5},
    **{
        f"parameters.information.{key}": {"parameters.information.burst_hazard": 2.0}
        for key in ("burst_strength", "burst_months", "detection")
    },
    **{
        f"parameters.digital.{key}": GOOD_PLATFORM
        for key in ("imitation", "imitation_old", "innovation_old", "member_push", "refusal", "privacy")
    },
    **{
        f"parameters.digital.{key}": {**GOOD_PLATFORM, "parameters.digital.taught": 4.0}
        for key in ("teaching", "skill_life")
    },
    "parameters.digital.account_hours": {"parameters.effort.weight_digital": 0.5},
    "parameters.digital.class_hours": {**GOOD_PLATFORM, "parameters.digital.class_places": 0.5},
    "parameters.digital.class_places": {**GOOD_PLATFORM, "parameters.digital.class_hours": 8.0},
    "parameters.digital.class_old": {
        **GOOD_PLATFORM,
        "parameters.digital.class_places": 0.5,
        "parameters.digital.class_hours": 8.0,
    },
    "policies.digital_literacy.dose.worry": {**GOOD_PLATFORM, "policies.digital_literacy.dose.places": 1.0},
    **{
        f"parameters.meetings.{key}": {"parameters.meetings.posts": 20.0}
        for key in ("posts_welcome", "posting_fatigue")
    },
    "policies.online_branch.dose.clock_hours": GROUPED,
    "parameters.national_application.hours": {
        **APPLICATION,
        "world.village_size": 1300,
        "parameters.national_application.base": 1.5,
        "parameters.national_application.idling": 0.0,
    },
    **{
        f"parameters.{key}": APPLICATION
        for key in (
            "national_application.base",
            "national_application.by_stakes",
            "national_application.old_unskilled",
            "national_application.idling",
            "training.application_learning",
        )
    },
    "policies.openness.dose.audit": {"parameters.supervision.inspections": 4.0},
    **{f"policies.openness.dose.{key}": WRONGS for key in ("open", "oversight")},
    # Where the new baseline leaves a mechanism little to do.
    "parameters.collective_economy.misreading": {
        **PROJECTS,
        **FORMER_HOURS,
        "parameters.collective_economy.posted_initiation": 0.0,
    },
    "parameters.effort.value_documents": MANY_HOURS,
    "policies.outcome_assessment.dose.documents": MANY_HOURS,
    "parameters.votes.election_quorum": MANY_TERMS,
    "parameters.service.reply_lag": {
        **GOOD_PLATFORM,
        **FORMER_HOURS,
        "parameters.start.groups": 0.0,
        "parameters.village_groups.start": 0.0,
    },
    "parameters.digital.reactivation": GOOD_PLATFORM,
    "parameters.start.integrity_mean": {**REGISTERED, "world.villages": 8},
    "policies.entry_exit_management.dose.suspension": {**REGISTERED, "world.village_size": 1300},
    "policies.meeting_rules.dose.adjusted": REGISTERED,
    "policies.meeting_rules.dose.approval": REGISTERED,
    "policies.rotation.dose.luck": {**MANY_TERMS, **ANYBODY_STANDS, "world.village_size": 1300},
}


def ends(param: Param) -> tuple[float | bool | str, float | bool | str]:
    """Lowest and highest value to try; a value held fixed is halved and doubled."""
    if param.choices:
        return param.choices[0], param.choices[-1]
    if param.is_switch:
        return False, True
    low, high = param.range
    if low == high:
        low, high = (low / 2, high * 2) if low else (0.0, 1.0)
        if param.unit in ("share", "probability", "0-1"):
            high = min(high, 1.0)
    return low, high


def with_value(scenario: Scenario, name: str, value: float | bool | str) -> Scenario:
    """The scenario with one value, also where that lies outside the declared range (of values held fixed)."""
    kind, _, key = name.partition(".")
    if kind == "parameters":
        return replace(scenario, parameters={**scenario.parameters, key: value})
    policy, _, dose = key.partition(".dose.")
    plan = scenario.policies[policy]
    return replace(scenario, policies={**scenario.policies, policy: replace(plan, dose={**plan.dose, dose: value})})


def difference(name: str, seeds: Sequence[int] = SEEDS) -> np.ndarray:
    """Indicator at the high end less indicator at the low end of a parameter, shape (seeds,)."""
    param = CASES[name]
    indicator = INDICATORS[param.raises or param.lowers or ""]
    changes = dict(NEEDS.get(name, {}))
    if name.startswith("policies."):
        changes[f"policies.{name.split('.')[1]}.start"] = "2021-01"
    values = []
    for seed in seeds:
        pair: list[float] = []
        for value in ends(param):
            model = run(with_value(small({"horizon.months": MONTHS, **changes}), name, value), seed=seed, check=False)
            pair.append(float(model.recorder.indicator(indicator, model.burn_in, by_month=False)))
        values.append(pair[1] - pair[0])
    return np.array(values)
