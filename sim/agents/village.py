"""Villages: the territory of one branch, and the branch itself."""

from __future__ import annotations

import numpy as np

from sim.core.columns.columns import Column
from sim.core.columns.views import RowAgent


def number(unit: str, note: str, default: float = 0.0, low: float | None = None, high: float | None = None) -> Column:
    """A real number of a village."""
    return Column(np.float64, unit, note, default, low, high)


def count(unit: str, note: str, default: int = 0) -> Column:
    """A whole number of a village."""
    return Column(np.int64, unit, note, default)


class Village(RowAgent, store="villages"):
    """An administrative village and its Party branch."""

    # Where its rows lie, and what it belongs to.
    identity = Column(np.uint64, "1", "number in the world: county, township and place")
    first = count("row", "first row of its persons")
    last = count("row", "one past its last person")
    room = count("row", "one past its last free row")
    household_first = count("row", "first row of its households")
    household_last = count("row", "one past its last household")
    household_room = count("row", "one past its last free household row")
    county = count("1", "row of its county")
    township = count("1", "row of its township")
    branch = count("1", "row of the village whose branch its members vote in (its own unless joined)")

    # Traits.
    dispersion = number("standard deviations", "dispersion of settlement")
    potential = number("standard deviations", "economic potential")
    coverage = number("0-1", "network coverage", 0.7, 0, 1)
    local_wage = number("yuan/month", "what working locally pays")
    wage_gap = number("ln", "urban over local wage, less its mean in the county at the start")
    income = number("yuan/year", "mean household income per head at the start")

    # The roll of the month (roll.py).
    member_first = count("row", "first row of its members in the index of members")
    member_last = count("row", "one past its last member there")
    registered = count("persons", "registered persons")
    residents = count("persons", "registered persons at home")
    adults = count("persons", "registered persons of 18 and over")
    adults_home = count("persons", "adults at home")
    full_members = count("persons", "full members")
    full_home = count("persons", "full members at home")
    jobs = number("0-1", "local jobs made by collective projects and enterprises of returnees")
    enterprises = count("enterprises", "enterprises of returnees that run")
    employed = number("share", "households that have work in them", 0.0, 0, 1)

    # Offices and effort.
    election_due = Column(np.bool_, "switch", "an election is called this month")
    election_won = Column(np.bool_, "switch", "the vote of this month was valid and elected the nominee")
    committee_members = count("persons", "members of the committee beside the secretary")
    committee_capacity = number("0-1", "mean capacity of these members", 0.5, 0, 1)
    secretary_hours = number("hour/month", "hours of the secretary, all tasks")
    committee_hours = number("hour/month", "hours of the committee members and group heads, all tasks")
    service_hours = number(
        "hour/month",
        "effective hours for service: secretary, committee and heads, after joint product and coordination loss",
    )
    economy_hours = number("hour/month", "effective hours for the collective economy")
    party_hours = number("hour/month", "effective hours for Party life")
    trace_hours = number("hour/month", "hours of documentation, secretary and committee")
    secretary_service = number("hour/month", "clock hours of the secretary for service")
    secretary_economy = number("hour/month", "clock hours of the secretary for the economy")
    secretary_party = number("hour/month", "clock hours of the secretary for Party life")
    secretary_trace = number("hour/month", "clock hours of the secretary for documentation")
    formalism = number("0-1", "share of hours spent on documentation", 0.25, 0, 1)
    work_hours = number("hour/month", "hours other than documentation of secretary, committee and others in post")
    volunteer_hours = number("hour/month", "hours given by members at home")
    leadership = number("0-1", "leadership capacity of the last twelve months", 0.5, 0, 1)

    # Party life.
    attendance_memory = number("0-1", "remembered share of home members who came", 0.7, 0, 1)
    calls_failed = count("calls", "calls of the present meeting that failed")
    months_since_call = count("month", "months since the last regular call")
    months_since_meeting = count("month", "months since the last valid meeting")
    meeting_valid = Column(np.bool_, "switch", "a members' meeting was valid this month")
    content = number("0-1", "quality of the content of Party life", 0.8, 0, 1)
    backlog = count("items", "decisions on the agenda, admissions and urgent ones apart")
    backlog_age = number("month", "mean months that these decisions have waited")
    urgent_new = count("items", "urgent items of this month")
    urgent_old = count("items", "urgent items of last month, which lapse at the end of this one")
    present = count("persons", "counted present at this month's call in its branch, online included")
    eligible = count("persons", "full members in the denominator of that call")
    list_months = count("month", "months for which the branch's list of those not due stands, 0 = it has none")
    list_asked = Column(np.bool_, "switch", "a list has been consented to and waits for a members' meeting")
    call_failed = Column(np.bool_, "switch", "the last call of the branch had no quorum")
    present_in_person = count("persons", "of them in person, who alone count at an election")
    electorate = count("persons", "full members in the denominator of an election")
    on_roll = count("persons", "full members of the branch when it was last called")
    joint_months = count("month", "months in a joint branch with enough members for a branch of its own")
    hamlets = count("sub-branches", "sub-branches by hamlet that meet by themselves, 1 = the branch is not divided", 1)
    functional = count("0-2", "sub-branch beside these: none, of members of a cooperative, of members away")
    sub_months = count("packed", "months since the last valid meeting of each sub-branch (sub_branches.py)")
    sub_present = count("packed", "counted present in each sub-branch that held a valid meeting this month")
    sub_eligible = count("packed", "full members in the denominator of each such meeting")
    elsewhere = count("persons", "members whose membership is held by a branch elsewhere until they return")
    course_hours = number("hour/month", "hours that a course takes from each member taught")
    application_hours = number("hour/month", "hours of each member who attends to the national application")
    training_hours = number("hour/month", "hours of members in training")
    secretary_training_hours = number("hour/month", "hours of the secretary in training")
    mean_willingness = number("0-1", "mean service consciousness of members", 0.5, 0, 1)
    mobilised = number("0-1", "share joining the last collective task", 0.3, 0, 1)
    vanguard = number("0-1", "share of home full members who are willing and able", 0.3, 0, 1)

    # Platform.
    platform_content = number("0-1", "content and upkeep of the platform (Qf)", 0.4, 0, 1)
    freshness = number("0-1", "how recent the platform's news is")
    platform_quality = number("0-1", "quality of the platform as users meet it (P)", 0.1, 0, 1)
    key_skill = number("0-1", "digital skill of who runs the platform", 0.35, 0, 1)
    active_share = number("0-1", "active users among registered adults", 0.0, 0, 1)

    # Chat group.
    village_group = Column(np.bool_, "switch", "the village has a chat group")
    posts_seen = number("0-1", "share of the posts there that somebody in it reads, 0 = there is no group", 0.0, 0, 1)
    group_belief = number("0-1", "mean misperception of those in it", 0.0, 0, 1)

    # Households and the list of the poor.
    mean_income = number("yuan/year", "mean income per head of its households, twelve months")
    poor_share = number("share", "households that are truly poor", 0.08, 0, 1)
    knowledge = number("0-1", "how well the households are known from visits of the last two years", 0.5, 0, 1)
    quota = number("households", "places on the list of the poor")
    exit_pressure = number("share", "exits asked for beyond those that are true", 0.0, 0, 1)
    appraised = Column(np.bool_, "switch", "the present list was appraised by a valid representatives' meeting")
    list_wrong = Column(np.bool_, "switch", "a list with wrong entries was made known last month")

    # Money.
    assets = number("yuan", "collective assets (K)", 0.0, 0)
    fund = number("yuan", "fund of the village (F)", 0.0, 0)
    base_pay = number("yuan/month", "legal pay at the start, which the office funds cover")
    collective_income = number("yuan/year", "recurring income of the collective, at this month's rate")
    claimed_income = number("yuan/year", "of it with what show projects claim: what superiors see")
    grants = number("yuan", "money from outside that reaches the fund next month")
    household_money = number("yuan", "money of first secretaries' units for households, not spent yet", 0.0, 0)
    months_since_aid = count("month", "months since money last came from outside", 600)
    project_waiting = Column(np.bool_, "switch", "a project is on the agenda")
    project_posted = Column(np.bool_, "switch", "a first secretary proposed the project on the agenda")
    project_passed = Column(np.bool_, "switch", "a meeting passed it this month; it starts next month")
    real_projects = number("projects", "real projects running", 0.0, 0)
    real_money = number("yuan", "what was put into them", 0.0, 0)
    show_projects = number("projects", "show projects running", 0.0, 0)
    show_money = number("yuan", "what was put into them", 0.0, 0)
    money_for_care = number("yuan/month", "left for members in hardship", 0.0, 0)
    money_for_platform = number("yuan/month", "left for the platform", 0.0, 0)

    # Superiors.
    oversight = number("0-1", "oversight of the holder of the office, by rules, money and who shares it", 0.3, 0, 1)
    scandal = Column(np.bool_, "switch", "misconduct came to light last month")
    score = number("0-1", "score reported to superiors, last twelve months", 0.5, 0, 1)
    real_score = number("0-1", "the same from what was really done", 0.5, 0, 1)
    promotion_chance = number("1/year", "chance of promotion as the secretary sees it", 0.02, 0, 1)
    chain = number("0-1", "coordination that the weakest link of responsibility leaves", 0.5, 0, 1)
    removal = Column(np.bool_, "switch", "the secretary is removed; the office falls vacant next month")

    # From outside.
    helper_hours = number("hour/month", "hours of service by social organisations")
    helper_months = count("month", "months that they still stay")
    remote_hours = number("hour/month", "hours on the platform by remote helpers")
    backup = number("0-1", "strength of urban back-up of the platform", 0.0, 0, 1)
    copied = number("0-1", "how well a copied practice fits, 0 = none copied", 0.0, 0, 1)
    posted_hours = number("hour/month", "effective hours of the first secretary and team")
    graduate_hours = number("hour/month", "hours of the graduate official other than documentation")
    graduate_skill = number("0-1", "digital skill of the graduate official, 0 = none", 0.0, 0, 1)
    belief_mean = number("0-1", "mean misperception of adults", 0.25, 0, 1)

    # Results of the last twelve months, read by the next.
    success_share = number("0-1", "successes of attempts at service", 0.5, 0, 1)
