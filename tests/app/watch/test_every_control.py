"""Every control in every phase of a run, in a browser: the run shown is always that of its fields.

The declarations of controls and fields are gone through, so that one that is added is tried too.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from sim.app.watch.controls import CONTROLS, PACES
from sim.app.watch.lever_inputs import LEVERS
from sim.app.watch.state import Phase
from sim.mechanisms import all_parameters
from tests.app.visitor import Visitor

pytestmark = pytest.mark.browser

PARAMETERS = all_parameters()
NUMBERS = [lever for lever in LEVERS if not (PARAMETERS[lever].choices or PARAMETERS[lever].is_switch)]
RULES = [lever for lever in LEVERS if lever not in NUMBERS]
FIRST = NUMBERS[0]


def typed(lever: str) -> Callable[[Visitor], None]:
    """Type the upper end of a lever's range."""
    return lambda visitor: visitor.type(lever, f"{PARAMETERS[lever].range[1]:g}")


def dragged(lever: str) -> Callable[[Visitor], None]:
    """Move a slider by a step, with the keyboard."""
    return lambda visitor: visitor.slider(lever).press("ArrowRight")


def spoken(visitor: Visitor) -> None:
    """Change the language."""
    visitor.control("zh").click()
    expect(visitor.page.locator("html")).to_have_attribute("lang", "zh-CN")


def refused(visitor: Visitor) -> None:
    """Type what is out of range, and then what was there."""
    visitor.type(FIRST, "99")
    expect(visitor.page.locator(".ruralparty-side")).to_contain_text("99 is out of range")
    visitor.type(FIRST, "0.0153")
    expect(visitor.page.locator(".ruralparty-side")).not_to_contain_text("99 is out of range")


RENEWING = {
    "seed": lambda visitor: visitor.type("seed", "77", "Tab"),
    "scenario": lambda visitor: visitor.choose("scenario", 1),
    **{f"{lever} typed": typed(lever) for lever in NUMBERS},
    **{f"{lever} dragged": dragged(lever) for lever in NUMBERS},
    **{lever: lambda visitor, lever=lever: visitor.choose(lever, 1) for lever in RULES},
}
"""What makes another run, which plays if the last one did."""
KEEPING = {
    **{name: lambda visitor, name=name: visitor.choose(name, -1) for name in PACES},
    "zh": spoken,
    "refused": refused,
    "typed again": lambda visitor: visitor.field(FIRST).press("Enter"),
}
"""What leaves the run as it is."""
STANDING = (Phase.IDLE, Phase.PLAYING, Phase.PAUSED, Phase.ENDED, Phase.FAILED)
QUICK = {name: RENEWING[name] for name in ("seed", f"{FIRST} dragged")}
"""What `make test` tries; `make verify` tries all."""


@pytest.fixture
def brought(context, server):
    """Brings a page into a phase, as often as one likes; returns it and the number of its run."""
    visitor = Visitor(context, server)
    fresh = [True]

    def bring(phase: Phase) -> tuple[Visitor, int]:
        if not fresh:
            visitor.begin_anew()
        fresh.clear()
        visitor.bring(phase)
        visitor.shows_the_run_of_its_fields()
        return visitor, visitor.statement["run"]

    return bring


@pytest.mark.parametrize(
    "actions", [pytest.param(QUICK, id="a few"), pytest.param(RENEWING, id="all", marks=pytest.mark.verify)]
)
@pytest.mark.parametrize("phase", STANDING)
def test_what_makes_a_run_leads_to_the_run_of_the_fields(brought, phase, actions):
    for action in actions.values():
        visitor, _ = brought(phase)
        visitor.renews(action, visitor)
        if phase == Phase.PLAYING:
            visitor.reaches(Phase.PLAYING)
            visitor.lives(1)
            visitor.control("play").click()
        else:
            visitor.reaches(Phase.IDLE)
            visitor.shows_the_run_of_its_fields()
            visitor.control("step").click()
            visitor.lives(1)
        visitor.reaches(Phase.PAUSED)
        visitor.shows_the_run_of_its_fields()


@pytest.mark.verify
@pytest.mark.parametrize("phase", STANDING)
def test_what_makes_no_run_leaves_it_as_it_is(brought, phase):
    for action in KEEPING.values():
        visitor, run = brought(phase)
        action(visitor)
        if phase == Phase.PLAYING:
            visitor.lives(visitor.month + 1)
            visitor.control("play").click()
            visitor.reaches(Phase.PAUSED)
        assert visitor.statement["run"] == run
        assert visitor.statement["phase"] == (Phase.PAUSED if phase == Phase.PLAYING else phase)
        visitor.shows_the_run_of_its_fields()


@pytest.mark.verify
@pytest.mark.parametrize("phase", STANDING)
def test_every_button_does_what_it_says_or_cannot_be_pressed(brought, phase):
    for control in CONTROLS:
        visitor, _ = brought(phase)
        button, month = visitor.control(control.name), visitor.month
        if not control.works(phase, month):
            assert button.is_disabled()
            continue
        if control.name == "before":
            visitor.renews(button.click)
            visitor.reaches(Phase.PAUSED, Phase.IDLE)
            # What plays may have gone on for a few months while the button was pressed.
            assert visitor.month == month - 1 if phase != Phase.PLAYING else visitor.month >= month - 1
        elif control.name == "restart":
            visitor.renews(button.click)
            visitor.reaches(Phase.IDLE)
        elif control.name == "play" and phase != Phase.PLAYING:
            button.click()
            visitor.reaches(Phase.ENDED)
        else:
            button.click()
            visitor.lives(month + (control.name == "step"))
            visitor.reaches(Phase.PAUSED)
        visitor.shows_the_run_of_its_fields()


@pytest.mark.parametrize("phase", STANDING)
def test_both_sides_stand_in_the_month_that_was_reached_and_go_back_together(brought, phase):
    visitor, _ = brought(phase)
    month = visitor.month
    visitor.renews(visitor.choose, "sides", 2)
    if phase == Phase.PLAYING:
        visitor.lives(month + 1)
        visitor.control("play").click()
        visitor.reaches(Phase.PAUSED)
    elif phase == Phase.FAILED:
        visitor.reaches(Phase.PAUSED)
    else:
        visitor.reaches(phase)
        assert visitor.month == month
    said = visitor.statement
    assert (said["sides"], said["besideMonth"], said["besideSeed"]) == ("baseline+A", said["month"], said["seed"])
    assert visitor.page.locator(".ruralparty-cell").count() == 8
    visitor.shows_the_run_of_its_fields()
    if phase != Phase.IDLE:
        visitor.renews(visitor.control("before").click)
        visitor.reaches(Phase.PAUSED, Phase.IDLE)
        assert visitor.statement["besideMonth"] == visitor.month == said["month"] - 1
        visitor.shows_the_run_of_its_fields()


@pytest.mark.verify
@pytest.mark.parametrize("phase", STANDING)
def test_all_levers_go_back_at_once(brought, phase):
    visitor, _ = brought(phase)
    for lever in NUMBERS[:3]:
        visitor.renews(typed(lever), visitor)
    visitor.renews(visitor.control("back").click)
    visitor.reaches(Phase.PLAYING if phase == Phase.PLAYING else Phase.IDLE)
    assert visitor.statement["moved"] == "{}"
