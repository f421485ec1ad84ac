"""The owner of the state of the comparing page: what controls send, what is asked then, and what comes back."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.app.compare.answering import Answering, Shared
from sim.app.compare.asked import LETTERS
from sim.app.compare.brought import Brought, bring
from sim.app.compare.deliveries import DELIVERIES, read_delivery
from sim.app.compare.errands import BESIDE, WHOM, Errand
from sim.app.compare.errands import GROUPS as WHOSE
from sim.app.compare.errands import KINDS as ERRANDS
from sim.app.compare.estimates import estimate
from sim.app.compare.exports import courses_csv, exported
from sim.app.compare.figures import KINDS
from sim.app.compare.levers import grouped, read_typed
from sim.app.compare.pictures import picture_of
from sim.app.compare.side import DOSE, side_of
from sim.app.compare.state import State, whole
from sim.app.compare.view import GROUPS, QUESTIONS, TABS
from sim.app.owner import Owner
from sim.app.watch.lever_inputs import read_value
from sim.core.config.language import LANGUAGES, speaking
from sim.core.declarations.dated_value import Value
from sim.core.declarations.parameters import Param
from sim.indicators import HEADLINES
from sim.mechanisms import all_parameters
from sim.policies import find_policy, policy_names
from sim.runs.jobs import QUORUM_RULES
from sim.scenario.files import shipped_names
from sim.words import catalogue  # noqa: F401  # messages are said in the language of the page

MOST_BUDGET = 100_000.0
LONGEST_SEARCH, LONGEST_NUMBER = 60, 24


@dataclass(frozen=True)
class File:
    """A file on its way to the browser.

    Attributes
    ----------
    number : int
        Counts files, so that the same one can be asked for twice.
    name, kind, text : str
        Its name, its media type, what it holds.
    picture : bool
        Whether the browser makes a PNG of it.
    """

    number: int = 0
    name: str = ""
    kind: str = ""
    text: str = ""
    picture: bool = False


class Refused(ValueError):
    """A control sent what no control of the page can send."""


class Comparing(Owner[State]):
    """The state of a page, and the thread that answers its questions.

    Parameters
    ----------
    state : State
        What it begins with.
    shared : Shared
        What all visitors of the server share.
    scenarios : list of str
        Baselines that may be chosen.
    """

    def __init__(self, state: State, shared: Shared, scenarios: list[str]) -> None:
        super().__init__(state)
        self.scenarios = scenarios
        self.shared = shared
        self.answering = Answering(
            shared, lambda answer: self.do(State.with_answer, answer), lambda going: self.do(State.with_errand, going)
        )
        self.file = File()
        self.brought = Brought()
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def as_shown(self, state: State) -> Any:
        """By identity: what is equal is also the same, and figures are not to be looked through."""
        return id(state)

    def start(self) -> Callable[[], None]:
        """Begin to work; returns what ends it."""
        self.do(replace)  # what is known stands there at once
        self.answering.start()
        self._ask()
        self._put_beside()
        return self.close

    def close(self) -> None:
        """Let go: the page has gone, and what it brought goes with it."""
        super().close()
        self.answering.close()
        if self._folder is not None:
            self._folder.cleanup()

    def act(self, given: list[Any]) -> None:
        """Do what a control of the page sends: its name, and what it takes.

        Raises
        ------
        Refused
            If no control sends that.
        """
        name, *rest = given
        if name not in ACTIONS:
            raise Refused(name)
        before = self.state.asked, self.state.view.language
        ACTIONS[name](self, *rest)
        if (self.state.asked, self.state.view.language) != before or name in ("go_on", "let_go"):
            self._ask()
        if name not in ("stop", "recall"):
            self._put_beside()

    def send(self, errand: Errand) -> None:
        """Have an errand done, unless that was done before or is under way."""
        if errand.key not in self.state.found and not self._is_under_way(errand):
            self.do(State.sent, errand)
            self.answering.send(errand)

    def _is_under_way(self, errand: Errand) -> bool:
        going = self.state.going.get(errand.key)
        return going is not None and not going.failure

    def recall(self, errand: Errand) -> None:
        """Drop an errand."""
        self.do(State.recalled, errand)
        self.answering.recall(errand)

    def _put_beside(self) -> None:
        """Send for lines under default assumptions where they are to stand beside those under changed ones."""
        state, errand = self.state, Errand(self.state.asked, BESIDE)
        if state.view.beside and state.asked.assumptions and state.held is None and errand.key not in state.going:
            self.send(errand)

    def do(self, change: Callable[..., State], *given: Any, **named: Any) -> None:
        """Replace the state by the one that follows, with what memory knows of another question."""

        def followed(state: State, *given: Any, **named: Any) -> State:
            after = change(state, *given, **named)
            if after.asked == state.asked and after.answer is not None:
                return after
            return self._known(after if after.asked == state.asked else replace(after, going={}))

        super().do(followed, *given, **named)

    def _known(self, state: State) -> State:
        """A state whose question is new, with the answer or the estimate that there is at once."""
        found = self.shared.results.of(state.asked)
        return replace(state, found=found).with_answer(self.answering.at_once(state.asked))

    def _ask(self) -> None:
        """Have the question of the levers answered."""
        self.answering.ask(self.state.asked, self.state.view.language)

    def hand_over(self, name: str, kind: str, text: str, picture: bool = False) -> None:
        """Send a file to the browser."""
        self.file = File(self.file.number + 1, name, kind, text, picture)
        self.do(replace)

    def folder(self) -> Path:
        """Folder of what this visitor brings; it goes when the page does."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="ruralparty-visit-")
        return Path(self._folder.name)

    def value_of(self, path: str, given: Any) -> Value:
        """A setting as a control sends it, checked.

        Raises
        ------
        ValueError
            If it is none.
        """
        policy, _, rest = path.partition(".")
        kind, _, name = rest.partition(".")
        if kind == DOSE:
            return read_value(find_policy(policy).params[name], given, self.state.view.language)
        if rest not in DELIVERIES:
            raise Refused(path)
        return read_delivery(rest, str(given), self.state.view.language)


def _one_of(text: Any, allowed: Any) -> Any:
    if text not in allowed:
        raise Refused(str(text))
    return text


def _move(page: Comparing, path: str, given: Any) -> None:
    if path.startswith("p."):
        _assume(page, path.removeprefix("p."), given)
    else:
        page.do(State.move, path, page.value_of(path, given))


def _type(page: Comparing, path: str, text: Any) -> None:
    """Take a number that was typed; what is none is told at its field."""
    param = param_of(path)
    try:
        value = read_typed(param, str(text)[:LONGEST_NUMBER], page.state.view.language)
    except ValueError as error:
        page.do(State.refuse, path, str(text)[:LONGEST_NUMBER], str(error))
        return
    if path.startswith("p."):
        page.do(State.assume, path.removeprefix("p."), value)
    else:
        page.do(State.move, path, value)


def param_of(path: str) -> Param:
    """The number that a lever moves."""
    if path.startswith("p."):
        return all_parameters()[_one_of(path.removeprefix("p."), all_parameters())]
    policy, _, rest = path.partition(".")
    params = find_policy(_one_of(policy, policy_names())).params
    return params[_one_of(rest.removeprefix(f"{DOSE}."), params)]


def _errand(page: Comparing, kind: str, by: str = "") -> Errand:
    """What a control sends for."""
    if (kind == WHOM) != (by in WHOSE):
        raise Refused(by)
    return Errand(page.state.asked, _one_of(kind, ERRANDS), by)


def _drag(page: Comparing, path: str, given: Any) -> None:
    if path.startswith("p."):
        return
    value = page.value_of(path, given)
    page.answering.cancel()
    hint = estimate(page.state.drag(path, value, None).seen, page.shared.memory)
    page.do(State.drag, path, value, hint)


def _assume(page: Comparing, name: str, given: Any) -> None:
    param = all_parameters()[_one_of(name, all_parameters())]
    value = None if given is None else read_value(param, given, page.state.view.language)
    page.do(State.assume, name, value)


def _policy(page: Comparing, change: Callable[..., State], policy: str) -> None:
    page.do(change, _one_of(policy, [name for names in grouped().values() for name in names]))


def _scenario(page: Comparing, name: str) -> None:
    page.do(State.choose, _one_of(name, (*page.scenarios, *page.state.uploads)))


def _months(page: Comparing, months: Any) -> None:
    page.do(State.last, _one_of(int(months), range(601)))


def _budget(page: Comparing, text: Any) -> None:
    try:
        budget = float(text)
    except ValueError:
        return
    if 0 < budget <= MOST_BUDGET:
        page.do(State.spend, budget)


def _stop(page: Comparing) -> None:
    page.answering.cancel()
    page.do(State.stopped)


def _export(page: Comparing, name: str) -> None:
    try:
        page.hand_over(*exported(page.state, name))
    except KeyError:
        raise Refused(name) from None


def _save(page: Comparing, outcome: str, kind: str) -> None:
    """Save a panel."""
    _one_of(outcome, HEADLINES)
    shown = page.state.shown
    if kind == "csv" and shown is not None:
        page.hand_over(f"{outcome}.csv", "text/csv", courses_csv(shown, outcome))
    elif kind in ("svg", "png"):
        picture = picture_of(outcome, page.state)
        page.hand_over(f"{outcome}.{kind}", "image/svg+xml", picture, picture=kind == "png")


def _bring(page: Comparing, text: str, place: str) -> None:
    """Check a scenario that the visitor brought, and take it."""
    _one_of(place, ("baseline", *LETTERS))
    with speaking(page.state.view.language):
        page.brought = bring(str(text), page.folder(), page.state.view.language)
    taken = page.brought.scenario
    if taken is None:
        page.do(replace)
    elif place == "baseline":
        page.do(State.bring, page.brought.path, taken.title[page.state.view.language])
    else:
        page.do(State.give, LETTERS.index(place), whole(side_of(taken)))


ACTIONS: dict[str, Callable[..., None]] = {
    "move": _move,
    "drag": _drag,
    "let_go": lambda page: page.do(State.let_go),
    "use": lambda page, policy: _policy(page, State.use, policy),
    "reset": lambda page, policy: _policy(page, State.reset, policy),
    "take": lambda page, name: page.do(State.take, _one_of(name, ("", *shipped_names()))),
    "assume": _assume,
    "search": lambda page, text: page.do(State.look_for, str(text)[:LONGEST_SEARCH]),
    "scenario": _scenario,
    "months": _months,
    "quorum": lambda page, rule: page.do(State.count, _one_of(rule, ("", *QUORUM_RULES))),
    "budget": _budget,
    "tab": lambda page, tab: page.do(State.turn, _one_of(tab, TABS)),
    "kind": lambda page, kind: page.do(State.draw, _one_of(kind, KINDS)),
    "open": lambda page, outcome, question: page.do(
        State.open, _one_of(outcome, HEADLINES), _one_of(question, QUESTIONS)
    ),
    "close": lambda page: page.do(State.close),
    "edit": lambda page, place: page.do(State.edit, _one_of(place, range(len(LETTERS)))),
    "fold": lambda page, group: page.do(State.fold, _one_of(group, GROUPS)),
    "speak": lambda page, language: page.do(State.speak, _one_of(language, LANGUAGES)),
    "type": _type,
    "errand": lambda page, *given: page.send(_errand(page, *given)),
    "recall": lambda page, *given: page.recall(_errand(page, *given)),
    "by": lambda page, by: page.do(State.part, _one_of(by, WHOSE)),
    "beside": lambda page, on: page.do(State.put_beside, bool(on)),
    "undo": lambda page: page.do(State.undo),
    "redo": lambda page: page.do(State.redo),
    "stop": _stop,
    "go_on": lambda page: page.do(State.going_on),
    "export": _export,
    "save": _save,
    "bring": _bring,
}
"""What controls of the page send, and what is done because of it."""
