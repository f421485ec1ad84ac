"""Take the pictures of the documents anew: the result of `make demo`, and the pages in a browser (``make pictures``).

The pages are asked for twenty pairs of the shipped baseline, so that this takes a few minutes the first time.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.app.served import PATIENCE, Served, free_port
from tests.app.visitor import ARGUMENTS, BROWSER

ROOT = Path(__file__).parents[1]
RESULT, IMAGES = ROOT / "results" / "demo" / "index.html", ROOT / "docs" / "images"
WIDE, PHONE = (1280, 800), (390, 844)
ASKED = "a.training.start=2021-01&a.training.dose.units=2&b.online_branch.start=2021-01"
"""Training, and an online branch beside it."""
PAGES = {
    "app": (ASKED, WIDE),
    "app_villages": (f"{ASKED}&tab=villages&look.village=2", WIDE),
    "app_phone_zh": (f"{ASKED}&lang=zh", PHONE),
}
READY = "() => document.querySelector('.rp-status')?.dataset.stage === 'final'"
SETTLE = 1500
"""Milliseconds for what fades and grows."""


def take(browser: Browser, address: str, name: str, size: tuple[int, int], ready: str = "") -> None:
    """Write one picture."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(address)
    if ready:
        page.wait_for_function(ready, timeout=PATIENCE * 1000)
    page.wait_for_timeout(SETTLE)
    page.screenshot(path=IMAGES / f"{name}.png")
    page.close()
    print(IMAGES / f"{name}.png")


def main() -> None:
    """Take all pictures."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=list(ARGUMENTS))
        if RESULT.is_file():
            take(browser, RESULT.as_uri(), "result", WIDE)
        with Served("baseline", free_port(), page="app") as server:
            for name, (search, size) in PAGES.items():
                take(browser, f"{server.address.partition('?')[0]}?{search}", name, size, READY)
        browser.close()


if __name__ == "__main__":
    main()
