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
    wage_gap = number("ln", "urban over local wage, less its world mean at the start")
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
