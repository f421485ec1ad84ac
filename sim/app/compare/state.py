"""What the comparing page is: its question, its view, what was asked before, and the answer as far as it has come.

Methods are what controls do; each returns the state that follows, which may be the same. A move that alters the
question or the view can be undone; the language, what is being dragged, and answers cannot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sim.app.compare.answer import Answer, Known, Stage, from_memory
from sim.app.compare.asked import LETTERS, Asked
from sim.app.compare.deliveries import is_usual
from sim.app.compare.desk_fields import DeskFields
from sim.app.compare.errands import Errand, Going
from sim.app.compare.known import known
from sim.app.compare.lives import Telling
from sim.app.compare.side import DOSE, RAMP, Side, side_of
from sim.app.compare.tiles_order import kind_of, order_of, reaches_of
from sim.app.compare.view import TABS, View
from sim.app.compare.village_cells import Look
from sim.core.config.language import Language
from sim.core.declarations.dated_value import Value
from sim.policies import find_policy
from sim.runs.identity import digest_of
from sim.scenario.scenario import Scenario

MOST_MOVES = 100
"""Moves that can be undone."""


@dataclass(frozen=True)
class Wrong:
    """A text that was typed at a lever and is no value of it.

    Attributes
    ----------
    path, text, why : str
    """

    path: str
    text: str
    why: str


@dataclass(frozen=True)
class State:
    """State of the comparing page; all that a control can change is in it, and nothing of it is kept anywhere else.

    Attributes
    ----------
    asked : Asked
    view : View
    past, future : tuple of (Asked, View)
        What an undo and a redo go back and forward to, the nearest last.
    held : Asked or None
        The question as a lever that is being dragged would make it; it is not asked before it is let go.
    hint : Known or None
        What memory knows of the question that is held.
    answer : Answer or None
        The newest of the question, or of one before that is not answered.
    before : Answer or None
        The last answer with exact figures; it stays on the screen while another is counted.
    tiles : tuple of str
        Outcomes in the order of the page: those of the tiles first.
    kind : tuple
        Of the question for which the tiles were put in order.
    reaches : dict of str to float
        What the end of the axis of an outcome stands for; it only widens.
    uploads : dict of str to str
        Titles of scenarios that this visitor brought, by path.
    search : str
        What is looked for among assumptions.
    going, found : dict
        Errands of this question that are not done, and what came of others, by kind and group.
    wrong : Wrong or None
        What was typed last, where that was refused.
    """

    asked: Asked = field(default_factory=Asked)
    view: View = field(default_factory=View)
    past: tuple[tuple[Asked, View], ...] = ()
    future: tuple[tuple[Asked, View], ...] = ()
    held: Asked | None = None
    hint: Known | None = None
    answer: Answer | None = None
    before: Answer | None = None
    tiles: tuple[str, ...] = ()
    kind: tuple[Any, ...] = ()
    reaches: Mapping[str, float] = field(default_factory=dict)
    uploads: Mapping[str, str] = field(default_factory=dict)
    search: str = ""
    going: Mapping[tuple[str, str], Going] = field(default_factory=dict)
    found: Mapping[tuple[str, str], Any] = field(default_factory=dict)
    wrong: Wrong | None = None

    @property
    def baseline(self) -> Scenario:
        """The scenario that both sides are compared with, as its file has it."""
        return known(self.asked.scenario)

    @property
    def seen(self) -> Asked:
        """The question that the levers show: the one that is held, or the one that is asked."""
        return self.held or self.asked

    @property
    def shown(self) -> Answer | None:
        """The answer whose figures are on the screen, of whatever question."""
        if self.held is not None and self.hint is not None:
            return from_memory(Answer(self.held, Stage.COUNTING), self.hint)
        if self.answer is not None and self.answer.has_figures:
            return self.answer
        return self.before

    @property
    def stage(self) -> Stage:
        """How far the answer to what is asked has come."""
        if self.held is not None:
            return Stage.COUNTING if self.hint is None or self.shown is None else self.shown.stage
        return Stage.COUNTING if self.answer is None else self.answer.stage

    @property
    def is_exact(self) -> bool:
        """Whether the figures on the screen are those of the question that the levers show."""
        shown = self.shown
        return shown is not None and shown.asked == self.seen and shown.stage != Stage.ESTIMATE

    @property
    def drawn(self) -> str:
        """A mark of the question and of how far its answer is; parts of the page that bear the same show the same."""
        return f"{digest_of(self.asked.key)} {self.stage.value} {self.shown.pairs if self.shown else 0}"

    # Moves that can be undone.

    def _moved(self, asked: Asked | None = None, view: View | None = None) -> State:
        """Go on to another question or view."""
        asked, view = asked or self.asked, view or self.view
        if (asked, view) == (self.asked, self.view):
            return replace(self, held=None, hint=None, wrong=None)
        past = (*self.past, (self.asked, self.view))[-MOST_MOVES:]
        return replace(self, asked=asked, view=view, past=past, future=(), held=None, hint=None, wrong=None)

    def move(self, path: str, value: Value) -> State:
        """Set a dose or a setting of delivery on the side that is edited."""
        return self._moved(self._with(path, value))

    def use(self, policy: str) -> State:
        """Take a policy into the side that is edited, at its usual doses."""
        place = self.view.edited
        side = self.asked.sides[place]
        if policy in side.policies:
            return self
        usual = {f"{policy}.{DOSE}.{name}": param.default for name, param in find_policy(policy).params.items()}
        begun = side.moved(f"{policy}.ramp", RAMP, self.baseline.horizon)
        return self._moved(self.asked.with_side(place, whole(Side({**begun.settings, **usual}))))

    def reset(self, policy: str) -> State:
        """Set a policy back to what it is in the baseline."""
        place = self.view.edited
        return self._moved(self.asked.with_side(place, self.asked.sides[place].without(policy)))

    def take(self, name: str) -> State:
        """Give the side that is edited the policies of a scenario; none for an empty name."""
        return self._moved(self.asked.with_side(self.view.edited, whole(side_of(known(name))) if name else Side()))

    def assume(self, parameter: str, value: Value | None) -> State:
        """Change an assumption on all sides; None takes it back."""
        return self._moved(self.asked.assuming(parameter, value))

    def choose(self, scenario: str) -> State:
        """Take another baseline; the levers stay as they are, and assumptions fall away with the old world."""
        return self._moved(replace(self.asked, scenario=scenario, months=0, assumptions={}))

    def last(self, months: int) -> State:
        """Take another horizon; 0 for that of the scenario."""
        return self._moved(replace(self.asked, months=months))

    def count(self, quorum: str) -> State:
        """Take another rule of the quorum; empty for that of the scenario."""
        return self._moved(replace(self.asked, quorum=quorum))

    def spend(self, budget: float) -> State:
        """Take another budget."""
        return self._moved(view=replace(self.view, budget=budget))

    def turn(self, tab: str) -> State:
        """Go to another tab."""
        return self._moved(view=replace(self.view, tab=tab))

    def draw(self, kind: str) -> State:
        """Draw differences, levels or percent."""
        return self._moved(view=replace(self.view, kind=kind))

    def open(self, outcome: str, question: str) -> State:
        """Open a question of a headline, in the tab that compares; the same again closes it."""
        is_open = (self.view.outcome, self.view.question, self.view.tab) == (outcome, question, TABS[0])
        return self.close() if is_open else self._moved(
            view=replace(self.view, outcome=outcome, question=question, tab=TABS[0])
        )  # fmt: skip

    def close(self) -> State:
        """Close the question that is open."""
        return self._moved(view=replace(self.view, outcome="", question=""))

    def look_at(self, look: Look) -> State:
        """Look at other villages, or open the card of one."""
        return self._moved(view=replace(self.view, look=look))

    def follow(self, telling: Telling) -> State:
        """Go to other people, or to another life."""
        return self._moved(view=replace(self.view, telling=telling, tab="people"))

    def reckon(self, desk: DeskFields | None) -> State:
        """Open the quorum desk on the tab of the villages, or change what stands on it; None closes it."""
        return self._moved(view=replace(self.view, desk=desk, tab="villages"))

    def part(self, by: str) -> State:
        """Tell differences apart by another group."""
        return self._moved(view=replace(self.view, by=by))

    def put_beside(self, beside: bool) -> State:
        """Draw lines under default assumptions beside, or no longer."""
        return self._moved(view=replace(self.view, beside=beside))

    # What is not worth an undo.

    def edit(self, place: int) -> State:
        """Show the levers of A (0) or B (1)."""
        return replace(self, view=replace(self.view, edited=place), held=None, hint=None)

    def fold(self, group: str) -> State:
        """Open a group of levers, or close it."""
        groups = self.view.groups
        kept = tuple(each for each in groups if each != group) if group in groups else (*groups, group)
        return replace(self, view=replace(self.view, groups=kept))

    def look_for(self, text: str) -> State:
        """Look for assumptions."""
        return replace(self, search=text)

    def speak(self, language: Language) -> State:
        """Change the language."""
        return replace(self, view=replace(self.view, language=language))

    def undo(self) -> State:
        """Go back by one move."""
        if not self.past:
            return self
        *past, before = self.past
        return replace(self._back_at(before), past=tuple(past), future=(*self.future, (self.asked, self.view)))

    def redo(self) -> State:
        """Go forward again by one move."""
        if not self.future:
            return self
        *future, after = self.future
        return replace(self._back_at(after), past=(*self.past, (self.asked, self.view)), future=tuple(future))

    def _back_at(self, kept: tuple[Asked, View]) -> State:
        """A question and a view, in the language and with the groups that are there now."""
        asked, view = kept
        now = self.view
        view = replace(view, language=now.language, groups=now.groups)
        return replace(self, asked=asked, view=view, held=None, hint=None, wrong=None)

    def drag(self, path: str, value: Value, hint: Known | None) -> State:
        """Hold a dose at a value that is not asked yet."""
        return replace(self, held=self._with(path, value), hint=hint, going={}, wrong=None)

    def refuse(self, path: str, text: str, why: str) -> State:
        """Note that a text is no value of a lever, which stays as it is."""
        return replace(self, wrong=Wrong(path, text, why))

    def bring(self, path: str, title: str) -> State:
        """Take a scenario that the visitor brought as the baseline."""
        return replace(self, uploads={**self.uploads, path: title}).choose(path)

    def give(self, place: int, side: Side) -> State:
        """Give a side the policies of a scenario that the visitor brought."""
        return self._moved(self.asked.with_side(place, side), replace(self.view, edited=place))

    def let_go(self) -> State:
        """Let go of a lever where it was taken up."""
        return replace(self, held=None, hint=None)

    def waiting(self) -> State:
        """Note that nothing is known of what is asked."""
        return self.with_answer(Answer(self.asked, Stage.COUNTING, wanted=self.asked.pairs))

    def going_on(self) -> State:
        """Count again after a stop."""
        return replace(self, answer=Answer(self.asked, Stage.COUNTING, wanted=self.asked.pairs))

    def _with(self, path: str, value: Value) -> Asked:
        """The question with one setting changed on the side that is edited."""
        place = self.view.edited
        return self.asked.with_side(place, moved(self.asked.sides[place], path, value, self.baseline))

    # What becomes of the question.

    def with_answer(self, answer: Answer) -> State:
        """Note an answer to the question that is asked now, and no other.

        The order of tiles is chosen with the first figures of a question of another kind.
        """
        if answer.question != self.asked:
            return self
        exact = answer.stage in (Stage.FEW, Stage.FINAL, Stage.STOPPED)
        noted = replace(self, answer=answer, before=answer if exact and answer.has_figures else self.before)
        if not answer.has_figures:
            return noted
        kind = kind_of(answer.asked)
        if kind != self.kind:
            few = answer.stage == Stage.FEW
            tiles = order_of(answer.readings, few) if self.kind or not self.tiles else self.tiles
            noted = replace(noted, kind=kind, tiles=tiles)
        return replace(noted, reaches=reaches_of(answer, self.reaches))

    def sent(self, errand: Errand) -> State:
        """Note that an errand is to be done."""
        return replace(self, going={**self.going, errand.key: Going(errand)})

    def recalled(self, errand: Errand) -> State:
        """Note that an errand is not wanted any more."""
        return replace(self, going={key: each for key, each in self.going.items() if key != errand.key})

    def with_errand(self, going: Going) -> State:
        """Note how far an errand of this question has come; of one that was recalled nothing but what came of it."""
        key = going.errand.key
        if going.errand.asked != self.asked:
            return self
        if going.result is not None:
            return replace(self.recalled(going.errand), found={**self.found, key: going.result})
        return replace(self, going={**self.going, key: going}) if key in self.going else self

    def stopped(self) -> State:
        """Note that the visitor stopped the count; what is known stays, and errands are off."""
        if self.going:
            return replace(self, going={}).stopped()
        if self.answer is None or self.answer.stage in (Stage.FINAL, Stage.FAILED):
            return self
        known = self.answer if self.answer.stage == Stage.FEW else Answer(self.asked, Stage.STOPPED)
        return replace(self, answer=replace(known, stage=Stage.STOPPED))


def moved(side: Side, path: str, value: Value, baseline: Scenario) -> Side:
    """A side with one setting changed; a policy of the baseline that it does not have yet begins as it is there."""
    policy, _, rest = path.partition(".")
    if policy not in side.policies and policy in baseline.policies:
        usual = {at: each for at, each in side_of(baseline).settings.items() if at.partition(".")[0] == policy}
        side = Side({**side.settings, **usual})
    side = side.moved(path, value, baseline.horizon)
    return whole(side)


def whole(side: Side) -> Side:
    """A side with every dose of its policies, numbers as numbers, so that equal sides are equal values.

    Examples
    --------
    >>> whole(Side({"hardship_care.start": "2022-01"})).settings["hardship_care.dose.money"]
    600.0
    """
    settings: dict[str, Value] = {}
    for policy in side.policies:
        for name, param in find_policy(policy).params.items():
            value = side.dose(policy, name)
            settings[f"{policy}.{DOSE}.{name}"] = value if isinstance(value, bool | str) else float(value)
            if param.is_switch:
                settings[f"{policy}.{DOSE}.{name}"] = bool(value)
    delivery = {path: value for path, value in side.settings.items() if path not in settings}
    kept = {path: value for path, value in delivery.items() if not is_usual(path.partition(".")[2], value)}
    return Side(settings | kept)


def letter(place: int) -> str:
    """Letter of a side."""
    return LETTERS[place]
