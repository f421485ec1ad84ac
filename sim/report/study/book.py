"""The book of numbers: each number of a report with the query that gives it and the runs behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sim.report.study.document import Number, Source

MOST_INLINE = 1000
"""Names of runs that a line of ``numbers.csv`` holds; of a number with more, it names the lines of ``runs.csv``."""
COLUMNS = ("number", "label", "value", "unit", "statistic", "query", "runs", "run_ids")


class Book:
    """Numbers with what is behind them, in the order in which they were asked for."""

    def __init__(self) -> None:
        self.sources: list[Source] = []
        self.lines: list[dict[str, Any]] = []
        self._known: dict[tuple[str, str], str] = {}

    def source(self, label: str, query: str, runs: Iterable[str]) -> Source:
        """Runs that numbers will be taken from."""
        found = Source(f"q{len(self.sources) + 1}", label, query, tuple(dict.fromkeys(runs)))
        self.sources.append(found)
        return found

    def number(
        self, text: str, value: float, unit: str, source: Source, statistic: str, query: str, scale: float = 1.0
    ) -> Number:
        """A number; the same one asked for again has the same line.

        Parameters
        ----------
        text : str
            As it is printed.
        value : float
            In the unit of its outcome, not rounded.
        unit : str
        source : Source
        statistic : str
            What it is, such as ``difference of trust``.
        query : str
            SQL whose only value it is.
        scale : float
            From the unit of the outcome to the one in which it is printed.
        """
        key = self._known.get((source.key, query))
        if key is None:
            key = self._known[source.key, query] = f"n{len(self.lines) + 1}"
            self.lines.append(
                {
                    "number": key,
                    "label": source.label,
                    "value": value,
                    "unit": unit,
                    "statistic": statistic,
                    "query": query,
                    "runs": len(source.runs),
                    "run_ids": " ".join(source.runs) if len(source.runs) <= MOST_INLINE else f"runs.csv: {source.key}",
                }
            )
        return Number(text, value, unit, key, source.key, scale)

    def many(self) -> Sequence[tuple[str, str]]:
        """Source and run of each source that has too many for a line."""
        return [(each.key, run) for each in self.sources if len(each.runs) > MOST_INLINE for run in each.runs]
