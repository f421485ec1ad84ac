"""Lists, measures and exits; money that comes from outside; discipline."""

from __future__ import annotations

from tests.claims.knock_out import KnockOut

LISTS = {"horizon.start": "2018-01", "world.village_size": 600}
WRONGS = {"start.integrity_mean": 0.5, "supervision.misconduct": 0.02, "world.villages": 12}
NEVER = 1e6
CASES: dict[str, KnockOut] = {
    "money_directed_by_the_branch": KnockOut(
        moves={"leadership": 1, "grants_lost": -1},
        off={"effort.hours_offset": -3.0},
        on={"effort.hours_offset": 0.0},
        world={"outside_resources.organisations": 0.1},
        gone={"outside_resources.efficiency_leadership": 0.0, "outside_resources.efficiency_formalism": 0.0},
        stands=("grants_lost",),
    ),
    "weak_branches_waste_what_comes": KnockOut(
        moves={"leadership": -1, "formalism": 1, "grants_lost": 1, "visits": -1},
        off={"start.capacity_mean": 0.6, "effort.weight_documents": 0.0, "effort.coordination": 1.0},
        on={"start.capacity_mean": 0.3, "effort.weight_documents": 1.0, "effort.coordination": 0.0},
        world={"outside_resources.organisations": 0.1, "start.one_shoulder": 0.0},
        gone={"outside_resources.efficiency_leadership": 0.0, "outside_resources.efficiency_formalism": 0.0},
        stands=("grants_lost",),
    ),
    "discipline_follows_money": KnockOut(
        moves={"misconduct": -1},
        off={"supervision.oversight_flow": 0.0},
        on={"supervision.oversight_flow": 0.5},
        world={**WRONGS, "outside_resources.granted": 20000.0},
    ),
    "power_confined_by_rules": KnockOut(
        moves={"misconduct": -1},
        off={"supervision.oversight": 0.0},
        on={"supervision.oversight": 0.8},
        world=WRONGS,
        gone={"supervision.misconduct": 0.0},
    ),
    "favours_to_kin": KnockOut(
        moves={"listed_kin": 1},
        off={"targeting.capture": 0.0},
        on={"targeting.capture": 3.0},
        world={**LISTS, "start.integrity_mean": 0.3},
        gone={"supervision.oversight": 2.0},
    ),
    "interest_groups_at_the_appraisal": KnockOut(
        moves={"listed_kin": 1},
        off={"targeting.appraisal_capture": 0.0},
        on={"targeting.appraisal_capture": 1.0},
        world={
            **LISTS,
            "start.integrity_mean": 0.3,
            "targeting.capture": 3.0,
            "targeting.appraisal": True,
            "votes.delegates": 3.0,
        },
        gone={"targeting.appraisal": False},
    ),
    "data_find_those_at_risk": KnockOut(
        moves={"risk_found": 1, "risk_missed": -1}, off={"targeting.bigdata": 0.0}, on={"targeting.bigdata": 0.5}
    ),
    "objects_of_help": KnockOut(
        moves={"precision_objects": -1, "inclusion_error": 1, "exclusion_error": 1, "aid_leakage": 1},
        off={"targeting.noise": 0.0},
        on={"targeting.noise": 2.0},
        world=LISTS,
    ),
    "funds_misplaced": KnockOut(
        moves={"precision_funds": -1, "leakage": 1},
        off={"targeting.noise": 0.0, "outside_resources.efficiency": 5.0},
        on={"targeting.noise": 2.0, "outside_resources.efficiency": 0.0},
        world={**LISTS, "outside_resources.organisations": 0.1},
        gone={"targeting.aid": 0.0, "outside_resources.organisations": 0.0, "outside_resources.granted": 0.0},
        stands=("grants",),
    ),
    "effects_on_paper_and_for_a_time": KnockOut(
        moves={"precision_effects": -1, "false_exits": 1, "poverty_lasting": 1},
        off={"targeting.misreport": -100.0, "targeting.fade": 0.0},
        on={"targeting.misreport": 0.0, "targeting.fade": 0.5},
        world={**LISTS, "targeting.exit_target": 0.5, "targeting.gain": 0.5},
    ),
    "effects_need_the_other_precisions": KnockOut(
        moves={"precision_measures": -1, "precision_effects": -1},
        off={"targeting.match": 1.0},
        on={"targeting.match": 0.0},
        world={**LISTS, "targeting.gain": 0.8, "targeting.aid": 0.0, "targeting.match_known": 0.0},
    ),
    "work_of_the_branch_makes_precise": KnockOut(
        moves={"visits": 1, "measures_matched": 1, "precision_objects": 1},
        off={"service.visit_hours": NEVER},
        on={"service.visit_hours": 1.0},
        world={**LISTS, "targeting.match_known": 0.5, "horizon.burn_in": 24},
        gone={"targeting.noise_known": 0.0, "targeting.match_known": 0.0},
        stands=("measures_matched",),
    ),
    "measures_fit_the_household": KnockOut(
        moves={"measures_matched": 1, "poverty_lasting": -1},
        off={"targeting.match": 0.0},
        on={"targeting.match": 0.9},
        world={**LISTS, "targeting.gain": 0.5},
        gone={"targeting.match_known": 0.0, "targeting.aid": 0.0, "targeting.gain": 0.0},
        stands=("poverty_lasting",),
    ),
    "hard_cases": KnockOut(
        moves={"poverty_lasting": 1},
        off={"targeting.gain_lost": 0.0},
        on={"targeting.gain_lost": 0.5},
        world={**LISTS, "targeting.gain": 0.5, "targeting.match": 0.9},
        gone={"targeting.gain": 0.0},
    ),
    "closeness_gives_knowledge": KnockOut(
        moves={"inclusion_error": 1, "precision_objects": -1},
        off={"targeting.visits_known": 0.5},
        on={"targeting.visits_known": 20.0},
        world=LISTS,
        gone={"targeting.noise_known": 0.0, "targeting.match_known": 0.0},
    ),
    "visits_make_better_lists": KnockOut(
        moves={"inclusion_error": -1, "precision_objects": 1, "trust": 1},
        off={"targeting.noise_known": 0.0},
        on={"targeting.noise_known": 4.0},
        world={**LISTS, "trust.unfair": 0.1, "targeting.noise": 2.0},
        gone={"service.visit_hours": NEVER},
        stands=("inclusion_error", "precision_objects"),
    ),
}
