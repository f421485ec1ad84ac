"""Visits, needs, service and trust."""

from __future__ import annotations

from tests.claims.knock_out import ALL_USE_IT, KnockOut

NEVER = 1e6  # hours of a visit that is never made
REMOTE = {"world.county_type": "remote-poor"}
CASES: dict[str, KnockOut] = {
    "terrain_costs_hours": KnockOut(
        moves={"visits": -1, "service_fulfilment": -1},
        off={"service.dispersion_penalty": 0.0},
        on={"service.dispersion_penalty": 0.5},
        world=REMOTE,
        gone={"start.dispersion_remote": -100.0},
    ),
    "scattered_settlement": KnockOut(
        moves={"visits": -1, "attendance_home": -1, "not_found": 1},
        off={"start.dispersion_remote": 0.0},
        on={"start.dispersion_remote": 1.4},
        world=REMOTE,
        gone={"service.dispersion_penalty": 0.0, "meetings.attend_dispersion": 0.0, "votes.delegates_dispersion": 0.0},
    ),
    "nobody_to_be_found": KnockOut(
        moves={"not_found": 1, "trust": -1},
        off={"service.find_hours": 0.01},
        on={"service.find_hours": 30.0},
        gone={"needs.arise_home": 0.0, "needs.arise_away": 0.0},
        stands=("trust",),
    ),
    "visits_of_tax_collectors": KnockOut(
        moves={"no_contact": -1, "trust": 1}, off={"service.tax_contacts": 0.0}, on={"service.tax_contacts": 0.5}
    ),
    "drift_without_contact": KnockOut(moves={"trust": -1}, off={"trust.drift": 0.0}, on={"trust.drift": 0.008}),
    "relations_grow_distant": KnockOut(
        moves={"no_contact": 1, "trust": -1}, off={"service.visit_hours": 1.0}, on={"service.visit_hours": NEVER}
    ),
    "weaker_relations_weaker_organisation": KnockOut(
        moves={"needs_sought": -1, "mobilised": -1, "applicants": -1},
        off={"start.trust_mean": 0.58},
        on={"start.trust_mean": 0.3},
        gone={"needs.seek_trust": 0.0, "trust.join_trust": 0.0, "membership.apply_trust": 0.0},
        stands=("needs_sought",),
    ),
    "income_of_ones_own": KnockOut(
        moves={"dependence": -1, "needs_sought": -1},
        off={"livelihoods.dependence_wage": 0.0},
        on={"livelihoods.dependence_wage": 1.2},
        gone={"needs.seek_dependence": 0.0},
        stands=("needs_sought",),
    ),
    "needs_unmet_at_home": KnockOut(
        moves={"share_away": 1, "members_away": 1},
        off={"migration.unmet_need": 0.0},
        on={"migration.unmet_need": 1.2},
        gone={"needs.arise_home": 0.0, "needs.arise_away": 0.0},
    ),
    "a_visit_finds_hardship": KnockOut(
        moves={"needs_sought": 1, "service_fulfilment": 1},
        off={"service.detect_visit": 0.0},
        on={"service.detect_visit": 0.75},
        gone={"service.visit_hours": NEVER},
    ),
    "demands_rise_by_the_year": KnockOut(
        moves={"success_share": -1, "service_fulfilment": -1},
        off={"needs.difficulty_drift": 0.0},
        on={"needs.difficulty_drift": 0.1},
        gone={"service.discrimination": 0.0},
    ),
    "close_contact": KnockOut(
        moves={"visits": 1, "no_contact": -1, "construction_style": 1},
        off={"service.visit_hours": NEVER},
        on={"service.visit_hours": 1.0},
        gone={
            "effort.hours_most": 0.0,
            "effort.committee_hours": 0.0,
            "effort.group_hours": 0.0,
            "service.volunteer_hours": 0.0,
            "outside_resources.organisations": 0.0,
        },
        stands=("visits", "no_contact"),
    ),
    "policy_misread": KnockOut(
        moves={"success_share": -1, "service_fulfilment": -1},
        off={"service.misreading": 0.0},
        on={"service.misreading": 0.6},
        gone={"needs.mix_administrative": 0.0, "needs.mix_welfare": 0.0},
    ),
    "little_ability": KnockOut(
        moves={"success_share": -1, "service_fulfilment": -1},
        off={"start.capacity_mean": 0.5},
        on={"start.capacity_mean": 0.3},
    ),
    "demands_passed_up": KnockOut(
        moves={"success_share": 1, "service_fulfilment": 1},
        off={"service.relay": 0.0},
        on={"service.relay": 0.8},
        gone={"needs.mix_welfare": 0.0},
    ),
    "visits_reach_a_few": KnockOut(
        moves={"visits": -1, "no_contact": 1}, off={"service.visit_hours": 0.25}, on={"service.visit_hours": 2.0}
    ),
    "serving_keeps_close": KnockOut(
        moves={"trust": 1, "needs_sought": 1},
        off={"trust.contact": 0.0},
        on={"trust.contact": 0.024},
        gone={"service.visit_hours": NEVER, "trust.message_weight": 0.0, "trust.post_weight": 0.0},
    ),
    "control_of_resources": KnockOut(
        moves={"mobilised": 1}, off={"trust.resource_control": 0.0}, on={"trust.resource_control": 1.0}
    ),
    "beliefs_and_support": KnockOut(
        moves={"mobilised": -1}, off={"trust.join_belief": 0.0}, on={"trust.join_belief": 1.0}
    ),
    "replies_lag": KnockOut(
        moves={"not_found": 1},
        off={"service.reply_lag": 0.1},
        on={"service.reply_lag": 60.0},
        world=ALL_USE_IT,
        gone={"digital.local_content": 0.0},
    ),
    "organisations_bring_hours": KnockOut(
        moves={"organisations": 1, "helper_hours": 1, "grants": 1, "service_fulfilment": 1},
        off={"outside_resources.organisations": 0.0},
        on={"outside_resources.organisations": 0.1},
        gone={"outside_resources.organisation_hours": 0.0},
        stands=("helper_hours",),
    ),
    "organisations_are_invited": KnockOut(
        moves={"organisations": 1, "helper_hours": 1, "grants": 1},
        on={"policies.social_organisations": {"factor": 3.0, "matching": 0.0}},
        gone={"outside_resources.organisations": 0.0},
    ),
    "campaign_of_the_mass_line": KnockOut(
        moves={"visits": 1, "no_contact": -1, "needs_sought": 1},
        on={"policies.mass_line_campaign": {"visit_floor": 0.0, "practice": 0.0, "photographs": 1.0}},
    ),
    "practice_lifts_the_will": KnockOut(
        moves={"willingness": 1},
        off={"training.campaign_gain": 0.0},
        on={"training.campaign_gain": 0.06},
        world={"policies.mass_line_campaign": {}},
        gone={"policies.mass_line_campaign": {"practice": 0.0}},
    ),
    "a_floor_under_visits": KnockOut(
        moves={"visits": 1, "no_contact": -1},
        off={"policies.mass_line_campaign": {"visit_floor": 0.0}},
        on={"policies.mass_line_campaign": {"visit_floor": 100.0}},
        world={"service.online_share": 0.9},
    ),
    "needs_are_diverse": KnockOut(
        moves={"success_share": -1},
        off={"needs.diversity": 0.0},
        on={"needs.diversity": 1.0},
        world={"start.capacity_mean": 0.7},
        gone={"service.discrimination": 0.0},
    ),
    "the_branch_draws_organisations": KnockOut(
        moves={"leadership": 1, "organisations": 1},
        off={"effort.hours_offset": -3.0},
        on={"effort.hours_offset": 0.0},
        world={"outside_resources.organisations": 0.1},
        gone={"outside_resources.organisation_leadership": 0.0},
        stands=("organisations",),
    ),
}
