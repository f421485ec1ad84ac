"""A server of the page, a browser, and a context of it in which nothing may go wrong."""

import pytest

from tests.app.runs import write_small
from tests.app.served import Served, free_port


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Served(str(write_small(tmp_path_factory.mktemp("browser"))), free_port()) as server:
        yield server


@pytest.fixture(scope="session")
def compared(tmp_path_factory):
    """Path of the small scenario, for pages that compare."""
    return str(write_small(tmp_path_factory.mktemp("compared")))


@pytest.fixture(scope="session")
def answered(compared):
    """The answer to a question of two sides in the small scenario, of eight pairs."""
    from tests.app.compare.answers import answer_to

    return answer_to(compared)


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    from tests.app.visitor import ARGUMENTS, BROWSER

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def context(browser):
    """A visitor's tabs; at the end nothing may have gone wrong in any."""
    from tests.app.visitor import watched

    context = browser.new_context(viewport={"width": 1280, "height": 800})
    wrong = watched(context)
    yield context
    found = list(wrong)
    context.close()
    assert found == []
