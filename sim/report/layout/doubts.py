"""Signs of doubt, which stand beside the numbers that they mean, and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim.analysis.reading import FEW_PAIRS, MISSING_PAIRS, QUORUM_RULE, Reading
from sim.core.config.language import Language
from sim.words.labels import word

MARKS: Mapping[str, str] = {FEW_PAIRS: "†", MISSING_PAIRS: "‡", QUORUM_RULE: "△"}
WORDS: Mapping[str, tuple[str, str]] = {
    FEW_PAIRS: ("few pairs make most of it; its interval may be too narrow", "主要由少数配对造成，区间可能过窄"),
    MISSING_PAIRS: ("some pairs have no value and are left out", "部分配对无值，未计入"),
    QUORUM_RULE: ("rests on the quorum rule", "取决于应到会计算规则"),
}


def marks(reading: Reading) -> str:
    """The signs of one difference, one behind the other."""
    return "".join(MARKS[each] for each in reading.doubts)


def doubt_words(doubt: str, language: Language) -> str:
    """What a doubt says."""
    return word(doubt, language, WORDS)


def doubts_of(readings: Iterable[Reading]) -> list[str]:
    """Doubts that there are among these differences, in the order of their signs."""
    found = {each for reading in readings for each in reading.doubts}
    return [each for each in MARKS if each in found]


def doubt_notes(readings: Iterable[Reading], language: Language) -> list[str]:
    """A line for each sign that stands beside one of these differences."""
    return [f"{MARKS[each]} {doubt_words(each, language)}" for each in doubts_of(readings)]
