"""What a user may say of a county: its tables and their columns, each declared once.

Readers, messages, the commented template and the page of documentation are made from these declarations. A heading is
one of the names here, in English or Chinese; what stands in brackets behind it, such as a unit, is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sim.agents.codes import ACTIVIST, APPLICANT, FULL, PROBATIONARY
from sim.core.config.language import in_language, spoken
from sim.indicators import INDICATORS

Form = Literal["code", "count", "number", "choice", "month"]
YES = ("1", "yes", "y", "true", "是", "有")
NO = ("0", "no", "n", "false", "否", "无")


@dataclass(frozen=True, eq=False)
class TableColumn:
    """A column of a table.

    Parameters
    ----------
    name, zh : str
        Heading in English and in Chinese.
    form : str
        ``code`` (a short name or number), ``count``, ``number``, ``choice`` or ``month`` (a year, or year and month).
    note, note_zh : str
        Meaning.
    unit : str
    low, high : float
        Range of counts and numbers.
    required : bool
        Whether every line has a value.
    also : tuple of str
        Further headings that are understood.
    words : mapping of str to int
        What a choice may be, and what it stands for.
    """

    name: str
    zh: str
    form: Form
    note: str
    note_zh: str
    unit: str = ""
    low: float = 0.0
    high: float = 0.0
    required: bool = False
    also: tuple[str, ...] = ()
    words: Mapping[str, int] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        """Its heading, in the language that is spoken."""
        return in_language(spoken(), self.name, self.zh)

    @property
    def meaning(self) -> str:
        """What it means, in the language that is spoken."""
        return in_language(spoken(), self.note, self.note_zh)


@dataclass(frozen=True)
class TableForm:
    """A table: a file ``name.csv`` of the folder, or a sheet of the workbook.

    Parameters
    ----------
    name, zh : str
        Name of the file or sheet; a sheet may have the Chinese one.
    note, note_zh : str
        What it holds.
    columns : tuple of TableColumn
    """

    name: str
    zh: str
    note: str
    note_zh: str
    columns: tuple[TableColumn, ...]

    @property
    def meaning(self) -> str:
        """What it holds, in the language that is spoken."""
        return in_language(spoken(), self.note, self.note_zh)

    @property
    def headings(self) -> dict[str, TableColumn]:
        """Columns by every heading that is understood."""
        return {each: column for column in self.columns for each in (column.name, column.zh, *column.also)}


def _words(*groups: tuple[int, tuple[str, ...]]) -> dict[str, int]:
    return {word: value for value, words in groups for word in words}


SEX = _words((0, ("m", "man", "male", "男", "1")), (1, ("w", "f", "woman", "female", "女", "2")))
"""Men and women; 1 and 2 as in GB/T 2261.1."""
AWAY = _words((1, YES), (0, NO))
SCHOOLING = _words(
    (0, ("primary", "primary or less", "none", "小学", "小学及以下", "未上过学", "文盲")),
    (1, ("junior", "junior secondary", "初中")),
    (2, ("senior", "senior secondary", "高中", "中专", "高中及中专")),
    (3, ("tertiary", "college", "大专", "大专及以上", "本科", "大学")),
)
STAGE = _words(
    (0, ("none", "no", "0", "群众", "否", "共青团员")),
    (APPLICANT, ("applicant", "入党申请人")),
    (ACTIVIST, ("activist", "入党积极分子", "积极分子")),
    (PROBATIONARY, ("probationary", "预备党员")),
    (FULL, ("full", "member", "yes", "1", "正式党员", "中共党员", "党员", "是")),
)

VILLAGE = TableColumn(
    "village", "村", "code", "code or name of the village, each once", "村的编码或名称，每村一行",
    required=True, also=("村名", "村编码", "行政村", "village_code"),
)  # fmt: skip
# fmt: off
VILLAGES = TableForm("villages", "村庄", "a line for each village", "每村一行", (
    VILLAGE,
    TableColumn("township", "乡镇", "code", "code or name of the township; one township where left out",
        "乡镇的编码或名称；不填则全部属于一个乡镇", also=("乡镇名", "乡", "镇", "township_code")),
    TableColumn("registered", INDICATORS["registered"].zh, "count", "registered persons, at home and away",
        "户籍人口，含外出者", "persons", 20, 20_000, required=True, also=("户籍人口数",)),
    TableColumn("residents", "在村人口", "count", "registered persons at home (not incomers registered elsewhere)",
        "户籍人口中在村居住者（不含外来人口）", "persons", 0, 20_000,
        also=("在村户籍人口",)),
    TableColumn("members", "党员", "count", "Party members of the branch, probationary ones included",
        "村党组织的党员，含预备党员", "persons", 0, 2_000, also=("党员数", INDICATORS["members"].zh)),
    TableColumn("households", "户数", "count", "registered households, of 1 to 12 persons on average",
        "户籍户数，平均每户1至12人", "households", 1, 20_000, also=("户籍户数", "农户数")),
    TableColumn("cadres", "村干部", "count", "members of the village committee beside the secretary",
        "书记以外的村两委成员", "persons", 1, 15, also=("村干部数", "村干部人数")),
    TableColumn("income", INDICATORS["income"].zh, "number", "mean disposable income per head", "人均可支配收入",
        "yuan/year", 500, 200_000, also=("人均可支配收入",)),
    TableColumn("collective_income", "集体收入", "number", "recurring income of the collective",
        "村集体经营性收入", "yuan/year", 0, 100_000_000, also=("集体经济收入", "村集体收入")),
    TableColumn("local_wage", "本地工资", "number", "what working locally pays", "本地务工月收入",
        "yuan/month", 100, 50_000, also=("本地务工收入",)),
    TableColumn("coverage", "网络覆盖", "number", "network coverage, a share", "网络覆盖，比例",
        "0-1", 0.05, 1, also=("网络覆盖率",)),
))
_GROUPS = (
    TableColumn("village", "村", "code", "as in villages; the whole county where the column is left out",
        "同村庄表；没有此列则为全县", also=VILLAGE.also),
    TableColumn("age_low", "年龄下限", "count", "first age of the group, in whole years", "年龄组下限，周岁",
        "year", 0, 100, required=True, also=("起始年龄",)),
    TableColumn("age_high", "年龄上限", "count", "last age of the group; empty for this age and over",
        "年龄组上限，周岁；空白为及以上", "year", 0, 120, also=("终止年龄",)),
    TableColumn("men", "男", "count", "men of these ages", "该年龄组男性人数", "persons", 0, 5_000_000,
        required=True, also=("男性",)),
    TableColumn("women", "女", "count", "women of these ages", "该年龄组女性人数", "persons", 0, 5_000_000,
        required=True, also=("女性",)),
)
AGE_SEX = TableForm("age_sex", "年龄性别", "registered persons by age and sex: all ages, no gaps",
    "分年龄性别的户籍人口：须覆盖全部年龄", _GROUPS)
MEMBERS = TableForm("members", "党员年龄", "Party members by age and sex, from 18 on",
    "分年龄性别的党员，18岁起", _GROUPS)
PEOPLE = TableForm("people", "人员", "a line for each registered person, without names or numbers of identity",
    "每名户籍人口一行，不得含姓名和身份证号", (
    TableColumn("village", "村", "code", "as in villages", "同村庄表", required=True, also=VILLAGE.also),
    TableColumn("sex", "性别", "choice", "m or f", "男或女", required=True, words=SEX),
    TableColumn("birth", "出生年月", "month", "year, or year and month, of birth: 1967 or 1967-03",
        "出生年份或年月：1967或1967-03", also=("出生年份", "出生日期", "出生年", "birth_year", "birth_month")),
    TableColumn("age", "年龄", "count", "whole years at the start; instead of birth", "期初周岁；与出生年月二选一",
        "year", 0, 120),
    TableColumn("away", "外出", "choice", "1 if away, 0 if at home", "外出填1，在村填0", words=AWAY,
        also=("是否外出",)),
    TableColumn("education", "受教育程度", "choice", "primary, junior, senior or tertiary",
        "小学、初中、高中或大专", words=SCHOOLING, also=("学历", "文化程度")),
    TableColumn("member", "政治面貌", "choice", "none, applicant, activist, probationary or full",
        "群众、入党申请人、入党积极分子、预备党员或正式党员", words=STAGE, also=("党员",)),
))
# fmt: on
FORMS = (VILLAGES, AGE_SEX, MEMBERS, PEOPLE)
FORM_OF = {form.name: form for form in FORMS}
ADULT = 18
MOST_PER_HOUSEHOLD = 12
