"""The branch: coverage, attendance, quorum, organisational power, leadership, formalism (Y1-Y6)."""

from __future__ import annotations

from sim.core.recording.indicator import Composite, Indicator, Spread

# fmt: off
BRANCH = (
    # Y1-Y3: coverage, meetings, decisions.
    Indicator("coverage", "share", "members in a functioning branch", "健全运转支部党员占比", "functioning_members",
        "full_members", 1, "coverage_reported", code="Y1",
        note="full members in a branch with a valid meeting in the last six months"),
    Indicator("attendance", "share", "attendance at members' meetings", "到会率", "attendance", "attendance_due", 1,
        "attendance_reported", code="Y2", note="counted present among registered full members, over all calls"),
    Indicator("attendance_reported", "share", "attendance, reported", "到会率（上报）", "attendance_reported",
        "attendance_due_reported", 0, code="R2",
        note="present on paper among registered full members, over meetings on paper"),
    Indicator("attendance_home", "share", "attendance of home members", "在村党员到会率", "attendance_home",
        "attendance_due_home", 1, code="Y2", note="home members who came in person among home members due"),
    Indicator("attendance_online", "share", "attendance counted online", "线上到会占比", "attendance_online",
        "attendance", 0, code="Y2", note="counted online among all counted present"),
    Indicator("quorum_failure", "share", "first calls without a quorum", "首次召集未达法定人数比例",
        "first_calls_failed", "first_calls", -1, code="Y3",
        note="first calls of a members' meeting that fail, among first calls"),
    Indicator("valid_meetings", "meetings/year", "valid members' meetings a year", "年有效党员大会次数",
        "meetings_valid", "", 1, "meetings_reported", 12.0, "Y3", "valid members' meetings a village and year"),
    Indicator("meetings_reported", "meetings/year", "members' meetings on paper a year", "年党员大会次数（上报）",
        "meetings_reported", "", 0, None, 12.0, "R3", "valid and fabricated meetings a village and year"),
    Indicator("fabricated_share", "share", "meetings recorded but not held", "有记录而未召开的会议占比",
        "meetings_fabricated", "meetings_reported", -1, code="Y6", note="fabricated among all meetings on paper"),
    Indicator("calls_per_meeting", "calls", "calls per valid meeting", "每次有效会议召集次数", "calls",
        "meetings_valid", -1, code="Y3", note="calls of a members' meeting for each valid one"),
    Indicator("decision_lag", "month", "months from item to decision", "决策时滞", "item_months", "items_passed", -1,
        code="Y3", note="mean months that passed items had waited"),
    Indicator("items_entered", "items/year", "items on the agenda a year", "年新增议题数", "items_entered", "", 0, None,
        12.0, "Y3", "items that entered the agenda of a village in a year"),
    Indicator("election_validity", "share", "valid elections", "有效选举比例", "elections_valid", "elections", 1,
        code="Y3", note="valid among calls of an election"),
    Indicator("habit", "0-1", "habit of attending and belonging", "组织生活习惯与归属感", "habit", "full_members", 1,
        code="Y4", note="mean habit of full members"),
    Indicator("mobilised", "share", "share joining a collective task", "群众动员参与率", "mobilised", "", 1, code="Y4",
        note="mean share of adults who would join a collective task"),
    Indicator("formalism", "share", "share of cadre hours on documentation", "留痕工时占比", "cadre_trace",
        "cadre_hours", -1, code="Y6", note="hours of documentation among all hours of secretary, committee and heads"),
    Indicator("coverage_reported", "share", "members in a branch, reported", "有支部的党员占比（上报）", "full_members",
        "full_members", 0, code="R1",
        note="every branch on paper counts, so that this is 1 wherever there are members"),
    Spread("coverage_villages", "share", "villages with a functioning branch", "支部健全运转的村占比", "mean",
        "functioning_members", "full_members", better=1, code="Y1",
        note="mean over villages, each counted alike, of the share in a branch with a valid meeting in six months"),
    Indicator("items_implemented", "share", "items decided", "议题办结率", "items_passed", "items_entered", 1,
        code="Y3", note="items passed among items that entered the agenda"),
    # Y4-Y5: power to act together, leadership.
    Composite("organisational_power", "0-1", "organisational power", "组织力",
        "geometric(1 - quorum_failure, habit, mobilised)", 1, code="Y4",
        note="geometric mean of quorum held, habit of full members and the share joining a collective task"),
    Indicator("leadership", "0-1", "leadership capacity", "领导力", "leadership", "", 1, code="Y5",
        note="cube root of quorum held, hours other than documentation (up to a limit) and capacity behind the hours"),
    Indicator("work_hours", "hour/month", "hours other than documentation", "非留痕工时", "work_hours", "", 1,
        code="Y5", note="hours of secretary, committee and others in post that are not documentation"),
    # Y6: what stands on paper beyond what happened; for accounts dormant_share, for exits false_exits.
    Indicator("meetings_gap", "share", "meetings on paper only", "会议虚报比例", "meetings_reported - meetings_valid",
        "meetings_reported", -1, code="Y6", note="meetings on paper that were not valid meetings"),
    Indicator("attendance_gap", "share", "attendance on paper only", "到会虚报比例", "attendance_reported - attendance",
        "attendance_reported", -1, code="Y6", note="members present on paper who were not counted present"),
)
# fmt: on
