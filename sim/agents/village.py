"""Villages: the territory of one branch, and the branch itself."""

from __future__ import annotations

import numpy as np

from sim.core.agentset import RowAgent
from sim.core.columns import Column


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
    full_excusable = count(
        "persons", "full members who may be left out of the denominator: frail, or away six months or more"
    )
    jobs = number("0-1", "local jobs made by collective projects")

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
    months_since_meeting = count("month", "months since the last valid meeting")
    meeting_valid = Column(np.bool_, "switch", "a members' meeting was valid this month")
    content = number("0-1", "quality of the content of Party life", 0.8, 0, 1)
    backlog = count("items", "decisions on the agenda, admissions and urgent ones apart")
    backlog_age = number("month", "mean months that these decisions have waited")
    urgent_new = count("items", "urgent items of this month")
    urgent_old = count("items", "urgent items of last month, which lapse at the end of this one")
    present = count("persons", "counted present at this month's call in its branch, online included")
    eligible = count("persons", "full members in the denominator of that call")
    present_in_person = count("persons", "of them in person, who alone count at an election")
    electorate = count("persons", "full members in the denominator of an election")
    joint_months = count("month", "months in a joint branch with enough members for a branch of its own")
    hamlets = count("sub-branches", "sub-branches by hamlet that meet by themselves, 1 = the branch is not divided", 1)
    functional = count("0-2", "sub-branch beside these: none, of members of a cooperative, of members away")
    sub_months = count("packed", "months since the last valid meeting of each sub-branch (sub_branches.py)")
    sub_present = count("packed", "counted present in each sub-branch that held a valid meeting this month")
    sub_eligible = count("packed", "full members in the denominator of each such meeting")
    elsewhere = count("persons", "members whose membership is held by a branch elsewhere until they return")
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
    digital_hours = number("hour/month", "hours spent on the platform")

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
    months_since_aid = count("month", "months since money last came from outside", 600)
    project_waiting = Column(np.bool_, "switch", "a project is on the agenda")
    project_passed = Column(np.bool_, "switch", "a meeting passed it this month; it starts next month")
    real_projects = number("projects", "real projects running", 0.0, 0)
    real_money = number("yuan", "what was put into them", 0.0, 0)
    show_projects = number("projects", "show projects running", 0.0, 0)
    show_money = number("yuan", "what was put into them", 0.0, 0)
    money_for_care = number("yuan/month", "left for members in hardship", 0.0, 0)
    money_for_platform = number("yuan/month", "left for the platform", 0.0, 0)

    # Superiors.
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


class Tally(Column):
    """Something counted or added up in a village in a month; sums over villages and months are meaningful."""

    def __init__(self, unit: str, note: str) -> None:
        super().__init__(np.float64, unit, note)


class Tallies:
    """What each mechanism counts in a month; the recorder keeps it, the indicators are ratios of sums of it.

    A name that ends in ``_reported`` is what superiors see; its twin without the ending is what happened.
    """

    # People.
    births = Tally("persons", "births")
    deaths = Tally("persons", "deaths")
    left = Tally("persons", "persons who left for work or study")
    returned = Tally("persons", "persons who came home")
    departed = Tally("persons", "persons who gave up registration")
    registered = Tally("persons", "registered persons at the end of the month")
    residents = Tally("persons", "of them at home")
    residents_60 = Tally("persons", "residents of 60 and over")
    adults = Tally("persons", "registered adults")
    adults_home = Tally("persons", "resident adults")

    # Needs and service.
    needs_arisen = Tally("needs", "needs that arose")
    needs_sought = Tally("needs", "needs for which help was sought or that were detected")
    needs_not_found = Tally("needs", "attempts to find someone in charge that failed")
    needs_expired = Tally("needs", "needs that expired")
    attempts = Tally("attempts", "attempts at service")
    successes = Tally("needs", "needs met")
    visits = Tally("visits", "home visits")
    visits_possible = Tally("visits", "home visits that the hours allow")
    messages = Tally("messages", "messages that landed on an active user")
    no_contact_year = Tally("persons", "resident adults without contact for twelve months")

    # Party life.
    calls = Tally("calls", "calls of a members' meeting")
    first_calls = Tally("calls", "first calls")
    first_calls_failed = Tally("calls", "first calls without a quorum")
    meetings_valid = Tally("meetings", "valid members' meetings")
    meetings_reported = Tally("meetings", "members' meetings on paper: valid and fabricated")
    meetings_fabricated = Tally("meetings", "meetings recorded but not held")
    attendance = Tally("persons", "members counted present at calls")
    attendance_home = Tally("persons", "of them home members in person")
    attendance_online = Tally("persons", "of them online")
    attendance_reported = Tally("persons", "members present on paper")
    attendance_due = Tally("persons", "registered full members at calls")
    attendance_due_reported = Tally("persons", "registered full members at meetings on paper")
    attendance_due_home = Tally("persons", "home full members at calls")
    items_entered = Tally("items", "items that entered the agenda")
    items_passed = Tally("items", "items passed")
    item_months = Tally("month", "months that the items passed had waited")
    elections = Tally("calls", "calls of an election")
    elections_valid = Tally("calls", "valid elections")
    functioning_members = Tally("persons", "full members in a branch with a valid meeting in the last six months")

    # Members.
    members = Tally("persons", "probationary and full members")
    full_members = Tally("persons", "full members")
    full_members_home = Tally("persons", "full members at home")
    members_home = Tally("persons", "members at home")
    members_age = Tally("year", "sum of members' ages")
    members_home_age = Tally("year", "sum of home members' ages")
    members_60 = Tally("persons", "members of 60 and over")
    members_35 = Tally("persons", "members of 35 and under")
    members_women = Tally("persons", "women among members")
    pocket_members = Tally("persons", "members whose transfer was not completed")
    applicants = Tally("persons", "applicants")
    activists = Tally("persons", "activists")
    admissions = Tally("persons", "admissions as probationary member")
    conversions = Tally("persons", "conversions to full membership")
    moved_in = Tally("persons", "members who joined elsewhere and moved in")
    exits = Tally("persons", "members lost by death, transfer, lapse or removal")
    habit = Tally("0-1", "sum of full members' habit")
    willingness = Tally("0-1", "sum of members' service consciousness")
    capacity = Tally("0-1", "sum of members' capacity")
    vanguard = Tally("persons", "home full members who are willing and able")

    # Offices and hours.
    offices = Tally("offices", "secretary's offices")
    vacancies = Tally("offices", "of them vacant")
    secretary_age = Tally("year", "age of the secretary, where there is one")
    secretary_women = Tally("offices", "offices held by a woman")
    secretary_capacity = Tally("0-1", "capacity of the secretary, where there is one")
    motivation = Tally("0-1", "motivation of the secretary, where there is one")
    secretary_hours = Tally("hour", "hours of the secretary")
    hours_service = Tally("hour", "clock hours of the secretary for service")
    hours_economy = Tally("hour", "clock hours of the secretary for the economy")
    hours_party = Tally("hour", "clock hours of the secretary for Party life")
    hours_trace = Tally("hour", "clock hours of the secretary for documentation")
    cadre_hours = Tally("hour", "hours of secretary, committee and heads")
    cadre_trace = Tally("hour", "of them for documentation")
    work_hours = Tally("hour", "hours other than documentation")

    # Digital and trust.
    device_adults = Tally("persons", "registered adults with a device")
    device_adults_home = Tally("persons", "resident adults with a device")
    accounts = Tally("persons", "adults with an account: what superiors see")
    active = Tally("persons", "active users")
    active_home = Tally("persons", "active users at home")
    dormant = Tally("persons", "dormant accounts")
    platform_quality = Tally("0-1", "quality of the platform")
    trust = Tally("0-1", "sum of adults' trust")
    trust_home_60 = Tally("0-1", "sum of trust of residents of 60 and over")
    residents_60_adults = Tally("persons", "residents of 60 and over, for the mean of their trust")
    trust_away = Tally("0-1", "sum of trust of adults away")
    adults_away = Tally("persons", "adults away")
    trust_high = Tally("persons", "adults whose trust is above one half")
    mobilised = Tally("0-1", "share of adults joining a collective task")

    # Households, poverty, the list of the poor.
    households = Tally("households", "households with somebody registered")
    household_persons = Tally("persons", "persons in them")
    income = Tally("yuan/year", "income of all persons: income per head times persons")
    poor = Tally("households", "truly poor households, by income or deprivation")
    poor_income = Tally("households", "with a mean income below the line")
    poor_deprived = Tally("households", "deprived in two of four respects")
    poor_lasting = Tally("households", "whose permanent income alone is below the line")
    poverty_gap = Tally("share", "sum over the poor of the income that is missing, as a share of the line")
    dependence = Tally("0-1", "sum of households' dependence on the village")
    listed = Tally("households", "households on the list of the poor")
    listed_not_poor = Tally("households", "of them not truly poor")
    listed_kin = Tally("households", "of them close relatives of cadres")
    poor_not_listed = Tally("households", "truly poor households that are not on the list")
    exits_reported = Tally("households", "households declared out of poverty")
    exits_false = Tally("households", "of them still truly poor")
    relapses = Tally("households", "households declared out within five years that are poor again: new cases")
    measures = Tally("household-months", "registered households with a measure")
    measures_matched = Tally("household-months", "of them with a measure that answers to the cause")
    aid_paid = Tally("yuan", "aid and grants paid to households")
    aid_to_not_poor = Tally("yuan", "of it to households that are not poor")
    at_risk = Tally("households", "households at risk of falling back, after 2020")
    at_risk_found = Tally("households", "of them on the watch list")
    declared_safe = Tally("households", "households declared free of risk: what superiors see")
    appraisals = Tally("meetings", "representatives' meetings called to appraise the list")
    appraisals_valid = Tally("meetings", "of them valid")

    # Collective economy.
    collective_income = Tally("yuan", "income of the collective in the month")
    collective_income_reported = Tally("yuan", "the same with what show projects claim")
    income_low = Tally("villages", "villages with less than 50,000 yuan a year")
    income_low_reported = Tally("villages", "the same as reported")
    projects_started = Tally("projects", "projects started")
    projects_show = Tally("projects", "of them for show")
    projects_failed = Tally("projects", "projects that failed, at the start or later")
    projects_running = Tally("projects", "projects running")
    projects_running_show = Tally("projects", "of them for show")
    projects_due = Tally("projects", "projects started two years ago")
    projects_alive = Tally("projects", "of them real and running still")
    grants = Tally("yuan", "grants received")
    grants_lost = Tally("yuan", "of them lost to inefficiency")
    fund = Tally("yuan", "fund of the village")
    spent = Tally("yuan", "spent from the fund")

    # Superiors and integrity.
    inspections = Tally("inspections", "document inspections")
    audits = Tally("audits", "checks of reality")
    misconduct = Tally("cases", "misconduct")
    misconduct_detected = Tally("cases", "misconduct that came to light")
    records_struck = Tally("meetings", "made-up records found and struck off")
    score_reported = Tally("0-1", "score that superiors see")
    score_real = Tally("0-1", "score from what was really done")
    promotions = Tally("persons", "secretaries promoted")
    chain = Tally("0-1", "coordination that the weakest link of responsibility leaves")
    asked = Tally("shares", "things superiors asked for: meetings, recruits, measures, projects, upkeep")
    done = Tally("shares", "share of each that was really done")
    done_reported = Tally("shares", "share of each that was reported done")

    # From outside.
    first_secretaries = Tally("persons", "first secretaries in post")
    graduate_officials = Tally("persons", "graduate officials in post")
    posted_hours = Tally("hour", "effective hours of first secretaries and teams")
    graduate_hours = Tally("hour", "hours of graduate officials other than documentation")
    organisations = Tally("arrivals", "social organisations that came")
    helper_hours = Tally("hour", "hours of service from outside")
    copies = Tally("villages", "practices copied from a demonstration")

    # Information and digital use by age.
    misperception = Tally("0-1", "sum of adults' misperception")
    misperception_members = Tally("0-1", "sum of members' misperception")
    misled = Tally("persons", "adults whose exposure was greater than their correction this month")
    adults_45 = Tally("persons", "registered adults of 45 and under")
    active_45 = Tally("persons", "of them active users")
    adults_60 = Tally("persons", "registered adults of 60 and over")
    active_60 = Tally("persons", "of them active users")
    device_60 = Tally("persons", "residents of 60 and over with a device")
    key_skill = Tally("0-1", "digital skill of who runs the platform")
    updates = Tally("posts", "updates of the platform")

    # Leadership, more of members and offices.
    leadership = Tally("0-1", "leadership capacity")
    content = Tally("0-1", "quality of the content of Party life")
    tenure = Tally("month", "months in office, where there is a secretary")
    secretary_willingness = Tally("0-1", "service consciousness of the secretary, where there is one")
    integrity = Tally("0-1", "integrity of the secretary, where there is one")
    members_middle_home = Tally("persons", "members of 30 to 45 at home")
    members_60_home = Tally("persons", "members of 60 and over at home")
    admissions_women = Tally("persons", "women admitted")
    admissions_35 = Tally("persons", "persons of 35 and under admitted")
    admission_months = Tally("month", "months from application to full membership, of those who became full members")
    no_admission = Tally("villages", "villages without an admission for three years")
    activists_45 = Tally("persons", "activists of 45 and under")
    near_member = Tally("persons", "residents with a member among their eight nearest households")
    residents_counted = Tally("persons", "residents asked about the nearest member")

    # Left behind.
    children = Tally("persons", "registered children under 16")
    left_children_both = Tally("persons", "children at home with both parents away")
    left_children_one = Tally("persons", "children at home with one parent away")
    women_home = Tally("persons", "women of 18 to 59 at home")
    left_women = Tally("persons", "of them with a husband away for six months or more")
    left_elders = Tally("persons", "residents of 60 and over all of whose adult children are away")


class GroupTally(Column):
    """Something counted or added up in a village, a year and a group of persons."""

    def __init__(self, unit: str, note: str) -> None:
        super().__init__(np.float64, unit, note)


class GroupTallies:
    """Counted by group of adults: age (under 45, 45 to 59, 60 and over) by sex by home or away, and the left behind.

    Women, elders and guardians left behind are three groups more. Sums over the months of a year of the run.
    """

    persons = GroupTally("person-months", "adults")
    needs_arisen = GroupTally("needs", "needs that arose")
    successes = GroupTally("needs", "needs met")
    failures = GroupTally("needs", "needs given up or failed")
    not_found = GroupTally("searches", "searches for somebody in charge that failed")
    visits = GroupTally("visits", "home visits")
    messages = GroupTally("messages", "messages that landed")
    no_contact = GroupTally("person-months", "without contact for twelve months")
    trust = GroupTally("0-1", "sum of trust")
    device = GroupTally("person-months", "with a device")
    active = GroupTally("person-months", "active users")
    dormant = GroupTally("person-months", "dormant accounts")
    misperception = GroupTally("0-1", "sum of misperception")
