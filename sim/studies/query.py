"""Questions to a study: SQL, data frames, and tables for other tools."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.core.config.callers import names
from sim.core.config.language import message
from sim.execution.folder_for_now import FolderForNow
from sim.execution.parts import SERIES
from sim.runs.outputs import COSTS
from sim.studies.differences import difference_of, with_differences
from sim.studies.exports import MissingValues, as_ema, as_salib, as_xarray, complete
from sim.studies.folder import StudyFolder, open_study
from sim.studies.status import Status, failures_of, precision_records, status_of, told_damage

if TYPE_CHECKING:
    import pandas

__all__ = ["MissingValues", "Study"]


class Study:
    """A study folder, to be asked.

    Parameters
    ----------
    folder : str or Path
        The folder, or its ``study.yaml``.

    Examples
    --------
    Those of the methods go on from here.

    >>> from pathlib import Path
    >>> import sim
    >>> folder = Path("doses")
    >>> folder.mkdir(exist_ok=True)
    >>> written = (folder / "study.yaml").write_text('''
    ... name: doses
    ... scenarios: [baseline, training]
    ... constants: {world.townships: 1, world.villages: 2, world.village_size: 300, horizon.months: 24}
    ... levers: {policies.training.dose.units: {low: 0.5, high: 3.5}}
    ... design: {kind: lhs, points: 3}
    ... replicates: 2
    ... outcomes: [trust, capacity]
    ... ''')
    >>> swept = sim.sweep(folder, engine="sequential")
    >>> study = sim.Study(folder)
    >>> study.outcomes, study.factors
    (('trust', 'capacity'), ('policies.training.dose.units',))
    """

    def __init__(self, folder: str | Path) -> None:
        self.prepared: StudyFolder = open_study(folder)
        self._asking = Lock()
        self._connection: Any = None
        self._seen: Any = None
        self._spill: Any = None

    def status(self) -> Status:
        """How far the study is.

        Examples
        --------
        >>> study.status().done, study.status().failed
        (8, 0)
        """
        return status_of(self.prepared)

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """Outcomes kept."""
        return self.prepared.kept.outcomes

    @cached_property
    def factors(self) -> tuple[str, ...]:
        """Paths of the factors."""
        return tuple(factor.path for factor in self.prepared.factors)

    @property
    def baseline(self) -> str | int:
        """Arm that the others are compared with: what the study says under ``replicates:``, or its first scenario."""
        precision = self.prepared.precision
        return self.prepared.titles[0] if precision is None else precision.baseline

    def query(self, sql: str) -> pandas.DataFrame:
        """Ask in SQL (DuckDB).

        Parameters
        ----------
        sql : str
            Over the views ``runs`` (run, row, scenario, replicate, seed), ``design`` (row, point, factors),
            ``scalars``, ``yearly``, ``monthly`` (as far as kept) and ``failed``; ``precision`` where replicates follow
            from results.

        Returns
        -------
        pandas.DataFrame

        Examples
        --------
        >>> sql = "SELECT scenario, count(*) AS n, avg(trust) AS trust FROM runs JOIN scalars USING (run) GROUP BY 1"
        >>> study.query(sql).sort_values("scenario")[["scenario", "n"]].values.tolist()
        [['baseline', 6], ['training', 6]]
        """
        with self._asking:
            return self.prepared.store.steadily(lambda: self._asked(sql))

    def _asked(self, sql: str) -> pandas.DataFrame:
        """The answer to a question."""
        import duckdb

        try:
            return self._connected().execute(sql).df()
        except duckdb.IOException:
            if self.prepared.store.parts() != self._seen[0]:  # merged by another process in between
                raise FileNotFoundError from None
            raise

    def _connected(self) -> Any:
        """A connection whose views hold what is stored now; making one takes longer than most questions."""
        import duckdb

        store = self.prepared.store
        if damage := store.damaged():
            raise ValueError(told_damage(self.prepared.folder, list(damage.values())))
        failed = [(path.name, path.lstat().st_size) for path in sorted(store.folder.glob("failed*.jsonl"))]
        if (seen := (store.parts(), failed)) != self._seen:
            if self._connection is not None:
                self._connection.close()
            if self.prepared.planned is not None and self._seen is not None:
                self.prepared = self.prepared.refreshed()
            self._spill = FolderForNow("ruralparty-spill-")
            self._connection, self._seen = duckdb.connect(), seen
            self._connection.execute("SET temp_directory = ?", [str(self._spill.path)])
            self._connection.execute("SET parquet_metadata_cache = true")
            self._make_views(self._connection)
        return self._connection

    def _make_views(self, connection: Any) -> None:
        store = self.prepared.store
        connection.register("design", self.prepared.design)
        connection.register("runs", self.prepared.runs)
        if self.prepared.planned:
            connection.register("precision", self.precision())
        parts = store.parts()
        repeats = len(store.done()) != len(store.digests()[0])  # after a crash in the middle of merging
        for table in self.prepared.kept.tables:
            if not parts:
                connection.register(table, self._empty(table))
                continue
            files = ", ".join(_quoted(_literal(store.path(table, part))) for part in parts)
            unique = f"QUALIFY row_number() OVER (PARTITION BY {self._key(table)}) = 1" if repeats else ""
            connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet([{files}]) {unique}")
        connection.register("failed", self.failures())

    def _key(self, table: str) -> str:
        return f"run, {SERIES[table]}" if table in SERIES else "run"

    def _empty(self, table: str) -> pandas.DataFrame:
        import pandas

        first = [SERIES[table]] if table in SERIES else ["digest", "seed", "seconds", *COSTS]
        return pandas.DataFrame(
            {"run": pandas.Series(dtype=str)} | dict.fromkeys([*first, *self.outcomes], np.zeros(0))
        )

    def failures(self) -> pandas.DataFrame:
        """Runs that failed: run, seed, error, the command that replays them.

        Examples
        --------
        >>> study.failures().empty
        True
        """
        import pandas

        columns = ["run", "row", "scenario", "replicate", "seed", "error", "replay", "when"]
        return pandas.DataFrame(failures_of(self.prepared), columns=columns)

    def precision(self) -> pandas.DataFrame:
        """How far contrasts have come, a row a contrast and outcome; empty if the number of replicates is fixed.

        Examples
        --------
        >>> study.precision().empty  # ``replicates: 2``; with ``replicates: {precision: {trust: 0.005}}`` it is not
        True
        """
        import pandas

        return pandas.DataFrame(precision_records(self.prepared))

    def frame(
        self,
        outcomes: str | Sequence[str] | None = None,
        *,
        table: str = "scalars",
        scenario: str | None = None,
        differences: bool = False,
    ) -> pandas.DataFrame:
        """Runs with the values of their factors and their outcomes.

        Parameters
        ----------
        outcomes : str or sequence of str, optional
            All that are kept, if left out.
        table : str
            ``scalars``, ``yearly`` or ``monthly``.
        scenario : str, optional
            Only this scenario.
        differences : bool
            Whether each outcome has a column ``<outcome>_difference`` as well: the run less that of the baseline arm
            (:attr:`baseline`) at the same point and seed, 0 in the baseline's own runs.

        Returns
        -------
        pandas.DataFrame
            A row a requested run that is done (a row a year or month of it), in the order of the design, with its row
            and point, scenario, replicate and seed, the factors, the outcomes.

        Raises
        ------
        ValueError
            If an outcome or table has not been kept, or there is a single arm and no difference.

        Examples
        --------
        >>> frame = study.frame(["trust"])
        >>> frame.groupby("scenario").size().to_dict()
        {'baseline': 6, 'training': 6}
        >>> sorted(set(frame.columns) - {"run", "row", "point", "replicate", "seed"})
        ['cost_hours', 'cost_yuan', 'person_years', 'policies.training.dose.units', 'scenario', 'trust']
        >>> study.frame(["trust"], table="yearly", scenario="training")["year"].unique().tolist()
        [2021, 2022]
        >>> steps = study.frame(["capacity"], scenario="training", differences=True)["capacity_difference"]
        >>> bool((steps > 0).all())
        True
        """
        chosen = self._chosen(outcomes)
        self._check(chosen, table, scenario)
        if differences:
            self._check_arms()
            found = with_differences(self.frame(chosen, table=table), chosen, self.baseline, self._when(table))
            return found[found["scenario"] == scenario].reset_index(drop=True) if scenario else found
        when = self._when(table)
        costs = () if table in SERIES else COSTS
        columns = [f"t.{_name(column)}" for column in (*when, *costs, *chosen)]
        factors = [f"d.{_name(path)}" for path in self.factors]
        only = f"WHERE r.scenario = {_quoted(scenario)}" if scenario else ""
        return self.query(
            f"SELECT r.run, r.row, d.point, r.scenario, r.replicate, r.seed, {', '.join([*factors, *columns])} "
            f"FROM runs r JOIN design d ON r.row = d.row JOIN {table} t ON r.run = t.run {only} "
            f"ORDER BY r.row, {self._order()}, r.replicate {''.join(f', t.{each}' for each in when)}"
        )

    def _chosen(self, outcomes: str | Sequence[str] | None) -> tuple[str, ...]:
        return self.outcomes if outcomes is None else tuple(names("outcomes", outcomes))

    def _order(self) -> str:
        ranks = (f"WHEN {_quoted(name)} THEN {place}" for place, name in enumerate(self.prepared.titles))
        return f"CASE r.scenario {' '.join(ranks)} END"

    def _check(self, outcomes: Sequence[str], table: str, scenario: str | None) -> None:
        if table not in self.prepared.kept.tables:
            kept = ", ".join(self.prepared.kept.tables)
            raise ValueError(message("table {table!r} has not been kept; kept are {kept}", table=table, kept=kept))
        for outcome in outcomes:
            if outcome not in self.outcomes:
                kept = ", ".join(self.outcomes)
                raise ValueError(
                    message("outcome {name!r} has not been kept; kept are {kept}", name=outcome, kept=kept)
                )
        if scenario is not None and scenario not in self.prepared.titles:
            names = ", ".join(self.prepared.titles)
            raise ValueError(
                message("there is no scenario {name!r} in this study; there are {names}", name=scenario, names=names)
            )

    def _when(self, table: str) -> list[str]:
        return [SERIES[table]] if table in SERIES else []

    def _check_arms(self) -> None:
        arms = self.prepared.titles if isinstance(self.baseline, str) else range(self.prepared.design.num_rows)
        if len(arms) < 2:
            raise ValueError(message("there are no differences: the study has a single scenario"))

    def _is_baseline(self, frame: pandas.DataFrame) -> pandas.Series:
        return frame["scenario" if isinstance(self.baseline, str) else "row"] == self.baseline

    def _whole(self, outcomes: Sequence[str], scenario: str | None, differences: bool) -> pandas.DataFrame:
        """Runs without a gap, those of the baseline looked at too where differences are wanted, and then left out."""
        frame = self.frame(outcomes, differences=differences)
        arms = requested = self.prepared.requested.select(["scenario", "row"]).to_pandas()
        if scenario is not None:
            here, arms = ((each["scenario"] == scenario) for each in (frame, requested))
            if differences:
                here, arms = here | self._is_baseline(frame), arms | self._is_baseline(requested)
            frame, arms = frame[here], requested[arms]
        found = complete(frame, len(arms), outcomes)
        return found[~self._is_baseline(found)] if differences else found

    def to_ema(
        self, outcomes: str | Sequence[str] | None = None, *, differences: bool = False
    ) -> tuple[pandas.DataFrame, dict[str, np.ndarray]]:
        """Experiments and outcomes as EMA workbench [1]_ takes them.

        Parameters
        ----------
        outcomes : str or sequence of str, optional
            All that are kept, if left out.
        differences : bool
            Whether the outcomes are differences from the baseline arm, as of :meth:`frame`, without its own runs.

        Returns
        -------
        experiments : pandas.DataFrame
            Factors, ``policy`` (the scenario) and ``scenario`` (row and replicate), a row a run.
        outcomes : dict of str to float array, shape (runs,)

        Raises
        ------
        MissingValues
            If a run is not done or an outcome has no value in it; the runs are named.

        References
        ----------
        .. [1] Kwakkel, J. H. (2017). The Exploratory Modeling Workbench. Environmental Modelling & Software 96,
           239-250.

        Examples
        --------
        >>> experiments, outcomes = study.to_ema(["trust"])
        >>> experiments.columns.tolist(), outcomes["trust"].shape
        (['policies.training.dose.units', 'policy', 'scenario'], (12,))
        """
        chosen = self._chosen(outcomes)
        frame = self._whole(chosen, None, differences)
        return as_ema(frame, self.factors, [difference_of(each) for each in chosen] if differences else chosen)

    def to_salib(
        self, outcome: str, scenario: str | None = None, *, differences: bool = False
    ) -> tuple[dict[str, Any], np.ndarray, np.ndarray]:
        """Problem, samples and values as SALib [1]_ takes them; values are means over the replicates.

        Parameters
        ----------
        outcome : str
        scenario : str, optional
            May be left out if there is only one.
        differences : bool
            Whether the values are differences from the baseline arm, as of :meth:`frame`.

        Returns
        -------
        problem : dict
            On places between 0 and 1, as the design was drawn.
        samples : float array, shape (points, factors)
            Places of the points; where a factor is a choice or a whole number, the middle of its share.
        values : float array, shape (points,)
            In the order of the design, points that were drawn twice included.

        Raises
        ------
        MissingValues
            If a run is not done or has no value, or a point leaves a factor as the scenario has it.
        ValueError
            If the scenario is not named and there are several, nothing is varied, or the outcome is the same at every
            point: there is no variance to share out, and SALib would do so without a word.

        References
        ----------
        .. [1] Herman, J. and Usher, W. (2017). SALib: an open-source Python library for sensitivity analysis. Journal
           of Open Source Software 2(9), 97.

        Examples
        --------
        >>> problem, samples, values = study.to_salib("capacity", "training")
        >>> problem["names"], samples.shape, values.shape
        (['policies.training.dose.units'], (3, 1), (3,))
        """
        titles = self.prepared.titles
        if scenario is None and len(titles) > 1:
            raise ValueError(message("say which scenario: {names}", names=", ".join(titles)))
        chosen = scenario or titles[0]
        if differences and chosen == self.baseline:
            raise ValueError(message("{name} is what the others are compared with: name another scenario", name=chosen))
        frame = self._whole([outcome], chosen, differences)
        return as_salib(frame, self.prepared, difference_of(outcome) if differences else outcome)

    def to_xarray(
        self, outcomes: str | Sequence[str] | None = None, *, table: str = "scalars", differences: bool = False
    ) -> Any:
        """Outcomes as an ``xarray.Dataset`` over scenario, row, replicate and, for series, year or month.

        Runs that are not done are NaN there, and so are outcomes without a value. With ``differences`` there is a
        variable ``<outcome>_difference`` for each as well, as of :meth:`frame`.

        Raises
        ------
        ModuleNotFoundError
            If xarray is not installed.

        Examples
        --------
        >>> dict(study.to_xarray(["trust"], table="yearly").sizes)
        {'scenario': 2, 'row': 3, 'replicate': 2, 'year': 2}
        """
        try:
            import xarray  # noqa: F401
        except ModuleNotFoundError:
            raise ModuleNotFoundError(message("to_xarray needs xarray: pip install 'ruralparty[xarray]'")) from None
        chosen = self._chosen(outcomes)
        frame = self.frame(chosen, table=table, differences=differences)
        return as_xarray(frame, self.prepared, chosen, table, differences)

    def to_csv(self, path: str | Path, outcomes: str | Sequence[str] | None = None, *, table: str = "scalars") -> None:
        """Write :meth:`frame` as a CSV file.

        Examples
        --------
        >>> study.to_csv(folder / "trust.csv", ["trust"])
        >>> len((folder / "trust.csv").read_text().splitlines())  # names, and a line a run
        13
        """
        self.frame(outcomes, table=table).to_csv(path, index=False)


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _literal(path: Path) -> str:
    """A path that DuckDB takes for itself and not for a pattern."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


def _quoted(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"
