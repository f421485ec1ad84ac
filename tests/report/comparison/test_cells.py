"""Cells: right is better, shape and fill say the verdict, a row has one scale, an arrow says what leaves it."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import pytest

from sim.analysis.reading import BETTER, CHANGED, NONE, WORSE
from sim.report.comparison import cells
from tests.report.invented import invented_reading


def drawn(reading, scale=None):
    text = cells.cell(reading, cells.scale_of([reading]) if scale is None else scale, 'a "name" & more')
    return ElementTree.fromstring(text)


def place(root, kind, attribute="x"):
    (found,) = (each for each in root if each.get("class") == kind)
    return float(found.get(attribute).rstrip("%"))


@pytest.mark.parametrize(
    ("name", "step", "shape", "right"),
    [
        ("trust", 0.05, "m-better", True),
        ("trust", -0.05, "m-worse", False),
        ("quorum_failure", -0.1, "m-better", True),  # less is better: the axis is turned
        ("quorum_failure", 0.1, "m-worse", False),
        ("members", -2.0, "m-changed", False),
        ("members", 2.0, "m-changed", True),
        ("trust", 0.001, "m-none", True),
    ],
)
def test_side_and_shape_follow_the_verdict(name, step, shape, right):
    root = drawn(invented_reading(name, step))
    (mark,) = (each for each in root if each.get("class") == "point")
    assert mark.get("href") == f"#{shape}"
    assert (place(root, "point") > 50) == right


def test_filled_is_what_matters_and_open_what_does_not():
    assert drawn(invented_reading("trust", 0.05)).get("class") == "dot better"
    assert drawn(invented_reading("service_fulfilment", 0.015)).get("class") == "dot better small"
    assert drawn(invented_reading("trust", 0.001)).get("class") == "dot none small"
    assert ".dot.small .point { fill: #fff; }" in cells.STYLE


def test_a_scale_reaches_to_the_furthest_interval_and_beyond_what_matters():
    small, large = invented_reading("trust", 0.001, half=0.001), invented_reading("trust", -0.05, half=0.01)
    assert cells.scale_of([small]) == pytest.approx(1.25 * 0.01)
    assert cells.scale_of([small, large]) == pytest.approx(0.06)
    assert cells.scale_of([]) == 1.0


def test_the_band_is_what_matters_on_the_scale_of_the_row():
    root = drawn(invented_reading("trust", 0.001), scale=0.05)
    assert place(root, "band", "width") == pytest.approx(2 * cells.REACH * 0.01 / 0.05, abs=0.01)


@pytest.mark.parametrize(
    ("name", "step", "tips"), [("trust", 0.08, ["#m-right"]), ("quorum_failure", 0.3, ["#m-left"])]
)
def test_an_interval_that_leaves_the_scale_ends_in_an_arrow(name, step, tips):
    root = drawn(invented_reading(name, step, half=0.05), scale=abs(step) + 0.01)
    assert [each.get("href") for each in root if each.get("class") == "tip"] == tips
    assert drawn(invented_reading(name, step, half=0.05)).findall("use[@class='tip']") == []


def test_a_point_beyond_the_scale_is_an_arrow_itself():
    root = drawn(invented_reading("trust", 0.5), scale=0.1)
    assert {each.get("class") for each in root if each.tag == "use"} == {"tip"}


def test_a_single_pair_has_a_ring_and_no_interval():
    root = drawn(invented_reading("trust", 0.05, low=math.nan, high=math.nan, p=math.nan))
    assert root.get("class") == "dot unknown small"
    assert [each for each in root if each.get("class") == "ci"] == []


def test_the_name_is_escaped_and_every_mark_is_defined():
    assert drawn(invented_reading("trust", 0.05)).get("aria-label") == 'a "name" & more'
    defined = set(re.findall(r'id="([^"]+)"', cells.DEFINITIONS))
    assert {*cells.SHAPES.values(), "m-left", "m-right"} == defined
    for verdict in (BETTER, WORSE, CHANGED, NONE):
        assert cells.SHAPES[verdict] in cells.key(verdict)
