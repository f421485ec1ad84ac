"""The channels, each declared once: entries by mechanism, and states by what they consist of.

A lever belongs to the entry of its mechanism. A column or tally belongs to one state at most; what a column follows
from alone (counts of the roll, tallies of observation) is in none, nor are traits, kinship and the places of rows.
"""

from __future__ import annotations

from sim.channels.channel import Channel
from sim.core.config.language import message
from sim.core.config.problems import did_you_mean

SUFFIX = "_levers"
PEOPLE, HOUSEHOLDS, VILLAGES, OFFICES, TOWNSHIPS, TALLIES = (
    "people",
    "households",
    "villages",
    "offices",
    "townships",
    "tallies",
)
HOLDER = ("capacity", "willingness", "skill", "motivation", "integrity")
"""Columns of an office that describe who holds it: replayed where both runs have the same holder."""


def _state(name: str, en: str, zh: str, **columns: str) -> Channel:
    return Channel(name, {"en": en, "zh": zh}, columns={store: tuple(text.split()) for store, text in columns.items()})


def _entry(mechanism: str, en: str, zh: str) -> Channel:
    words = {"en": f"asked of {en}", "zh": f"对{zh}的要求"}
    return Channel(mechanism + SUFFIX, words, mechanism)  # type: ignore[arg-type]


STATES: tuple[Channel, ...] = (
    _state(
        "presence",
        "who is at home",
        "谁在村",
        people="away group months_away pocket past",
        tallies="left returned out_migrants out_migrants_age out_migrants_51",
    ),
    _state(
        "hours",
        "hours and how they are split",
        "工时及其分配",
        villages="secretary_hours committee_hours service_hours economy_hours party_hours trace_hours "
        "secretary_service secretary_economy secretary_party secretary_trace formalism work_hours volunteer_hours "
        "course_hours training_hours secretary_training_hours application_hours",
        tallies="secretary_hours hours_service hours_economy hours_party hours_trace cadre_hours cadre_trace "
        "work_hours",
    ),
    _state(
        "capacity",
        "capacity and service consciousness",
        "能力与服务意识",
        people="capacity capacity_start willingness willingness_start",
        villages="mean_willingness vanguard committee_capacity",
        offices="capacity willingness",
        tallies="vanguard",
    ),
    _state(
        "attendance",
        "habit and attendance",
        "习惯与到会",
        people="habit missed",
        villages="attendance_memory present present_in_person eligible electorate on_roll sub_present sub_eligible",
        tallies="attendance attendance_home attendance_online attendance_reported attendance_due "
        "attendance_due_reported attendance_due_home",
    ),
    _state(
        "meetings",
        "meetings, calls and content",
        "会议、召集与内容",
        villages="meeting_valid calls_failed months_since_call months_since_meeting content call_failed list_months "
        "list_asked sub_months",
        tallies="lists calls first_calls first_calls_failed meetings_valid meetings_reported meetings_fabricated "
        "functioning_members",
    ),
    _state(
        "decisions",
        "agenda and votes",
        "议题与表决",
        people="delegate",
        villages="backlog backlog_age urgent_new urgent_old",
        tallies="items_entered items_passed item_months elections elections_valid election_members election_present "
        "election_due_valid election_present_valid",
    ),
    _state(
        "membership",
        "who is a member",
        "谁是党员",
        people="stage stage_months pending pending_months applied hardship uncared_months",
        villages="branch hamlets functional elsewhere joint_months",
        tallies="admissions conversions moved_in exits admissions_women admissions_35 admission_months",
    ),
    _state(
        "offices",
        "who holds office",
        "谁任职",
        villages="election_due election_won committee_members leadership",
        offices="holder outsider nominee age sex embeddedness returned tenure term_months calls vacant_months "
        "full_time one_shoulder",
        tallies="leadership",
    ),
    _state(
        "motivation", "motivation and integrity", "积极性与廉洁", offices="motivation integrity", tallies="motivation"
    ),
    _state(
        "posts",
        "first secretaries and graduates",
        "第一书记与大学生村官",
        first_secretaries="village posted level team capacity willingness embeddedness tenure term postings resources "
        "months_gone",
        graduate_officials="village posted capacity willingness skill member tenure postings",
        villages="posted_hours graduate_hours graduate_skill",
        tallies="first_secretaries graduate_officials posted_hours graduate_hours",
    ),
    _state(
        "contacts",
        "service, visits and messages",
        "办事、走访与联系",
        people="need need_difficulty need_age need_known need_tries events months_without_contact",
        villages="success_share",
        tallies="needs_arisen needs_sought needs_not_found needs_expired attempts successes visits visits_possible "
        "messages",
    ),
    _state("trust", "trust", "信任", people="trust trust_base", villages="mobilised"),
    _state(
        "platform",
        "platform, devices and skills",
        "平台、设备与技能",
        people="device skill skill_start account application",
        villages="platform_content freshness platform_quality key_skill active_share remote_hours backup",
        offices="skill",
        tallies="updates key_skill application application_reported",
    ),
    _state(
        "chat_groups",
        "chat groups",
        "村微信群",
        people="in_village_group posts_read posts_heard",
        villages="village_group posts_seen group_belief",
        tallies="village_groups group_home group_60 group_away posts_read posts_heard",
    ),
    _state(
        "beliefs",
        "beliefs",
        "认知",
        people="misperception",
        villages="belief_mean",
        townships="rumour_months",
        tallies="misperception misperception_members misled",
    ),
    _state(
        "money",
        "money and projects of the village",
        "村集体资金与项目",
        villages="assets fund base_pay collective_income claimed_income grants months_since_aid "
        "project_waiting project_posted project_passed real_projects real_money show_projects show_money "
        "money_for_care money_for_platform jobs",
        counties="grants_left",
        tallies="collective_income collective_income_reported income_low income_low_reported projects_started "
        "projects_show projects_posted projects_failed projects_running projects_running_show jobs projects_due "
        "projects_alive grants grants_lost fund spent",
    ),
    _state(
        "households",
        "incomes, poverty and the list",
        "收入、贫困与贫困名单",
        households="permanent_income measures_income transitory_income income income_year aid_year poor deprivations "
        "shock_months dependence cooperative local_wage enterprise registered months_since_exit aid cause matched "
        "wrong_nearby watched cadre_kin",
        villages="mean_income poor_share knowledge quota exit_pressure appraised list_wrong enterprises employed "
        "household_money",
        tallies="enterprises_founded enterprises employed cooperative households household_persons income poor "
        "poor_income poor_deprived poor_lasting poverty_gap dependence listed listed_not_poor listed_kin "
        "poor_not_listed exits_reported exits_false relapses measures measures_matched aid_paid aid_to_not_poor "
        "unit_set_aside unit_measures unit_money at_risk at_risk_found declared_safe appraisals appraisals_valid",
    ),
    _state(
        "superiors",
        "inspection, scores and scandals",
        "检查、考核与丑闻",
        villages="oversight scandal score real_score promotion_chance chain removal",
        townships="score_middle detections success",
        tallies="inspections audits misconduct misconduct_detected records_struck score_reported score_real "
        "promotions chain asked done done_reported",
    ),
    _state(
        "helpers",
        "organisations and copied practice",
        "社会组织与借鉴",
        villages="helper_hours helper_months copied",
        tallies="organisations helper_hours copies",
    ),
)
"""Channels held at columns, in about the order of the month."""

ENTRIES: tuple[Channel, ...] = (
    _entry("migration", "leaving and coming back", "外出与返乡"),
    _entry("livelihoods", "incomes", "家庭收入"),
    _entry("collective_economy", "money and projects", "资金与项目"),
    _entry("needs", "needs", "诉求"),
    _entry("offices", "terms and elections", "任期与选举"),
    _entry("first_secretaries", "first secretaries", "第一书记"),
    _entry("graduate_officials", "graduate officials", "大学生村官"),
    _entry("effort", "hours and how they are split", "工时及其分配"),
    _entry("meetings", "meetings", "会议"),
    _entry("votes", "votes", "表决"),
    _entry("national_application", "the learning application", "学习应用"),
    _entry("training", "training", "培训"),
    _entry("service", "service and visits", "办事与走访"),
    _entry("digital", "the platform", "平台"),
    _entry("village_groups", "chat groups", "村微信群"),
    _entry("information", "information", "信息"),
    _entry("membership", "membership", "党员发展"),
    _entry("targeting", "the list of the poor", "贫困识别"),
    _entry("supervision", "superiors", "监督考核"),
    _entry("outside_resources", "help from outside", "外部资源"),
)
"""Channels held at levers, in the order of the month."""

CHANNELS: dict[str, Channel] = {each.name: each for each in (*STATES, *ENTRIES)}


def channel_named(name: str) -> Channel:
    """A channel; the entry of a mechanism from outside the package is named after it.

    Raises
    ------
    ValueError
        If there is none of this name.

    Examples
    --------
    >>> from sim.channels.table import channel_named
    >>> channel_named("hours").words["en"]
    'hours and how they are split'
    >>> channel_named("training_levers").mechanism
    'training'
    """
    if name in CHANNELS:
        return CHANNELS[name]
    if name.endswith(SUFFIX):
        return Channel(name, {"en": name, "zh": name}, name.removesuffix(SUFFIX))
    fault = message(
        "there is no channel {name!r}; allowed are {known}{hint}",
        name=name,
        known=", ".join(CHANNELS),
        hint=did_you_mean(name, CHANNELS),
    )
    raise ValueError(fault)


def entry_of(lever: str) -> str:
    """Name of the entry that a lever belongs to.

    Examples
    --------
    >>> from sim.channels.table import entry_of
    >>> entry_of("training.units")
    'training_levers'
    """
    return lever.partition(".")[0] + SUFFIX
