"""RuralParty: the Mesa model that owns the columns, the levers and the recorder, and walks the month."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from threading import local
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from sim.agents.codes import GONE
from sim.agents.county import County
from sim.agents.first_secretary import FirstSecretary
from sim.agents.graduate_official import GraduateOfficial
from sim.agents.household import Household
from sim.agents.member import Member
from sim.agents.relatives import renumber_relatives
from sim.agents.secretary import Secretary
from sim.agents.township import Township
from sim.agents.village import Village
from sim.agents.villager import Villager
from sim.channels.hold import Hold, live_beside
from sim.core.columns.rowmodel import RowModel
from sim.core.compute.draws import LARGEST_SEED
from sim.core.compute.kernels import compile_beside
from sim.core.config.calendar import JANUARY, MONTHS, name_of
from sim.core.config.callers import whole_number_within, yes_or_no
from sim.core.config.language import message
from sim.core.config.problems import did_you_mean
from sim.core.declarations.levers import Levers
from sim.core.declarations.mechanism import Mechanism
from sim.core.recording.ledger import Ledger
from sim.core.recording.recorder import Recorder, Underway
from sim.indicators import INDICATORS, indicator_named
from sim.indicators.groups import GROUPS
from sim.indicators.tallies import Tallies
from sim.invariants import Check
from sim.mechanisms import find_mechanism, mechanism_names
from sim.policies import make_policies
from sim.scenario.scenario import Scenario, as_scenario
from sim.world.defaults import set_values
from sim.world.room import check_room
from sim.world.synthesis import build

if TYPE_CHECKING:
    import pandas

AGENTS = (County, Township, Village, Household, Villager, Member, Secretary, FirstSecretary, GraduateOfficial)


class RuralParty(RowModel):
    """Villages, their people and their Party branches, month by month.

    Parameters
    ----------
    scenario : str, Path, Scenario or mapping
        Name of a shipped scenario, path of a scenario file, a loaded scenario, or tables as a file has them.
    rng : int, optional
        Seed, 0 to 4294967295. The same seed gives the same world and the same luck under every scenario.
    threads : int
        Threads that share the villages; the results do not depend on it.
    check : bool
        Check after every month that nothing was lost or is out of bounds (``sim/invariants.py``).

    Attributes
    ----------
    people, households, villages, offices, first_secretaries, graduate_officials, townships, counties
        The stores of agents.
    month : int
        Calendar month that the next step will live through, 0 = January 1900.
    recorder : Recorder
        Tallies of every month, burn-in included; ``burn_in`` months come first.

    Raises
    ------
    ValueError
        If an argument is out of range or means nothing, the scenario is not valid, or there is no room for its world.

    Examples
    --------
    Those of the methods go on from here.

    >>> import sim
    >>> few = {"world.townships": 1, "world.villages": 2, "world.village_size": 300, "horizon.months": 24}
    >>> model = sim.RuralParty(sim.load("baseline").changed(few), rng=1)
    >>> model
    <RuralParty baseline, seed 1: 2021-01 is next, 0 of 24 months lived, 2 villages, 684 persons>
    >>> members = model.agents_by_type[sim.Member]
    >>> 0 < members.select(sim.col.away).count() < len(members)
    True
    """

    def __init__(
        self,
        scenario: str | Path | Scenario | Mapping[str, Any] = "baseline",
        rng: int | None = None,
        *,
        threads: int = 1,
        check: bool = False,
    ) -> None:
        super().__init__(rng=None if rng is None else whole_number_within("rng", rng, 0, LARGEST_SEED))
        self.future = as_scenario(scenario)
        self.seed = int(self._seed)
        check_room(self.future.world, self.future.horizon.burn_in + self.future.horizon.months)
        compile_beside("sim.execution.warm", first="sim.mechanisms.observation")
        self.key = np.uint64(self.seed)
        self.threads = whole_number_within("threads", threads, 1)
        self._pool: ThreadPoolExecutor | None = None
        self._here = local()
        self._collector: mesa.DataCollector | None = None
        horizon = self.future.horizon
        self.burn_in = horizon.burn_in
        self.month = horizon.first
        self.mechanisms = {name: find_mechanism(name)() for name in mechanism_names()}
        self.levers = Levers(self.mechanisms.values(), self.future.world.villages_in_all)
        self.dated, _ = set_values(self.future, self.levers)
        for store, rows in build(self.future, self.seed, self.levers).items():
            setattr(self, store, rows)
        self.offer_rows(AGENTS)
        self.policies = make_policies(self.future)
        count = len(self.villages.columns)
        self.ledger = Ledger([policy.name for policy in self.policies], count, horizon.burn_in + horizon.months)
        places = {name: self.villages.columns[name] for name in ("township", "county")}
        months = horizon.burn_in + horizon.months
        self.recorder = Recorder(Tallies, count, months, GROUPS, months, places)
        self.checks = Check(self) if yes_or_no("check", check) else None
        self.members = np.empty(0, np.int32)
        self.taught = np.empty(0, np.bool_)
        self.departed: list[tuple[np.ndarray, np.ndarray]] = []
        for mechanism in self.mechanisms.values():
            mechanism.setup(self)
        self.hold = Hold(self.future.hold) if self.future.hold else None
        self.beside = _Ahead(self.future.beside, self.seed, threads=self.threads) if self.hold else None
        self._live_burn_in()

    def _live_burn_in(self) -> None:
        for _ in range(self.burn_in):
            self._live_a_month()
        for model in filter(None, (self.beside, self)):
            for mechanism in model.mechanisms.values():
                mechanism.after_burn_in(model)

    def __repr__(self) -> str:
        persons = np.count_nonzero(self.people.columns.group[self.people.rows()] != GONE)
        return (
            f"<{type(self).__name__} {self.future.name}, seed {self.seed}: {name_of(self.month)} is next, "
            f"{self.months_run - self.burn_in} of {self.future.horizon.months} months lived, "
            f"{len(self.villages.columns):,} villages, {persons:,} persons>"
        )

    @property
    def scenario(self) -> Scenario:
        """The scenario; Mesa's own, a bare holder of the seed, is not kept."""
        return self.future

    @scenario.setter
    def scenario(self, scenario: Any) -> None:
        # Mesa's constructor sets a scenario of its own before ours is known.
        if hasattr(self, "future"):
            raise AttributeError(
                message("a model keeps its scenario: make another model, RuralParty(scenario, rng=...)")
            )

    @property
    def settings(self) -> dict[str, np.ndarray]:
        """This month's parameter values by mechanism, a row for each village."""
        return self.levers.now

    @property
    def months_run(self) -> int:
        """Months lived so far, burn-in included."""
        return self.recorder.month

    def step(self) -> None:
        """Live one month; the first one past the horizon of the scenario warns.

        Examples
        --------
        >>> model.step()
        >>> model.time, model.months_run - model.burn_in
        (1.0, 1)
        """
        horizon = self.future.horizon
        if self.months_run == self.burn_in + horizon.months:
            warnings.warn(
                message(
                    "scenario {name!r} ends before {month}: its policies and dated values go on as they stand; for a "
                    "longer run, load({name!r}).changed({{'horizon.months': ...}})",
                    name=self.future.name,
                    month=name_of(self.month),
                ),
                stacklevel=2,
            )
        self._live_a_month()

    def run_for(self, duration: float) -> None:
        """Live so many months.

        Parameters
        ----------
        duration : int
            0 lives none.

        Raises
        ------
        ValueError
            If it is negative or no whole number.

        Examples
        --------
        >>> model.run_for(12)
        >>> model
        <RuralParty baseline, seed 1: 2022-01 is next, 12 of 24 months lived, 2 villages, ... persons>
        """
        if months := _months("duration", duration, 0):
            super().run_for(months)

    def outcome(self, name: str, window: int = MONTHS, by: str | None = None) -> float | pandas.Series:
        """An outcome over the last months, as it stands now.

        Parameters
        ----------
        name : str
            One of ``ruralparty outcomes``.
        window : int
            Months, up to the last one lived, burn-in included; fewer where no more were lived. 1 is the month alone.
        by : str, optional
            ``"village"``, ``"township"`` or ``"county"``; or a grouping of persons (``"age"``, ``"sex"``, ``"away"``,
            ``"left_behind"``), which is counted by whole years.

        Returns
        -------
        float or pandas.Series
            In the unit of the outcome; with ``by`` a value for each place or part. NaN where there is nothing to divide
            by, and for a comparison between villages where there is one village. A run of this scenario at this seed
            has the same value.

        Raises
        ------
        ValueError
            If the outcome, the window or ``by`` is not known, the outcome is not counted by group, or no whole year
            lies in the window.

        Examples
        --------
        >>> model.run_for(12)
        >>> 0 < model.outcome("trust") < 1
        True
        >>> model.outcome("trust", window=1, by="village").shape
        (2,)
        >>> model.outcome("trust", by="age").index.tolist()
        ['under 45', '45 to 59', '60 and over']
        """
        indicator, until = indicator_named(name), self.months_run
        since = max(until - _months("window", window), 0)
        if by is None:
            found = Underway(self.recorder, self.burn_in)
            return found.value(indicator, since - self.burn_in, until - self.burn_in)
        import pandas

        groupings = GROUPS.groupings
        known = ("village", *self.recorder.places, *groupings)
        if by not in known:
            allowed = f"{', '.join(known)}{did_you_mean(by, known)}"
            raise ValueError(message("by is {by!r}; allowed are {allowed}", by=by, allowed=allowed))
        alone = by == "village"
        values = self.recorder.indicator(indicator, since, until, False, alone, None if alone else by)
        parts = [label for label, _, _ in groupings[by].parts] if by in groupings else range(len(values))
        return pandas.Series(values, pandas.Index(parts, name=by), name=name)

    def outcomes(self, names: str | Iterable[str] = (), window: int = MONTHS) -> pandas.DataFrame:
        """Outcomes month by month.

        Parameters
        ----------
        names : str or iterable of str
            All outcomes if left out.
        window : int
            Months whose tallies are summed for each row, its own month the last of them.

        Returns
        -------
        pandas.DataFrame
            A row for each month lived since the burn-in, a column for each outcome; ``attrs["units"]`` has their units.
            A run of this scenario at this seed has the same series.

        Raises
        ------
        ValueError
            If an outcome or the window is not known.

        Examples
        --------
        >>> model.run_for(3)
        >>> frame = model.outcomes(["trust", "visits"], window=1)
        >>> frame.shape, str(frame.index[-1]), frame.attrs["units"]["trust"]
        ((3, 2), '2021-03', '0-1')
        """
        import pandas

        names = [names] if isinstance(names, str) else list(names) or list(INDICATORS)
        indicators, over = [indicator_named(name) for name in names], _months("window", window)
        found = Underway(self.recorder, self.burn_in)
        months = pandas.period_range(name_of(self.future.horizon.start), periods=found.months, freq="M", name="month")
        columns = {each.name: found.series(each, over) for each in indicators} if found.months else {}
        frame = pandas.DataFrame(columns, index=months, columns=pandas.Index(names, name="outcome"), dtype=float)
        frame.attrs["units"] = {each.name: each.unit for each in indicators}
        return frame

    @property
    def datacollector(self) -> mesa.DataCollector:
        """Mesa's collector with all :meth:`outcomes` so far, made from the recorder when it is asked for.

        Nothing is collected in a month: whoever sets another collector calls its ``collect`` as in any Mesa model.

        Examples
        --------
        >>> model.run_for(3)
        >>> model.datacollector.get_model_vars_dataframe()["trust"].between(0, 1).tolist()
        [True, True, True]
        """
        if self._collector is not None:
            return self._collector
        found = mesa.DataCollector({name: [self.outcome, [name]] for name in INDICATORS})
        found.model_vars = self.outcomes().to_dict("list")
        return found

    @datacollector.setter
    def datacollector(self, collector: mesa.DataCollector) -> None:
        self._collector = collector

    def _live_a_month(self) -> None:
        if self.hold:
            live_beside(self, self.beside, self.hold)
            return
        self.begin_month()
        for together, steps in groupby(self.awake(), key=lambda mechanism: mechanism.by_village):
            if together and self.threads > 1:
                self.in_parts(*(mechanism.step for mechanism in steps))
            else:
                for mechanism in steps:
                    mechanism.step(self)
        self.end_month()

    def begin_month(self) -> None:
        """What stands before the first step of a month: room, the calendar, what policies move."""
        self._make_room()
        if self.checks:
            self.checks.before()
        if self.dated:
            self.dated.turn_of_the_year(self)
        self.levers.turn_to(self.month)
        for policy in self.policies:
            policy.act(self)
        self.levers.compose()

    def end_month(self) -> None:
        """What stands behind the last step: the month is kept and checked, the calendar moves on."""
        self.recorder.close()
        if self.checks:
            self.checks.after()
        self.month += 1

    def awake(self) -> list[Mechanism]:
        """Mechanisms that act this month: in the burn-in of a dated world nobody is born, dies, moves or joins."""
        return [
            each
            for name, each in self.mechanisms.items()
            if not (self.dated and self.dated.sleeps(self, name)) and not each.is_idle(self)
        ]

    def in_parts(self, *steps: Callable[[Any], None]) -> None:
        """Do steps one after the other, each thread for its own villages, without waiting for the others in between.

        Parameters
        ----------
        *steps : callable
            Take the model; they call kernels through :meth:`over_villages`, or write to the villages ``mine``.
        """
        self.over_villages(self._do_steps, steps)

    def _do_steps(self, steps: tuple[Callable[[Any], None], ...], lo: int, hi: int) -> None:
        self._here.villages = slice(lo, hi)
        try:
            for step in steps:
                step(self)
        finally:
            self._here.villages = None

    def _make_room(self) -> None:
        """Clear the rows of those who have gone (each January); lay out anew if a village is short of rows."""
        if self.month % 12 == JANUARY and self.months_run:
            self._clear_the_gone()
        if self.people.is_short():
            self.lay_out_anew()

    def lay_out_anew(self) -> None:
        """Give every village its share of free rows again."""
        self.people.lay_out_anew()
        self.mechanisms["roll"].setup(self)

    def _clear_the_gone(self) -> None:
        P = self.people.columns
        gone = np.flatnonzero((P.group == GONE) & (P.identity != 0))  # free rows have no identity
        self.departed.append((P.identity[gone], P.life[gone]))
        place = self.people.keep(P.group != GONE, self.over_villages)
        # Links between relatives are rows: they follow, and a relative who has gone is nobody.
        self.over_villages(renumber_relatives, P, self.villages.columns, place)

    @property
    def mine(self) -> slice:
        """The villages that this thread works on: all of them, but for steps that threads share out."""
        return getattr(self._here, "villages", None) or slice(0, len(self.villages.columns))

    def over_villages(self, kernel: Callable[..., Any], *arguments: Any) -> list[Any]:
        """Call a kernel on all villages, shared out over the threads by rows; on this thread's, inside a shared step.

        Parameters
        ----------
        kernel : Kernel
            Takes the arguments and then ``lo, hi``.

        Returns
        -------
        list
            What each part returned.
        """
        if mine := getattr(self._here, "villages", None):
            return [kernel(*arguments, mine.start, mine.stop)]
        count = len(self.villages.columns)
        if self.threads == 1 or count < 2:
            return [kernel(*arguments, 0, count)]
        ends = np.searchsorted(
            self.villages.columns["last"], np.arange(1, self.threads) * self.villages.columns["last"][-1] / self.threads
        )
        bounds = [0, *(int(end) for end in ends), count]
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.threads - 1)
        parts = [self._pool.submit(kernel, *arguments, lo, hi) for lo, hi in zip(bounds[1:-1], bounds[2:], strict=True)]
        return [kernel(*arguments, bounds[0], bounds[1]), *(part.result() for part in parts)]

    def __getstate__(self) -> dict[str, Any]:
        state = self.__dict__.copy()
        state["_pool"] = state["_here"] = None
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._here = local()
        V = self.villages.columns
        self.people.bind(V["first"], V["last"], V["room"])
        self.households.bind(V["household_first"], V["household_last"], V["household_room"])


class _Ahead(RuralParty):
    """The baseline beside a model that holds channels: it lives no month of its own accord."""

    def _live_burn_in(self) -> None:
        """Left to the model that it lives beside."""


def _months(what: str, number: Any, least: int = 1) -> int:
    try:
        months = -1 if isinstance(number, bool) else int(number)
    except (TypeError, ValueError, OverflowError):
        months = -1
    if months != number or months < least:
        raise ValueError(
            message(
                "{what} is {number!r}; a step is a month, allowed are whole numbers from {least} on",
                what=what,
                number=number,
                least=least,
            )
        )
    return months
