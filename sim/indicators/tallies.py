"""Tallies: what is counted in a village in a month, and in a year by group of persons."""

from __future__ import annotations

import numpy as np

from sim.core.columns.columns import Column


class Tally(Column):
    """Something counted or added up in a village and a month, or in a year in a group: sums of it are meaningful."""

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
    out_migrants = Tally("persons", "persons of 16 and over away at the beginning of the month, less students")
    out_migrants_age = Tally("year", "sum of their ages")
    out_migrants_51 = Tally("persons", "of them 51 and over")
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
    lists = Tally("branches", "villages whose branch has a list of those not due in force")
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
    election_members = Tally("persons", "full members of branches that call an election")
    election_present = Tally("persons", "members in the room at calls of an election")
    election_due_valid = Tally("persons", "members due at valid elections")
    election_present_valid = Tally("persons", "members in the room at valid elections")
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
    secretary_returned = Tally("offices", "offices held by somebody who had come home from away since the world began")
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
    trust_away = Tally("0-1", "sum of trust of adults away")
    adults_away = Tally("persons", "adults away")
    trust_high = Tally("persons", "adults whose trust is above one half")
    mobilised = Tally("0-1", "share of adults joining a collective task")

    # Households, poverty, the list of the poor.
    enterprises_founded = Tally("enterprises", "enterprises founded by returnees")
    enterprises = Tally("enterprises", "enterprises of returnees that run")
    employed = Tally("households", "households with work in an enterprise of a returnee")
    cooperative = Tally("households", "households in a cooperative")
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
    unit_set_aside = Tally("yuan", "money of first secretaries' units set aside for households")
    unit_measures = Tally("measures", "measures for households paid by the units of first secretaries")
    unit_money = Tally("yuan", "aid paid to households for them")
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
    projects_posted = Tally("projects", "of them proposed by a first secretary")
    projects_failed = Tally("projects", "projects that failed, at the start or later")
    projects_running = Tally("projects", "projects running")
    projects_running_show = Tally("projects", "of them for show")
    jobs = Tally("0-1", "local jobs made by collective projects and enterprises of returnees")
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
    village_groups = Tally("villages", "villages with a chat group")
    group_home = Tally("persons", "residents in it")
    group_60 = Tally("persons", "of them 60 and over")
    group_away = Tally("persons", "persons away in it")
    posts_read = Tally("posts", "posts of the branch read there, by each who read one")
    posts_heard = Tally("posts", "more posts of which others of their households heard")
    application_reported = Tally("persons", "members active on the national application")
    application = Tally("persons", "of them attending")

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


class GroupTallies:
    """Counted by group of adults: age (under 45, 45 to 59, 60 and over) by sex by home or away, and the left behind.

    Women, elders and guardians left behind are three groups more. Sums over the months of a year of the run.
    """

    persons = Tally("person-months", "adults")
    needs_arisen = Tally("needs", "needs that arose")
    successes = Tally("needs", "needs met")
    failures = Tally("needs", "needs given up or failed")
    not_found = Tally("searches", "searches for somebody in charge that failed")
    visits = Tally("visits", "home visits")
    messages = Tally("messages", "messages that landed")
    no_contact = Tally("person-months", "without contact for twelve months")
    trust = Tally("0-1", "sum of trust")
    device = Tally("person-months", "with a device")
    active = Tally("person-months", "active users")
    dormant = Tally("person-months", "dormant accounts")
    misperception = Tally("0-1", "sum of misperception")
