"""Invariants of the model description, §12, checked after every month: ``--check``, ``RuralParty(check=True)``.

V1 persons add up, identities are unique, every member is in one branch, nobody is in a chat group who cannot be in that
of her village; V2 joint branches; V3 money; V4 hours of the
secretary; V5 bounds of all columns and levers; V6 list and poverty account for each other; V7 what is reported is what
happened where nothing hangs on it. The first breach ends the run with a :class:`Breach` that names month, village and
person.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.agents.codes import AGES, AWAY_STEP, GONE, SEX_STEP
from sim.core.columns.columns import SlicedStore, columns_of
from sim.core.config.calendar import DECEMBER, MONTHS, name_of
from sim.core.config.language import message
from sim.core.config.problems import shown
from sim.procedures.households import COUNTING
from sim.procedures.joint_branches import UNITS_MOST
from sim.procedures.people import OF_AGE
from sim.procedures.poor_list import weigh

HOURS_OFF = 1e-9
YUAN_OFF, YUAN_OFF_RELATIVE = 1.0, 1e-5  # tallies are kept with seven digits
BOOKED_OFF_RELATIVE = 1e-9
STORES = (
    "people",
    "households",
    "villages",
    "offices",
    "first_secretaries",
    "graduate_officials",
    "townships",
    "counties",
)
TASKS = ("service", "economy", "party", "trace")
TWINS = {
    "application_reported": "application",
    "meetings_reported": "meetings_valid",
    "attendance_reported": "attendance",
    "accounts": "active + dormant",
}
"""What superiors see, and what it must equal where nothing hangs on it."""


class Breach(RuntimeError):
    """An invariant that does not hold.

    Attributes
    ----------
    code : str
        Number in the model description, such as ``V1``.
    """

    def __init__(self, code: str, where: str, what: str) -> None:
        self.code = code
        super().__init__(message("{code} does not hold in {where}: {what}", code=code, where=where, what=what))

    def __reduce__(self) -> Any:
        return RuntimeError, self.args


class Check:
    """Checks a model month by month.

    Parameters
    ----------
    model : RuralParty
        Its ledger's bookings are added up from now on.
    """

    def __init__(self, model: Any) -> None:
        self.model = model
        self.living = self.fund = self.grants = self.for_households = np.zeros(0)
        self.booked = np.zeros(2)
        self._book = model.ledger.book
        model.ledger.book = self._add_up

    def _add_up(self, policy: str, month: int, yuan: Any = 0.0, hours: Any = 0.0, villages: Any = None) -> None:
        self._book(policy, month, yuan, hours, villages)
        count = len(self.model.villages.columns)
        chosen = np.ones(count, bool) if villages is None else np.asarray(villages, bool)
        for place, amount in enumerate((yuan, hours)):
            self.booked[place] += np.broadcast_to(np.asarray(amount, float), count)[chosen].sum()

    def before(self) -> None:
        """Note what the month begins with."""
        V = self.model.villages.columns
        self.living = self._living()
        self.fund, self.grants = V["fund"].copy(), V["grants"].copy()
        self.for_households = V["household_money"].copy()

    def after(self) -> None:
        """Check the month that has been lived and closed, before the calendar moves on.

        Raises
        ------
        Breach
            At the first invariant that does not hold.
        """
        self._persons()
        self._chat_groups()
        self._branches()
        self._money()
        self._hours()
        for store in STORES:
            self._bounds(store)
        self._levers()
        self._list_of_the_poor()
        self._reports()

    # V1
    def _living(self) -> np.ndarray:
        V, P = self.model.villages.columns, self.model.people.columns
        before = np.concatenate([[0], np.cumsum(P.group != GONE)])
        return np.asarray(before[V["last"]] - before[V["first"]])

    def _persons(self) -> None:
        P, V = self.model.people.columns, self.model.villages.columns
        came, died, left = (self._tally(name) for name in ("births", "deaths", "departed"))
        expected, found = self.living + came - died - left, self._living()
        self._villages(
            "V1",
            expected != found,
            lambda v: message(
                "{found} persons, not {expected:g} by births and losses", found=found[v], expected=expected[v]
            ),
        )
        living = np.flatnonzero(P.group != GONE)
        age = np.minimum((self.model.month - P.birth_month[living].astype(int)) // MONTHS, AGES - 1)
        if self._sleeps("demography"):  # nobody grows older
            age = (P.group[living].astype(int) - 1) % AGES
        group = 1 + age + SEX_STEP * P.sex[living].astype(int) + AWAY_STEP * P.away[living].astype(int)
        wrong = living[group != P.group[living]]
        if len(wrong):
            self._person(
                "V1",
                wrong[0],
                message("group {group} does not follow from age, sex and presence", group=P.group[wrong[0]]),
            )
        if self.model.month % MONTHS == DECEMBER:
            identities, counts = np.unique(P.identity[living], return_counts=True)
            if (counts > 1).any():
                twice = living[P.identity[living] == identities[counts > 1][0]]
                self._person("V1", twice[-1], message("two persons have this identity"))
        numbers = V["member_last"] - V["member_first"]
        village = np.repeat(np.arange(len(V)), numbers)
        place = np.arange(numbers.sum()) - np.repeat(np.cumsum(numbers) - numbers, numbers)
        listed = self.model.members[V["member_first"][village] + place]
        strange = listed[(listed < V["first"][village]) | (listed >= V["last"][village])]
        if len(strange):
            self._person("V1", strange[0], message("is on the roll of members of another village"))
        rows, counts = np.unique(listed, return_counts=True)
        if (counts > 1).any():
            self._person("V1", rows[counts > 1][0], message("is on the roll of members twice"))

    def _chat_groups(self) -> None:
        if self._sleeps("village_groups"):  # nobody is put out
            return
        V, P = self.model.villages.columns, self.model.people.columns
        for v, least in enumerate(self.model.settings["village_groups"]["skill_least"]):
            rows = slice(int(V["first"][v]), int(V["last"][v]))
            inside = P.in_village_group[rows] & (P.group[rows] != GONE)
            fit = (OF_AGE[P.group[rows]] > 0) & P.device[rows] & (P.skill[rows].astype(float) >= least)
            strange = np.flatnonzero(inside & ~(fit & V["village_group"][v]))
            if len(strange):
                what = message("is in a chat group and cannot be in that of the village")
                self._person("V1", rows.start + int(strange[0]), what)

    # V2
    def _branches(self) -> None:
        V, model = self.model.villages.columns, self.model
        branch, places = V["branch"], np.arange(len(V))
        outside = (branch < 0) | (branch >= len(V))
        self._villages(
            "V2",
            outside,
            lambda v: message("its members vote in branch {branch}, which does not exist", branch=branch[v]),
        )
        self._villages(
            "V2",
            branch[branch] != branch,
            lambda v: message("its members vote in {branch}, which votes elsewhere", branch=branch[v]),
        )
        units = np.bincount(branch, minlength=len(V))
        self._villages(
            "V2",
            units > UNITS_MOST,
            lambda v: message("its branch has {units} villages, at most {most}", units=units[v], most=UNITS_MOST),
        )
        if self._sleeps("membership"):
            return
        least = model.settings["membership"]["joint_least"]
        members = np.bincount(branch, V["full_members"], minlength=len(V))
        for v in np.flatnonzero((branch == places) & (members < least)):
            takes_in = (branch == places) & (V["township"] == V["township"][v]) & (places != v)
            if (takes_in & (units + units[v] <= UNITS_MOST)).any():
                why = message(
                    "its branch has {members:g} full members, fewer than {least:g}, and could join another",
                    members=members[v],
                    least=least[v],
                )
                self._village("V2", int(v), why)

    # V3
    def _money(self) -> None:
        V, model = self.model.villages.columns, self.model
        for name in ("fund", "assets"):
            self._villages(
                "V3",
                ~(V[name] >= 0),
                lambda v, name=name: message("{name} is {amount:g} yuan, below 0", name=name, amount=V[name][v]),
            )
        S = model.settings["collective_economy"]
        income = np.maximum(V["base_pay"] + S["office_funds"], 0.0) + self._tally("collective_income") + self.grants
        expected = self.fund + income - self._tally("spent")
        given = (S["grant_offers"] > 0) & (self._tally("projects_started") > 0)  # a project's grant passes by the fund
        off = np.abs(V["fund"] - expected) > YUAN_OFF + YUAN_OFF_RELATIVE * (self.fund + income)
        self._villages(
            "V3",
            off & ~given,
            lambda v: message(
                "fund is {fund:g} yuan, not {expected:g} by income and spending",
                fund=V["fund"][v],
                expected=expected[v],
            ),
        )
        expected = self.for_households + self._tally("unit_set_aside") - self._tally("unit_money")
        off = np.abs(V["household_money"] - expected) > YUAN_OFF + YUAN_OFF_RELATIVE * self.for_households
        self._villages(
            "V3",
            off,
            lambda v: message(
                "{money:g} yuan are set aside for households, not {expected:g} by what came and was paid",
                money=V["household_money"][v],
                expected=expected[v],
            ),
        )
        for what, booked, kept in zip(("yuan", "hours"), self.booked, model.ledger.total(), strict=True):
            if abs(booked - kept) > BOOKED_OFF_RELATIVE * max(1.0, abs(booked)):
                raise Breach(
                    "V3",
                    self._month(),
                    message(
                        "the ledger holds {kept:g} {unit}, but {booked:g} were booked",
                        kept=kept,
                        unit=what,
                        booked=booked,
                    ),
                )

    # V4
    def _hours(self) -> None:
        V = self.model.villages.columns
        shared, worked = sum(V[f"secretary_{task}"] for task in TASKS), V["secretary_hours"]
        self._villages(
            "V4",
            np.abs(shared - worked) > HOURS_OFF * np.maximum(1.0, worked),
            lambda v: message(
                "tasks of the secretary take {shared:.10g} hours of {worked:.10g}", shared=shared[v], worked=worked[v]
            ),
        )

    # V5
    def _bounds(self, name: str) -> None:
        store = getattr(self.model, name)
        for column in columns_of(store.row_class).values():
            values = (
                getattr(store.columns, column.name) if isinstance(store, SlicedStore) else store.columns[column.name]
            )
            if not len(values) or values.dtype.kind == "b":
                continue
            if not values.min() >= column.low:
                self._out_of_bounds(
                    name, column.name, values, ~(values >= column.low), message("at least {bound:g}", bound=column.low)
                )
            if not values.max() <= column.high:
                self._out_of_bounds(
                    name, column.name, values, ~(values <= column.high), message("at most {bound:g}", bound=column.high)
                )
            if values.dtype.kind == "f" and not np.isfinite(values).all():
                self._out_of_bounds(name, column.name, values, ~np.isfinite(values), message("a number"))

    def _out_of_bounds(self, store: str, column: str, values: np.ndarray, wrong: np.ndarray, allowed: str) -> None:
        row = int(np.flatnonzero(wrong)[0])
        what = message("{column} is {value:g}; it is {allowed}", column=column, value=values[row], allowed=allowed)
        if store == "people":
            self._person("V5", row, what)
        if store == "households":
            V = self.model.villages.columns
            village = int(np.searchsorted(V["household_first"], row, side="right")) - 1
            self._village(
                "V5",
                village,
                message("{what}, in household {household}", what=what, household=row - V["household_first"][village]),
            )
        if store in ("villages", "offices"):
            self._village("V5", row, message("{what} (secretary)", what=what) if store == "offices" else what)
        raise Breach("V5", message("{month}, row {row} of {store}", month=self._month(), row=row, store=store), what)

    def _levers(self) -> None:
        """Hold every lever to its bounds, and so what policies, dates and place have made of it."""
        for key, param in self.model.levers.params.items():
            values, (least, most) = self.model.levers[key], param.bounds
            allowed = message("it lies in {bounds} {unit}", bounds=shown(least, most), unit=param.unit)
            self._villages(
                "V5",
                ~((values >= least) & (values <= most)),
                lambda v, key=key, values=values, allowed=allowed: message(
                    "{key} is {value:g}; {allowed}", key=key, value=values[v], allowed=allowed
                ),
            )

    # V6
    def _list_of_the_poor(self) -> None:
        V, H, living = self.model.villages.columns, self.model.households.columns, self.model.settings["livelihoods"]
        on_list = self._tally("listed") - self._tally("listed_not_poor")
        missed = self._tally("poor_not_listed")
        poor = np.empty(len(V))
        for v in range(len(V)):
            size = int(V["household_last"][v] - V["household_first"][v])
            counted = COUNTING[int(living["poverty"][v])]
            own, flags = np.empty(size), np.empty(size, np.uint8)
            poor[v] = weigh(H, int(V["household_first"][v]), float(living["line"][v]), counted, own, flags)[1]
        self._villages(
            "V6",
            on_list + missed != poor,
            lambda v: message(
                "{listed:g} poor on the list and {missed:g} off it, but {poor:g} poor households",
                listed=on_list[v],
                missed=missed[v],
                poor=poor[v],
            ),
        )

    # V7
    def _reports(self) -> None:
        V, settings = self.model.villages.columns, self.model.settings
        pressed = (settings["effort"]["stakes"] > 0) | (settings["supervision"]["inspections"] > 0)
        pressed |= settings["digital"]["mandate"] > 0
        free = np.bincount(V["branch"], pressed, minlength=len(V))[V["branch"]] == 0
        for reported, real in TWINS.items():
            said, was = self._tally(reported), self._tally(real)
            self._villages(
                "V7",
                free & (said != was),
                lambda v, said=said, was=was, reported=reported: message(
                    "{reported} is {said:g}, but {real:g} was so", reported=reported, said=said[v], real=was[v]
                ),
            )

    def _tally(self, expression: str) -> np.ndarray:
        """Sum of tallies of the month that was closed last, shape (villages,)."""
        recorder = self.model.recorder
        return np.asarray(recorder.sums(expression, recorder.month - 1)[0])

    def _sleeps(self, mechanism: str) -> bool:
        return bool(self.model.dated and self.model.dated.sleeps(self.model, mechanism))

    def _month(self) -> str:
        return name_of(self.model.month)

    def _villages(self, code: str, wrong: np.ndarray, what: Any) -> None:
        for v in np.flatnonzero(wrong)[:1]:
            self._village(code, int(v), what(v))

    def _village(self, code: str, village: int, what: str) -> None:
        raise Breach(code, message("{month}, village {village}", month=self._month(), village=village), what)

    def _person(self, code: str, row: Any, what: str) -> None:
        V, identity = self.model.villages.columns, self.model.people.columns.identity[row]
        village = int(np.searchsorted(V["first"], row, side="right")) - 1
        raise Breach(
            code,
            message(
                "{month}, village {village}, person {identity}", month=self._month(), village=village, identity=identity
            ),
            what,
        )
