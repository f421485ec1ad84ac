"""Collective economy, integrity, hours and superiors (Y15-Y17)."""

from __future__ import annotations

from sim.core.recording.indicator import Indicator

# fmt: off
ECONOMY = (
    # Y15: collective economy.
    Indicator("collective_income", "yuan/year", "collective income", "村集体年收入", "collective_income", "", 1,
        "collective_income_reported", 12.0, "Y15", "income of the collective, a village and year"),
    Indicator("collective_income_reported", "yuan/year", "collective income, reported", "村集体年收入（上报）",
        "collective_income_reported", "", 0, None, 12.0, "R15", "the same with what show projects claim"),
    Indicator("income_low", "share", "villages with little collective income", "集体收入薄弱村占比", "income_low", "",
        -1, "income_low_reported", code="Y15", note="villages whose collective has less than 50,000 yuan a year"),
    Indicator("income_low_reported", "share", "villages with little collective income, reported",
        "集体收入薄弱村占比（上报）", "income_low_reported", "", 0, code="R15",
        note="the same with what show projects claim"),
    Indicator("show_share", "share", "projects for show", "形象项目占比", "projects_running_show", "projects_running",
        -1, code="Y15", note="projects for show among projects running"),
    Indicator("projects_running", "projects", "projects running", "在建运营项目数", "projects_running", "", 0,
        code="Y15", note="projects running, a village"),
    Indicator("projects_started", "projects/year", "projects started", "年启动项目数", "projects_started", "", 0, None,
        12.0, "Y15", "projects started, a village and year"),
    Indicator("projects_failed", "share", "projects that fail", "项目失败比例", "projects_failed", "projects_started",
        -1, code="Y15", note="projects that failed, at the start or later, for each started"),
    Indicator("grants", "yuan/year", "grants received", "年获资助额", "grants", "", 0, None, 12.0, "Y15",
        "grants received, a village and year"),
    Indicator("grants_lost", "share", "grants lost to inefficiency", "资助低效损失占比", "grants_lost", "grants", -1,
        code="Y15", note="lost to inefficiency among grants received"),
    Indicator("fund", "yuan", "fund of the village", "村级资金结余", "fund", "", 0, code="Y15",
        note="mean fund of a village"),
    Indicator("spent", "yuan/year", "spent from the fund", "年支出", "spent", "", 0, None, 12.0, "Y15",
        "spent from the fund, a village and year"),
    # Y16: integrity, and who looks.
    Indicator("misconduct", "cases/year", "misconduct", "年违纪案件数", "misconduct", "", -1, None, 12.0, "Y16",
        "cases a village and year"),
    Indicator("misconduct_detected", "share", "misconduct that comes to light", "违纪查处比例", "misconduct_detected",
        "misconduct", 0, code="Y16", note="cases that came to light among all cases"),
    Indicator("integrity", "0-1", "integrity of the secretary", "书记廉洁度", "integrity", "offices - vacancies", 1,
        code="Y16", note="mean integrity of those in office"),
    Indicator("inspections", "1/year", "document inspections", "年检查次数", "inspections", "", 0, None, 12.0, "Y16",
        "document inspections, a village and year"),
    Indicator("audits", "1/year", "checks of reality", "年实地核查次数", "audits", "", 0, None, 12.0, "Y16",
        "checks of reality, a village and year"),
    Indicator("records_struck", "share", "made-up records struck off", "虚假记录撤销比例", "records_struck",
        "meetings_fabricated", 0, code="Y16", note="made-up records found and struck off among all made up"),
    Indicator("promotions", "1/100 offices-year", "promotions", "书记年提拔率", "promotions", "offices", 0, None,
        1200.0, "Y16", "secretaries promoted per 100 offices and year"),
    # Y17: hours; money and hours of policies stand in the ledger, beside every comparison.
    Indicator("cadre_hours", "hour/month", "hours of cadres", "干部月工时", "cadre_hours", "", 0, code="Y17",
        note="hours of secretary, committee and heads, a village and month"),
    Indicator("first_secretaries", "persons", "first secretaries in post", "在任第一书记", "first_secretaries", "", 0,
        code="Y17", note="first secretaries in post, a village"),
    Indicator("graduate_officials", "persons", "graduate officials in post", "在任大学生村官", "graduate_officials", "",
        0, code="Y17", note="graduate officials in post, a village"),
    Indicator("posted_hours", "hour/month", "hours of first secretaries and teams", "第一书记及工作队工时",
        "posted_hours", "", 0, code="Y17", note="effective hours, a village and month"),
    Indicator("graduate_hours", "hour/month", "hours of graduate officials", "大学生村官工时", "graduate_hours", "", 0,
        code="Y17", note="hours other than documentation, a village and month"),
    Indicator("organisations", "1/year", "social organisations arriving", "年进驻社会组织数", "organisations", "", 0,
        None, 12.0, "Y17", "social organisations that came, a village and year"),
    Indicator("helper_hours", "hour/month", "hours of social organisations", "社会组织服务工时", "helper_hours", "", 0,
        code="Y17", note="hours of service from outside, a village and month"),
    Indicator("copies", "1/year", "practices copied", "年复制示范经验数", "copies", "", 0, None, 12.0, "Y17",
        "practices copied from a demonstration, a village and year"),
)
# fmt: on
