"""Signs over points in words: at how many an effect has the same one, and with what it turns."""

from __future__ import annotations

from sim.analysis.robust.shares import Share
from sim.analysis.robust.turns import ABOVE, BELOW, IS, IS_NOT, RANK, Signs, Turn
from sim.core.config.language import Language
from sim.core.config.numbers import plain
from sim.report.layout.numbers import MINUS, fixed
from sim.words.labels import joined

PER_CENT = 100.0
ARROWS = {1: "+", -1: "−"}
SAME: dict[Language, str] = {
    "en": "same sign ({sign}) at {count} of {points} {kind} ({share} %, {low} to {high})",
    "zh": "{points}个{kind}中{count}个同号（{sign}；{share}%，{low}至{high}）",
}
NO_SIGN: dict[Language, str] = {"en": "no difference at any of {points} {kind}", "zh": "{points}个{kind}均无差异"}
SPLITS: dict[str, dict[Language, str]] = {
    BELOW: {"en": "turns with {factor} below {at}", "zh": "{factor}低于{at}时反号"},
    ABOVE: {"en": "turns with {factor} above {at}", "zh": "{factor}高于{at}时反号"},
    IS: {"en": "turns where {factor} is {at}", "zh": "{factor}为{at}时反号"},
    IS_NOT: {"en": "turns where {factor} is not {at}", "zh": "{factor}不为{at}时反号"},
}
SIDES: dict[Language, str] = {
    "en": " (same sign at {there} of {points} there, {elsewhere} of {others} elsewhere)",
    "zh": "（该侧{points}个点中{there}个同号，另一侧{others}个中{elsewhere}个）",
}
GOES_WITH: dict[Language, str] = {
    "en": "goes with {factor} (rank correlation {strength})",
    "zh": "随{factor}变化（秩相关{strength}）",
}
POINTS: dict[Language, str] = {"en": "points", "zh": "点"}
PLAUSIBLE_POINTS: dict[Language, str] = {"en": "plausible points", "zh": "可信点"}


def short(path: str) -> str:
    """A factor as it is called: parameters by their own name."""
    return path.removeprefix("parameters.")


def value_text(value: object) -> str:
    """A value of a factor: a number with three digits and a true minus, or a word."""
    return plain(value, 3).replace("-", MINUS) if isinstance(value, float) else str(value)


def share_text(share: Share) -> tuple[str, str, str]:
    """A share in per cent with its interval."""
    value, low, high = (fixed(PER_CENT * each, 0) for each in (share.value, share.low, share.high))
    return value, low, high


def signs_text(found: Signs, language: Language, kind: dict[Language, str] = POINTS) -> str:
    """One effect: its sign over the points, and its turn where one is strong."""
    if not found.sign:
        return NO_SIGN[language].format(points=found.same.points, kind=kind[language])
    share, low, high = share_text(found.same)
    said = SAME[language].format(
        sign=ARROWS[found.sign],
        count=found.same.count,
        points=found.same.points,
        kind=kind[language],
        share=share,
        low=low,
        high=high,
    )
    return joined(language, said, turn_text(found.turn, language))


def turn_text(turn: Turn | None, language: Language, sides: bool = True) -> str:
    """With what an effect turns; empty where nothing is strong."""
    if turn is None:
        return ""
    if turn.kind == RANK:
        return GOES_WITH[language].format(factor=short(turn.factor), strength=fixed(turn.strength, 2, sign=True))
    said = SPLITS[turn.side][language].format(factor=short(turn.factor), at=value_text(turn.at))
    if not sides or turn.there is None or turn.elsewhere is None:
        return said
    return said + SIDES[language].format(
        there=turn.there.count, points=turn.there.points, elsewhere=turn.elsewhere.count, others=turn.elsewhere.points
    )
