"""Indicators: outcomes declared once, in three kinds, and worked out at any level of aggregation.

An :class:`Indicator` is the ratio of two sums of tallies, so that its value for a township, a county or a year is exact
and not a mean of means. A :class:`Composite` is a formula over other indicators at the same level. A :class:`Spread`
compares villages with each other and has no value inside one village.
"""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.core.compute.elementary import logs, powers
from sim.core.config.language import Language, in_language

Numbers = NDArray[np.float64]
Measure = Callable[..., Numbers]


class Level(Protocol):
    """A level of aggregation: months, villages, townships or groups over which tallies have been added up."""

    def total(self, expression: str) -> Numbers:
        """Sum of tallies; of village-months for an empty expression."""

    def between(self, measure: Measure, expressions: tuple[str, ...]) -> Numbers:
        """A measure over the villages of each place, from sums with the villages as last dimension."""


@dataclass(frozen=True)
class Matters:
    """Least difference of an outcome that a reader need care about: no parameter of the model, which never sees it.

    Parameters
    ----------
    least : float
        In the unit of the outcome, above 0. Readers may take their own.
    why, why_zh : str
        Where the size comes from, in a phrase of English and of Chinese.
    """

    least: float
    why: str
    why_zh: str

    def reason(self, language: Language) -> str:
        """Where the size comes from, in a language."""
        return in_language(language, self.why, self.why_zh)


@dataclass(frozen=True)
class Declared(ABC):
    """What all kinds of indicators declare.

    Parameters
    ----------
    name, unit : str
        Key and unit.
    en, zh : str
        Labels.
    note, note_zh : str
        Definition in a sentence of English and of Chinese.
    matters : Matters, optional
        Least difference that a reader need care about.
    """

    name: str
    unit: str
    en: str
    zh: str
    note: str = field(default="", kw_only=True)
    note_zh: str = field(default="", kw_only=True)
    matters: Matters | None = field(default=None, kw_only=True)

    def label(self, language: Language) -> str:
        """Label in a language."""
        return in_language(language, self.en, self.zh)

    def meaning(self, language: Language) -> str:
        """Definition in a language."""
        return in_language(language, self.note, self.note_zh)

    def record(self) -> dict[str, Any]:
        """The declaration in plain values, formula included."""
        matters = {"matters": None if self.matters is None else vars(self.matters)}
        return {key: value for key, value in vars(self).items() if key != "parts"} | matters | {"formula": self.formula}

    @property
    @abstractmethod
    def formula(self) -> str:
        """How it is worked out, in a line."""

    @property
    @abstractmethod
    def tallies(self) -> list[str]:
        """Names of all tallies used."""

    @abstractmethod
    def at(self, level: Level) -> Numbers:
        """Values at a level of aggregation; NaN where there is nothing to divide by."""


@dataclass(frozen=True)
class Indicator(Declared):
    """The ratio of two sums of tallies.

    Parameters
    ----------
    numerator, denominator : str
        Tallies, with ``+`` and ``-`` between them; an empty denominator divides by the number of village-months.
    better : int
        +1 if more is wanted, -1 if less, 0 if neither.
    reported : str, optional
        Name of the twin that superiors see.
    scale : float
        Factor, e.g. 12 for a rate a year.
    code : str
        Number in the model description, e.g. Y2.
    """

    numerator: str
    denominator: str = ""
    better: int = 0
    reported: str | None = None
    scale: float = 1.0
    code: str = ""

    @property
    def formula(self) -> str:
        """How it is worked out, in a line."""
        factor = "" if self.scale == 1.0 else f"{self.scale:g} × "
        return f"{factor}({self.numerator}) / ({self.denominator or 'village-months'})"

    @property
    def tallies(self) -> list[str]:
        """Names of all tallies used."""
        return names_in(self.numerator) + names_in(self.denominator)

    def at(self, level: Level) -> Numbers:
        """Values at a level of aggregation; NaN where there is nothing to divide by."""
        return self.scale * ratio(level.total(self.numerator), level.total(self.denominator))


@dataclass(frozen=True)
class Composite(Declared):
    """A formula over other indicators at the same level of aggregation.

    Parameters
    ----------
    expression : str
        Names of indicators and numbers with ``+ - * / **``, ``least(...)``, ``most(...)`` and ``geometric(...)``.
    better, reported, code
        As of :class:`Indicator`.
    parts : tuple of indicators
        What the names mean; filled in by :func:`bind`.
    """

    expression: str
    better: int = 0
    reported: str | None = None
    code: str = ""
    parts: tuple[Declared, ...] = ()

    @property
    def formula(self) -> str:
        """How it is worked out, in a line."""
        return self.expression

    @property
    def tallies(self) -> list[str]:
        """Names of all tallies used."""
        return list(dict.fromkeys(name for part in self.parts for name in part.tallies))

    def at(self, level: Level) -> Numbers:
        """Values at a level of aggregation; NaN where a part that is needed has none."""
        known = {part.name: part.at(level) for part in self.parts}
        with np.errstate(invalid="ignore", divide="ignore"):
            found = np.asarray(_work_out(ast.parse(self.expression, mode="eval").body, known), float)
        return np.where(np.isfinite(found), found, np.nan)


@dataclass(frozen=True)
class Spread(Declared):
    """A comparison between villages.

    Parameters
    ----------
    measure : str
        One of :data:`MEASURES`.
    numerator, denominator : str
        The ratio that is compared, as of :class:`Indicator`.
    other : (str, str), optional
        Numerator and denominator of the ratio that it is compared with.
    better, reported, code
        As of :class:`Indicator`.
    """

    measure: str
    numerator: str
    denominator: str = ""
    other: tuple[str, str] | None = None
    better: int = 0
    reported: str | None = None
    code: str = ""

    @property
    def formula(self) -> str:
        """How it is worked out, in a line."""
        ratios = [(self.numerator, self.denominator), *([self.other] if self.other else [])]
        each = " and ".join(f"({above}) / ({below or 'village-months'})" for above, below in ratios)
        return f"{self.measure} over villages of {each}"

    @property
    def tallies(self) -> list[str]:
        """Names of all tallies used."""
        expressions = (self.numerator, self.denominator, *(self.other or ()))
        return [name for expression in expressions for name in names_in(expression)]

    def at(self, level: Level) -> Numbers:
        """Values at a level of aggregation; NaN at the level of single villages."""
        return level.between(MEASURES[self.measure], (self.numerator, self.denominator, *(self.other or ())))


AnyIndicator = Indicator | Composite | Spread


def missing_words(indicator: AnyIndicator) -> list[str]:
    """Words that an indicator does not declare: of unit, label and definition, in both languages."""
    return [name for name in ("unit", "en", "zh", "note", "note_zh") if not getattr(indicator, name)]


def terms(expression: str) -> list[tuple[str, float]]:
    """Names and signs of a sum such as ``"accounts - active"``."""
    parts = expression.replace("-", "+ -").split("+")
    return [(part.replace("-", "").strip(), -1.0 if "-" in part else 1.0) for part in parts if part.strip()]


def names_in(expression: str) -> list[str]:
    """Names of a sum."""
    return [name for name, _ in terms(expression)]


def ratio(above: Numbers, below: Numbers) -> Numbers:
    """Quotient, NaN where there is nothing to divide by."""
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Numbers = np.where(below != 0, np.asarray(above, float) / below, np.nan)
    return found


def bind(declared: Iterable[Declared], known: Mapping[str, Declared] | None = None) -> dict[str, Any]:
    """Indicators by name, the names in composites replaced by what they mean.

    Parameters
    ----------
    declared : iterable of indicators
    known : mapping of str to indicator, optional
        Others that composites may name.

    Raises
    ------
    ValueError
        If a name stands twice, or a composite names an indicator that is not declared above it.
    """
    found: dict[str, Any] = {}
    for each in declared:
        if each.name in found:
            raise ValueError(f"indicator {each.name!r} is declared twice")
        if isinstance(each, Composite):
            named = _names(each.expression)
            meant = {**(known or {}), **found}
            missing = [name for name in named if name not in meant]
            if missing:
                raise ValueError(f"composite {each.name!r} names {missing[0]!r}, which is not declared above it")
            each = replace(each, parts=tuple(meant[name] for name in named))
        found[each.name] = each
    return found


def _names(expression: str) -> list[str]:
    nodes = [node for node in ast.walk(ast.parse(expression, mode="eval")) if isinstance(node, ast.Name)]
    return list(dict.fromkeys(node.id for node in nodes if node.id not in FUNCTIONS))


def geometric(*values: Numbers) -> Numbers:
    """Geometric mean; NaN if a factor is negative."""
    product = np.prod(np.stack(np.broadcast_arrays(*values)), axis=0)
    return np.asarray(np.where(product >= 0, powers(np.maximum(product, 0.0), 1.0 / len(values)), np.nan))


def least(*values: Numbers) -> Numbers:
    """Smallest of the values that there are."""
    return np.asarray(np.fmin.reduce(np.stack(np.broadcast_arrays(*values))))


def most(*values: Numbers) -> Numbers:
    """Largest of the values that there are."""
    return np.asarray(np.fmax.reduce(np.stack(np.broadcast_arrays(*values))))


FUNCTIONS: Mapping[str, Callable[..., Numbers]] = {"geometric": geometric, "least": least, "most": most}
OPERATORS: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.Pow: np.power,
}


def _work_out(node: ast.expr, known: Mapping[str, Numbers]) -> Any:
    """Value of a formula; nothing but what is listed above is understood."""
    if isinstance(node, ast.Name):
        return known[node.id]
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return float(node.value)
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        return OPERATORS[type(node.op)](_work_out(node.left, known), _work_out(node.right, known))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
        return FUNCTIONS[node.func.id](*(_work_out(each, known) for each in node.args))
    raise ValueError(f"{ast.unparse(node)!r} is not understood in the formula of a composite")


def theil(above: Numbers, below: Numbers) -> Numbers:
    """Theil's index between villages of a ratio, each village weighted by its denominator; 0 = all alike."""
    above = np.where(below > 0, above, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        weight = below / below.sum(axis=-1, keepdims=True)
        relative = ratio(above, below) / ratio(above.sum(axis=-1, keepdims=True), below.sum(axis=-1, keepdims=True))
        part = np.where(below > 0, weight * np.where(relative > 0, relative * logs(relative), 0.0), 0.0)
        known = (above.sum(axis=-1) > 0) & (below.sum(axis=-1) > 0)
    return np.asarray(np.where(known, part.sum(axis=-1), np.nan))


def mean(above: Numbers, below: Numbers) -> Numbers:
    """Mean of the villages' own ratios, each village counted alike."""
    each = ratio(above, below)
    known = np.isfinite(each)
    return ratio(np.where(known, each, 0.0).sum(axis=-1), known.sum(axis=-1))


def deviation(above: Numbers, below: Numbers) -> Numbers:
    """Standard deviation between the villages' own ratios, each village counted alike."""
    each = ratio(above, below)
    known = np.isfinite(each)
    apart = np.where(known, each - mean(above, below)[..., None], 0.0)
    return np.asarray(np.sqrt(ratio((apart**2).sum(axis=-1), known.sum(axis=-1))))


def rank(above: Numbers, below: Numbers, other_above: Numbers, other_below: Numbers) -> Numbers:
    """Spearman's rank correlation over villages of two ratios; NaN where either is the same everywhere."""
    from scipy.stats import rankdata

    first, second = ratio(above, below), ratio(other_above, other_below)
    known = np.isfinite(first).all(axis=-1) & np.isfinite(second).all(axis=-1)
    apart = []
    for each in (first, second):
        ranks = rankdata(np.where(np.isfinite(each), each, 0.0), axis=-1)
        apart.append(ranks - ranks.mean(axis=-1, keepdims=True))
    below_root = np.sqrt((apart[0] ** 2).sum(axis=-1) * (apart[1] ** 2).sum(axis=-1))
    return np.asarray(np.where(known, ratio((apart[0] * apart[1]).sum(axis=-1), below_root), np.nan))


MEASURES: Mapping[str, Measure] = {"theil": theil, "mean": mean, "deviation": deviation, "rank": rank}
"""Measures of :class:`Spread` by name."""
