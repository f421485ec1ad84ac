"""What the comparing page says, in English and Chinese, by key."""

from __future__ import annotations

from sim.core.config.language import Language
from sim.words.labels import word
from sim.words.page import FALLBACK
from sim.words.page import TEXTS as OF_ONE_RUN

__all__ = ["FALLBACK", "TEXTS", "say"]

TEXTS: dict[str, tuple[str, str]] = {
    # The bar, and what it opens.
    "title": ("Compare", "对比"),
    "scenario": ("Baseline", "基准情景"),
    "horizon": ("Years", "年份"),
    "quorum": ("Quorum counts", "应到会人数"),
    "quorum_usual": ("quorum: as in the scenario", "应到会：按情景"),
    "quorum_list": ("quorum: all but those listed", "应到会：扣除名单所列者"),
    "quorum_registered": ("quorum: all full members", "应到会：全体正式党员"),
    "quorum_adjusted": ("quorum: all but those excused", "应到会：扣除经批准者"),
    "villages_of": (", {count} villages", "，{count}个村"),
    "undo": ("Undo", "撤销"),
    "redo": ("Redo", "重做"),
    "share": ("Share", "分享"),
    "reproduce": ("Reproduce", "复现"),
    "export": ("Export", "导出"),
    "bring": ("Open", "打开"),
    "other_language": ("中文", "English"),
    "close": ("Close", "关闭"),
    "copy": ("Copy", "复制"),
    "copied": ("Copied", "已复制"),
    "share_note": (
        "This address holds every lever, the tab and the open headline. In the simulated villages only: no forecast, "
        "no rating of real places or persons.",
        "该地址包含全部杠杆、标签页和已展开的结论。仅限模拟村庄：不是预测，不评价真实地区或个人。",
    ),
    "share_upload": (
        "The baseline is a file that only this visit holds: export it and send it along.",
        "基准情景为本次访问上传的文件：请另行导出并一并发送。",
    ),
    "reproduce_note": (
        "Save the scenarios under Export in one folder and run there; every number comes out the same.",
        "将“导出”中的情景文件存入同一文件夹，并在其中运行，所得数字完全相同。",
    ),
    "command": ("Command", "命令"),
    "python": ("Python", "Python"),
    "cite": ("Cite", "引用"),
    "cite_text": (
        "ruralparty {version}, comparison of {titles} with {baseline}, {pairs} pairs from seed {seed}, digest {digest}",
        "ruralparty {version}，{titles}与{baseline}对比，{pairs}对，起始种子{seed}，摘要{digest}",
    ),
    "no_digest": ("no exact answer yet, so no digest", "尚无精确结果，故无摘要"),
    "export_scenario": ("Scenario {title}", "情景：{title}"),
    "export_numbers": ("All differences (CSV)", "全部差异（CSV）"),
    "export_courses": ("All courses over time (CSV)", "全部时间序列（CSV）"),
    "export_pictures": ("Each picture has its own: Save, beside its title.", "各图可分别保存：见图题旁“保存”。"),
    "bring_note": (
        "A scenario file (YAML), as the command line takes it. It stays in this visit.",
        "情景文件（YAML），格式与命令行相同，仅在本次访问中使用。",
    ),
    "bring_text": ("Text of a scenario", "情景文本"),
    "bring_file": ("File", "文件"),
    "bring_as": ("Take it as", "用作"),
    "as_baseline": ("baseline", "基准情景"),
    "as_side": ("policies of {letter}", "{letter} 的政策"),
    "check": ("Check and take", "检查并使用"),
    "faults": ("This scenario cannot be run.", "该情景无法运行。"),
    "too_long": ("longer than {most} characters", "超过{most}个字符"),
    "foreign_base": (
        "extends: {name} is not among the shipped scenarios; a file that is brought may extend these only",
        "extends：{name}不在自带情景之中；上传文件只能继承自带情景",
    ),
    "refused": ("Parts of the address were not taken", "地址中部分内容未采用"),
    "skip": ("To the levers", "跳到杠杆"),
    # The line with the sides and the status.
    "against": ("In the simulated villages, {year}, against the baseline", "在模拟村庄中，{year}年，与基准相比"),
    "nothing_set": ("nothing set: as the baseline", "未设置：同基准"),
    "status": ("Status", "状态"),
    "exact": ("Exact", "精确"),
    "stored_rest": (", {pairs} pairs, stored", "，{pairs}对，已存"),
    "all_rest": (", {pairs} pairs, all that were asked for", "，{pairs}对，已全部完成"),
    "precise_rest": (", {pairs} pairs, precision reached", "，{pairs}对，已达所求精度"),
    "capped": ("Stopped at {pairs} pairs", "{pairs}对后停止"),
    "capped_rest": (", ±{width} {unit}", "，±{width}{unit}"),
    "estimate": ("Estimate", "估计"),
    "estimate_rest": ("; nearest stored answer, exact figures follow", "；取最近的已存结果，随后给出精确值"),
    "estimate_drag": ("; nearest stored answer, let go for exact figures", "；取最近的已存结果，松开后计算精确值"),
    "estimate_in": ("; exact in about {time}", "；约{time}后给出精确值"),
    "few": ("{pairs} of {wanted} pairs", "{wanted}对中的{pairs}对"),
    "few_rest": ("; signs may still turn", "；方向仍可能变化"),
    "few_in": ("; signs may still turn; about {time} left", "；方向仍可能变化；约剩{time}"),
    "counting": ("Counting …", "正在计算……"),
    "counting_rest": (" {few} pairs first, then {wanted}", "先{few}对，再至{wanted}对"),
    "counting_old": (
        " {few} pairs first, then {wanted}; faded: what was asked before",
        "先{few}对，再至{wanted}对；淡色为之前所问的结果",
    ),
    "compiling_rest": (
        " compiling the kernels first: once after an update, about a minute",
        "先编译计算内核：仅更新后一次，约一分钟",
    ),
    "stopped": ("Stopped at {pairs} pairs", "已停止（{pairs}对）"),
    "stopped_before": ("Stopped", "已停止"),
    "failed": ("This run failed", "本次运行失败"),
    "same": ("Both sides are the baseline", "两方案均同基准"),
    "same_rest": (": move a lever", "：请调整杠杆"),
    "stop": ("Stop", "停止"),
    "go_on": ("Go on", "继续"),
    "what_was_run": ("Show what was run", "查看所运行内容"),
    "seconds": ("{count} s", "{count}秒"),
    "minutes": ("{count} min", "{count}分钟"),
    # Tiles.
    "baseline": ("baseline", "基准"),
    "worse": ("worse", "变差"),
    "better": ("better", "改善"),
    "less": ("less", "减少"),
    "more": ("more", "增加"),
    "unit_ci": ("{unit}, 95 %", "{unit}，95%区间"),
    "raises": ("raises it by {step}", "提高 {step}"),
    "lowers": ("lowers it by {step}", "降低 {step}"),
    "under_rule": (" under this quorum rule", "（在此应到会规则下）"),
    "unseen": ("no difference seen", "未见差异"),
    "one_pair": ("one pair, no interval", "仅一对，无区间"),
    "so_far": ("So far: ", "目前："),
    "about": ("{letter} about {step}", "{letter} 约 {step}"),
    "estimate_is": ("Estimate: ", "估计："),
    "to": ("to", "至"),
    "no_answer": ("no answer yet", "尚无结果"),
    "no_value": ("no value: nothing to divide by", "无数值：分母为零"),
    "why": ("Why", "为何"),
    "sure": ("How sure", "把握多大"),
    "whom": ("For whom", "对谁"),
    "cost": ("Cost", "成本"),
    "fails": ("Fails", "何时失灵"),
    "questions": ("Questions about {label}", "关于{label}的问题"),
    # A headline that is open.
    "computed": ("computed", "已计算"),
    "not_computed": ("not computed yet", "尚未计算"),
    "luck": ("Luck: {same} of {pairs} pairs {go}", "运气：{pairs}对中{same}对{go}"),
    "rise": ("rise", "提高"),
    "fall": ("fall", "降低"),
    "luck_note": (
        "Each dot: the same villages with and without {letter}. Below: mean, 95 % interval {low} to {high}.",
        "每点：同样的村庄，有{letter}与无{letter}。下方：均值及95%区间 {low} 至 {high}。",
    ),
    "rules_head": ("Rules: who counts in the quorum", "规则：应到会人数如何计算"),
    "rules_rest": ("Rules: it rests on who counts in the quorum", "规则：取决于应到会人数如何计算"),
    "rules_same": ("Much the same under either rule.", "两种规则下大致相同。"),
    "rules_turn": ("Show all under this rule", "全部按此规则显示"),
    "rules_none": (
        "Not run: the extremes of the rule are run after {pairs} pairs, where the scenario leaves the rule as it is.",
        "未运行：满{pairs}对且情景未另设规则时，才在两种极端规则下运行。",
    ),
    "in_force": ("in force here", "当前"),
    "unknowns_head": ("Unknowns: what history leaves open", "未知因素：历史未能排除的假设"),
    "unknowns_note": (
        "Whether the sign holds over all values that history has not ruled out is not part of this page yet; the "
        "command runs it:",
        "在历史未排除的全部取值上方向是否不变，本页尚未计算；可用命令计算：",
    ),
    "why_note": (
        "Which parts of the policy and which mechanisms make the difference is not computed yet. What the policies "
        "move is declared:",
        "差异由政策的哪些部分、哪些机制造成，尚未计算。政策改动的内容如下：",
    ),
    "whom_note": (
        "Differences by group are not computed on this page yet; the command prints them:",
        "分群体差异本页尚未计算；可用命令输出：",
    ),
    "fails_note": (
        "In which worlds and at which doses the sign turns is not computed yet; the command shows the archetypes. "
        "How the policies are known to fail:",
        "在哪些地区、何种力度下方向反转，尚未计算；可用命令查看各类地区。政策已知的失效方式：",
    ),
    "price_head": ("What a gain costs", "每单位改善的成本"),
    "price_is": ("{letter}: {value} yuan ({low} to {high}) for {step}", "{letter}：每{step}{value}元（{low}至{high}）"),
    "price_none": ("{letter}: no gain that is seen, so no price", "{letter}：未见改善，故不计价格"),
    "side_costs": (
        "{letter} costs {yuan} yuan a registered person and year, and {hours} hours of cadres a village and year.",
        "{letter}每户籍人口每年{yuan}元，每村每年干部工时{hours}小时。",
    ),
    "price_note": (
        "A harm has no price. The whole side is charged to this outcome.",
        "损害不计价格。全部成本计入该指标。",
    ),
    # Levers.
    "levers": ("Levers", "政策杠杆"),
    "edit_side": ("Levers of {letter}", "{letter} 的杠杆"),
    "add_side": ("+ {letter}", "+ {letter} 方案"),
    "people": ("People", "人员"),
    "organisation": ("Organisation", "组织"),
    "service": ("Service", "服务"),
    "digital": ("Digital", "数字"),
    "economy": ("Poverty and economy", "扶贫与经济"),
    "supervision": ("Supervision", "监督"),
    "outside": ("From outside", "外部政策"),
    "assumptions": ("Assumptions (move baseline and policy alike)", "假设（基准与政策同时变动）"),
    "some_on": ("{on} of {all} on", "{all}项中{on}项"),
    "some_changed": ("{count} changed", "已改{count}项"),
    "off": ("off", "未启用"),
    "off_word": ("no", "否"),
    "on_usual": ("use", "启用"),
    "as_in_baseline": ("as in the baseline", "同基准"),
    "reset": ("reset", "复原"),
    "prices": ("prices", "单价"),
    "more_doses": ("more", "更多"),
    "take": ("Take policies from a scenario …", "取用某情景的政策……"),
    "take_none": ("nothing (the baseline)", "无（同基准）"),
    "set_start": ("from", "起始"),
    "set_ramp": ("full after", "全力度"),
    "set_coverage": ("reach", "覆盖"),
    "set_rule": ("which first", "先后"),
    "set_duration": ("how long", "期限"),
    "from_before": ("from ", ""),
    "from_after": ("", "起"),
    "at_once": ("in full at once", "立即全力度"),
    "after_months": ("full after {months} months", "{months}个月渐进"),
    "all_villages": ("all villages", "全部村"),
    "some_villages": ("{share} % of villages", "{share}%的村"),
    "no_end": ("to the end", "至期末"),
    "for_months": ("for {months} months", "为期{months}个月"),
    "rule_random": ("by lot", "随机"),
    "rule_weakest": ("weakest first", "领导力最低者优先"),
    "rule_poorest": ("poorest first", "收入最低者优先"),
    "rule_most_dispersed": ("most dispersed first", "居住最分散者优先"),
    "rule_largest": ("largest first", "户籍人口最多者优先"),
    "rule_self_selected": ("those who apply first", "自愿申请者优先"),
    "rule_township_choice": ("as townships choose", "由乡镇推荐"),
    "is_base": ("{value} = baseline", "{value}（基准）"),
    "source_line": (
        "{meaning}. {range}; baseline {base}; {tag}: {source}",
        "{meaning}。{range}；基准 {base}；{tag}：{source}",
    ),
    "outside_range": ("outside the range tried", "超出已检验范围"),
    "most_costs": (
        "At its most the side costs about {yuan} yuan: no ¥{tick} tick.",
        "调至最高约{yuan}元，故无¥{tick}刻度。",
    ),
    "cost_head": ("Cost, yuan a person and year", "成本，元／人·年"),
    "budget": ("budget", "预算"),
    "over_budget": ("over the budget", "超出预算"),
    "hint_cost": ("about, before it is run", "运行前的约数"),
    "change_levers": ("Change levers", "调整杠杆"),
    "search": ("Search all {count} numbers", "在全部{count}个数值中查找"),
    "found_none": ("none found", "未找到"),
    "default_is": ("default {value}", "默认 {value}"),
    "scenario_is": ("scenario {value}", "情景 {value}"),
    # Tabs.
    "tab_compare": ("Compare", "对比"),
    "tab_villages": ("Villages", "村庄"),
    "tab_people": ("People", "人员"),
    "tab_matters": ("What matters", "关键因素"),
    "tab_costs": ("Costs", "成本"),
    "tab_assumptions": ("Assumptions", "假设"),
    "tab_model": ("Model", "模型"),
    "some_of": ("{some} of {all}", "{some}/{all}"),
    "difference": ("Difference", "差异"),
    "level": ("Level", "水平"),
    "percent": ("%", "%"),
    "drawn": ("What is drawn", "图中内容"),
    "tabs": ("Views", "视图"),
    # Panels.
    "up_better": ("↑ better", "↑ 改善"),
    "down_better": ("↓ better", "↓ 改善"),
    "neither": ("neither is better", "不分好坏"),
    "percent_unit": ("% of the baseline", "占基准的%"),
    "table": ("Table", "表"),
    "chart": ("Chart", "图"),
    "save": ("Save", "保存"),
    "year": ("Year", "年份"),
    "median": ("median", "中位数"),
    "nine_in_ten": ("nine in ten", "九成"),
    "reported": ("as reported", "上报值"),
    "base_short": ("base", "基准"),
    "empty_panel": ("no answer yet", "尚无结果"),
    "course_is": ("{letter} from {start} to {end} {unit}", "{letter}由{start}至{end}{unit}"),
    "foot": (
        "Line: median of the pairs; bands: half, nine in ten; grey: less than matters; dashed: baseline; † interval "
        "may be too narrow. Simulated villages; no forecast, no rating of real places or persons.",
        "线：各对的中位数；深浅带：半数、九成配对；灰色：小于有意义的差异；虚线：基准；† 区间可能过窄。"
        "模拟村庄，不是预测，不评价真实地区或个人。",
    ),
    "foot_few": (
        "A thin line a pair: four pairs are no distribution. Grey: less than matters; dashed: baseline; † interval may "
        "be too narrow. Simulated villages; no forecast, no rating of real places or persons.",
        "每条细线为一对：四对不成分布。灰色：小于有意义的差异；虚线：基准；† 区间可能过窄。"
        "模拟村庄，不是预测，不评价真实地区或个人。",
    ),
    # Other tabs.
    "slot": ("This view is not part of the page yet.", "此视图尚未加入本页。"),
    "matters_note": (
        "Which assumptions the answers hang on most is not computed on this page yet. The command prints it:",
        "结果最取决于哪些假设，本页尚未计算。可用命令输出：",
    ),
    "model_note": (
        "The month of the model, its mechanisms and all their numbers are described by commands:",
        "模型的月度流程、各机制及其全部数值可用命令查看：",
    ),
    "costs_none": ("Costs are booked by runs: none has ended yet.", "成本由运行记账：尚无完成的运行。"),
    "costs_head": ("Beyond the baseline", "相对基准的额外成本"),
    "yuan_person": ("yuan a registered person and year", "元／户籍人口·年"),
    "hours_person": ("cadre hours a registered person and year", "干部工时／户籍人口·年"),
    "yuan_village": ("yuan a village and year", "元／村·年"),
    "hours_village": ("cadre hours a village and year", "干部工时／村·年"),
    "yuan_all": ("yuan in all, all villages and years", "总金额（元），全部村与年份"),
    "hours_all": ("cadre hours in all", "干部总工时"),
    "lives": ("persons whose life differs", "人生轨迹有变化者"),
    "gain_price": ("yuan for {step}: {label}", "每{step}：{label}，元"),
    "assumption_count": (
        "{some} of the {all} numbers of the model are assumptions: nobody has measured them. Set off their default on "
        "this page or in the scenario:",
        "模型{all}个数值中有{some}个为假设，尚无实测。本页或情景中改动的数值：",
    ),
    "nothing_off": ("None: every number stands at its default.", "无：全部数值均为默认值。"),
    "parameter": ("Number", "数值"),
    "value": ("Value", "取值"),
    "default": ("Default", "默认值"),
    "range": ("Range", "范围"),
    "tag": ("Tag", "标记"),
    "source": ("Source", "来源"),
    "where": ("Where", "何处"),
    "here": ("all sides, set here", "各方案，本页设定"),
    "in_scenario": ("the scenario", "情景"),
    # What is refused.
    "no_month": ("{text} is no month; write 2022-01", "{text} 不是月份；请写作 2022-01"),
}


def say(key: str, language: Language, **values: object) -> str:
    """Text of a key; of the page of one run where this page has none of its own.

    Parameters
    ----------
    key : str
        Key of :data:`TEXTS`.
    language : {"en", "zh"}
        Language of the page.
    **values
        What stands in braces in the text.
    """
    return word(key, language, TEXTS if key in TEXTS else OF_ONE_RUN, **values)
