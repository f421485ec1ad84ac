"""Members and meetings: who comes, who joins, who leads, who has left."""

from __future__ import annotations

from tests.claims.knock_out import KnockOut

REGISTERED = {"meetings.denominator": "registered"}
ADJUSTED = {"meetings.denominator": "adjusted"}
LARGE = {"world.village_size": 1300, "world.villages": 4, "horizon.months": 36, **ADJUSTED}
NOBODY_GOES = {"migration.leave": 0.0, "migration.back": 0.5}
NO_MEETING = {"meetings.quorum": 2.0}
ENTRY = {
    "threshold": -10.0,
    "months": 0.0,
    "kin": 1.0,
    "exit_open": 0.0,
    "transfer_duty": 0.0,
    "suspension": 0.0,
    "ask": 0.0,
    "review": 0.0,
}
CASES: dict[str, KnockOut] = {
    "members_in_a_branch_that_meets": KnockOut(
        moves={"coverage": 1, "coverage_villages": 1, "valid_meetings": 1},
        on={"policies.meeting_rules": {"steps": 0.0}},
        world=REGISTERED,
        gone={"meetings.quorum": 0.0},
        stands=("valid_meetings",),
    ),
    "called_in_vain": KnockOut(
        moves={"habit": -1, "attendance_home": -1},
        off={"meetings.habit_failed": 0.0},
        on={"meetings.habit_failed": 0.15},
        world=REGISTERED,
        gone={"meetings.quorum": 0.0},
    ),
    "half_of_the_members": KnockOut(
        moves={"quorum_failure": 1, "valid_meetings": -1},
        off={"meetings.quorum": 0.0},
        on={"meetings.quorum": 0.5},
        world=REGISTERED,
        gone={"meetings.attend": 100.0, "meetings.denominator": "adjusted", "meetings.excuses_approved": 1.0},
        stands=("quorum_failure",),
    ),
    "emptied_villages_cannot_meet": KnockOut(
        moves={"share_away": 1, "members_away": 1, "quorum_failure": 1, "valid_meetings": -1},
        off=NOBODY_GOES,
        on={},
        world=REGISTERED,
    ),
    "those_who_stay_are_old": KnockOut(
        moves={"member_age_home": 1, "successor_ratio": -1, "members_middle_home": -1}, off=NOBODY_GOES, on={}
    ),
    "the_left_behind_use_the_net_least": KnockOut(
        moves={"residents_60": 1, "left_elders": 1, "reach_home": -1},
        off={"world.archetype": "near-urban"},
        on={"world.archetype": "hollow"},
        world={"digital.designated_hours": 40.0, "digital.launch_quality": 0.9, "digital.mandate": 0.2},
        gone={"digital.local_content": 0.0},
        stands=("reach_home",),
    ),
    "older_members_organise_less": KnockOut(
        moves={"capacity": -1, "vanguard": -1, "mobilised": -1},
        off={"start.capacity_age": 0.0},
        on={"start.capacity_age": 0.01},
    ),
    "little_schooling": KnockOut(
        moves={"capacity": -1, "success_share": -1},
        off={"start.capacity_unschooled": 0.0},
        on={"start.capacity_unschooled": 0.2},
    ),
    "farmers_have_little_schooling": KnockOut(
        moves={"reach_60": -1},
        off={"start.skill_schooling": 0.0},
        on={"start.skill_schooling": 0.15},
        world={"digital.designated_hours": 40.0, "digital.launch_quality": 0.9, "digital.mandate": 0.5},
        gone={"digital.local_content": 0.0},
    ),
    "secretaries_are_taught": KnockOut(
        moves={"secretary_capacity": 1, "success_share": 1},
        off={"training.secretary_units": 0.0},
        on={"training.secretary_units": 3.5},
        gone={"training.gain": 0.0},
    ),
    "trained_to_the_standard": KnockOut(
        moves={"capacity": 1, "vanguard": 1},
        on={"policies.training": {"secretary_units": 0.0}},
        gone={"training.gain": 0.0, "training.use_hours": 1e6},
    ),
    "forced_study": KnockOut(
        moves={"capacity": -1},
        off={"training.coercion": 0.0},
        on={"training.coercion": 1.0},
        world={"policies.training": {}},
        gone={"training.gain": 0.0},
    ),
    "guidance_once_a_year": KnockOut(
        moves={"willingness": 1, "construction_ideological": 1},
        on={"policies.mass_line_campaign": {"hours": 0.0, "secretary_hours": 0.0, "visit_floor": 0.0}},
        gone={"training.campaign_gain": 0.0},
    ),
    "little_guidance": KnockOut(
        moves={"content": -1, "attendance_home": -1, "construction_ideological": -1},
        off={"meetings.party_hours": 1.0},
        on={"meetings.party_hours": 40.0},
        gone={"meetings.content_hours": 0.0},
    ),
    "power_of_the_organisation": KnockOut(
        moves={"organisational_power": 1, "construction_organisational": 1}, off=NO_MEETING, on={}
    ),
    "the_system_and_its_chain": KnockOut(
        moves={"chain": 1, "construction_system": 1},
        on={"policies.responsibility_chain": {}},
        gone=NO_MEETING,
        stands=("construction_system",),
    ),
    "records_without_meetings": KnockOut(
        moves={"meetings_gap": 1, "attendance_gap": 1, "fabricated_share": 1},
        off={"supervision.inspections": 0.0},
        on={"supervision.inspections": 4.0},
        world={**REGISTERED, "start.integrity_mean": 0.5},
        gone={"meetings.fabricate": -100.0},
    ),
    "a_strong_branch": KnockOut(
        moves={"leadership": 1, "trust": 1, "mobilised": 1, "service_fulfilment": 1, "projects_started": 1},
        off={"effort.hours_offset": -3.0, **REGISTERED},
        on={"effort.hours_offset": 0.0, **ADJUSTED},
        world={"collective_economy.initiation": 0.05},
    ),
    "difficulties_solved": KnockOut(
        moves={"trust": 1, "needs_sought": 1},
        off={"trust.success": 0.0},
        on={"trust.success": 0.1},
        gone={"service.need_hours": 1e6},
    ),
    "four_risks": KnockOut(
        moves={"motivation": -1, "capacity": -1, "no_contact": 1, "misconduct": 1},
        off={"effort.motivation_pay": 0.0, "service.visit_hours": 0.5, "supervision.misconduct": 0.0},
        on={
            "effort.motivation_pay": 2.0,
            "start.capacity_mean": 0.3,
            "service.visit_hours": 4.0,
            "supervision.misconduct": 0.05,
        },
        world={"start.integrity_mean": 0.5},
    ),
    "the_promise_of_going_online": KnockOut(
        moves={"attendance": 1, "attendance_online": 1, "platform_quality": 1, "digital_reach": 1},
        on={"policies.online_branch": {}},
    ),
    "meetings_online": KnockOut(
        moves={"attendance": 1, "attendance_online": 1},
        off={"meetings.online": False},
        on={"meetings.online": True},
        gone={"meetings.attend_online": -100.0},
        stands=("attendance",),
    ),
    "those_away_have_earning_in_mind": KnockOut(
        moves={"attendance_online": -1, "attendance": -1},
        off={"meetings.attend_online": 0.4},
        on={"meetings.attend_online": -1.2},
        world={"meetings.online": True},
        gone={"meetings.online": False},
    ),
    "files_of_members_online": KnockOut(
        moves={"pocket_members": -1},
        off={"policies.online_branch": {"transfer": 1.0}},
        on={"policies.online_branch": {"transfer": 12.0}},
        world=LARGE,
        gone={"migration.departure_men": 0.0, "migration.departure_women": 0.0},
    ),
    "files_of_those_who_leave": KnockOut(
        moves={"pocket_members": 1, "members_away": 1},
        off={"membership.transfer": 1.0},
        on={"membership.transfer": 0.0},
        world=LARGE,
        gone={"migration.departure_men": 0.0, "migration.departure_women": 0.0},
    ),
    "admitted_by_the_standards": KnockOut(
        moves={"admissions": -1},
        off={"policies.entry_exit_management": ENTRY},
        on={"policies.entry_exit_management": {**ENTRY, "threshold": 1.0}},
        world=LARGE,
        gone=NO_MEETING,
    ),
    "ranks_grow": KnockOut(
        moves={"members": 1, "admissions": 1},
        off={"membership.quota": 0.0},
        on={"membership.quota": 0.002},
        world=LARGE,
        gone=NO_MEETING,
    ),
    "recruits_are_hard_to_find": KnockOut(
        moves={"applicants": -1},
        off={"membership.apply_away": 1.0},
        on={"membership.apply_away": 0.1},
        gone={"membership.apply": 0.0, "start.applicants": 0.0},
    ),
    "trained_successors": KnockOut(
        moves={"vacancy": -1},
        off={"policies.rotation": {"reserve": 0.0}},
        on={"policies.rotation": {"reserve": 2.0}},
        world={"offices.reluctance": 1.5, "offices.term": 24, "offices.vacancy": 9, "world.villages": 16},
    ),
    "decisions_take_steps": KnockOut(
        moves={"decision_lag": 1, "items_implemented": -1},
        off={"votes.steps": 1.0},
        on={"votes.steps": 3.0},
        world={**LARGE, "votes.matters": 0.2, "start.one_shoulder": 0.0},
        gone={"votes.matters": 0.0, "membership.quota": 0.0, "collective_economy.initiation": 0.0},
        stands=("projects_started", "admissions"),
    ),
    "form_before_service": KnockOut(
        moves={"secretary_capacity": -1, "secretary_trace_hours": 1, "secretary_service_hours": -1},
        off={"start.capacity_mean": 0.6, "supervision.inspections": 0.0},
        on={"start.capacity_mean": 0.4, "supervision.inspections": 4.0},
    ),
    "by_a_scientific_assessment": KnockOut(
        moves={"secretary_service_hours": 1, "service_fulfilment": 1},
        on={"policies.outcome_assessment": {"seen_party": 1.0, "service": 3.0, "promotion": 1.0, "merit": 0.0}},
        gone={"effort.stakes": 0.0, "supervision.promotion_rate": 0.0},
    ),
    "a_graduate_runs_it": KnockOut(
        moves={"key_skill": 1, "updates": 1, "platform_quality": 1},
        on={"policies.graduate_official": {}},
        gone={"digital.attention": 0.0},
        stands=("updates", "platform_quality"),
    ),
    "from_tool_to_integration": KnockOut(
        moves={"platform_quality": 1},
        on={"policies.platform_integration": {"double_hours": 0.0}},
        gone={"digital.integrated": True, "digital.coupling": 1.0},
    ),
    "where_the_network_reaches": KnockOut(
        moves={"digital_reach": 1, "reach_home": 1},
        off={},
        on={"digital.designated_hours": 40.0, "digital.launch_quality": 0.9},
        still=("device_share",),
        gone={"digital.attention": 0.0},
    ),
    "the_gap_is_bridged": KnockOut(
        moves={"reach_60": 1, "age_divide": -1},
        off={"policies.digital_literacy": {"hours": 0.0}},
        on={"policies.digital_literacy": {"hours": 40.0, "old": 1.0, "places": 1.0, "leak": 0.0}},
        world={"digital.designated_hours": 40.0, "digital.launch_quality": 0.9, "digital.mandate": 0.2},
        gone={"digital.teaching": 0.0},
    ),
    "women_children_and_elders_left_behind": KnockOut(
        moves={"left_women": 1, "left_elders": 1, "left_children_both": 1, "residents_60": 1}, off=NOBODY_GOES, on={}
    ),
    "asked_for_and_done": KnockOut(
        moves={"policy_fidelity": 1, "policy_fidelity_gap": -1},
        off=NO_MEETING,
        on={"meetings.quorum": 0.0},
        world={"supervision.inspections": 4.0},
    ),
    "example_of_the_vanguard": KnockOut(
        moves={"mobilised": 1},
        off={"trust.vanguard_least": 2.0},
        on={"trust.vanguard_least": 0.0},
        gone={"trust.join_vanguard": 0.0},
    ),
    "people_are_roused": KnockOut(
        moves={"mobilised": 1},
        off={"start.trust_mean": 0.3},
        on={"start.trust_mean": 0.58},
        gone={
            "trust.join_trust": 0.0,
            "trust.join_belief": 0.0,
            "trust.join_leadership": 0.0,
            "trust.join_vanguard": 0.0,
        },
    ),
    "passive_members_keep_others_away": KnockOut(
        moves={"attendance_home": -1},
        off={"meetings.attend_others": 0.0},
        on={"meetings.attend_others": 3.0},
        world={**REGISTERED, "start.habit_mean": 0.3},
        gone={"meetings.attend": 100.0},
    ),
    "rights_beside_duties": KnockOut(
        moves={"habit": 1}, off={"meetings.rights": 0.0}, on={"meetings.rights": 1.0}, gone=NO_MEETING
    ),
    "ranks_age_without_recruits": KnockOut(
        moves={"share_members_60": 1, "member_age": 1},
        off={"membership.quota": 0.004},
        on={"membership.quota": 0.0},
        world=LARGE,
        gone=NO_MEETING,
    ),
    "members_among_the_people": KnockOut(
        moves={"near_member": 1, "members_per_100": 1},
        off={"start.member_share": 0.01},
        on={"start.member_share": 0.06},
    ),
}
