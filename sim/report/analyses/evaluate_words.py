"""Words of an evaluation on the bench: estimators, measures, rules."""

from __future__ import annotations

from collections.abc import Mapping

from sim.analysis.evaluate.plan import (
    DID,
    DIFFERENCE,
    PROJECTIONS,
    REAL,
    REPORTED,
    SUN_ABRAHAM,
    SURVEYED,
    TWO_STAGE,
    TWO_WAY,
)
from sim.core.config.language import Language
from sim.words.labels import word

ESTIMATOR_WORDS: Mapping[str, tuple[str, str]] = {
    DIFFERENCE: ("difference of means", "均值之差"),
    DID: ("difference in differences", "双重差分"),
    TWO_WAY: ("two-way fixed effects", "双向固定效应"),
    SUN_ABRAHAM: ("Sun and Abraham", "Sun-Abraham"),
    TWO_STAGE: ("two stages", "两阶段差分"),
    PROJECTIONS: ("local projections", "局部投影"),
}
MEASURE_WORDS: Mapping[str, tuple[str, str]] = {
    REAL: ("real", "实际值"),
    REPORTED: ("reported", "上报值"),
    SURVEYED: ("surveyed", "调查值"),
}
RULE_WORDS: Mapping[str, tuple[str, str]] = {
    "random": ("villages by lot", "抽签选村"),
    "weakest": ("weakest villages first", "最弱村优先"),
    "poorest": ("poorest villages first", "最穷村优先"),
    "most_dispersed": ("most dispersed villages first", "居住最分散村优先"),
    "largest": ("largest villages first", "最大村优先"),
    "self_selected": ("villages that apply", "自愿申请"),
    "township_choice": ("villages put forward by townships", "乡镇推荐"),
}


def estimator_word(name: str, language: Language) -> str:
    """An estimator as it is called."""
    return word(name, language, ESTIMATOR_WORDS)


def measure_word(name: str, language: Language) -> str:
    """What is looked at."""
    return word(name, language, MEASURE_WORDS)


def rule_word(name: str, language: Language) -> str:
    """How villages are chosen."""
    return word(name, language, RULE_WORDS)
