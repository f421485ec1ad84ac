"""Demography and the left behind (Y19)."""

from __future__ import annotations

from sim.core.recording.indicator import Indicator

# fmt: off
DEMOGRAPHY = (
    # Y19: demography.
    Indicator("registered", "persons", "registered persons", "户籍人口", "registered", "", 0, code="Y19",
        note="registered persons a village", note_zh="每村户籍人口"),
    Indicator("residents", "persons", "residents", "常住人口", "residents", "", 0, code="Y19",
        note="registered persons at home, a village", note_zh="每村在村的户籍人口"),
    Indicator("share_away", "share", "registered persons away", "外出人口占比", "registered - residents", "registered",
        0, code="Y19", note="registered persons who live elsewhere", note_zh="住在外地的户籍人口比例"),
    Indicator("residents_60", "share", "residents of 60 and over", "常住人口60岁及以上占比", "residents_60", "residents",
        0, code="Y19", note="residents of 60 and over", note_zh="常住人口中60岁及以上者的比例"),
    Indicator("births", "1/1000 persons-year", "births", "出生率", "births", "registered", 0, None, 12000.0, "Y19",
        note="births per 1,000 registered persons and year", note_zh="每千户籍人口每年出生人数"),
    Indicator("deaths", "1/1000 persons-year", "deaths", "死亡率", "deaths", "registered", 0, None, 12000.0, "Y19",
        note="deaths per 1,000 registered persons and year", note_zh="每千户籍人口每年死亡人数"),
    Indicator("left", "1/1000 persons-year", "persons leaving", "年外出率", "left", "registered", 0, None, 12000.0,
        "Y19", note="persons who left for work or study per 1,000 registered persons and year",
        note_zh="每千户籍人口每年外出务工或求学人数"),
    Indicator("returned", "1/1000 persons-year", "persons coming home", "年返乡率", "returned", "registered", 0, None,
        12000.0, "Y19", note="persons who came home per 1,000 registered persons and year",
        note_zh="每千户籍人口每年返乡人数"),
    Indicator("departed", "1/1000 persons-year", "persons giving up registration", "年迁出率", "departed", "registered",
        0, None, 12000.0, "Y19", note="persons who gave up registration per 1,000 registered persons and year",
        note_zh="每千户籍人口每年迁出户籍人数"),
    Indicator("out_migrants", "share", "out-migrants", "外出务工人员占比", "out_migrants", "registered", 0, code="Y19",
        note="persons of 16 and over who are away, less students, among registered persons",
        note_zh="外出的16岁及以上者（不含在读者）占户籍人口的比例"),
    Indicator("out_migrants_age", "year", "mean age of out-migrants", "外出务工人员平均年龄", "out_migrants_age",
        "out_migrants", 0, code="Y19", note="mean age of persons of 16 and over who are away, less students",
        note_zh="外出的16岁及以上者（不含在读者）的平均年龄"),
    Indicator("out_migrants_51", "share", "out-migrants of 51 and over", "51岁及以上外出务工人员占比", "out_migrants_51",
        "out_migrants", 0, code="Y19", note="those of 51 and over among persons of 16 and over who are away, less students",
        note_zh="外出的16岁及以上者（不含在读者）中51岁及以上者的比例"),
    # The left behind, as of the last quarter.
    Indicator("left_children_both", "share", "children with both parents away", "父母均外出的留守儿童占比",
        "left_children_both", "children", 0, code="Y19",
        note="children at home with both parents away, among registered children under 16",
        note_zh="16岁以下户籍儿童中在村而父母均外出者的比例"),
    Indicator("left_children_one", "share", "children with one parent away", "父母一方外出的留守儿童占比",
        "left_children_one", "children", 0, code="Y19",
        note="children at home with one parent away, an only parent included, among registered children under 16",
        note_zh="16岁以下户籍儿童中在村而父母一方外出者（含单亲外出）的比例"),
    Indicator("left_women", "share", "women with a husband away", "留守妇女占比", "left_women", "women_home", 0,
        code="Y19", note="women of 18 to 59 at home whose husband has been away for six months or more",
        note_zh="18至59岁在村妇女中丈夫外出六个月及以上者的比例"),
    Indicator("left_elders", "share", "elders with all children away", "留守老人占比", "left_elders", "residents_60", 0,
        code="Y19", note="residents of 60 and over all of whose adult children are away",
        note_zh="60岁及以上在村居民中全部成年子女均外出者的比例"),
)
# fmt: on
