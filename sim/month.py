"""The order of a month, as data: each step with the reason why it stands where it stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One step of the month.

    Parameters
    ----------
    mechanism : str
        File in ``sim/mechanisms`` and name of the submodel.
    title_en, title_zh : str
        What happens.
    reason, reason_zh : str
        Why the step stands here, in English and Chinese.
    """

    mechanism: str
    title_en: str
    title_zh: str
    reason: str
    reason_zh: str


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a mechanism from outside the package stands in the month: after a step of the package, or before one.

    Parameters
    ----------
    after, before : str
        Mechanism of the package; one of the two. Several at one place go in alphabetical order.
    title_en, title_zh, reason, reason_zh
        As of :class:`Step`.
    """

    title_en: str
    title_zh: str
    reason: str
    reason_zh: str
    after: str = ""
    before: str = ""


MONTH: tuple[Step, ...] = (
    Step(
        "demography",
        "births, deaths, frailty",
        "出生、死亡、失能",
        "the dead of the month do nothing else in it",
        "当月去世者不再参与后续步骤",
    ),
    Step(
        "migration",
        "leaving, coming back, leaving for good, festival",
        "外出、返乡、迁出、春节",
        "who is at home decides who can meet, visit and be visited",
        "谁在村，决定谁能开会、走访和被走访",
    ),
    Step(
        "roll",
        "the roll of persons and members",
        "人口与党员名册",
        "everybody has come or gone; all later steps count from this list",
        "人员去留已定，后续各步都以此名册计数",
    ),
    Step(
        "livelihoods",
        "income, deprivation, poverty",
        "家庭收入、匮乏、贫困",
        "who is away decides remittances; dependence decides who seeks help",
        "谁外出决定汇款；依赖程度决定谁提出诉求",
    ),
    Step(
        "collective_economy",
        "projects, fund, collective income",
        "集体项目、资金、集体收入",
        "what a meeting passed last month starts now; its money is this month's",
        "上月会议通过的项目本月启动；资金用于本月",
    ),
    Step(
        "needs",
        "needs arise, age and expire",
        "诉求产生与失效",
        "a need of this month can be served this month",
        "当月产生的诉求当月即可办理",
    ),
    Step(
        "offices",
        "terms, candidates, vacancies",
        "任期、候选人、空缺",
        "who holds office decides the hours; an election called here is voted on below",
        "谁任职决定工时；此处召集的选举在下文表决",
    ),
    Step(
        "first_secretaries",
        "first secretaries come, work, leave",
        "第一书记到任、工作、离任",
        "their hours are shared out with those of the village below",
        "其工时与村里工时在下文一并分配",
    ),
    Step(
        "graduate_officials",
        "graduate officials come, work, leave",
        "大学生村官到任、工作、离任",
        "as above; who can type is given the papers",
        "同上；会打字的人被分派材料工作",
    ),
    Step(
        "effort",
        "hours and how they are split",
        "工时及其分配",
        "meetings, service and platform spend these hours",
        "会议、服务和平台都使用这些工时",
    ),
    Step(
        "meetings",
        "calls, quorum, records",
        "会议、法定人数、记录",
        "needs presence, offices and the hours for Party life",
        "需要在村人员、任职情况和党务工时",
    ),
    Step(
        "votes",
        "agenda, votes, election",
        "议题、表决、选举",
        "only a valid meeting decides, and it decides in the month it is held",
        "只有有效会议才能决定事项，并在召开当月决定",
    ),
    Step(
        "national_application",
        "learning application required of members",
        "统一要求的学习应用",
        "its hours are gone before members are taught and serve",
        "其工时先于培训和服务扣除",
    ),
    Step(
        "training",
        "training, habit of service, hardship",
        "培训、服务意识、困难党员",
        "content of this month's meetings; before service, which uses capacity",
        "取决于当月会议内容；在服务之前，因为服务使用能力",
    ),
    Step(
        "service",
        "finding, service, visits, messages",
        "办事、走访、线上联系",
        "needs hours and capacity; its events are what trust answers to",
        "需要工时和能力；其结果是信任变化的依据",
    ),
    Step(
        "digital",
        "platform upkeep, devices, adoption",
        "平台运维、设备、使用",
        "after service: what is online this month was built last month",
        "在服务之后：本月线上可用的是上月建成的",
    ),
    Step(
        "village_groups",
        "chat groups of villages",
        "村微信群",
        "posts of this month move beliefs and trust; who is in it can ask and be called through it next month",
        "当月消息影响认知与信任；群内者下月可借群求助、得知开会",
    ),
    Step(
        "information",
        "exposure to false and true information",
        "接触不实与真实信息",
        "visits and meetings of this month correct; rumours wear trust down by the beliefs that result",
        "本月走访与会议起纠正作用；信任按由此形成的信念受传言损耗",
    ),
    Step(
        "trust",
        "trust answers to this month's events",
        "信任更新",
        "after service, on purpose: all reads are from the start of the step but the events",
        "有意放在服务之后：除当月事件外，均读取本步开始时的状态",
    ),
    Step(
        "membership",
        "applications, selection, admissions, exits",
        "申请、考察、接收、退出",
        "decisions were taken at the meeting; those selected here come before the next",
        "会上已作决定；此处选出者提交下次会议",
    ),
    Step(
        "targeting",
        "list of the poor, measures, exits",
        "贫困识别、帮扶、退出",
        "calendar events: after all that superiors and neighbours can know of the month",
        "日历事件：在当月可知之事发生之后",
    ),
    Step(
        "supervision",
        "inspection, assessment, discipline",
        "检查、考核、纪律",
        "sees the reports of the month; scandals reach trust next month",
        "查看当月上报；丑闻下月影响信任",
    ),
    Step(
        "outside_resources",
        "grants, organisations, demonstration",
        "外部资源与示范",
        "what comes from outside arrives for the next month",
        "外来资源从下月起可用",
    ),
    Step(
        "observation",
        "counts, indicators, histories",
        "统计、指标、个人轨迹",
        "looks at the month when it is over",
        "月末观察，不改变当月结果",
    ),
)
