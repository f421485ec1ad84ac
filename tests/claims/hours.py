"""Hours of cadres: what they are spent on, what is lost of them, what they are paid and judged by."""

from __future__ import annotations

from tests.claims.knock_out import KnockOut

TWO_HEADS = {"start.one_shoulder": 0.0}
CASES: dict[str, KnockOut] = {
    "two_bodies_led_as_one": KnockOut(
        moves={"visits": 1, "service_fulfilment": 1},
        off={"effort.coordination": 0.0},
        on={"effort.coordination": 1.0},
        world={**TWO_HEADS, "supervision.assessment": 1.0, "supervision.sanction": 1.0},
        gone={"effort.coordination_loss": 0.0},
    ),
    "nobody_clearly_in_charge": KnockOut(
        moves={"visits": -1, "service_fulfilment": -1, "no_contact": 1},
        off={"effort.coordination_loss": 0.0},
        on={"effort.coordination_loss": 0.5},
        world={**TWO_HEADS, "effort.coordination": 0.0},
        gone={"start.one_shoulder": 1.0},
    ),
    "discord_and_the_list": KnockOut(
        moves={"visits": -1, "inclusion_error": 1},
        off={"effort.coordination_loss": 0.0},
        on={"effort.coordination_loss": 0.5},
        world={**TWO_HEADS, "effort.coordination": 0.0, "horizon.start": "2017-01", "targeting.noise": 2.0},
        gone={"start.one_shoulder": 1.0},
    ),
    "one_person_heads_both": KnockOut(
        moves={"formalism": 1, "visits": 1},
        off={"start.one_shoulder": 0.0},
        on={"start.one_shoulder": 1.0},
        world={"effort.coordination": 0.0, "effort.coordination_loss": 0.5},
        gone={"effort.coordination_loss": 0.0, "effort.shoulder_hours": 0.0},
    ),
    "a_subsidy_is_no_salary": KnockOut(
        moves={"secretary_hours": -1, "service_fulfilment": -1, "motivation": -1},
        off={"effort.full_time": True},
        on={"effort.full_time": False},
    ),
    "pay_below_the_wage_of_migrants": KnockOut(
        moves={"motivation": -1, "secretary_hours": -1},
        off={"effort.motivation_pay": 0.0},
        on={"effort.motivation_pay": 2.0},
        gone={"effort.motivation_hours": 0.0},
        stands=("secretary_hours",),
    ),
    "no_promotion_no_drive": KnockOut(
        moves={"promotions": 1, "motivation": 1},
        off={"supervision.promotion_rate": 0.0},
        on={"supervision.promotion_rate": 0.1},
    ),
    "a_chance_of_promotion_drives": KnockOut(
        moves={"motivation": 1, "secretary_hours": 1},
        off={"effort.motivation_promotion": 0.0},
        on={"effort.motivation_promotion": 2.0},
        world={"supervision.promotion_rate": 0.1},
        gone={"effort.motivation_hours": 0.0},
        stands=("secretary_hours",),
    ),
    "little_will_to_serve": KnockOut(
        moves={"secretary_hours": -1, "service_fulfilment": -1},
        off={"start.unwilling": 0.0},
        on={"start.unwilling": 0.6},
    ),
    "own_interests": KnockOut(
        moves={"secretary_service_hours": -1, "service_fulfilment": -1},
        off={"effort.value_service": 1.0},
        on={"effort.value_service": 0.3},
    ),
    "political_construction_first": KnockOut(
        moves={"secretary_party_hours": 1, "content": 1, "secretary_service_hours": -1, "service_fulfilment": -1},
        off={},
        on={"effort.value_party": 1.5},
    ),
    "own_economy_before_the_collective": KnockOut(
        moves={"secretary_economy_hours": -1, "projects_started": -1},
        off={"effort.value_economy": 0.8},
        on={"effort.value_economy": 0.1},
        world={"effort.weight_economy": 0.0, "collective_economy.initiation": 0.05},
        gone={"collective_economy.initiation": 0.0, "collective_economy.posted_initiation": 0.0},
        stands=("projects_started",),
    ),
    "economy_first": KnockOut(
        moves={"secretary_economy_hours": 1, "secretary_party_hours": -1, "content": -1},
        off={"effort.weight_economy": 0.1},
        on={"effort.weight_economy": 1.5},
        gone={"effort.seen_economy": 0.0},
    ),
    "party_building_as_an_indicator": KnockOut(
        moves={"secretary_party_hours": 1, "secretary_service_hours": -1},
        off={"effort.weight_party": 0.0},
        on={"effort.weight_party": 1.0},
        gone={"effort.seen_party": 0.0},
    ),
    "what_people_need_most": KnockOut(
        moves={"secretary_service_hours": 1, "service_fulfilment": 1},
        off={"effort.weight_service": 0.0},
        on={"effort.weight_service": 1.0},
        gone={"effort.seen_service": 0.0},
    ),
    "what_superiors_cannot_see": KnockOut(
        moves={"secretary_service_hours": -1, "service_fulfilment": -1},
        off={"effort.seen_service": 1.0},
        on={"effort.seen_service": 0.0},
        gone={"effort.weight_service": 0.0},
    ),
    "joined_work_strengthens_both": KnockOut(
        moves={"service_fulfilment": 1, "visits": 1},
        off={"effort.joint_gain": 0.0},
        on={"effort.joint_gain": 0.5},
        gone={"effort.joint_work": 0.0},
    ),
    "two_skins": KnockOut(
        moves={"service_fulfilment": -1, "visits": -1},
        off={"effort.joint_work": 1.0},
        on={"effort.joint_work": 0.0},
        gone={"effort.joint_gain": 0.0},
    ),
    "party_work_in_all_work": KnockOut(
        moves={"visits": 1, "service_fulfilment": 1},
        on={"policies.coordination": {"one_shoulder": False, "coordination": 0.0, "joint_work": 0.7}},
        gone={"effort.joint_gain": 0.0},
    ),
    "files_online": KnockOut(
        moves={"formalism": -1, "secretary_service_hours": 1},
        off={"effort.file_hours_saved": 0.0},
        on={"effort.file_hours_saved": 2.0},
        world={"effort.value_documents": 0.0, "effort.weight_documents": 0.0},
        gone={"effort.file_hours": 0.0},
    ),
    "formalism_costs_the_base": KnockOut(
        moves={"formalism": 1, "attendance_home": -1, "visits": -1, "trust": -1},
        off={"supervision.inspections": 0.0},
        on={"supervision.inspections": 8.0},
    ),
    "layer_by_layer": KnockOut(
        moves={"formalism": 1, "secretary_trace_hours": 1, "secretary_service_hours": -1},
        off={"policies.responsibility_chain": {"layer_hours": 0.0, "blame": 0.0}},
        on={"policies.responsibility_chain": {"layer_hours": 4.0, "blame": 0.0}},
        gone={"supervision.layers": 0.0},
    ),
    "task_lists_shorten_an_attempt": KnockOut(
        moves={"service_fulfilment": 1},
        off={"policies.responsibility_chain": {"attempt": 1.0}},
        on={"policies.responsibility_chain": {"attempt": 0.7}},
        gone={"service.need_hours": 1e-09},
    ),
    "departments_work_together": KnockOut(
        moves={"service_fulfilment": 1, "success_share": 1},
        off={"policies.responsibility_chain": {"relay": 1.0}},
        on={"policies.responsibility_chain": {"relay": 4.0}},
        gone={"needs.mix_welfare": 0.0},
    ),
    "internet_work_in_the_evaluation": KnockOut(
        moves={"formalism": 1, "accounts_reported": 1, "secretary_service_hours": -1},
        off={},
        on={"policies.outcome_assessment": {"digital": 0.5, "seen_service": 1.0, "seen_party": 1.0, "merit": 0.0}},
        world={"supervision.inspections": 4.0},
        gone={"effort.stakes": 0.0, "supervision.promotion_rate": 0.0},
    ),
}
