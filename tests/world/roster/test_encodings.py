"""The same county in every encoding, with every separator, and in a workbook, is the same county."""

from __future__ import annotations

import codecs

import pytest

from sim.world.roster.decoding import decoded
from tests.world.roster.counties import GOOD, OF_PEOPLE, read, write

CHINESE = {
    "villages": "村,乡镇,户籍人口（人）,在村人口,党员数,户数,村干部,人均收入(元)\n"
    + "\n".join(GOOD["villages"].splitlines()[1:])
    + "\n",
    "age_sex": "年龄下限,年龄上限,男,女\n" + "\n".join(GOOD["age_sex"].splitlines()[1:]) + "\n",
    "members": "起始年龄,终止年龄,男性,女性\n" + "\n".join(GOOD["members"].splitlines()[1:]) + "\n",
}


def county_of(path):
    county, problems, _ = read(path)
    assert [str(each) for each in problems] == []
    return county


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_county_is_the_same_in_every_encoding_and_language(tmp_path, encoding, separator):
    english = county_of(write(tmp_path / "english", GOOD))
    texts = {name: text.replace(",", separator) for name, text in CHINESE.items()}
    chinese = county_of(write(tmp_path / "chinese", texts, encoding))
    assert chinese == english
    assert chinese.digest == english.digest
    assert chinese.names == english.names


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_line_ends_blank_lines_and_comments_change_nothing(tmp_path, ends):
    text = "# of the office\n\n" + GOOD["villages"].replace("A2,A", "\n# a line\nA2,A")
    other = write(tmp_path / "other", {**GOOD, "villages": text.replace("\n", ends)})
    assert county_of(other) == county_of(write(tmp_path / "good", GOOD))


def test_columns_may_stand_in_any_order_and_lines_of_townships_apart(tmp_path):
    lines = [line.split(",") for line in GOOD["villages"].splitlines()]
    turned = "\n".join(",".join(reversed(line)) for line in (lines[0], lines[1], lines[3], lines[2]))
    assert county_of(write(tmp_path / "turned", {**GOOD, "villages": turned})) == county_of(write(tmp_path, GOOD))


def test_another_number_is_another_county(tmp_path):
    one = county_of(write(tmp_path / "one", GOOD))
    other = county_of(write(tmp_path / "other", {**GOOD, "villages": GOOD["villages"].replace("18000", "18001")}))
    assert one.digest != other.digest


def test_a_file_that_is_written_anew_is_read_anew(tmp_path):
    before = county_of(write(tmp_path, GOOD))
    after = county_of(write(tmp_path, {"villages": GOOD["villages"].replace("18000", "180010")}))
    assert before.digest != after.digest


def test_bad_bytes_are_found_with_their_lines_in_every_encoding():
    assert decoded(b"a,b\n1,\xff\n\xfe,2\n").bad == [(2, 0xFF), (3, 0xFE)]
    assert decoded("村,户\n1,".encode("gb18030") + b"\xff\n2,3").bad == [(2, 0xFF)]
    odd = decoded(codecs.BOM_UTF16_LE + "a\nb".encode("utf-16-le") + b"\x00")
    assert odd.bad == [(2, 0)]
    assert len(decoded(bytes(range(128, 256)) * 20).bad) <= 20


def workbook(path, tables, **more):
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in {**tables, **more}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def cells_of(text):
    return [[int(cell) if cell.isdigit() else cell or None for cell in line.split(",")] for line in text.splitlines()]


def test_a_workbook_is_the_same_county(tmp_path):
    county = county_of(write(tmp_path / "county", GOOD))
    sheets = {name: cells_of(text) for name, text in GOOD.items()}
    assert county_of(workbook(tmp_path / "one.xlsx", sheets)) == county
    chinese = {"村庄": CHINESE["villages"], "年龄性别": CHINESE["age_sex"], "党员年龄": CHINESE["members"]}
    sheets = {name: cells_of(text) for name, text in chinese.items()}
    assert county_of(workbook(tmp_path / "two.xlsx", sheets)) == county
    of_people = {name: cells_of(text) for name, text in OF_PEOPLE.items()}
    assert county_of(workbook(tmp_path / "three.xlsx", of_people)) == county_of(write(tmp_path / "people", OF_PEOPLE))


def test_another_sheet_is_told_and_not_read(tmp_path):
    sheets = {"villages": cells_of(GOOD["villages"]), "说明": [["填表说明"]]}
    path = workbook(tmp_path / "county.xlsx", sheets)
    county, problems, notes = read(path)
    assert county is not None
    assert not problems
    assert notes[0] == f"{path}: 说明 is not read"


def test_a_yearbook_workbook_is_told_what_to_strip(tmp_path):
    rows = [
        ["表3-2　各村人口情况（2021年）"],
        ["单位：人"],
        ["乡镇", "村", "户籍人口", None, "党员"],
        [None, None, "合计", "男", None],
        ["甲乡", "合计", 350, 180, 13],
        ["甲乡", "一村", 200, 100, 8],
        [None, "二村", 150, 80, 5],
        ["总　计", None, 530, 270, 19],
        ["乙镇", "三村", 180, 90, "6 "],
        ["注：户籍人口为年末数。"],
    ]
    path = workbook(tmp_path / "yearbook.xlsx", {"villages": rows})
    county, problems, _ = read(path)
    assert county is None
    told = {(each.line, each.key): each.fault for each in problems}
    assert told[1, ""].startswith("stands above the headings, which are on line 3")
    assert told[2, ""].startswith("stands above the headings")
    assert told[3, ""] == "column D has values and no heading (merged cells?)"
    assert told[4, ""] == "goes on with the headings of line 3"
    assert told[5, ""] == "is a total"
    assert told[7, "乡镇"] == "is missing"
    assert told[8, ""] == "is a total"
    assert told[10, ""] == "is a note or a title"
    assert {each.file for each in problems} == {f"{path} [villages]"}
    assert len(problems) == 8


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no workbook", b"village,registered\n"])
def test_what_is_no_workbook_is_refused(tmp_path, content):
    path = tmp_path / "county.xlsx"
    path.write_bytes(content)
    county, problems, _ = read(path)
    assert county is None
    assert problems[0].fault == "is no workbook that can be read"


def test_a_date_and_a_formula_of_a_workbook(tmp_path):
    from datetime import date

    people = cells_of(OF_PEOPLE["people"])
    people[1][2] = date(1950, 1, 31)
    sheets = {"villages": cells_of(OF_PEOPLE["villages"]), "people": people}
    assert county_of(workbook(tmp_path / "dates.xlsx", sheets)) == county_of(write(tmp_path / "people", OF_PEOPLE))
    sheets["villages"][1][2] = "=30+30"
    _, problems, _ = read(workbook(tmp_path / "formula.xlsx", sheets))
    assert [(each.line, each.key, each.fault) for each in problems] == [(2, "registered", "is a formula")]
