"""All outcomes: what they are made of exists, so do twins and words, and every part of the description has some."""

from __future__ import annotations

import re

import pytest

from sim.core.columns.columns import columns_of
from sim.core.recording.indicator import Composite, Indicator, missing_words
from sim.indicators import HEADLINES, INDICATORS
from sim.indicators.groups import GROUPS
from sim.indicators.tallies import GroupTallies, Tallies
from sim.words.units import UNITS

BY_GROUP = {
    "service_fulfilment",
    "failed_searches",
    "visits",
    "no_contact",
    "messages_share",
    "trust",
    "digital_reach",
    "dormant_share",
    "device_share",
    "misperception",
}


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=list(INDICATORS))
def test_an_outcome_is_made_of_tallies_and_has_its_twin_code_and_words(indicator):
    assert set(indicator.tallies) <= set(columns_of(Tallies))
    assert indicator.tallies
    assert indicator.reported is None or indicator.reported in INDICATORS
    assert re.fullmatch(r"[YR]\d+", indicator.code)
    assert indicator.better in (-1, 0, 1)
    assert missing_words(indicator) == []
    assert re.search(r"[一-鿿]", indicator.zh)
    assert re.search(r"[一-鿿]", indicator.note_zh)
    assert indicator.unit in UNITS


def test_what_an_indicator_leaves_unsaid_is_named():
    told = {"note": "needs met", "note_zh": "得到办结的诉求"}
    assert missing_words(Indicator("met", "share", "needs met", "诉求办结率", "successes", **told)) == []
    assert missing_words(Indicator("met", "", "needs met", "", "successes")) == ["unit", "zh", "note", "note_zh"]


def test_labels_are_told_apart_in_both_languages():
    for language in ("en", "zh"):
        labels = [getattr(indicator, language) for indicator in INDICATORS.values()]
        twice = {label for label in labels if labels.count(label) > 1}
        assert not twice


def test_every_part_of_the_description_has_outcomes():
    assert {indicator.code for indicator in INDICATORS.values()} >= {f"Y{number}" for number in range(1, 20)}
    assert set(HEADLINES) <= set(INDICATORS)


def test_the_precisions_and_the_constructions_are_there():
    precisions = {"objects", "projects", "funds", "measures", "people", "effects", "weakest"}
    constructions = {"political", "organisational", "ideological", "discipline", "style", "system"}
    assert {f"precision_{each}" for each in precisions} <= set(INDICATORS)
    assert {f"construction_{each}" for each in constructions} <= set(INDICATORS)
    weakest = INDICATORS["precision_weakest"]
    assert isinstance(weakest, Composite)
    assert [part.name for part in weakest.parts] == [
        f"precision_{each}" for each in ("objects", "projects", "funds", "measures", "people")
    ]


def test_groups_offer_what_the_description_reports_by_group():
    assert {name for name, indicator in INDICATORS.items() if GROUPS.offers(indicator)} >= BY_GROUP
    for tally, (parts, cells) in GROUPS.sources.items():
        assert tally in columns_of(Tallies)
        assert set(parts) <= set(columns_of(GroupTallies))
        assert set(cells) <= set(range(GROUPS.cells))
