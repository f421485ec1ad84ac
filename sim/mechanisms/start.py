"""The start: parameters of the start population (S0), read once when a world is built.

reads   nothing
writes  nothing: ``sim/world/synthesis.py`` draws the population from these
draws   nothing
tested  against every marginal of the tables (``sim/world/fit.py``)
"""

from __future__ import annotations

from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import Param, assumed, convention

SURVEY = "branch-survey"
OPEN = "a trait of the start population; its effect depends on the rest of the model"


class Start(Mechanism):
    """Read when the world is built; later months look at them only for those who are born or take office then."""

    # fmt: off
    size_spread = assumed(0.35, "standard deviation of ln", either=OPEN, note="spread of village sizes")
    size_least = convention(0.24, "ratio", either=OPEN, note="smallest village over the median")
    size_most = convention(3.0, "ratio", either=OPEN, note="largest village over the median")
    member_share = Param(0.03, "share", "D", SURVEY, low=0.02, high=0.04, raises="members_per_100",
        note="members over registered persons")
    applicants = Param(10.0, "ratio", "D", "party-bulletins", low=5.0, high=20.0, raises="activists",
        note="applicants for each recruit of a year, activists included")
    activists = Param(5.0, "ratio", "D", "party-bulletins", low=2.5, high=10.0,
        either="brings some applicants forward; a year later they have left the stage",
        note="activists for each recruit of a year")
    recruits = Param(0.0147, "1/year", "D", "party-bulletins", low=0.0117, high=0.0177, raises="activists",
        note="recruits of a year over members, when the world starts")
    coverage_mean = assumed(8 / 11, "0-1", low=0.6, high=0.85, raises="device_share", symbol="net_G",
        note="mean network coverage, Beta with weight 11")
    coverage_place = assumed(0.0, "0-1", low=-0.2, high=0.2, raises="device_share",
        note="added to network coverage; the county type sets it unless the scenario does")
    coverage_weight = convention(11.0, "1", either=OPEN, note="sum of the two parameters of that Beta")
    wage_spread = assumed(0.15, "standard deviation of ln", either=OPEN, note="spread of local wages between villages")
    local_wage = Param(4432.0, "yuan/month", "D", "migrant-monitoring-survey", low=3500.0, high=5500.0, symbol="y_loc",
        lowers="secretary_hours", note="what working locally pays: migrants' mean monthly income of 2021")
    urban_ratio = Param(1.26, "ratio", "D", "migrant-monitoring-survey", low=1.1, high=1.5, symbol="w_u",
        either="only differences between villages enter the hazard of leaving",
        note="income of those who leave over that of local migrant workers")
    trust_mean = Param(0.58, "0-1", "L", "village-leader-trust", low=0.5, high=0.65, raises="trust",
        note="mean trust at the start, members not higher")
    trust_spread = assumed(0.15, "0-1", either=OPEN, note="spread of trust")
    habit_mean = assumed(0.6, "0-1", low=0.45, high=0.75, raises="attendance_home", note="mean habit of members")
    habit_spread = assumed(0.15, "0-1", either=OPEN, note="spread of habit")
    unwilling = assumed(0.0, "share", low=0.0, high=0.5, lowers="willingness", symbol="q_low",
        note="members whose service consciousness is drawn from Beta(2, 8) and not from Beta(4, 4) (tier 2)")
    capacity_mean = assumed(0.5, "0-1", low=0.4, high=0.6, raises="capacity",
        note="capacity at 45 or below with schooling and average ability")
    capacity_spread = assumed(0.15, "0-1", either=OPEN, note="spread of capacity")
    capacity_ability = assumed(0.05, "0-1", either=OPEN, note="capacity gained by a standard deviation of ability")
    capacity_age = assumed(0.005, "1/year", lowers="capacity", note="capacity lost with each year past 45")
    capacity_unschooled = assumed(0.03, "0-1", lowers="capacity", note="capacity lost with primary schooling at most")
    device_slope = Param(0.085, "1/year", "D", "internet-penetration", low=0.06, high=0.11, fitted=True, symbol="dev_b",
        either="steeper means more among the young and fewer among the old", note="slope of owning a device over age")
    device_age = Param(58.0, "year", "D", "internet-penetration", low=50.0, high=66.0, fitted=True,
        raises="device_share", symbol="dev_a50", note="age at which half own a device, before coverage (27 in 2010)")
    skill_mean = assumed(4 / 7, "0-1", low=0.4, high=0.7, raises="digital_reach",
        note="mean digital skill at 40 or below with junior schooling, Beta with weight 7")
    skill_weight = convention(7.0, "1", either=OPEN, note="sum of the two parameters of that Beta")
    skill_age = assumed(0.008, "1/year", lowers="digital_reach", note="digital skill lost with each year past 40")
    skill_schooling = assumed(0.08, "0-1", raises="digital_reach",
        note="digital skill gained by each level of schooling")
    income_median = Param(19800.0, "yuan/year", "D", "rural-income", low=15000.0, high=25000.0, lowers="poverty_income",
        note="median income per head of nine households in ten (2021 level)")
    income_place = assumed(1.0, "factor", low=0.4, high=1.5, lowers="poverty_income",
        note="incomes against those of the nation; the county type sets it unless the scenario does")
    income_year = Param(1.0, "factor", "D", "rural-income", low=0.2, high=3.0, lowers="poverty_income",
        note="incomes of the start year over those declared here; the year sets it unless the scenario does")
    married = assumed(0.9, "share", low=0.8, high=0.97,
        either="decides who has relatives, not how many persons there are",
        note="women of 30 and over who are or were married")
    with_parents = assumed(0.45, "share", low=0.25, high=0.65,
        either="decides who lives with whom, not how many persons there are",
        note="couples and widowed of 60 and over who live with a married child")
    kin_concentration = assumed(3.0, "1", low=1.0, high=6.0, either=OPEN,
        note="concentration of the Chinese-restaurant partition into kin groups")
    cooperative = assumed(0.2, "share",
        either="counts only where members of a cooperative have a sub-branch of their own",
        note="households in a cooperative")
    local_earner = assumed(0.35, "share", lowers="needs_sought", note="households with a local wage earner")
    dispersion_remote = assumed(0.7, "standard deviations", lowers="attendance_home",
        note="added dispersion in remote-poor counties")
    one_shoulder = Param(0.95, "share", "D", "one-shoulder", low=0.3, high=1.0, raises="formalism",
        symbol="one_shoulder", note="secretaries who are also director of the villagers' committee (.38 in 2010)")
    integrity_mean = assumed(0.8, "0-1", low=0.6, high=0.95, lowers="fabricated_share",
        note="mean integrity of secretaries, Beta with weight 10")
    integrity_weight = convention(10.0, "1", either=OPEN, note="sum of the two parameters of that Beta")
    collective_below = Param(0.577, "share", "D", "collective-income-survey", low=0.517, high=0.637,
        raises="income_low", note="villages with less than the low collective income of collective_economy")
    collective_spread = assumed(1.4, "standard deviation of ln", low=1.0, high=1.8, either=OPEN,
        note="spread of collective income between villages")
    fund_months = assumed(3.0, "month", low=0.0, high=12.0, raises="fund",
        note="months of office funds in the fund at the start")
    # fmt: on

    @classmethod
    def read_at_start(cls) -> frozenset[str]:
        """All of them: those who are born or take office later are drawn like the start population."""
        return frozenset(cls.params)

    def step(self, model: object) -> None:
        """Nothing happens in a month."""
