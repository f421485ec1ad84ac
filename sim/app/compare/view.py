"""What of an answer is looked at: a tab, an open question, villages, people, the desk; all of it is in the address."""

from __future__ import annotations

from dataclasses import dataclass

from sim.app.compare.asked import BUDGET, LETTERS
from sim.app.compare.desk_fields import DeskFields
from sim.app.compare.figures import DIFFERENCE
from sim.app.compare.lives import Telling
from sim.app.compare.village_cells import Look
from sim.core.config.language import Language

TABS = ("compare", "villages", "people", "watch", "matters", "costs", "assumptions", "model")
QUESTIONS = ("why", "sure", "whom", "cost", "fails")
GROUPS = ("people", "organisation", "service", "digital", "economy", "supervision", "outside", "assumptions")


@dataclass(frozen=True)
class View:
    """What of an answer is looked at.

    Attributes
    ----------
    language : {"en", "zh"}
    tab : str
        One of :data:`TABS`.
    outcome, question : str
        Headline that is open, and which of its five questions; both empty where none is.
    edited : int
        Side whose levers are shown: 0 for A, 1 for B.
    kind : str
        Difference, level or percent.
    groups : tuple of str
        Lever groups that are open.
    budget : float
        Yuan a registered person and year.
    look : Look
        What of the villages is looked at.
    telling : Telling
        Whose people and whose life are told.
    desk : DeskFields or None
        What stands on the quorum desk; None while it is closed.
    by : str
        Group by which differences are told apart; empty for the first that an outcome has.
    beside : bool
        Whether lines under default assumptions stand beside those under changed ones.
    """

    language: Language = "en"
    tab: str = "compare"
    outcome: str = ""
    question: str = ""
    edited: int = 0
    kind: str = DIFFERENCE
    groups: tuple[str, ...] = ("people",)
    budget: float = BUDGET
    look: Look = Look(letter=LETTERS[0])
    telling: Telling = Telling()
    desk: DeskFields | None = None
    by: str = ""
    beside: bool = False
