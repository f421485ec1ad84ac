"""Fields of the quorum desk, how a typed text is read, and what follows from them, without a screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from sim.analysis.membership_path import MembershipPath, Rates, membership_path
from sim.analysis.quorum_odds import ADJUSTED, MOST_MEMBERS, Branch, Odds, branch_of, odds_of
from sim.app.compare.lived import Lived
from sim.app.compare.one_pair import attendance_of_well, known, name_of_village
from sim.core.config.language import Language
from sim.runs.jobs import LIST, QUORUM_RULES
from sim.words.one_pair import tell

COLUMNS = ("no_list", "one_by_one", "by_list")
"""Ways of counting that the desk shows beside each other."""
USUAL_LOSS, USUAL_RETURN = 1.6, 5.0
"""Per cent a year that fields begin with: 1.2 die and .4 transfer in the model description; five in a hundred of those
away come home, and as many leave as come home. Starting points to be changed, not results."""
RECRUITS_PER_MEMBER = 0.0147
"""New members a year that keep a branch of the national age structure as large as it is (model description)."""


@dataclass(frozen=True)
class DeskFields:
    """What stands in the fields: a branch, its rule, and what happens to its members.

    Attributes
    ----------
    members, away, frail : int
        Full members; of them away; of them frail and at home.
    home, far, online : float
        Per cent that come: of those at home who are well, of those away in the room, of those away online.
    rule : {"list", "registered", "adjusted"}
    in_force : bool
        Whether the branch has a list.
    recruits : float
        New members a year.
    lost, leave, come_home : float
        Per cent a year: of all, of those at home, of those away.
    village : str
        Village that they were filled in from; empty for none.
    """

    members: int = 40
    away: int = 15
    frail: int = 3
    home: float = 74.0
    far: float = 0.0
    online: float = 0.0
    rule: str = LIST
    in_force: bool = True
    recruits: float = 0.6
    lost: float = USUAL_LOSS
    leave: float = 3.4
    come_home: float = USUAL_RETURN
    village: str = ""

    @property
    def branch(self) -> Branch:
        """The branch."""
        return branch_of(
            self.members, self.away, self.frail, self.home / 100, self.far / 100, online_away=self.online / 100
        )

    @property
    def rates(self) -> Rates:
        """What happens to its members."""
        return Rates(
            recruits=self.recruits, lost=self.lost / 100, leave=self.leave / 100, come_home=self.come_home / 100
        )

    @property
    def column(self) -> str:
        """The one of :data:`COLUMNS` that the fields ask for."""
        if self.rule == ADJUSTED:
            return "one_by_one"
        return "by_list" if self.rule == LIST and self.in_force else "no_list"

    def changed(self, name: str, value: float | str | bool) -> DeskFields:
        """The fields with one of them changed; they are a branch of the visitor's own from then on."""
        return replace(self, **{name: value, "village": ""})  # type: ignore[arg-type]


class Field(NamedTuple):
    """A number that is typed.

    Attributes
    ----------
    name : str
        Of :class:`DeskFields`, and of its word.
    whole : bool
    high : float
        The most; the least is 0.
    """

    name: str
    whole: bool
    high: float


BRANCH_FIELDS = (
    Field("members", True, MOST_MEMBERS),
    Field("away", True, MOST_MEMBERS),
    Field("frail", True, MOST_MEMBERS),
    Field("home", False, 100.0),
    Field("far", False, 100.0),
    Field("online", False, 100.0),
)
PATH_FIELDS = (
    Field("recruits", False, 50.0),
    Field("lost", False, 100.0),
    Field("leave", False, 100.0),
    Field("come_home", False, 100.0),
)


def read_field(field: Field, typed: str, fields: DeskFields, language: Language) -> tuple[DeskFields, str]:
    """The fields with what was typed into one, and why it is refused; they stay as they are if it is.

    Parameters
    ----------
    field : Field
    typed : str
    fields : DeskFields
    language : {"en", "zh"}

    Examples
    --------
    >>> read_field(BRANCH_FIELDS[0], "10", DeskFields(), "en")[1]
    '15 away and 3 frail are more than 10'
    """
    allowed = {"text": typed or "–", "low": 0, "high": f"{field.high:g}"}
    try:
        value: float = int(typed) if field.whole else float(typed.replace(",", ".").rstrip("% "))
    except ValueError:
        return fields, tell("want_whole" if field.whole else "want_number", language, **allowed)
    if not 0 <= value <= field.high:  # not a number lies nowhere either
        return fields, tell("want_range", language, **allowed)
    after = fields.changed(field.name, value)
    if after.away + after.frail > after.members:
        return fields, tell("too_many", language, away=after.away, frail=after.frail, members=after.members)
    return after, ""


def fields_at(lived: Lived, village: int) -> DeskFields:
    """Fields filled in from a village: the branch that its members meet in, at the end of the run."""
    value = {name: each[village] for name, each in lived.values.items()}
    full, away, frail = (int(value[name]) for name in ("full", "away", "frail"))
    full = min(full, MOST_MEMBERS)
    home = full - away
    return DeskFields(
        members=full,
        away=away,
        frail=frail,
        home=round(100 * attendance_of_well(value, home - frail, frail), 1),
        far=round(100 * known(value["attend_away"], 0.0), 1),
        online=round(100 * known(value["attend_online"], 0.0), 1),
        rule=lived.rule if lived.rule in QUORUM_RULES else LIST,
        in_force=bool(value["list_in_force"]),
        recruits=round(float(value["recruits"]), 2),
        lost=round(100 * min(known(value["losses"], USUAL_LOSS / 100), 1.0), 1),
        leave=round(min(USUAL_RETURN * away / home, 100.0), 1) if home else 0.0,
        come_home=USUAL_RETURN,
        village=name_of_village(lived, village),
    )


def odds_by_column(fields: DeskFields) -> Mapping[str, Odds]:
    """Odds under each way of counting."""
    ways: Mapping[str, Callable[[Branch], Odds]] = {
        "no_list": lambda branch: odds_of(branch, LIST, False),
        "one_by_one": lambda branch: odds_of(branch, ADJUSTED),
        "by_list": lambda branch: odds_of(branch, LIST, True),
    }
    return {name: ways[name](fields.branch) for name in COLUMNS}


def path_of(fields: DeskFields) -> MembershipPath:
    """Members over the next twenty years."""
    return membership_path(fields.members - fields.away, fields.away, fields.rates)
