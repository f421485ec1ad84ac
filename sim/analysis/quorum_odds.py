"""Exact odds of a valid meeting, a carried decision and a valid election of one branch, without simulation.

Members come independently of each other; those of one part (home, frail, away) with the same probability. Who came and
whose absence was excused are counted as ``mechanisms/meetings.py`` counts them, and judged by the rules of
``procedures/quorum.py`` with the shares that ``meetings`` and ``votes`` declare:

* A meeting is valid if the present reach ``quorum`` of those due. Whoever joins online is present and due.
* A decision carries if the meeting is valid and more than ``pass_share`` of those due vote yes.
* An election is valid if ``election_quorum`` of the electorate is in the room; online does not count, and an excused
  member who only joined online is none of the electorate.

Due are all full members (``registered``; ``list`` without a list in force), or these without the frail and those away
for six months who did not come: all of them with a list in force, each with probability ``excuses_approved`` where
excuses are approved one by one (``adjusted``).

The number of those present and of those excused of each part is a trinomial; parts are added up by convolution.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.signal import convolve
from scipy.special import expit, logit
from scipy.stats import binom

from sim.core.config.callers import number, whole_number_within
from sim.core.config.language import message
from sim.mechanisms import all_parameters
from sim.procedures.quorum import at_least, more_than
from sim.runs.jobs import LIST, QUORUM_RULES

Floats = NDArray[np.float64]
ADJUSTED = "adjusted"
MOST_MEMBERS = 600
"""Members up to which the convolution is offered; beyond, no branch meets in one room."""


def default(path: str) -> float:
    """Default of a parameter of a mechanism, by ``mechanism.parameter``."""
    return float(all_parameters()[path].default)


@dataclass(frozen=True)
class Part:
    """Members who come with one probability.

    Parameters
    ----------
    members : int
    come : float
        Probability that one is in the room.
    online : float
        Probability that one who is not in the room joins online.
    may_be_excused : bool
        Frail, or away for six months: where the rule allows it, an absent one is not due.
    """

    members: int
    come: float
    online: float = 0.0
    may_be_excused: bool = False

    def at_an_election(self, lift: float) -> Part:
        """The part as it comes to the room when members are called in person: log odds ``lift`` higher."""
        return Part(self.members, float(expit(logit(self.come) + lift)), 0.0, self.may_be_excused)


@dataclass(frozen=True)
class Branch:
    """A branch that meets as one.

    Parameters
    ----------
    parts : tuple of Part
    election_lift : float
        Log odds by which coming to an election is likelier; what ``meetings.attend_election`` says if left out.
    """

    parts: tuple[Part, ...]
    election_lift: float | None = None

    @property
    def members(self) -> int:
        """Full members in all."""
        return sum(part.members for part in self.parts)

    @property
    def may_be_excused(self) -> int:
        """Those of them who need not be due."""
        return sum(part.members for part in self.parts if part.may_be_excused)


@dataclass(frozen=True)
class Odds:
    """Probabilities of one branch under one rule.

    Attributes
    ----------
    meeting, decision, election : float
        A call is valid; it is, and an item carries; an election is valid.
    due : (int, int)
        Those due if nobody of those who may be excused comes, and if all of them come.
    least : (int, int)
        Present needed in these two cases.
    """

    meeting: float
    decision: float
    election: float
    due: tuple[int, int]
    least: tuple[int, int]

    def within_calls(self, calls: int | None = None) -> float:
        """Probability that one of several calls is valid, if they are independent.

        Parameters
        ----------
        calls : int, optional
            As many as ``meetings.calls_most`` if left out.
        """
        return 1.0 - (1.0 - self.meeting) ** (int(default("meetings.calls_most")) if calls is None else calls)


def branch_of(
    members: int, away: int, frail: int, come_home: float, come_away: float = 0.0, online_away: float = 0.0
) -> Branch:
    """A branch from its numbers: those away have been so for six months, the frail are at home.

    Parameters
    ----------
    members, away, frail : int
        Full members; of them away; of them frail and at home.
    come_home : float
        Probability that a member at home who is well comes; a frail one comes by ``meetings.attend_frail`` seldomer.
    come_away, online_away : float
        Probability that one who is away comes to the room; and that one who does not joins online.

    Raises
    ------
    ValueError
        If a number is none, or more are away and frail than there are.

    Examples
    --------
    >>> odds = odds_of(branch_of(30, 11, 0, 0.74), "registered")
    >>> round(odds.meeting, 2), round(odds.decision, 2), odds.election
    (0.43, 0.14, 0.0)
    """
    for name, given in (("members", members), ("away", away), ("frail", frail)):
        whole_number_within(name, given, 0, MOST_MEMBERS)
    if away + frail > members:
        raise ValueError(
            message(
                "{away} away and {frail} frail are more than {members} members", away=away, frail=frail, members=members
            )
        )
    for name, chance in (("come_home", come_home), ("come_away", come_away), ("online_away", online_away)):
        if not 0.0 <= number(name, chance) <= 1.0:
            raise ValueError(message("{name} is {chance}; allowed are 0 to 1", name=name, chance=chance))
    return Branch(
        (
            Part(members - away - frail, come_home),
            Part(frail, frail_come(come_home), may_be_excused=True),
            Part(away, come_away, online_away, may_be_excused=True),
        )
    )


def frail_come(come_home: float) -> float:
    """Probability that a frail member comes where others at home come with this one."""
    return float(expit(logit(come_home) - default("meetings.attend_frail")))


def well_come(mean: float, well: int, frail: int) -> float:
    """Probability that somebody at home who is well comes, from the mean of all at home, the frail among them.

    Parameters
    ----------
    mean : float
        Share of members at home who came.
    well, frail : int
        How many of them there are.

    Examples
    --------
    >>> chance = well_come(0.7, 20, 4)
    >>> round((20 * chance + 4 * frail_come(chance)) / 24, 3)
    0.7
    """
    if frail == 0 or well == 0 or not 0.0 < mean < 1.0:
        return mean

    def gap(chance: float) -> float:
        return (well * chance + frail * frail_come(chance)) / (well + frail) - mean

    return float(brentq(gap, mean, 1.0 - 1e-12)) if gap(1.0 - 1e-12) > 0 else 1.0


def excused_share(rule: str, list_in_force: bool = False) -> float:
    """Probability that an absent member who may be excused is.

    Parameters
    ----------
    rule : {"list", "registered", "adjusted"}
        Choice of ``meetings.denominator``.
    list_in_force : bool
        Whether the branch has a list; only ``list`` knows one.

    Raises
    ------
    ValueError
        If there is no such rule.
    """
    if rule not in QUORUM_RULES:
        raise ValueError(
            message("{rule!r} is no rule of the quorum; allowed: {allowed}", rule=rule, allowed=", ".join(QUORUM_RULES))
        )
    if rule == ADJUSTED:
        return default("meetings.excuses_approved")
    return 1.0 if rule == LIST and list_in_force else 0.0


def odds_of(branch: Branch, rule: str, list_in_force: bool = False) -> Odds:
    """Odds of a branch under a rule.

    Parameters
    ----------
    branch : Branch
    rule, list_in_force
        As of :func:`excused_share`.

    Examples
    --------
    >>> branch = branch_of(30, 11, 0, 0.74)
    >>> round(odds_of(branch, "list", list_in_force=True).meeting, 2)
    0.99
    """
    excused, whole = excused_share(rule, list_in_force), branch.members
    share, passes, turnout = (
        default(name) for name in ("meetings.quorum", "votes.pass_share", "votes.election_quorum")
    )
    due = whole - (branch.may_be_excused if excused > 0.0 else 0)
    meeting = joint(branch.parts, excused)
    valid = reached(at_least, share, meeting.shape, whole)
    lift = default("meetings.attend_election") if branch.election_lift is None else branch.election_lift
    election = joint(tuple(part.at_an_election(lift) for part in branch.parts), excused)
    return Odds(
        meeting=float(meeting[valid].sum()),
        decision=float((meeting * valid * carried(meeting.shape, whole, passes, default("votes.yes"))).sum()),
        election=float(election[reached(at_least, turnout, election.shape, whole)].sum()),
        due=(due, whole),
        least=(least_number(at_least, share, due), least_number(at_least, share, whole)),
    )


def joint(parts: tuple[Part, ...], excused: float) -> Floats:
    """Joint distribution of the present and the excused of all parts, shape (present + 1, excused + 1)."""
    table = np.ones((1, 1))
    for part in parts:
        table = convolve(table, one_part(part, excused if part.may_be_excused else 0.0))
    return np.asarray(np.maximum(table, 0.0), float)  # a convolution by Fourier transform leaves ±1e-17


def one_part(part: Part, excused: float) -> Floats:
    """The same of one part: the present are binomial, of those absent the excused are."""
    present = np.arange(part.members + 1)
    chances = binom.pmf(present, part.members, part.come + (1.0 - part.come) * part.online)
    if excused == 0.0:
        return np.asarray(chances[:, None], float)
    left_out = np.arange(part.members + 1)
    return np.asarray(chances[:, None] * binom.pmf(left_out, part.members - present[:, None], excused), float)


def reached(rule: Callable[..., Any], share: float, shape: tuple[int, ...], whole: int) -> NDArray[np.bool_]:
    """Where the present reach a share of those due, for each number of present and excused."""
    least = np.array([least_number(rule, share, whole - excused) for excused in range(shape[1])])
    return np.asarray(np.arange(shape[0])[:, None] >= least)


def carried(shape: tuple[int, ...], whole: int, share: float, yes: float) -> Floats:
    """Probability that enough of the present vote yes, for each number of present and excused."""
    least = np.array([least_number(more_than, share, whole - excused) for excused in range(shape[1])])
    return np.asarray(binom.sf(least - 1, np.arange(shape[0])[:, None], yes), float)


def least_number(rule: Callable[..., Any], share: float, whole: int) -> int:
    """Least number that satisfies a rule of the quorum; one more than there are if none does.

    Examples
    --------
    >>> least_number(at_least, 0.5, 30), least_number(more_than, 0.5, 30), least_number(at_least, 0.8, 0)
    (15, 16, 1)
    """
    found = max(0, int(share * whole) - 1)
    while found <= whole and not rule(found, share, whole):
        found += 1
    return found
