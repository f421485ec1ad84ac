"""Commands that look at one person, one run or a comparison: ``story``, ``watch`` and ``app``."""

from __future__ import annotations

from sim.cli.output import Options, say, show
from sim.cli.parser import Family
from sim.cli.switches import SEEDED, flag, number, switch
from sim.core.config.language import message

FAMILY = Family("look at a person or a run")


@FAMILY.command(
    "story",
    "one person's life, month by month, under several scenarios",
    "ruralparty story secretary of village 3 --under baseline,training",
    switch(
        "person",
        nargs="+",
        metavar="PERSON",
        help="an identity, or secretary|member|applicant|migrant|resident|random [NUMBER] [of village NUMBER]; random "
        "looks for an adult who lives to the end and whose life the scenarios make another",
    ),
    switch("--under", required=True, metavar="A,B", help="scenarios, with commas between them"),
    *SEEDED,
)
def do_story(options: Options) -> None:
    """``ruralparty story``."""
    from sim.analysis.comparable import check_comparable
    from sim.report.validation.story_text import story_record, story_text
    from sim.runs.jobs import check_seeds, resolve
    from sim.runs.story import follow, told_apart

    (seed,) = check_seeds([options.seed])
    scenarios = resolve(options.under.split(","), options.quorum)
    check_comparable(scenarios)
    phrase = " ".join(options.person)
    drawn = told_apart(phrase, [each.scenario for each in scenarios], seed)
    first = follow(drawn.identity if drawn else phrase, scenarios[0].scenario, seed)
    stories = [first, *(follow(first.identity, each.scenario, seed) for each in scenarios[1:])]
    if all(story.village is None for story in stories):
        fault = message(
            "nobody with identity {identity} lives in these runs at seed {seed}", identity=first.identity, seed=seed
        )
        raise ValueError(fault)
    show(options, story_text(stories, options.lang, drawn), story_record(stories, drawn))


@FAMILY.command(
    "watch",
    "a run to look at in the browser: play, pause, step",
    "ruralparty watch training",
    switch("scenario", nargs="?", default="baseline", metavar="SCENARIO"),
    number("--port", "port on this machine", 8765),
    flag("--no-browser", "do not open the browser"),
)
def do_watch(options: Options) -> None:
    """``ruralparty watch``."""
    from sim.app.watch.watch import serve

    serve(options.scenario, port=options.port, language=options.lang, open_browser=not options.no_browser, say=say)


@FAMILY.command(
    "app",
    "compare policies in the browser: levers, what they change, how sure that is, what it costs",
    "ruralparty app\n  ruralparty app training --lang zh",
    switch("scenario", nargs="?", default="baseline", metavar="SCENARIO"),
    number("--port", "port on this machine", 8765),
    switch(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="address to listen at, 0.0.0.0 for all; without it only this machine can open the page",
    ),
    flag("--no-browser", "do not open the browser"),
)
def do_app(options: Options) -> None:
    """``ruralparty app``."""
    from sim.app.compare.app import serve

    serve(
        options.scenario,
        port=options.port,
        language=options.lang,
        open_browser=not options.no_browser,
        say=say,
        host=options.host,
    )
