"""Words of a policy: read from a docstring, in the file or in the class; what is missing is named."""

from __future__ import annotations

import pytest

from sim.core.declarations.parameters import Param
from sim.policies import find_policy
from sim.policies.common.policy import Bought, Policy
from sim.policies.common.words import missing_words, words_of
from sim.report.described import catalogue

WHOLE = """Paths (I28): the village mends its paths.

    does   Paths are mended
           every year.
    costs  100 yuan.
    fails  The rain, and the –
           frost.

    修路
    做什么  每年修路（含桥
            涵），16学时
            32小时。
    成本    100元。
    反效果  雨水。
    """


def policy_with(text: str, **body: object) -> type[Policy]:
    body = {"bought": Bought(), "days": Param(1, "day", "A", "assumption", note="days", note_zh="天数"), **body}
    return type("Paths", (Policy,), {"__doc__": text, "__module__": __name__, "name": "paths", **body})


def test_both_halves_are_read_and_lines_are_joined_as_their_language_does():
    words = words_of(policy_with(WHOLE))
    assert words["en"] == {
        "title": "Paths",
        "code": "I28",
        "does": "Paths are mended every year.",
        "costs": "100 yuan.",
        "fails": "The rain, and the – frost.",
    }
    assert words["zh"] == {
        "title": "修路",
        "does": "每年修路（含桥涵），16学时32小时。",
        "costs": "100元。",
        "fails": "雨水。",
    }
    assert missing_words(policy_with(WHOLE)) == []


@pytest.mark.parametrize(
    ("left_out", "missing"),
    [
        ("Paths (I28): the village mends its paths.", ["title (en)"]),
        ("costs  100 yuan.", ["costs (en)"]),
        ("    修路\n", ["title (zh)"]),
        ("反效果  雨水。", ["反效果 (zh)"]),
        ("雨水。", ["反效果 (zh)"]),
        (WHOLE[WHOLE.index("\n\n    修路") :], ["title (zh)", "做什么 (zh)", "成本 (zh)", "反效果 (zh)"]),
    ],
)
def test_a_part_that_is_left_out_is_named_as_it_is_written(left_out, missing):
    found = WHOLE.replace(left_out, "", 1)
    assert found != WHOLE
    assert missing_words(policy_with(found)) == missing


def test_notes_of_doses_and_what_money_buys_are_asked_for():
    bare = policy_with(WHOLE, bought=None, days=Param(1, "day", "A", "assumption"))
    assert missing_words(bare) == ["note of dose days", "note_zh of dose days", "bought"]


@pytest.mark.parametrize("dose", ["nights", "paved"])
def test_what_money_buys_is_a_dose_in_numbers(dose):
    with pytest.raises(TypeError, match=f"money buys {dose!r}, which is no dose in numbers; those are days"):
        policy_with(WHOLE, bought=Bought(doses=(dose,)), paved=Param(False, "switch", "A", "assumption"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_incomplete_policy_is_reported_and_breaks_no_other(language, monkeypatch):
    incomplete = "Training: courses.\n\ndoes   Members learn."
    monkeypatch.setattr(find_policy("training"), "__doc__", incomplete)
    missing = ["costs (en)", "fails (en)", "title (zh)", "做什么 (zh)", "成本 (zh)", "反效果 (zh)"]
    assert catalogue.policies_record()["training"]["missing"] == missing
    assert not any("missing" in record for name, record in catalogue.policies_record().items() if name != "training")
    table, told = catalogue.policies_table(language), catalogue.explanation("training", language)
    for text in (table, told):
        lines = "".join(text.split())
        assert "fails(en)" in lines
        assert "反效果(zh)" in lines
    assert "hardship_care" in table
    assert catalogue.policy_title("training", language) == "Training"
    assert catalogue.NOT_SAID[language] in told
