"""Platforms, skills and devices, and what people believe of what they read."""

from __future__ import annotations

from tests.claims.knock_out import ALL_USE_IT, GOOD_PLATFORM, KnockOut

KEPT = {"digital.designated_hours": 40.0, "digital.launch_quality": 0.9, "digital.integrated": True}
MISLED = {"information.gain": 0.02}
NO_PLATFORM = {"digital.local_content": 0.0}
MESSAGES = {**GOOD_PLATFORM, "digital.mandate": 0.5, "service.online_share": 0.9}
UPKEEP = {"hours": 0.0, "money": 0.0, "local": 0.0, "network": 0.0, "reply": 1.0}
CADRES = {"hours": 0.0, "attention": 1.0, "enterprise_hours": 0.0}
FEEDBACK = {"backup": 0.0, "hours": 0.0, "zones": 0.0}
CASES: dict[str, KnockOut] = {
    "attention_to_the_platform": KnockOut(
        moves={"updates": 1, "platform_quality": 1, "digital_reach": 1},
        off={"digital.attention": 0.0},
        on={"digital.attention": 0.9},
        world=GOOD_PLATFORM,
    ),
    "no_example_set": KnockOut(
        moves={"digital_reach": 1},
        off={"digital.attention": 0.1, "digital.designated_hours": 200.0},
        on={"digital.attention": 0.9, "digital.designated_hours": 200.0 / 9},
        world={"digital.launch_quality": 0.9, "digital.integrated": True, "digital.hours_share": 0.0},
        gone={"digital.innovation": 0.0},
    ),
    "an_hour_teaches_little": KnockOut(
        moves={"key_skill": 1, "platform_quality": 1},
        off={"digital.teaching": 0.0},
        on={"digital.teaching": 0.01},
        world={**KEPT, "policies.cadre_digital_training": {**CADRES, "hours": 96.0}},
        gone={"policies.cadre_digital_training": CADRES},
    ),
    "without_a_post_no_updates": KnockOut(
        moves={"updates": 1, "platform_quality": 1},
        off={"digital.designated_hours": 0.0},
        on={"digital.designated_hours": 40.0},
    ),
    "a_tenth_of_a_part_time_office": KnockOut(
        moves={"updates": -1, "platform_quality": -1},
        off={"digital.hours_share": 1.0},
        on={"digital.hours_share": 0.1},
        gone={"digital.attention": 0.0},
    ),
    "updates_are_rare": KnockOut(
        moves={"platform_quality": -1, "digital_reach": -1},
        off={"digital.update_hours": 0.5},
        on={"digital.update_hours": 8.0},
        world={**GOOD_PLATFORM, "digital.mandate": 0.0},
        gone=NO_PLATFORM,
    ),
    "content_goes_out_of_date": KnockOut(
        moves={"platform_quality": -1},
        off={"digital.content_decay": 0.0},
        on={"digital.content_decay": 0.05},
        still=("updates",),
        gone={"digital.launch_quality": 1.0},
    ),
    "central_texts_reposted": KnockOut(
        moves={"platform_quality": -1, "digital_reach": -1},
        off={"digital.local_content": 0.5},
        on={"digital.local_content": 1e-9},
        world=KEPT,
        gone={"digital.local_power": 0.0},
        still=("updates",),
    ),
    "nothing_of_the_place": KnockOut(
        moves={"platform_quality": -1},
        off={"digital.local_power": 0.0},
        on={"digital.local_power": 0.3},
        world={"digital.local_content": 0.1},
        gone={"digital.local_content": 1.0},
    ),
    "several_tracks": KnockOut(
        moves={"platform_quality": -1, "digital_reach": -1},
        off={"digital.platforms": 1.0},
        on={"digital.platforms": 5.0},
        world={**MESSAGES, "digital.integrated": False, "effort.platform_hours": 0.0},
        gone={"digital.integrated": True},
    ),
    "online_and_offline_apart": KnockOut(
        moves={"platform_quality": -1, "digital_reach": -1},
        off={"digital.coupling": 0.9},
        on={"digital.coupling": 0.0},
        world=KEPT,
        gone={"digital.coupling_base": 1.0},
    ),
    "online_and_offline_in_step": KnockOut(
        moves={"platform_quality": 1, "service_fulfilment": 1},
        on={"policies.platform_integration": {"merge": False, "coupling": 12.0, "double_hours": 0.0}},
        world={"service.double_hours": 2.0},
    ),
    "double_procedures": KnockOut(
        moves={"service_fulfilment": -1},
        off={"service.double_hours": 0.0},
        on={"service.double_hours": 2.0},
        gone={"digital.coupling": 1.0},
    ),
    "contact_by_a_flick_of_a_finger": KnockOut(
        moves={"messages_share": 1, "visits": -1, "no_contact": 1},
        off={"service.online_share": 0.0},
        on={"service.online_share": 0.9},
        world=MESSAGES,
    ),
    "members_report_back": KnockOut(
        moves={"needs_sought": 1},
        off={"service.detect_message": 0.0},
        on={"service.detect_message": 0.46},
        world=MESSAGES,
        gone={"service.online_share": 0.0},
    ),
    "talk_in_both_directions": KnockOut(
        moves={"trust": 1},
        off={"trust.message_weight": 0.0},
        on={"trust.message_weight": 0.6},
        world=MESSAGES,
        gone={"service.online_share": 0.0},
    ),
    "graduates_learn_fast": KnockOut(
        moves={"key_skill": 1, "updates": 1, "platform_quality": 1},
        off={"graduate_officials.skill": 0.3},
        on={"graduate_officials.skill": 0.85},
        world={**KEPT, "graduate_officials.posts": 1.0},
        gone={"graduate_officials.posts": 0.0},
    ),
    "back_up_operation": KnockOut(
        moves={"platform_quality": 1},
        off={"digital.backup_saves": 0.0},
        on={"digital.backup_saves": 0.5},
        world={"policies.urban_feedback": {**FEEDBACK, "backup": 1.0}},
        gone={"policies.urban_feedback": FEEDBACK},
    ),
    "helpers_from_towns": KnockOut(
        moves={"updates": 1, "platform_quality": 1},
        off={"policies.urban_feedback": {**FEEDBACK, "backup": 1.0}},
        on={"policies.urban_feedback": {**FEEDBACK, "backup": 1.0, "hours": 20.0}},
    ),
    "enterprises_help_for_nothing": KnockOut(
        moves={"updates": 1, "platform_quality": 1},
        off={"policies.cadre_digital_training": CADRES},
        on={"policies.cadre_digital_training": {**CADRES, "enterprise_hours": 40.0}},
        gone={"outside_resources.enterprise_there": 0.0},
    ),
    "cadres_think_with_the_net": KnockOut(
        moves={"updates": 1, "platform_quality": 1},
        off={"policies.cadre_digital_training": CADRES},
        on={"policies.cadre_digital_training": {**CADRES, "attention": 4.0}},
        gone={"digital.attention": 1.0},
    ),
    "a_paid_post": KnockOut(
        moves={"updates": 1, "platform_quality": 1},
        off={"policies.platform_upkeep": UPKEEP},
        on={"policies.platform_upkeep": {**UPKEEP, "hours": 40.0}},
        gone={"digital.attention": 0.0},
    ),
    "money_for_content": KnockOut(
        moves={"platform_quality": 1},
        off={"policies.platform_upkeep": UPKEEP},
        on={"policies.platform_upkeep": {**UPKEEP, "money": 2000.0}},
        still=("updates",),
    ),
    "answers_in_time": KnockOut(
        moves={"not_found": -1},
        off={"policies.platform_upkeep": UPKEEP},
        on={"policies.platform_upkeep": {**UPKEEP, "reply": 0.33}},
        world={**ALL_USE_IT, "service.reply_lag": 60.0},
        gone=NO_PLATFORM,
    ),
    "a_choice_of_activities": KnockOut(
        moves={"digital_reach": 1},
        off={"policies.platform_upkeep": UPKEEP},
        on={"policies.platform_upkeep": {**UPKEEP, "choice": 1.0}},
        world=KEPT,
        gone=NO_PLATFORM,
    ),
    "short_and_varied": KnockOut(
        moves={"digital_reach": 1},
        off={"policies.platform_upkeep": UPKEEP},
        on={"policies.platform_upkeep": {**UPKEEP, "short_form": 0.5}},
        world={**KEPT, "digital.innovation": 0.06},
        gone=NO_PLATFORM,
    ),
    "the_net_does_not_reach": KnockOut(
        moves={"device_share": -1, "digital_reach": -1},
        off={"start.coverage_mean": 0.95},
        on={"start.coverage_mean": 0.3},
        world=GOOD_PLATFORM,
    ),
    "the_net_reaches_all_ages": KnockOut(
        moves={"device_share": 1, "device_60": 1, "digital_reach": 1},
        off={"start.device_age": 20.0},
        on={"start.device_age": 52.0},
        world=GOOD_PLATFORM,
    ),
    "skill_falls_with_age": KnockOut(
        moves={"key_skill": -1, "reach_60": -1},
        off={"start.skill_age": 0.0},
        on={"start.skill_age": 0.016},
        world=GOOD_PLATFORM,
    ),
    "literacy_is_lacking": KnockOut(
        moves={"digital_reach": -1, "reach_home": -1},
        off={"start.skill_mean": 0.9},
        on={"start.skill_mean": 0.3},
        world=GOOD_PLATFORM,
    ),
    "contempt": KnockOut(
        moves={"digital_reach": -1},
        off={"digital.refusal": 0.0},
        on={"digital.refusal": 0.9},
        world=KEPT,
        gone={"digital.refusal": 1.0},
    ),
    "novelty_is_accepted": KnockOut(
        moves={"digital_reach": 1},
        off={"digital.innovation": 0.01},
        on={"digital.innovation": 0.06},
        world=KEPT,
        gone=NO_PLATFORM,
    ),
    "content_without_substance": KnockOut(
        moves={"dormant_share": 1, "digital_reach": -1},
        off={"digital.churn": 0.0},
        on={"digital.churn": 0.35},
        world={"digital.mandate": 0.2, "digital.designated_hours": 40.0, "digital.launch_quality": 0.9},
    ),
    "visits_put_right": KnockOut(
        moves={"misperception": -1, "misperception_members": -1},
        off={"information.correction": 0.0},
        on={"information.correction": 0.12},
        world=MISLED,
        gone={
            "service.visit_hours": 1e6,
            "meetings.quorum": 2.0,
            "information.online_correction": 0.0,
            "information.group_correction": 0.0,
        },
    ),
    "meetings_put_right": KnockOut(
        moves={"misperception_members": -1},
        off={"information.meeting_correction": 0.0},
        on={"information.meeting_correction": 1.0},
        gone={"meetings.quorum": 2.0},
    ),
    "platforms_put_right": KnockOut(
        moves={"misperception": -1},
        off={"information.online_correction": 0.0},
        on={"information.online_correction": 1.0},
        world=GOOD_PLATFORM,
        gone={"digital.attention": 0.0, "digital.launch_hours": 0.0},
    ),
    "what_is_empty_is_taken": KnockOut(
        moves={"misperception": 1, "misled": 1},
        off=GOOD_PLATFORM,
        on={},
        world=MISLED,
    ),
    "self_made_media_distort": KnockOut(
        moves={"misperception": 1},
        off={"information.gain": 0.0},
        on={"information.gain": 0.02},
    ),
    "true_and_false_mixed": KnockOut(
        moves={"misperception": 1},
        off={"information.false_content": 0.0},
        on={"information.false_content": 1.0},
        world={**MISLED, "information.talk": 0.0},
        gone={"information.gain": 0.0},
    ),
    "ranking_breeds_falsehood": KnockOut(
        moves={"misperception": 1},
        off={"information.ranking": 0.0},
        on={"information.ranking": 4.0},
        world=MISLED,
        gone={"information.gain": 0.0},
    ),
    "nobody_monitors": KnockOut(
        moves={"misperception": -1},
        off={"information.detection": 0.0},
        on={"information.detection": 0.9},
        world={**MISLED, "information.burst_hazard": 2.0},
        gone={"information.burst_hazard": 0.0},
    ),
}
