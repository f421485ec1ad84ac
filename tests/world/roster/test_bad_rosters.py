"""Broken rosters, made of a good one, are refused: file, line, column, value and rule of every fault, all at once."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import pytest

from sim.cli import main as cli
from sim.world.roster.sheets import read_sheets
from tests.world.roster.counties import AGE_SEX, GOOD, MEMBERS, OF_PEOPLE, PEOPLE, VILLAGES, read, write


@dataclass
class Broken:
    """A fault: the text that is replaced in one of the tables, and what must be said of it."""

    table: str
    old: str
    new: str
    line: int | None
    key: str
    value: str
    rule: str
    nearest: str = ""
    tables: dict | None = None


def of_people(old: str, new: str, line: int | None, key: str, value: str, rule: str, nearest: str = "") -> Broken:
    return Broken("people", old, new, line, key, value, rule, nearest, OF_PEOPLE)


FIRST = "A1,m,1950-01,1,primary,full"
FAULTS: dict[str, Broken] = {
    "no_headings": Broken("villages", VILLAGES.splitlines()[0] + "\n", "", 2, "registered", "'A'", "0 to"),
    "unknown_column": Broken("villages", "cadres", "cadrs", 1, "cadrs", "None", "village, township", "cadres"),
    "column_twice": Broken("villages", "cadres", "members", 1, "members", "None", "each column once"),
    "column_missing": Broken("villages", "registered", "#registered", 1, "registered", "None", "registered 户籍人口"),
    "resident_population": Broken("villages", "residents", "常住人口", 1, "常住人口", "None", "village, township"),
    "empty_cell": Broken("villages", "A1,A,200,", "A1,A,,", 2, "registered", "None", "registered persons"),
    "negative": Broken("villages", "A1,A,200,", "A1,A,-200,", 2, "registered", "'-200'", "20 to 20000"),
    "too_large": Broken("villages", "A1,A,200,", "A1,A,2000000,", 2, "registered", "'2000000'", "20 to 20000"),
    "decimal": Broken("villages", "A1,A,200,", "A1,A,200.5,", 2, "registered", "'200.5'", "20 to 20000"),
    "thousands": Broken("villages", "A1,A,200,", 'A1,A,"1,200",', 2, "registered", "'1,200'", "20 to", "1200"),
    "other_width": Broken("villages", "A1,A,200,", "A1,A,２００,", 2, "registered", "'２００'", "20 to", "200"),
    "with_unit": Broken("villages", "A1,A,200,", "A1,A,200人,", 2, "registered", "'200人'", "20 to", "200"),
    "not_known": Broken("villages", "200,140,8", "200,—,8", 2, "residents", "'—'", "an empty cell"),
    "words": Broken("villages", "200,140,8", "200,many,8", 2, "residents", "'many'", "0 to"),
    "formula": Broken("villages", "200,140,8", "200,=C2-60,8", 2, "residents", "'=C2-60'", "the value itself"),
    "village_twice": Broken("villages", "A2,A", "A1,A", 3, "village", "'A1'", "each village once"),
    "township_missing": Broken("villages", "A2,A", "A2,", 3, "township", "None", "one for each village"),
    "more_residents": Broken("villages", "200,140,8", "200,240,8", 2, "residents", "240", "at most 200"),
    "more_members": Broken("villages", "200,140,8", "200,140,190", 2, "members", "190", "at most 80"),
    "more_households": Broken("villages", "8,60,3", "8,260,3", 2, "households", "260", "at most 200"),
    "few_households": Broken("villages", "8,60,3", "8,6,3", 2, "households", "6", "at least 17"),
    "total": Broken("villages", "B1,B,180", "合　计,,350,240,13,105,6,\nB1,B,180", 4, "", "'合 计'", "strip the line"),
    "note": Broken("villages", "B1,B", "注：数据来自年报,,,,,,,\nB1,B", 4, "", "'注：数据来自年报'", "strip the line"),
    "title": Broken("villages", "village,", "表1 各村基本情况,,,,,,,\nvillage,", 1, "", "None", "strip it"),
    "two_headings": Broken("villages", "A1,A", ",,人,人,人,户,人,元\nA1,A", 2, "", "None", "one line of headings"),
    "headings_again": Broken("villages", "B1,B", VILLAGES.splitlines()[0] + "\nB1,B", 4, "", "None", "strip the line"),
    "merged": Broken("villages", "households,cadres", "households,", 1, "", "None", "a heading over every column"),
    "one_cell_more": Broken("villages", "3,18000", "3,18000,7", 1, "", "None", "a heading over every column"),
    "quote_open": Broken("villages", "A2,A,150", '"A2,A,150', 3, "", "None", "each row on one line"),
    "groups_overlap": Broken("age_sex", "15,59", "14,59", 3, "age_low", "14", "15"),
    "groups_gap": Broken("age_sex", "60,,", "65,,", 4, "age_low", "65", "60"),
    "groups_end": Broken("age_sex", "60,,", "60,79,", 4, "age_high", "79", "an empty cell"),
    "groups_begin": Broken("age_sex", "0,14", "1,14", 2, "age_low", "1", "0"),
    "group_turned": Broken("age_sex", "15,59", "15,9", 3, "age_high", "9", "15 or more"),
    "young_members": Broken("members", "18,45", "14,45", 2, "age_low", "14", "18 or more"),
    "sum_of_ages": Broken("age_sex", "170,165", "171,165", None, "men, women", "531", "the same sum in both"),
    "sum_of_members": Broken("members", "9,2", "9,4", None, "men, women", "21", "the same sum in both"),
    "unknown_village": of_people("A1,m,1950-01", "A1x,m,1950-01", 2, "village", "'A1x'", "one of its 3", "A1"),
    "sex": of_people(FIRST, FIRST.replace("m,", "x,"), 2, "sex", "'x'", "m, man"),
    "birth": of_people(FIRST, FIRST.replace("1950-01", "1950-13"), 2, "birth", "'1950-13'", "a year, or year"),
    "schooling": of_people(FIRST, FIRST.replace("primary", "primry"), 2, "education", "'primry'", "primary", "primary"),
    "stage": of_people(FIRST, FIRST.replace("full", "fll"), 2, "member", "'fll'", "none", "full"),
    "away_missing": of_people(FIRST, FIRST.replace(",1,", ",,"), 2, "away", "None", "a value for every person"),
    "person_too_few": of_people(FIRST + "\n", "", 2, "registered", "60", "the same number in both"),
    "identity_number": of_people(
        FIRST, FIRST + ",11010119500101123X", 2, "column G", "'(18 characters)'", "a table without"
    ),
    "name": of_people("village,sex", "village,姓名", 1, "姓名", "None", "a table without names"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_roster_is_refused_with_file_line_column_value_and_rule(tmp_path, name):
    fault = FAULTS[name]
    tables = dict(fault.tables or GOOD)
    assert fault.old in tables[fault.table]
    tables[fault.table] = tables[fault.table].replace(fault.old, fault.new, 1)
    county, problems, _ = read(write(tmp_path, tables))
    assert county is None
    told = [
        each
        for each in problems
        if (each.line, each.key, repr(each.value)) == (fault.line, fault.key, fault.value)
        and each.allowed.startswith(fault.rule)
    ]
    if name == "no_headings":
        assert problems[0].fault == "has no line of headings"
    else:
        assert len(told) == 1, [str(each) for each in problems]
        assert told[0].fault
        assert told[0].nearest == fault.nearest
        wrong = "villages" if name == "person_too_few" else fault.table
        assert told[0].file == str(tmp_path / f"{wrong}.csv")


def test_there_are_as_many_broken_rosters_as_asked_for():
    assert len(FAULTS) >= 40


def test_all_faults_of_all_files_are_told_at_once_also_beside_a_bad_byte(tmp_path):
    villages = VILLAGES.replace("200,140,8", "200,many,8").replace("180,120", "180,999").encode()
    tables = {
        "villages": villages.replace(b"A2,A", b"A\xff2,A"),
        "age_sex": AGE_SEX.replace("15,59", "14,59"),
        "members": MEMBERS.replace("18,45", "12,45"),
    }
    county, problems, _ = read(write(tmp_path, tables))
    assert county is None
    places = [(each.file.rpartition("/")[2], each.line, each.key) for each in problems]
    assert places == [
        ("villages.csv", 2, "residents"),
        ("villages.csv", 3, ""),
        ("villages.csv", 4, "residents"),
        ("age_sex.csv", 3, "age_low"),
        ("members.csv", 2, "age_low"),
    ]
    assert problems[1].fault == "byte 0xff is no UTF-8 text"


def test_sums_that_do_not_agree_are_told_with_both(tmp_path):
    _, problems, _ = read(write(tmp_path, {**GOOD, "age_sex": AGE_SEX.replace("170,165", "171,165")}))
    assert "men and women add up to 531" in problems[0].fault
    assert f"registered in {tmp_path / 'villages.csv'} to 530" in problems[0].fault


def test_members_beyond_the_persons_of_their_ages_are_refused(tmp_path):
    ages = "age_low,age_high,men,women\n0,17,255,250\n18,45,5,10\n46,,5,5\n"
    _, problems, _ = read(write(tmp_path, {**GOOD, "age_sex": ages}))
    assert [each.key for each in problems] == ["men", "men"]
    assert problems[0].fault == "6 members, and 5 registered persons, of ages 18 to 45"


def test_the_command_line_tells_them_without_a_traceback(tmp_path, capsys):
    write(tmp_path, {**GOOD, "villages": VILLAGES.replace("200,140", "200,many")})
    file = tmp_path / "own.yaml"
    file.write_text("name: own\ntitle: own\nworld: {data: .}\n", encoding="utf-8")
    assert cli.main(["validate", str(file)]) == cli.BAD_INPUT
    said = "".join(capsys.readouterr())
    assert f"{tmp_path / 'villages.csv'}:2: residents = 'many': is no number; allowed: 0 to 20000 (persons)" in said
    assert cli.main(["run", str(file)]) == cli.BAD_INPUT
    assert "Traceback" not in "".join(capsys.readouterr())


@pytest.mark.parametrize("kind", ["missing", "file", "empty_folder", "folder_named_as_a_table"])
def test_what_is_no_folder_of_tables_is_refused(tmp_path, kind):
    path = tmp_path / "county"
    if kind == "file":
        path.write_text(VILLAGES, encoding="utf-8")
    elif kind == "empty_folder":
        path.mkdir()
    elif kind == "folder_named_as_a_table":
        (path / "villages.csv").mkdir(parents=True)
    county, problems, _ = read(path)
    assert county is None
    assert len(problems) == 1


def test_a_table_with_another_name_is_told_and_not_read(tmp_path):
    county, _, notes = read(write(tmp_path, {"villages": VILLAGES, "age-sex": AGE_SEX}))
    assert county is not None
    assert county.age_sex is None
    assert "age-sex is not read; did you mean 'age_sex'?" in notes[0]


def test_nothing_of_a_person_is_told_or_kept(tmp_path):
    number, telephone, person = "11010119500101123X", "13912345678", "王小明"
    for extra, head in ((number, "id"), (telephone, "电话"), (person, "姓名"), (number, "note"), (telephone, "sex2")):
        people = PEOPLE.replace("member\n", f"member,{head}\n", 1).replace("full\n", f"full,{extra}\n")
        county, problems, notes = read(write(tmp_path, {**OF_PEOPLE, "people": people}))
        assert county is None
        assert problems
        assert all(extra not in f"{each} {each.plain}" for each in problems)
        assert extra not in " ".join(notes)


def test_numbers_of_identity_are_found_in_any_table(tmp_path):
    villages = VILLAGES.replace("A2,A", "110101195001011234,A")
    _, problems, _ = read(write(tmp_path, {**GOOD, "villages": villages}))
    assert any("number of identity" in each.fault and each.line == 3 for each in problems)


def test_rows_of_a_good_county_are_all_read(tmp_path):
    problems, notes = [], []
    sheets = read_sheets(write(tmp_path, GOOD), problems, notes)
    assert {name: len(sheet.rows) for name, sheet in sheets.items()} == {"villages": 4, "age_sex": 4, "members": 3}
    assert not problems
    assert not notes


PIECES = (
    b",",
    b"\n",
    b'"',
    b"\xff",
    b"\x00",
    b"-1",
    b"=A1",
    "合计".encode(),
    b"#",
    b";",
    b"\t",
    b"9" * 30,
    b"\r",
    b"\xff\xfe",
    b"A1",
)


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_typed_into_a_good_roster_is_read_or_refused(tmp_path, seed):
    rng = Random(seed)
    tables = {name: text.encode() for name, text in rng.choice([GOOD, OF_PEOPLE]).items()}
    for _ in range(rng.randint(1, 3)):
        name = rng.choice(list(tables))
        text = bytearray(tables[name])
        place = rng.randrange(min(len(text), 200))
        text[place : place + rng.randint(0, 4)] = rng.choice(PIECES)
        tables[name] = bytes(text)
    county, problems, _ = read(write(tmp_path, tables))
    assert (county is None) == bool(problems)
    assert all(str(each) for each in problems)
