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
    size_spread = assumed(0.35, "standard deviation of ln", either=OPEN, note="spread of village sizes",
        note_zh="村庄规模的离散程度")
    size_least = convention(0.24, "ratio", either=OPEN, note="smallest village over the median",
        note_zh="最小村与中位数之比")
    size_most = convention(3.0, "ratio", either=OPEN, note="largest village over the median",
        note_zh="最大村与中位数之比")
    member_share = Param(0.03, "share", "D", SURVEY, low=0.02, high=0.04, raises="members_per_100",
        note="members over registered persons", note_zh="党员占户籍人口比例")
    applicants = Param(10.0, "ratio", "D", "party-bulletins", low=5.0, high=20.0, raises="activists",
        note="applicants for each recruit of a year, activists included",
        note_zh="入党申请人（含积极分子）与年发展党员数之比")
    activists = Param(5.0, "ratio", "D", "party-bulletins", low=2.5, high=10.0,
        either="brings some applicants forward; a year later they have left the stage",
        note="activists for each recruit of a year", note_zh="入党积极分子与年发展党员数之比")
    recruits = Param(0.0147, "1/year", "D", "party-bulletins", low=0.0117, high=0.0177, raises="activists",
        note="recruits of a year over members, when the world starts", note_zh="期初年发展党员数与党员之比")
    coverage_mean = assumed(8 / 11, "0-1", low=0.6, high=0.85, raises="device_share", symbol="net_G",
        note="mean network coverage, Beta with weight 11", note_zh="网络覆盖均值，贝塔分布，权重11")
    coverage_place = assumed(0.0, "0-1", low=-0.2, high=0.2, raises="device_share",
        note="added to network coverage; the county type sets it unless the scenario does",
        note_zh="网络覆盖的附加值；情景未给定时由县域类型决定")
    coverage_weight = convention(11.0, "1", either=OPEN, note="sum of the two parameters of that Beta",
        note_zh="上述贝塔分布两参数之和")
    wage_spread = assumed(0.15, "standard deviation of ln", either=OPEN, note="spread of local wages between villages",
        note_zh="村庄间本地工资的离散程度")
    local_wage = Param(4432.0, "yuan/month", "D", "migrant-monitoring-survey", low=3500.0, high=5500.0, symbol="y_loc",
        lowers="secretary_hours", note="what working locally pays: migrants' mean monthly income of 2021",
        note_zh="本地务工收入：2021年农民工月均收入")
    urban_ratio = Param(1.26, "ratio", "D", "migrant-monitoring-survey", low=1.1, high=1.5, symbol="w_u",
        either="only differences between villages enter the hazard of leaving",
        note="income of those who leave over that of local migrant workers", note_zh="外出者收入与本地农民工之比")
    trust_mean = Param(0.58, "0-1", "L", "village-leader-trust", low=0.5, high=0.65, raises="trust",
        note="mean trust at the start, members not higher", note_zh="期初平均信任度，党员不高于村民")
    trust_spread = assumed(0.15, "0-1", either=OPEN, note="spread of trust", note_zh="信任度的离散程度")
    habit_mean = assumed(0.6, "0-1", low=0.45, high=0.75, raises="attendance_home", note="mean habit of members",
        note_zh="党员组织生活习惯的均值")
    habit_spread = assumed(0.15, "0-1", either=OPEN, note="spread of habit", note_zh="组织生活习惯的离散程度")
    unwilling = assumed(0.0, "share", low=0.0, high=0.5, lowers="willingness", symbol="q_low",
        note="members whose service consciousness is drawn from Beta(2, 8) and not from Beta(4, 4) (tier 2)",
        note_zh="服务意识取自贝塔分布（2，8）而非（4，4）的党员比例（第二层修正）")
    capacity_mean = assumed(0.5, "0-1", low=0.4, high=0.6, raises="capacity",
        note="capacity at 45 or below with schooling and average ability",
        note_zh="45岁及以下、有学历、能力居中者的服务能力")
    capacity_spread = assumed(0.15, "0-1", either=OPEN, note="spread of capacity", note_zh="服务能力的离散程度")
    capacity_ability = assumed(0.05, "0-1", either=OPEN, note="capacity gained by a standard deviation of ability",
        note_zh="能力每高一个标准差服务能力的提高")
    capacity_age = assumed(0.005, "1/year", lowers="capacity", note="capacity lost with each year past 45",
        note_zh="45岁以后每长一岁服务能力的降低")
    capacity_unschooled = assumed(0.03, "0-1", lowers="capacity", note="capacity lost with primary schooling at most",
        note_zh="小学及以下学历者服务能力的降低")
    device_slope = Param(0.07, "1/year", "D", "internet-penetration", former=0.085, low=0.05, high=0.11, fitted=True,
        symbol="dev_b", active=True,
        either="steeper means more among the young and fewer among the old", note="slope of owning a device over age",
        note_zh="拥有设备随年龄变化的斜率")
    minors_online = assumed(True, "switch", former=False, raises="device_share",
        note="those of six to seventeen have devices as published for the year, and not by the curve of adults",
        note_zh="6至17岁者按当年公布的比例拥有上网设备，而不按成人曲线")
    device_age = Param(52.0, "year", "D", "internet-penetration", former=58.0, low=44.0, high=66.0, fitted=True,
        raises="device_share", symbol="dev_a50", note="age at which half own a device, before coverage (27 in 2010)",
        note_zh="网络覆盖之前半数人拥有设备的年龄（2010年为27岁）")
    groups = assumed(0.8, "share", former=0.0, low=0.0, high=1.0, active=True, raises="village_groups",
        note="villages that have a chat group at the start (seven to nine in ten by 2020, recalled and not read)",
        note_zh="期初已有微信群的村的比例（2020年约七至九成，系回忆，未查证）")
    skill_mean = assumed(4 / 7, "0-1", low=0.4, high=0.7, raises="digital_reach",
        note="mean digital skill at 40 or below with junior schooling, Beta with weight 7",
        note_zh="40岁及以下、初中学历者的平均数字技能，贝塔分布，权重7")
    skill_weight = convention(7.0, "1", either=OPEN, note="sum of the two parameters of that Beta",
        note_zh="上述贝塔分布两参数之和")
    skill_age = assumed(0.008, "1/year", lowers="digital_reach", note="digital skill lost with each year past 40",
        note_zh="40岁以后每长一岁数字技能的降低")
    skill_schooling = assumed(0.08, "0-1", raises="digital_reach",
        note="digital skill gained by each level of schooling", note_zh="受教育程度每高一级数字技能的提高")
    income_median = Param(19800.0, "yuan/year", "D", "rural-income", low=15000.0, high=25000.0, lowers="poverty_income",
        note="median income per head of nine households in ten (2021 level)",
        note_zh="十分之九农户的人均收入中位数（2021年水平）")
    income_place = assumed(1.0, "factor", low=0.4, high=1.5, lowers="poverty_income",
        note="incomes against those of the nation; the county type sets it unless the scenario does",
        note_zh="收入与全国之比；情景未给定时由县域类型决定")
    income_year = Param(1.0, "factor", "D", "rural-income", low=0.2, high=3.0, lowers="poverty_income",
        note="incomes of the start year over those declared here; the year sets it unless the scenario does",
        note_zh="起始年份收入与此处所列之比；情景未给定时由年份决定")
    married = assumed(0.9, "share", low=0.8, high=0.97,
        either="decides who has relatives, not how many persons there are",
        note="women of 30 and over who are or were married", note_zh="30岁及以上妇女中有过婚姻者的比例")
    with_parents = assumed(0.45, "share", low=0.25, high=0.65,
        either="decides who lives with whom, not how many persons there are",
        note="couples and widowed of 60 and over who live with a married child",
        note_zh="60岁及以上夫妇和丧偶者中与已婚子女同住的比例")
    kin_concentration = assumed(3.0, "1", low=1.0, high=6.0, either=OPEN,
        note="concentration of the Chinese-restaurant partition into kin groups",
        note_zh="划分宗族的中国餐馆过程的集中参数")
    cooperative = assumed(0.2, "share",
        either="counts only where members of a cooperative have a sub-branch of their own",
        note="households in a cooperative", note_zh="加入合作社的农户比例")
    local_earner = assumed(0.35, "share", lowers="needs_sought", note="households with a local wage earner",
        note_zh="有人在本地务工的农户比例")
    dispersion_remote = assumed(0.7, "standard deviations", lowers="attendance_home",
        note="added dispersion in remote-poor counties", note_zh="偏远低收入县居住分散度的附加值")
    one_shoulder = Param(0.95, "share", "D", "one-shoulder", low=0.3, high=1.0, raises="formalism",
        symbol="one_shoulder", note="secretaries who are also director of the villagers' committee (.38 in 2010)",
        note_zh="书记兼任村委会主任的比例（2010年为0.38）")
    integrity_mean = assumed(0.8, "0-1", low=0.6, high=0.95, lowers="fabricated_share",
        note="mean integrity of secretaries, Beta with weight 10", note_zh="书记廉洁程度的均值，贝塔分布，权重10")
    integrity_weight = convention(10.0, "1", either=OPEN, note="sum of the two parameters of that Beta",
        note_zh="上述贝塔分布两参数之和")
    collective_below = Param(0.577, "share", "D", "collective-income-survey", low=0.517, high=0.637,
        raises="income_low", note="villages with less than the low collective income of collective_economy",
        note_zh="集体收入低于collective_economy所列薄弱村标准的村的比例")
    collective_spread = assumed(1.4, "standard deviation of ln", low=1.0, high=1.8, either=OPEN,
        note="spread of collective income between villages", note_zh="村庄间集体收入的离散程度")
    fund_months = assumed(3.0, "month", low=0.0, high=12.0, raises="fund",
        note="months of office funds in the fund at the start", note_zh="期初村集体资金相当于办公经费的月数")
    # fmt: on

    @classmethod
    def read_at_start(cls) -> frozenset[str]:
        """All of them: those who are born or take office later are drawn like the start population."""
        return frozenset(cls.params)

    def step(self, model: object) -> None:
        """Nothing happens in a month."""
