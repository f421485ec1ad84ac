"""The six constructions, a dashboard, and scores as superiors see them (Y18)."""

from __future__ import annotations

from sim.core.recording.indicator import Composite, Indicator

# fmt: off
CONSTRUCTIONS = (
    # Political.
    Composite("construction_political", "0-1", "political construction", "政治建设", "1 - misperception_members", 1,
        code="Y18", note="one less the misperception of members", note_zh="1减去党员政策认知偏差"),
    Indicator("policy_fidelity", "share", "policy carried out", "政策落实率", "done", "asked", 1,
        "policy_fidelity_reported", code="Y18", note="share really done of what superiors asked for",
        note_zh="上级所要求事项中真实完成的比例"),
    Indicator("policy_fidelity_reported", "share", "policy carried out, reported", "政策落实率（上报）",
        "done_reported", "asked", 0, code="R18", note="share reported done of what superiors asked for",
        note_zh="上级所要求事项中上报完成的比例"),
    Composite("policy_fidelity_gap", "share", "policy carried out on paper only", "政策落实虚报差",
        "policy_fidelity_reported - policy_fidelity", -1, code="Y18", note="share reported done less share done",
        note_zh="上报完成的比例减去真实完成的比例"),
    # Organisational, ideological, discipline, style, system.
    Composite("construction_organisational", "0-1", "organisational construction", "组织建设",
        "organisational_power * 1", 1, code="Y18", note="organisational power, Y4", note_zh="即组织力（Y4）"),
    Indicator("content", "0-1", "content of Party life", "组织生活内容质量", "content", "", 1, code="Y18",
        note="mean quality of the content of Party life", note_zh="组织生活内容质量的均值"),
    Composite("construction_ideological", "0-1", "ideological construction", "思想建设",
        "geometric(willingness, content)", 1, code="Y18",
        note="geometric mean of service consciousness of members and content of Party life",
        note_zh="党员服务意识与组织生活内容质量的几何平均"),
    Composite("construction_discipline", "0-1", "construction of discipline", "纪律建设", "most(0, 1 - misconduct)", 1,
        code="Y18", note="one less cases of misconduct a village and year", note_zh="1减去每村每年违规违纪行为数"),
    Composite("construction_style", "0-1", "construction of style", "作风建设", "(1 - no_contact) * (1 - formalism)", 1,
        code="Y18", note="residents with contact in the year, times hours that are not documentation",
        note_zh="一年内有联系的居民比例乘以非留痕工时比例"),
    Indicator("chain", "0-1", "responsibility chain", "责任链条", "chain", "", 1, code="Y18",
        note="coordination that the weakest link of responsibility leaves", note_zh="责任链条最弱一环所容许的协调程度"),
    Composite("construction_system", "0-1", "construction of the system", "制度建设",
        "geometric(items_implemented, chain)", 1, code="Y18",
        note="geometric mean of items decided and the responsibility chain; see decision_lag beside it",
        note_zh="议题办结率与责任链条的几何平均；另见决策时滞"),
    # Scores.
    Indicator("score", "0-1", "score of what was really done", "实绩得分", "score_real", "", 1, "score_reported",
        code="Y18", note="score of the assessment from what was really done", note_zh="按真实完成情况的考核得分"),
    Indicator("score_reported", "0-1", "score that superiors see", "考核得分（上报）", "score_reported", "", 0,
        code="R18", note="score of the assessment from reports", note_zh="按上报情况的考核得分"),
    Composite("score_gap", "0-1", "score on paper only", "考核虚报差", "score_reported - score", -1, code="Y18",
        note="score that superiors see less score of what was really done", note_zh="上级看到的得分减去实绩得分"),
)
# fmt: on
