"""Indicators: every outcome, declared once, as the ratio of two sums of tallies.

Sums go over the chosen villages and months before the ratio is taken, so that an indicator of a township, a county or a year
is exact and not a mean of means. An indicator with ``reported`` has a twin that superiors see.
"""

from __future__ import annotations

from sim.core.recorder import Indicator

INDICATORS: dict[str, Indicator] = {
    indicator.name: indicator
    for indicator in (
        # Y1-Y6: the branch.
        Indicator("coverage", "share", "members in a functioning branch", "健全运转支部党员占比", "functioning_members", "full_members", 1, code="Y1", note="full members in a branch with a valid meeting in the last six months"),
        Indicator("attendance", "share", "attendance at members' meetings", "到会率", "attendance", "attendance_due", 1, "attendance_reported", code="Y2", note="counted present among registered full members, over all calls"),
        Indicator("attendance_reported", "share", "attendance, reported", "到会率（上报）", "attendance_reported", "attendance_due_reported", 0, code="R2", note="present on paper among registered full members, over meetings on paper"),
        Indicator("attendance_home", "share", "attendance of home members", "在村党员到会率", "attendance_home", "attendance_due_home", 1, code="Y2", note="home members who came in person among home members due"),
        Indicator("attendance_online", "share", "attendance counted online", "线上到会占比", "attendance_online", "attendance", 0, code="Y2", note="counted online among all counted present"),
        Indicator("quorum_failure", "share", "first calls without a quorum", "首次召集未达法定人数比例", "first_calls_failed", "first_calls", -1, code="Y3", note="first calls of a members' meeting that fail, among first calls"),
        Indicator("valid_meetings", "meetings/year", "valid members' meetings a year", "年有效党员大会次数", "meetings_valid", "", 1, "meetings_reported", 12.0, "Y3", "valid members' meetings a village and year"),
        Indicator("meetings_reported", "meetings/year", "members' meetings on paper a year", "年党员大会次数（上报）", "meetings_reported", "", 0, None, 12.0, "R3", "valid and fabricated meetings a village and year"),
        Indicator("fabricated_share", "share", "meetings recorded but not held", "有记录而未召开的会议占比", "meetings_fabricated", "meetings_reported", -1, code="Y6", note="fabricated among all meetings on paper"),
        Indicator("calls_per_meeting", "calls", "calls per valid meeting", "每次有效会议召集次数", "calls", "meetings_valid", -1, code="Y3", note="calls of a members' meeting for each valid one"),
        Indicator("decision_lag", "month", "months from item to decision", "决策时滞", "item_months", "items_passed", -1, code="Y3", note="mean months that passed items had waited"),
        Indicator("items_entered", "items/year", "items on the agenda a year", "年新增议题数", "items_entered", "", 0, None, 12.0, "Y3", "items that entered the agenda of a village in a year"),
        Indicator("election_validity", "share", "valid elections", "有效选举比例", "elections_valid", "elections", 1, code="Y3", note="valid among calls of an election"),
        Indicator("habit", "0-1", "habit of attending and belonging", "组织生活习惯与归属感", "habit", "full_members", 1, code="Y4", note="mean habit of full members"),
        Indicator("mobilised", "share", "share joining a collective task", "群众动员参与率", "mobilised", "", 1, code="Y4", note="mean share of adults who would join a collective task"),
        Indicator("formalism", "share", "share of cadre hours on documentation", "留痕工时占比", "cadre_trace", "cadre_hours", -1, code="Y6", note="hours of documentation among all hours of secretary, committee and heads"),
        # Y7-Y9: service, contact, trust.
        Indicator("service_fulfilment", "share", "needs met", "诉求办结率", "successes", "needs_arisen", 1, code="Y7", note="needs met among needs that arose"),
        Indicator("needs_sought", "share", "needs brought forward", "诉求提出率", "needs_sought", "needs_arisen", 1, code="Y7", note="needs for which help was sought or that were detected, among needs that arose"),
        Indicator("needs_arisen", "needs/adult-year", "needs arising", "年人均诉求数", "needs_arisen", "adults", 0, None, 12.0, "Y7", "needs that arose for an adult in a year"),
        Indicator("not_found", "share", "seekers who found nobody in charge", "找不到人比例", "needs_not_found", "needs_not_found + attempts", -1, code="Y7", note="failed searches among failed searches and attempts"),
        Indicator("success_share", "share", "successful attempts", "办理成功率", "successes", "attempts", 1, code="Y7", note="needs met among attempts at service"),
        Indicator("visits", "visits/adult-year", "home visits", "年人均入户走访次数", "visits", "adults_home", 1, None, 12.0, "Y8", "visits a resident adult and year"),
        Indicator("no_contact", "share", "residents without contact for a year", "一年无联系居民占比", "no_contact_year", "adults_home", -1, code="Y8", note="resident adults without visit, message or service for twelve months"),
        Indicator("messages_share", "share", "contacts by message", "线上联系占比", "messages", "messages + visits", 0, code="Y8", note="messages that landed among messages and visits"),
        Indicator("trust", "0-1", "trust in the branch", "对村党组织的信任度", "trust", "adults", 1, code="Y9", note="mean trust of adults; .5 means seeks help half the time"),
        Indicator("trust_high", "share", "adults who trust", "信任度超过一半的成年人占比", "trust_high", "adults", 1, code="Y9", note="adults whose trust is above one half"),
        Indicator("trust_home_60", "0-1", "trust of residents of 60 and over", "60岁以上在村居民信任度", "trust_home_60", "residents_60_adults", 1, code="Y9", note="mean trust of residents of 60 and over"),
        Indicator("trust_away", "0-1", "trust of adults away", "外出成年人信任度", "trust_away", "adults_away", 1, code="Y9", note="mean trust of registered adults who are away"),
        # Y10: digital.
        Indicator("digital_reach", "share", "active users", "活跃用户占比", "active", "adults", 1, "accounts_reported", code="Y10", note="active users among registered adults"),
        Indicator("accounts_reported", "share", "accounts, as reported", "注册账号占比（上报）", "accounts", "adults", 0, code="R10", note="accounts, active or dormant, among registered adults"),
        Indicator("dormant_share", "share", "dormant accounts", "休眠账号占比", "dormant", "accounts", -1, code="Y10", note="dormant among all accounts"),
        Indicator("platform_quality", "0-1", "quality of the platform", "平台质量", "platform_quality", "", 1, code="Y10", note="mean quality of the platform as users meet it"),
        Indicator("device_share", "share", "resident adults with a device", "在村成年人设备拥有率", "device_adults_home", "adults_home", 0, code="Y10", note="resident adults with a phone or computer that goes online"),
        # Y12: members.
        Indicator("members", "persons", "members", "党员人数", "members", "", 0, code="Y12", note="probationary and full members a village"),
        Indicator("full_members", "persons", "full members", "正式党员人数", "full_members", "", 0, code="Y12", note="full members a village"),
        Indicator("members_per_100", "members/100 persons", "members per 100 registered", "每百户籍人口党员数", "members", "registered", 0, None, 100.0, "Y12", "members per 100 registered persons"),
        Indicator("member_age", "year", "mean age of members", "党员平均年龄", "members_age", "members", 0, code="Y12", note="mean age of all members"),
        Indicator("member_age_home", "year", "mean age of home members", "在村党员平均年龄", "members_home_age", "members_home", 0, code="Y12", note="mean age of members at home"),
        Indicator("share_members_60", "share", "members of 60 and over", "60岁以上党员占比", "members_60", "members", 0, code="Y12", note="members of 60 and over"),
        Indicator("share_members_35", "share", "members of 35 and under", "35岁以下党员占比", "members_35", "members", 0, code="Y12", note="members of 35 and under"),
        Indicator("members_women", "share", "women among members", "女党员占比", "members_women", "members", 0, code="Y12", note="women among members"),
        Indicator("members_away", "share", "members away", "外出党员占比", "members - members_home", "members", 0, code="Y12", note="members who live elsewhere"),
        Indicator("recruits", "1/year", "admissions a year and member", "年发展党员率", "admissions", "members", 1, None, 12.0, "Y12", "admissions as probationary member a year, as a share of members"),
        Indicator("admissions", "persons/year", "admissions a year", "年接收预备党员人数", "admissions", "", 1, None, 12.0, "Y12", "admissions a village and year"),
        Indicator("exits", "1/year", "losses a year and member", "年党员减少率", "exits", "members", 0, None, 12.0, "Y12", "members lost a year, as a share of members"),
        Indicator("applicants", "persons/1000 adults", "applicants", "每千成年人入党申请人数", "applicants", "adults", 0, None, 1000.0, "Y12", "applicants per 1,000 adults"),
        Indicator("activists", "persons/1000 adults", "activists", "每千成年人入党积极分子数", "activists", "adults", 0, None, 1000.0, "Y12", "activists per 1,000 adults"),
        Indicator("pocket_members", "share", "transfer not completed", "组织关系未落地党员占比", "pocket_members", "members", -1, code="Y12", note="members who left for good and whose transfer was not completed"),
        Indicator("vanguard", "share", "active and able members", "愿意且有能力的党员占比", "vanguard", "full_members_home", 1, code="Y12", note="home full members whose willingness times capacity is at least .3"),
        Indicator("willingness", "0-1", "service consciousness of members", "党员服务意识", "willingness", "members", 1, code="Y18", note="mean service consciousness"),
        Indicator("capacity", "0-1", "service capacity of members", "党员服务能力", "capacity", "members", 1, code="Y18", note="mean capacity to serve"),
        # Y13: offices.
        Indicator("vacancy", "share", "vacant secretary posts", "书记空缺比例", "vacancies", "offices", -1, code="Y13", note="secretary's offices without a holder"),
        Indicator("secretary_hours", "hour/month", "hours of the secretary", "书记月工时", "secretary_hours", "offices", 1, code="Y13", note="hours a month, all tasks, vacant posts counted with none"),
        Indicator("secretary_service_hours", "hour/month", "secretary's hours for service", "书记服务工时", "hours_service", "offices", 1, code="Y13", note="clock hours for service"),
        Indicator("secretary_economy_hours", "hour/month", "secretary's hours for the economy", "书记经济工时", "hours_economy", "offices", 0, code="Y13", note="clock hours for the collective economy"),
        Indicator("secretary_party_hours", "hour/month", "secretary's hours for Party life", "书记党务工时", "hours_party", "offices", 0, code="Y13", note="clock hours for Party life"),
        Indicator("secretary_trace_hours", "hour/month", "secretary's hours of documentation", "书记留痕工时", "hours_trace", "offices", -1, code="Y13", note="clock hours of documentation"),
        Indicator("secretary_age", "year", "age of the secretary", "书记平均年龄", "secretary_age", "offices - vacancies", 0, code="Y13", note="mean age of those in office"),
        Indicator("secretary_women", "share", "women among secretaries", "女书记占比", "secretary_women", "offices - vacancies", 0, code="Y13", note="women among those in office"),
        Indicator("secretary_capacity", "0-1", "capacity of the secretary", "书记服务能力", "secretary_capacity", "offices - vacancies", 1, code="Y13", note="mean capacity of those in office"),
        Indicator("motivation", "0-1", "motivation of the secretary", "书记工作动力", "motivation", "offices - vacancies", 1, code="Y13", note="mean motivation of those in office"),
        # Y19: demography.
        Indicator("registered", "persons", "registered persons", "户籍人口", "registered", "", 0, code="Y19", note="registered persons a village"),
        Indicator("residents", "persons", "residents", "常住人口", "residents", "", 0, code="Y19", note="registered persons at home, a village"),
        Indicator("share_away", "share", "registered persons away", "外出人口占比", "registered - residents", "registered", 0, code="Y19", note="registered persons who live elsewhere"),
        Indicator("residents_60", "share", "residents of 60 and over", "常住人口60岁以上占比", "residents_60", "residents", 0, code="Y19", note="residents of 60 and over"),
        Indicator("births", "1/1000 persons-year", "births", "出生率", "births", "registered", 0, None, 12000.0, "Y19", "births per 1,000 registered persons and year"),
        Indicator("deaths", "1/1000 persons-year", "deaths", "死亡率", "deaths", "registered", 0, None, 12000.0, "Y19", "deaths per 1,000 registered persons and year"),
    )
}

HEADLINES: tuple[str, ...] = (
    "quorum_failure",
    "valid_meetings",
    "attendance",
    "coverage",
    "service_fulfilment",
    "trust",
    "visits",
    "digital_reach",
    "formalism",
    "members",
    "member_age_home",
    "capacity",
)
