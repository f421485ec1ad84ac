"""Labels of contrasts read as they are computed."""

from __future__ import annotations

import pytest

from experiments.hypotheses.figures import label


@pytest.mark.parametrize(
    ("contrast", "language", "expected"),
    [
        ("training less base", "en", "training"),
        ("visits and pay less pay", "en", "visits and pay less pay"),
        (
            "training and inspections + base less training + inspections",
            "en",
            "training and inspections + base less (training + inspections)",
        ),
        ("look-back and visits + base less look-back + visits", "zh", "回头看与走访 ＋ 基准 － (回头看 ＋ 走访)"),
    ],
)
def test_all_arms_taken_away_stand_in_brackets(contrast: str, language: str, expected: str) -> None:
    assert label(contrast, language) == expected
