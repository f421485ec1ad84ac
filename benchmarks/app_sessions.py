"""Ten visitors at once: how long each waits for the estimate of a lever that is dragged, and the memory of a session.

``python -m benchmarks.app_sessions`` opens the comparing page in ten tabs of a browser that share nothing, at one
server with a store of its own, and drags a lever in all of them at the same time. Between two movements
a visitor looks for a second on average. A preview is timed in the tab: from the movement of the pointer to the tiles or
the costs drawn anew; the ten tabs are drawn on the same processors, which those of ten visitors are not. Memory is what the server's process has more of with ten sessions
than with one, after all have been answered and dragged, for each session. It needs the browser of the tests.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
from typing import Any

from playwright.async_api import Page, async_playwright

from sim.app.compare.app import PAGE
from sim.app.server.serve import HOST, SETTINGS, is_free

SESSIONS, MOVES = 10, 20
PREVIEW_SECONDS, MEGABYTES = 0.4, 150
"""What 95 of 100 previews, and a session, may take."""
BROWSER = os.environ.get("BROWSER_PATH", "/usr/bin/chromium")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
PATIENCE = 600_000
ANSWERED = """() => document.querySelector('.rp-status')?.dataset.stage === 'final'
    && document.querySelector('.rp-tiles')?.dataset.drawn === document.querySelector('.rp-status').dataset.drawn"""
DRAG = """async ([dose, moves]) => {
    const slider = document.querySelector(`[data-lever="${dose}"] [role="slider"]`);
    const box = slider.getBoundingClientRect(), waits = [];
    const told = [document.querySelector('.rp-tiles'), document.querySelector('.rp-cost-row').parentElement];
    const send = (kind, part) => slider.dispatchEvent(new PointerEvent(kind, {bubbles: true, pointerId: 1, button: 0,
        clientX: box.left + part * box.width, clientY: box.top + box.height / 2}));
    slider.setPointerCapture = () => {};
    send('pointerdown', 0.1);
    await new Promise(done => setTimeout(done, 1000));
    for (let move = 0; move < moves; move++) {
        const drawn = new Promise(done => {
            const seen = new MutationObserver(() => { seen.disconnect(); requestAnimationFrame(() => done()); });
            for (const each of told)
                seen.observe(each, {subtree: true, childList: true, attributes: true, characterData: true});
        });
        const begun = performance.now();
        send('pointermove', move % 2 ? 0.2 + 0.03 * move : 0.9 - 0.03 * move);
        const come = await Promise.race([drawn.then(() => true), new Promise(done => setTimeout(done, 10000, false))]);
        waits.push(come ? performance.now() - begun : NaN);
        await new Promise(done => setTimeout(done, 500 + 1000 * Math.random()));
    }
    send('pointerup', 0.5);
    return waits;
}"""


def megabytes(process: int) -> float:
    """Memory that a process holds for itself: its workers share the rest."""
    with open(f"/proc/{process}/smaps_rollup", encoding="ascii") as lines:
        kept = (line.split() for line in lines)
        return sum(int(words[1]) for words in kept if words[0] in ("Private_Clean:", "Private_Dirty:")) / 1024


def served(scenario: str, store: str) -> tuple[subprocess.Popen[str], str]:
    """A server that has said where it listens."""
    port = next(each for each in range(8800, 8900) if is_free(each))
    lines = (
        "import os",
        "from functools import partial",
        "from sim.app.compare.app import serve",
        f"serve({scenario!r}, port={port}, open_browser=False, say=partial(print, flush=True))",
    )
    environment = {**os.environ, **SETTINGS, "SOLARA_APP": PAGE, "RURALPARTY_STORE": store}
    # Python sees to it that this is one program: workers of the pool begin as it does.
    code = "\n".join(("if __name__ == '__main__':", *(f"    {line}" for line in lines)))
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    next(line for line in process.stdout if "http://" in line)
    return process, f"http://{HOST}:{port}/"


async def opened(browser: Any, address: str, place: int) -> Page:
    """A visitor whose question is answered; each begins with a dose of its own."""
    page = await (await browser.new_context(viewport={"width": 1280, "height": 800})).new_page()
    page.set_default_timeout(PATIENCE)
    await page.goto(f"{address}?pairs=4&a.training.start=2021-06&a.training.dose.units={1 + 0.2 * place:.1f}")
    await page.wait_for_function(ANSWERED)
    return page


async def measure(scenario: str, sessions: int) -> None:
    """Open, drag, and print."""
    with tempfile.TemporaryDirectory() as store:
        process, address = served(scenario, store)
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=BROWSER, args=list(ARGUMENTS))
                pages = [await opened(browser, address, 0)]
                alone = await pages[0].evaluate(DRAG, ["training.dose.units", MOVES])
                await pages[0].wait_for_function(ANSWERED)
                one = megabytes(process.pid)
                for place in range(1, sessions):
                    pages.append(await opened(browser, address, place))
                asked = (page.evaluate(DRAG, ["training.dose.units", MOVES]) for page in pages)
                waits = [wait for found in await asyncio.gather(*asked) for wait in found]
                for page in pages:
                    await page.wait_for_function(ANSWERED)
                each = (megabytes(process.pid) - one) / (sessions - 1)
                told("one session", alone)
                told(f"{sessions} sessions", waits)
                print(f"the server with one session {one:.0f} MB; {each:.1f} MB more a session (at most {MEGABYTES})")
                await browser.close()
        finally:
            process.terminate()
            process.wait()


def told(name: str, waits: list[float]) -> None:
    """Print how long previews took."""
    known = sorted(wait for wait in waits if wait == wait)
    p95 = known[int(0.95 * (len(known) - 1))]
    missing = f", {len(waits) - len(known)} never came" if len(known) < len(waits) else ""
    print(
        f"{name}: preview p50 {statistics.median(known):.0f} ms, p95 {p95:.0f} ms "
        f"(at most {1000 * PREVIEW_SECONDS:.0f}), {len(known)} previews{missing}"
    )


def main() -> None:
    """Read the command line, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", nargs="?", default="baseline")
    parser.add_argument("--sessions", type=int, default=SESSIONS)
    given = parser.parse_args()
    asyncio.run(measure(given.scenario, given.sessions))


if __name__ == "__main__":
    main()
