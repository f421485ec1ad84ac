"""A county to begin with: tables that are read as they stand, every column explained in both languages."""

from __future__ import annotations

from pathlib import Path

from sim.core.config.given_files import given_path
from sim.core.config.language import message
from sim.execution.files import make_folder, publish_text
from sim.words.changes import present
from sim.words.units import unit_word
from sim.world.roster.columns import AGE_SEX, FORMS, MEMBERS, PEOPLE, VILLAGES, TableColumn, TableForm

SCENARIO, README = "scenario.yaml", "README.md"
MARK = "\ufeff"
"""By which spreadsheets know that a file is UTF-8."""
ROWS: dict[str, tuple[str, ...]] = {
    VILLAGES.name: (
        "village,township,registered,residents,members,households,cadres,income,collective_income",
        "A01,A,620,430,21,172,3,17800,60000",
        "A02,A,540,350,16,151,3,16400,35000",
        "A03,A,710,520,27,198,4,19900,120000",
        "B01,B,480,290,15,139,3,15200,",
        "B02,B,650,440,22,180,4,,80000",
    ),
    AGE_SEX.name: (
        "age_low,age_high,men,women",
        "0,14,235,205",
        "15,34,352,308",
        "35,59,620,573",
        "60,74,268,272",
        "75,,80,87",
    ),
    MEMBERS.name: ("age_low,age_high,men,women", "18,34,9,5", "35,59,38,9", "60,,35,5"),
}
"""Lines of the tables to begin with: made up, and small."""
WORDS = {
    VILLAGES.name: (
        "Put your villages in the place of these made-up ones. A cell that is not known stays empty.",
        "请以本县数据替换下列虚构的村。不掌握的数据留空。",
    ),
    AGE_SEX.name: (
        "Optional: delete the file if it is not known. The sum is that of registered in villages.csv.",
        "可选：不掌握则删除本文件。合计须等于villages.csv中户籍人口之和。",
    ),
    MEMBERS.name: (
        "Optional: delete the file if it is not known. The sum is that of members in villages.csv.",
        "可选：不掌握则删除本文件。合计须等于villages.csv中党员之和。",
    ),
}
SCENARIO_TEXT = """\
name: {name}
title: {{en: "{name}", zh: "{name}"}}
version: {version}
extends: baseline
world:
  data: .                       # this folder; or a workbook, county.xlsx / 本文件夹，也可为工作簿
  archetype: labour-exporting   # for what is not given: shares away by age / 未给定部分所用的外出类型
# horizon: {{start: 2021-01, months: 120}}   # the tables are of the start / 数据为期初数据
"""
ABOUT = """\
# A county of your own · 本县数据

1. Replace the lines of `villages.csv`. Delete `age_sex.csv` and `members.csv`, or replace their lines.
   替换`villages.csv`各行；`age_sex.csv`和`members.csv`可替换，也可删除。
2. `ruralparty validate {folder}/scenario.yaml` tells every error with file, line, column, value and rule.
   上述命令一次列出全部错误：文件、行、列、值和规则。
3. `ruralparty fit {folder}/scenario.yaml` shows the county beside the shipped tables, the largest gap first.
   上述命令将本县与内置表对照，差距最大者在前。
4. `ruralparty run {folder}/scenario.yaml`; alternatives extend this scenario.
   运行；其他情景以extends继承本情景。

Files may be UTF-8, UTF-16 or GB18030, parted by commas, semicolons or tabs; or the tables are sheets of one workbook
(`.xlsx`), called as the files or by their Chinese names. Lines that begin with # are comments, columns whose heading
begins with # are not read. Titles above the headings, merged headings, totals and notes are to be stripped.
文件编码可为UTF-8、UTF-16或GB18030，以逗号、分号或制表符分隔；也可将各表放入一个工作簿（.xlsx），表名用文件名或中文名。
以#开头的行为注释，标题以#开头的列不读取。表头以上的标题、合并的表头、合计行和注释须删除。

**No names, numbers of identity, telephones or addresses of persons.** Tables with them are refused.
**不得含有个人的姓名、身份证号、电话和住址。** 含有者一律拒绝。

{tables}
"""


def new_county(folder: str | Path) -> Path:
    """Write the tables of a made-up county and a scenario that uses them.

    Parameters
    ----------
    folder : str or Path
        Is made, and must not hold any of the files yet.

    Returns
    -------
    Path
        The scenario.

    Raises
    ------
    ValueError
        If a file of the name is there already.

    Examples
    --------
    >>> import sim
    >>> from sim.studies.new_county import new_county
    >>> scenario = sim.load(new_county("my_county"))
    >>> scenario.world.townships, scenario.world.persons
    (2, 3000)
    """
    place = given_path(folder)
    name = place.resolve().name
    texts = {f"{form.name}.csv": MARK + table_text(form) for form in FORMS if form.name in ROWS}
    texts[SCENARIO] = SCENARIO_TEXT.format(name=scenario_name(name), version=present())
    texts[README] = ABOUT.format(folder=name, tables="\n\n".join(_described(form) for form in FORMS))
    if there := [file for file in texts if (place / file).exists()]:
        raise ValueError(message("{file} is there already: give another name", file=place / there[0]))
    make_folder(place)
    for file, text in texts.items():
        publish_text(place / file, text)
    return place / SCENARIO


def scenario_name(text: str) -> str:
    """A name that a scenario may have, like that of a folder or file."""
    plain = "".join(each if each.isascii() and each.isalnum() else "_" for each in text.lower()).strip("_")
    return plain if plain[:1].isalpha() else f"scenario_{plain}".rstrip("_")


def table_text(form: TableForm) -> str:
    """A table of the made-up county, with a comment for each column that it may have."""
    lines = [f"# {form.note} / {form.note_zh}", *(f"# {each}" for each in WORDS[form.name])]
    lines += [f"# {_column(column)}" for column in form.columns]
    return "\n".join((*lines, *ROWS[form.name])) + "\n"


def _column(column: TableColumn) -> str:
    unit = f" ({column.unit} {unit_word(column.unit, 'zh')})" if column.unit else ""
    needed = " *" if column.required else ""
    return f"{column.name} {column.zh}{needed}: {column.note} / {column.note_zh}{unit}"


def _described(form: TableForm) -> str:
    optional = "" if form is VILLAGES else " (optional 可选)"
    head = f"## {form.name}.csv · {form.zh}{optional}\n\n{form.note}\n{form.note_zh}\n"
    beside = "\nInstead of age_sex and members. 代替age_sex和members。\n" if form is PEOPLE else ""
    return "\n".join((head, *(f"* {_column(column)}" for column in form.columns))) + beside
