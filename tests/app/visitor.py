"""Somebody who looks at the page in a browser without a network."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Page, expect

from sim.app.watch.address import known_scenarios
from sim.app.watch.controls import CONTROLS, PACES
from sim.app.watch.page import titled
from sim.app.watch.state import Phase
from tests.app.served import BREAKING, HOST, PATIENCE, Served

BROWSER = os.environ.get("BROWSER_PATH", "/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}",
)
BURN_IN, MONTHS = 14, 18
STATUS = ".ruralparty-status"
CHARTS = "[...document.querySelectorAll('.ruralparty-chart')]"
REACHED = """([wanted, status]) => {
    if (document.body.innerText.includes("Traceback")) throw new Error(document.body.innerText);
    return wanted.includes(document.querySelector(status)?.dataset.phase);
}"""
DRAWN = f"""([run, month, charts]) => {CHARTS}.filter(chart => chart.querySelector('canvas')
    && +chart.dataset.run === run && +chart.dataset.drawn === month).length === charts"""

expect.set_options(timeout=PATIENCE * 1000)


def watched(context: BrowserContext) -> list[str]:
    """Make a context patient, and note all that goes wrong in its tabs."""
    context.set_default_timeout(PATIENCE * 1000)
    wrong: list[str] = []
    context.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on(
        "requestfailed",
        # What the browser itself breaks off, as it does when a tab is closed, is no fault of the page.
        lambda request: wrong.append(f"failed: {request.url}") if request.failure != "net::ERR_ABORTED" else None,
    )
    context.on(
        "response", lambda answer: wrong.append(f"{answer.status}: {answer.url}") if answer.status > 399 else None
    )
    context.on("request", lambda asked: wrong.append(f"outside: {asked.url}") if is_outside(asked.url) else None)
    return wrong


def is_outside(url: str) -> bool:
    """Whether an address is not that of the server."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != HOST


class Visitor:
    """A tab that shows the start of a run."""

    def __init__(self, context: BrowserContext, server: Served, search: str = "", phase: Phase = Phase.IDLE) -> None:
        self.server = server
        self.page: Page = context.new_page()
        self.page.goto(server.address.partition("?")[0] + search)
        self.reaches(phase)

    @property
    def statement(self) -> dict[str, Any]:
        """What the page says of the run that it shows."""
        found = self.page.eval_on_selector(STATUS, "line => ({...line.dataset})")
        return {name: int(value) if value.isdecimal() else value for name, value in found.items()}

    @property
    def month(self) -> int:
        return int(self.statement["month"])

    def control(self, name: str) -> Locator:
        return self.page.locator(f'[data-control="{name}"]')

    def field(self, name: str) -> Locator:
        return self.page.locator(f'[data-field="{name}"]')

    def slider(self, lever: str) -> Locator:
        return self.page.locator(f'[data-lever="{lever}"] [role="slider"]')

    def reaches(self, *phases: Phase) -> None:
        """Wait until a run is in one of the phases, and drawn if there is one."""
        self.page.wait_for_function(REACHED, arg=[[phase.value for phase in phases], STATUS])
        if phases[0] in (Phase.IDLE, Phase.PAUSED, Phase.ENDED):
            self.drawn()

    def drawn(self) -> None:
        """Wait until the pictures are those of the run and month that the page states."""
        said = self.statement
        charts = 1 if "besideMonth" in said else 6
        self.page.wait_for_function(DRAWN, arg=[said["run"], said["burnIn"] + said["month"], charts])

    def lives(self, months: int) -> None:
        """Wait until the run has lived so many months, or more."""
        self.page.wait_for_function(f"document.querySelector({STATUS!r})?.dataset.month >= {months}")

    def renews(self, action: Callable[..., object], *given: Any) -> None:
        """Do what makes another run, and wait until that is asked for."""
        asked = self.statement["asked"]
        action(*given)
        self.page.wait_for_function(f"document.querySelector({STATUS!r}).dataset.asked > {asked}")

    def type(self, name: str, text: str, key: str = "Enter") -> None:
        self.field(name).fill(text)
        self.field(name).press(key)

    def choose(self, name: str, place: int) -> None:
        """Choose an entry of a list by its place."""
        self.page.locator(f'.v-select:has([data-field="{name}"]) .v-select__slot').click()
        self.page.locator(".menuable__content__active .v-list-item").nth(place).click()
        expect(self.page.locator(".menuable__content__active")).to_have_count(0)

    def bring(self, phase: Phase) -> None:
        """Bring a page that waits at its first month into a phase."""
        if phase == Phase.PLAYING:
            self.choose("pause_ms", -1)  # slow enough for a hand
            self.control("play").click()
            self.lives(1)
        elif phase == Phase.PAUSED:
            self.control("step").click()
            self.lives(1)
        elif phase == Phase.ENDED:
            self.control("play").click()
        elif phase == Phase.FAILED:
            self.renews(self.type, "seed", str(BREAKING))
            self.reaches(Phase.IDLE)
            self.control("play").click()
        self.reaches(phase)

    def begin_anew(self) -> None:
        """Give every field what the page began with, and wait at the first month."""
        self.control("en").click()
        for name in (*PACES, "sides"):
            self.choose(name, 0)
        if self.statement.get("scenario") != self.server.scenario:
            self.renews(self.choose, "scenario", 0)
        if self.field("seed").input_value() != "1":
            self.renews(self.type, "seed", "1")
        if self.control("back").count():
            self.renews(self.control("back").click)
        self.renews(self.control("restart").click)
        self.reaches(Phase.IDLE)
        assert (self.statement["moved"], self.month) == ("{}", 0)

    def shows_the_run_of_its_fields(self) -> None:
        """Check that the run is that of its fields, and that those buttons can be pressed that should be."""
        said = self.statement
        assert said["run"] == said["asked"]
        language = "zh" if self.page.evaluate("document.documentElement.lang") == "zh-CN" else "en"
        titles = dict(titled(known_scenarios(self.server.scenario), language))
        chosen = self.page.locator('.v-select:has([data-field="scenario"]) .v-select__selection')
        expect(chosen).to_have_text(titles[said["scenario"]])
        expect(self.field("seed")).to_have_value(str(said["seed"]))
        moved = json.loads(said["moved"])
        for lever in self.page.locator(".ruralparty-lever").all():
            name = lever.get_attribute("data-lever")
            usual = lever.inner_text().split()[-1]
            expect(self.field(name)).to_have_value(f"{moved[name]:.6g}" if name in moved else usual)
        for control in CONTROLS:
            works = control.works(Phase(said["phase"]), said.get("month", 0))
            expect(self.control(control.name)).to_be_enabled(enabled=works)
