"""The signs: what others found until 2021, each with the contrasts of the model that stand for it.

S1 to S28 are the signs among the published figures in order of that table, S29 to S31 three more of studies of
effects. Sources were read in part, mostly as abstracts. Margins of what counts as no effect were set after a first
look: one point of a share, .1 meetings a year, 2 % of an income, 5 % of a collective's.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.core.config.language import message
from sim.validation.signs import INPUT, Contrast, Sign, less, less_for, of

POINT = 0.01
GROUP, LED, GRADUATE = ("group", "no_group"), ("first_secretary", "baseline"), ("graduate", "baseline")
LEAVING, SLOW = ("leaving", "baseline"), ("trust_falls_less", "trust_falls_more")
HUNDRED_VILLAGES = "https://ccrs.ccnu.edu.cn/List/Details.aspx?tid="
FIVE_PROVINCES = "Xiao Tangbiao and others, http://klmpsl.com/zhubiantuijian/89335.html"
CUI = "Cui and Xiao 2022, http://m.jizihe.com/page/2022/1219/17205640.shtml"
HAN = "Han and Gao 2019, World Development 115:145-159"

# fmt: off
SIGNS: tuple[Sign, ...] = (
    Sign("S1", "meetings 2014: CCNU 3438",
        "villages keep decision rights if small, united in interest, organised, with "
        "few migrants", "小村、利益一致、有组织、外出少的村更能落实决策权", HUNDRED_VILLAGES + "3438", (
        Contrast("first calls with a quorum, larger villages", "首次召集达到法定人数：村规模", -1, "correlation",
            of("held_where_large")),
        Contrast("the same, more cadre hours for other than papers", "同上：干部非材料工时", 1, "correlation",
            of("held_where_worked")),
        Contrast("the same, more away", "同上：外出比例", -1, "correlation", of("held_where_away"))),
        "common interest: villagers have none in common or apart", "利益一致：模型无此概念"),
    Sign("S2", "migration 2015: Bai, Wang and Zhang",
        "after return the old, the schooled, the unmarried and parents stay "
        "longer", "返乡后年长、受教育多、未婚、有子女者停留更久",
        "Bai, Wang and Zhang 2018, Sustainability 10(11):4153", (
        Contrast("former migrants who stay a year, ten years older", "返乡者一年后仍在村：年长十岁", 1, "share",
            of("stay_age"), given=INPUT),
        Contrast("the same, a level of schooling more", "同上：多一级学历", 1, "share", of("stay_schooling"),
            given=INPUT),
        Contrast("the same, unmarried", "同上：未婚", 1, "share", of("stay_single")),
        Contrast("the same, with children", "同上：有子女", 1, "share", of("stay_parent")))),
    Sign("S3", "migration 2009: Chen Chen", "women and the schooled return sooner", "女性和受教育多者返乡更早",
        "Chen Chen 2018, Population and Economics, http://www.victorzhang.cn/page/2018/1217/4602924.shtml", (
        Contrast("returns in a year, women less men", "一年内返乡：女性减男性", 1, "share", of("return_women"),
            given=INPUT),
        Contrast("the same, senior secondary and more less others", "同上：高中及以上减其他", 1, "share",
            of("return_schooling"))),
        "trend over decades and age at first leaving: neither is kept", "数十年趋势和初次外出年龄：模型未记录"),
    Sign("S4", "migration 2015: Mao and Wei", "former migration does not change returnees' income",
        "外出经历不改变返乡者收入",
        "Mao and Wei 2017, http://m.fx361.com/news/2017/0911/2242471.html", (
        Contrast("income per head of former migrants less that of others", "返乡者与未外出者人均收入之差", 0, "ln",
            of("returned_income"), margin=0.02),)),
    Sign("S5", "effects: trust 2018: Wei and Lu", "who uses the internet trusts less; more so the young and schooled",
        "使用互联网者信任度更低，青年和受教育多者尤甚", "Wei and Lu 2023, IJERPH 20(4):3489", (
        Contrast("trust of residents online less others, without chat groups",
            "上网居民与其他居民信任度之差（无村群）", -1,
            "0-1", of("trust_online", "no_group"), ("no_group",)),
        Contrast("the same, under 45 less older", "同上：45岁以下减以上", -1, "0-1", of("trust_online_young",
            "no_group"),
            ("no_group",)),
        Contrast("the same, senior secondary and more less others", "同上：高中及以上减其他", -1, "0-1",
            of("trust_online_high", "no_group"), ("no_group",)))),
    Sign("S6", "effects: trust 2015: CSS", "rural people trust government more than urban ones",
        "农村居民比城市居民更信任政府",
        "CSS 2015, https://lw33.cn/article/8c3439a2a83ad02dc090862d.html", (),
        "there are no towns", "模型无城镇"),
    Sign("S7", "effects: trust 2017: farmers' survey", "members, and those with more income, are more satisfied",
        "党员和收入高者更满意", "survey of 2017, http://m.klmpsl.com/sannonglunjian/115451.html", (
        Contrast("trust of members less other residents", "党员与其他居民信任度之差", 1, "0-1", of("trust_member")),
        Contrast("trust, one more of ln income per head", "信任度：人均收入对数加一", 1, "0-1", of("trust_income"))),
        "debt and higher levels of government: not in the model", "负债和上级政府：模型无"),
    Sign("S8", "effects: turnout 2013: CGSS", "members, the old, the less schooled, the healthy vote more",
        "党员、年长、受教育少、健康者投票更多", "CGSS 2013, J. Shenyang Univ. Technology 2016 no. 4, 0356", (
        Contrast("home members who came in six months, ten years older", "在村党员半年内到会：年长十岁", 1, "share",
            of("came_age")),
        Contrast("the same, a level of schooling more", "同上：多一级学历", -1, "share", of("came_schooling")),
        Contrast("the same, fit less frail", "同上：健康减体弱", 1, "share", of("came_health"), given=INPUT)),
        "members against others: only members are called; meetings of the branch stand for villagers' elections",
        "党员与群众之比：模型只召集党员，并以支部会议代村委会选举"),
    Sign("S9", "effects: turnout 2010: CGSS", "mixed communities (migration, schooling) vote less",
        "异质社区（外出、学历）投票率更低",
        "CGSS 2010, http://www.handmsg.com/page/2016/0706/1365366.shtml", (
        Contrast("members voting in elections, three in ten more leave", "选举参加率：外出增三成", -1, "share",
            less("election_votes", "leaving"), LEAVING),
        Contrast("attendance of home members, the same", "在村党员到会率：同上", -1, "share",
            less("attendance_home", "leaving"), LEAVING)),
        "schooling: no counterpart", "学历异质：模型无对应"),
    Sign("S10", "effects: turnout 2008: township democracy", "trust in people of the village raises turnout",
        "信任村里人提高投票率", "national survey of about 2008, https://fx361.cc/page/2016/1219/18372995.shtml", (
        Contrast("attendance of home members where trust is lost more slowly", "在村党员到会率：信任流失较慢", 1,
            "share",
            less("attendance_home", *SLOW), SLOW),),
        "trust in people: trust in the branch stands for it", "人际信任：以对支部的信任代之"),
    Sign("S11", "effects: targeting 2016: Shaanxi", "cadres who come, and knowledge of the policy, satisfy the poor",
        "干部走访和了解政策提高贫困户满意度", "survey of 2016, https://fx361.cc/page/2018/0322/3289095.shtml", (
        Contrast("trust of the listed under a mass-line campaign", "建档立卡户信任度：群众路线活动", 1, "0-1",
            less("trust_listed", "campaign"), ("campaign", "baseline"), given=INPUT),
        Contrast("the same under policy information", "同上：政策信息解释", 1, "0-1", less("trust_listed",
            "informed"),
            ("informed", "baseline"))),
        "taking part in projects: households do not", "参与项目：模型中农户不参与"),
    Sign("S12", "effects: graduate officials 2017: service supply", "graduates raise the supply of services",
        "大学生村官增加村级服务供给", CUI, (
        Contrast("needs met under graduates", "诉求办结率：大学生村官", 1, "share",
            less("service_fulfilment", "graduate"), GRADUATE),),
        "industry, surnames and region: no such difference", "产业、姓氏、地区差异：模型无"),
    Sign("S13", "effects: graduate officials 2017: democratic management",
        "graduates do not change meetings and votes",
        "大学生村官不改变会议和表决", CUI, (
        Contrast("valid meetings under graduates", "有效党员大会：大学生村官", 0, "meetings/year",
            less("valid_meetings", "graduate"), GRADUATE, margin=0.1),
        Contrast("attendance, the same", "到会率：同上", 0, "share", less("attendance", "graduate"), GRADUATE,
            margin=POINT))),
    Sign("S14", "effects: graduate officials 2017: collective income",
        "graduates serve not through collective income",
        "大学生村官的服务作用不经由集体收入", CUI, (
        Contrast("collective income under graduates", "集体收入：大学生村官", 0, "ln",
            less("ln_collective_income", "graduate"), GRADUATE, margin=0.05),)),
    Sign("S15", "effects: capture 2013: household of the leader",
        "the leader's own household gets dibao no more often",
        "干部本户不更易得低保", HAN, (
        Contrast("listed, secretary's household less others alike", "入列比例：书记本户减同类其他户", 0, "share",
            of("listed_own"), margin=POINT, given=INPUT),)),
    Sign("S16", "effects: capture 2013: relatives and members",
        "close relatives of leaders and plain members get it more "
        "often, relatives more than the own household", "干部近亲和普通党员更易得低保，近亲高于本户", HAN, (
        Contrast("listed, kin of the secretary less others alike", "入列比例：书记亲属减同类其他户", 1, "share",
            of("listed_kin"), given=INPUT),
        Contrast("listed, households of members less others alike", "入列比例：党员户减同类其他户", 1, "share",
            of("listed_member")),
        Contrast("kin less own household", "亲属减本户", 1, "share",
            lambda world: world["baseline"]["listed_kin"] - world["baseline"]["listed_own"]))),
    Sign("S17", "effects: capture 2013: kinds of poverty",
        "dibao meets poverty in many respects better than of income",
        "低保对多维贫困的瞄准好于收入贫困", HAN, (
        Contrast("listed among the deprived less among the income-poor", "入列比例：多维贫困户减收入贫困户", 1,
            "share",
            of("listed_deprived"), given=INPUT),),
        "inside villages against between them: the list has a quota for each village",
        "村内与村间之比：名额按村分配"),
    Sign("S18", "effects: capture 2020: one village", "households close to cadres get more projects",
        "与干部关系近的农户得到更多项目",
        "Applied Economics 2024, doi 10.1080/00036846.2024.2386849", (
        Contrast("aid a head, kin of the secretary less others alike", "人均帮扶资金：书记亲属减同类其他户", 1,
            "yuan/year",
            of("aid_kin"), given=INPUT),),
        "the closer the more: kin or not is all there is", "关系远近：模型只分是否亲属"),
    Sign("S19", "disputes 2012: CCNU 1901", "disputes stay open where cadres are weak mediators",
        "干部调解能力弱则纠纷多",
        HUNDRED_VILLAGES + "1901", (
        Contrast("open disputes an adult, abler secretaries", "人均未决纠纷：书记能力", -1, "correlation",
            of("disputes_where_able")),)),
    Sign("S20", "effects: audit 2017: Cheng, Wang and Chen", "two years after look-backs nothing is left of capture",
        "回头看两年后已无精英俘获", "Cheng, Wang and Chen 2021, J. Integrative Agriculture 20(4):880-890", (
        Contrast("listed, kin less others alike, with look-backs", "入列比例：亲属减同类其他户（有回头看）", 0,
            "share",
            of("listed_kin", "look_back"), ("look_back",), margin=POINT),)),
    Sign("S21", "trust 1999-2008: Xiao Tangbiao", "trust rose over the decade", "十年间信任上升", FIVE_PROVINCES, (),
        "the years before 2010 are not in the model, and an undated world has no trend of its own",
        "模型不含2010年以前，无日期的世界没有自身趋势"),
    Sign("S22", "effects: trust 2005-2008: Xiao Tangbiao", "trust rose when farm taxes ended and insurance came",
        "取消农业税和新农合后信任上升", FIVE_PROVINCES, (
        Contrast("trust without contact through taxes less with it", "信任度：无征税接触减有征税接触", 1, "0-1",
            less("trust", "baseline", "taxes"), ("baseline", "taxes"), given=INPUT),),
        "insurance, and the burden of a tax: no counterpart", "新农合与税负：模型无对应"),
    Sign("S23", "effects: trust 1999-2008: Xiao Tangbiao",
        "government that performs is trusted; members trust more; land "
        "taking and birth control cost trust", "绩效提高信任，党员更信任；征地和计划生育降低信任", FIVE_PROVINCES, (
        Contrast("trust where more needs are met", "信任度：诉求办结率高的村", 1, "correlation",
            of("trust_where_served"),
            given=INPUT),),
        "land taking and birth control: not in the model; members: S7", "征地和计划生育：模型无；党员见S7"),
    Sign("S24", "effects: trust 2005: Huhe, Chen and Tang", "trust in people one knows brings public goods",
        "信任熟人促进村庄公共物品", "Huhe, Chen and Tang 2015, Social Science Research 53:351-363", (
        Contrast("adults joining a collective task where trust is lost more slowly", "参与集体事务：信任流失较慢",
            1, "share",
            less("mobilised", *SLOW), SLOW, given=INPUT),),
        "trust in strangers: not in the model; trust in the branch stands for that in people",
        "对陌生人的信任：模型无；以对支部的信任代人际信任"),
    Sign("S25", "effects: trust 2020: pandemic", "who gets on with village leaders trusts the centre",
        "与村干部关系好则信任中央",
        "https://link.springer.com/doi/10.1007/s11366-023-09846-2", (),
        "there is no trust in the centre", "模型无对中央的信任"),
    Sign("S26", "effects: trust 2020: Zhao, Ma, Jiao and Hu",
        "chat groups raise trust, most that of the less schooled and "
        "the old, by performance, participation and less corruption",
        "村微信群提高信任，文化程度低者和老年人尤甚，经由绩效、参与和廉洁",
        "Zhao, Ma, Jiao and Hu 2025, Humanities and Social Sciences Communications 12", (
        Contrast("trust with groups less without", "信任度：有村群减无村群", 1, "0-1", less("trust", *GROUP), GROUP,
            given=INPUT),
        Contrast("the same, 60 and over less under 45", "同上：60岁及以上减45岁以下", 1, "0-1",
            less_for("trust_old", "trust_young", *GROUP), GROUP),
        Contrast("the same, at most primary less senior secondary and more", "同上：小学及以下减高中及以上", 1, "0-1",
            less_for("trust_low", "trust_high", *GROUP), GROUP),
        Contrast("needs met, the same", "诉求办结率：同上", 1, "share", less("service_fulfilment", *GROUP), GROUP),
        Contrast("adults joining a collective task, the same", "参与集体事务：同上", 1, "share",
            less("mobilised", *GROUP), GROUP),
        Contrast("misconduct, the same", "违纪：同上", -1, "1/month", less("misconduct", *GROUP), GROUP)),
        "regions: one world of the whole nation", "地区差异：模型为全国一个世界"),
    Sign("S27", "migration 2012-2018: CLDS", "returnees leave more readily than those who never left, at 20 to 45",
        "返乡者比未外出者更易外出，仅限20至45岁",
        "CLDS, https://search.napstic.cn/literature/periodical/010rkyjj202403005", (
        Contrast("leaving in a year, returnees less others alike", "一年内外出：返乡者减同类未外出者", 1, "share",
            of("leave_again")),
        Contrast("the same, at 20 to 45 less at other ages", "同上：20至45岁减其他年龄", 1, "share",
            of("leave_again_prime")))),
    Sign("S28", "migration 2014: Liang and Cheng", "returnees are important in work off the farm",
        "返乡者在非农活动中重要",
        "Liang and Cheng 2023, Sociology of Development", (
        Contrast("local wage in the household, returnees less others alike", "户内有本地工资：返乡者减同类未外出者",
            1, "share",
            of("returned_local_work")),),
        "towns: not in the model", "城镇：模型无"),
    Sign("S29", "table of effects: Huang, Wang and Shang",
        "first secretaries raise the income of the registered poor",
        "第一书记提高建档立卡户收入", "Huang, Wang and Shang 2018, https://m.fx361.cc/news/2018/0218/4801954.html", (
        Contrast("income of those listed at the start, under first secretaries", "起始建档立卡户收入：第一书记", 1,
            "ln",
            less("income_listed", "first_secretary"), LED, given=INPUT),)),
    Sign("S30", "table of effects: He and Wang", "graduates improve targeting and curb capture",
        "大学生村官改进瞄准、抑制俘获",
        "He and Wang 2017, AEJ: Applied 9(4)", (
        Contrast("exclusion error under graduates", "遗漏误差：大学生村官", -1, "share",
            less("exclusion_error", "graduate"), GRADUATE),
        Contrast("kin of the secretary on the list, the same", "名单中书记亲属：同上", -1, "share",
            less("kin_on_list", "graduate"), GRADUATE))),
    Sign("S31", "table of effects: Wang, Chen and Araral", "out-migration lowers collective irrigation",
        "外出减少集体灌溉",
        "Wang, Chen and Araral 2016, World Development 88:79-93", (
        Contrast("registered adults joining a collective task, three in ten more leave",
            "户籍成年人参与集体事务：外出增三成",
            -1, "share", less("joined", "leaving"), LEAVING, given=INPUT),
        Contrast("of those at home, the same", "其中在村者：同上", -1, "share", less("mobilised", "leaving"),
            LEAVING))),
)
# fmt: on


def find_signs(codes: Sequence[str] = ()) -> tuple[Sign, ...]:
    """Signs by code; all of them if none is named.

    Raises
    ------
    ValueError
        If there is no sign of that code.
    """
    known = [each.code for each in SIGNS]
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise ValueError(
            message(
                "there is no sign {codes}; the signs are {first} to {last}",
                codes=", ".join(unknown), first=known[0], last=known[-1],
            )
        )  # fmt: skip
    return tuple(each for each in SIGNS if not codes or each.code in codes)
