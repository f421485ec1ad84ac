"""Words and switches of the command ``ruralparty``, with an example for each command."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from sim.cli.parser import Parser
from sim.cli.precision import precision_of

DESCRIPTION = """\
Simulated villages, their people and their Party branches: run scenarios, and compare interventions person by person.

A scenario is the name of a shipped one (baseline, training, ...) or a file ending in .yaml."""
EXITS = "Exit codes: 0 done, 1 some runs failed, 2 bad input, 3 interrupted."


def reps_of(text: str) -> int | str:
    """Number of pairs, or ``auto``."""
    if text == "auto" or text.isdecimal() and int(text) >= 1:
        return text if text == "auto" else int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is neither a number from 1 nor auto")


def count_of(text: str) -> int:
    """A whole number from 1."""
    if text.isdecimal() and int(text) >= 1:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1")


def shard_of(text: str) -> tuple[int, int]:
    """``2/8``: the second of eight shares."""
    place, _, count = text.partition("/")
    if place.isdecimal() and count.isdecimal() and 1 <= int(place) <= int(count):
        return int(place), int(count)
    raise argparse.ArgumentTypeError(f"{text!r} is no share I/N with I from 1 to N, such as 2/8")


def names_of(text: str) -> list[str]:
    """Names with commas between them; one that stands twice counts once."""
    return list(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = Parser(
        "ruralparty", description=DESCRIPTION, epilog=EXITS, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action=Version)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)

    def add(name: str, summary: str, example: str, out: bool = False, runs: bool = False) -> argparse.ArgumentParser:
        command = commands.add_parser(
            name,
            help=summary.replace("%", "%%"),  # the one is a format, the other is not
            description=summary,
            epilog=f"example:\n  {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        _common(command, out, runs)
        return command

    run = add(
        "run",
        "run a scenario over seeds: outcomes with intervals",
        "ruralparty run baseline --reps 20 -o results/baseline",
        True,
        True,
    )
    run.add_argument("scenarios", nargs="+", metavar="SCENARIO", help="one or several scenarios")
    run.add_argument("--reps", type=count_of, default=1, metavar="N", help="runs of each scenario (1)")
    run.add_argument("--by-village", action="store_true", help="keep monthly series of every village")
    run.add_argument(
        "--by",
        choices=("age", "sex", "away", "left_behind", "township", "county"),
        help="outcomes by group of persons (over whole years), by township or by county, in a table of its own",
    )
    run.add_argument(
        "--check", action="store_true", help="check after every month that nothing was lost or out of bounds"
    )
    run.add_argument("--county", type=count_of, metavar="N", help="only county N of a world of several")
    run.add_argument(
        "--keep", metavar="FOLDER", help="keep the finished counties there (results/counties, until the run is over)"
    )
    run.add_argument(
        "--shard", type=shard_of, metavar="I/N", help="only the I-th of N shares of the counties, into --keep"
    )
    _evaluation(run)
    _keeping(run)

    compare = add(
        "compare",
        "compare scenarios with a baseline: paired differences with 95 % intervals, costs, figure, page",
        "ruralparty compare baseline training online_branch --reps auto --precision trust=0.005 -o results/training\n"
        "  ruralparty compare baseline training online_branch --budget '30 yuan/person/year' --by branch_size",
        True,
        True,
    )
    compare.add_argument("baseline", metavar="BASELINE", help="scenario that the others are compared with")
    compare.add_argument("alternatives", nargs="+", metavar="ALTERNATIVE", help="one or several scenarios")
    compare.add_argument(
        "--reps", type=reps_of, default=20, metavar="N|auto", help="pairs, or auto: until --precision (20)"
    )
    compare.add_argument(
        "--precision",
        type=precision_of,
        action="append",
        metavar="OUTCOME=HALF-WIDTH",
        help="with --reps auto: half-width of the interval to reach, in the outcome's unit: shares as numbers from 0 "
        "to 1 (0.02) or as '2 points'; may be given several times. No fewer than 20 pairs are run, and no fewer than "
        "600 villages over all pairs (200 pairs of worlds of three villages): what befalls few villages may be "
        "missing from fewer pairs, and the interval too narrow. The width must hold over half as many pairs again",
    )
    most = "with --reps auto: most pairs (200; five times the fewest in worlds of fewer than 15 villages)"
    compare.add_argument("--cap", type=count_of, metavar="N", help=most)
    equal = compare.add_mutually_exclusive_group()
    equal.add_argument(
        "--budget",
        metavar="MONEY",
        help="scale the doses of every alternative to this cost, such as '100 yuan/person/year' (registered persons)",
    )
    equal.add_argument(
        "--equal-hours", metavar="HOURS", help="the same for cadre hours, such as '0.5 hour/person/year'"
    )
    compare.add_argument(
        "--by",
        metavar="GROUP",
        help="differences for whom: age, sex, away, left_behind; township, county; a trait of villages at the start "
        "(branch_size, dispersion, hollowness, village_size, income, leadership), traits for all of these; "
        "archetype or county_type for every world",
    )
    _evaluation(compare)
    _keeping(compare)

    table = add(
        "table",
        "all policies at equal money: differences, intervals, cost per unit, under both quorum rules",
        "ruralparty table --budgets 30,100,300 --reps 10 -o results/table\n"
        "  ruralparty table --policies training,rotation --reps 4 --villages 2 --months 48",
        True,
        True,
    )
    table.add_argument("--budgets", type=names_of, metavar="A,B", help="yuan a registered person and year (30,100,300)")
    table.add_argument("--reps", type=count_of, default=10, metavar="N", help="pairs (10)")
    table.add_argument("--policies", type=names_of, metavar="A,B", help="all if left out")
    table.add_argument(
        "--baseline", default="baseline", metavar="SCENARIO", help="scenario that each policy is added to (baseline)"
    )
    table.add_argument(
        "--stored", metavar="FOLDER", help="make the table again from the runs in this folder; run nothing"
    )
    for name, meaning in (
        ("months", "months under study"),
        ("townships", "townships in each county"),
        ("villages", "villages in each township"),
        ("village-size", "median registered persons of a village"),
    ):
        table.add_argument(f"--{name}", type=count_of, metavar="N", help=f"{meaning}, instead of the baseline's")
    _evaluation(table)
    _keeping(table)

    demo = add(
        "demo",
        "baseline against training, talent recruitment and online branch, 20 pairs, to results/demo",
        "ruralparty demo",
        True,
        True,
    )
    demo.add_argument("--reps", type=count_of, default=20, metavar="N", help="pairs (20)")
    _keeping(demo)

    story = add(
        "story",
        "one simulated person's life, month by month, under several scenarios",
        "ruralparty story secretary of village 3 --under baseline,training",
        runs=True,
    )
    story.add_argument(
        "person",
        nargs="+",
        metavar="PERSON",
        help="an identity, or secretary|member|applicant|migrant|resident|random [NUMBER] [of village NUMBER]",
    )
    story.add_argument("--under", required=True, metavar="A,B", help="scenarios, with commas between them")

    fit = add(
        "fit",
        "the start population beside its tables: every marginal expected and found",
        "ruralparty fit baseline --seed 1",
    )
    fit.add_argument(
        "scenario", nargs="?", default="baseline", metavar="SCENARIO", help="its people are drawn (baseline)"
    )
    fit.add_argument("--seed", type=int, default=1, metavar="N", help="seed of the world (1)")

    backcast = add(
        "backcast",
        "a national world from the census of 2010 on under the published drivers, beside what was published since",
        "ruralparty backcast --until 2021 --seeds 12",
        runs=True,
    )
    backcast.add_argument("--until", type=int, default=2020, metavar="YEAR", help="last year, 2011 to 2025 (2020)")
    backcast.add_argument("--seeds", type=count_of, default=8, metavar="N", help="runs (8)")
    backcast.add_argument(
        "--reclassification",
        type=float,
        default=0.009,
        metavar="SHARE",
        help="share of villages that become urban in a year, an input (0.009)",
    )
    for name, number in (("counties", 2), ("townships", 3), ("villages", 8), ("village-size", 1300)):
        backcast.add_argument(
            f"--{name}", type=count_of, default=number, metavar="N", help=f"size of the world ({number})"
        )
    backcast.add_argument(
        "-j", "--jobs", type=int, default=0, metavar="N", help="processes; one for each processor if left out"
    )

    patterns = add(
        "patterns",
        "the twenty patterns of the field: target, model, interval over seeds, and whether each holds",
        "ruralparty patterns P7,P12 --archetypes labour-exporting --seeds 10",
        runs=True,
    )
    patterns.add_argument("patterns", nargs="?", type=names_of, default=(), metavar="P1,P2", help="all if left out")
    patterns.add_argument("--archetypes", type=names_of, metavar="A,B", help="worlds; all four if left out")
    patterns.add_argument("--seeds", type=count_of, default=5, metavar="N", help="runs of each world and variant (5)")
    patterns.add_argument(
        "--village-size",
        type=count_of,
        metavar="N",
        help="median registered persons of a village (1300); 500 is a hamlet",
    )
    patterns.add_argument("--ablate", action="store_true", help="which patterns hold without each of the four engines")
    patterns.add_argument(
        "-j", "--jobs", type=int, default=0, metavar="N", help="processes; one for each processor if left out"
    )

    _studies(add)
    validate = add("validate", "every error of every scenario file", "ruralparty validate scenarios/my_county.yaml")
    validate.add_argument("files", nargs="+", metavar="SCENARIO", help="files or names")
    add("month", "the order of a month, with the reason for each place", "ruralparty month --lang zh")
    add("policies", "all policies", "ruralparty policies")
    explain = add(
        "explain",
        "what a policy does, moves and costs, and how it can fail",
        "ruralparty explain online_branch --lang zh",
    )
    explain.add_argument("policy", metavar="POLICY")
    parameters = add("parameters", "parameters: default, unit, range, source, direction", "ruralparty parameters trust")
    parameters.add_argument(
        "of",
        nargs="?",
        default="",
        metavar="NAME",
        help="a mechanism or policy, or one parameter (meetings.denominator); all mechanisms if left out",
    )
    parameters.add_argument("--scenario", metavar="SCENARIO", help="the values that a scenario starts with, and why")
    add("outcomes", "all outcomes with unit and definition; headlines marked *", "ruralparty outcomes")
    coverage = add(
        "coverage", "claims of the source papers and what stands for each in the model", "ruralparty coverage A27"
    )
    coverage.add_argument(
        "item", nargs="?", default="", metavar="ITEM", help="number of a claim, A01 to E50; counts of all if left out"
    )
    watch = add("watch", "a run to look at in the browser: play, pause, step", "ruralparty watch training")
    watch.add_argument("scenario", nargs="?", default="baseline", metavar="SCENARIO")
    watch.add_argument("--port", type=count_of, default=8765, metavar="N", help="port on this machine (8765)")
    watch.add_argument("--no-browser", action="store_true", help="do not open the browser")
    known = (switch for each in commands.choices.values() for switch in each._option_string_actions)
    parser.switches = frozenset(switch for switch in known if switch.startswith("--"))
    return parser


def _studies(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands about studies."""
    place = {"metavar": "STUDY", "help": "folder of the study, or its study.yaml"}
    jobs = {"type": int, "default": 0, "metavar": "N", "help": "processes; one for each processor if left out"}
    design = add(
        "design",
        "choose the points of a study and name its runs; points that were there stay",
        "ruralparty design experiments/example --dry-run",
    )
    design.add_argument("study", **place)
    design.add_argument("--dry-run", action="store_true", help="write nothing: points, runs, core-hours, gigabytes")

    sweep = add(
        "sweep",
        "do the runs of a study that are not done yet; the same command goes on after an interruption",
        "ruralparty sweep experiments/example -j 2",
    )
    sweep.add_argument("study", **place)
    sweep.add_argument("-j", "--jobs", **jobs)
    sweep.add_argument("--engine", choices=("process", "sequential", "dask"), default="process", help="(process)")
    sweep.add_argument("--scheduler", default="", metavar="ADDRESS", help="of dask: an address or a scheduler file")
    sweep.add_argument("--shard", type=shard_of, metavar="I/N", help="only the I-th of N shares, for job arrays")
    sweep.add_argument("--retry", action="store_true", help="do runs that failed again")

    status = add("status", "how far a study is: wanted, done, failed, to do", "ruralparty status experiments/example")
    status.add_argument("study", **place)
    status.add_argument("--digest", action="store_true", help="core-hours and the digest of all results too")

    recheck = add(
        "recheck", "do runs again and compare with what is stored", "ruralparty recheck experiments/example --sample 20"
    )
    recheck.add_argument("study", **place)
    recheck.add_argument("--sample", type=count_of, default=20, metavar="N", help="runs (20)")
    recheck.add_argument("--run", metavar="ID", help="only this one, in this process; its first characters will do")
    recheck.add_argument("-j", "--jobs", **jobs)

    reproduce = add(
        "reproduce",
        "repeat a study from its manifest in another folder and compare run by run",
        "ruralparty reproduce experiments/example -o results/example-again",
    )
    reproduce.add_argument("study", **place)
    reproduce.add_argument("-o", "--out", metavar="FOLDER", help="folder of the repetition (STUDY-again)")
    reproduce.add_argument("-j", "--jobs", **jobs)

    clear = add(
        "gc",
        "delete runs that the study no longer names; without a study, stored runs of comparisons that are of other "
        "versions, unused for a month or beyond the bound",
        "ruralparty gc experiments/example --dry-run\n  ruralparty gc",
    )
    clear.add_argument("study", nargs="?", default="", metavar="STUDY", help=place["help"])
    clear.add_argument("--store", metavar="FOLDER", help="without a study: the store, if it is not the usual one")
    clear.add_argument("--dry-run", action="store_true", help="only count")


class Version(argparse.Action):
    """Print the version; looked up only if asked for."""

    def __init__(self, option_strings: list[str], dest: str, **keywords: object) -> None:
        super().__init__(option_strings, argparse.SUPPRESS, nargs=0, default=argparse.SUPPRESS, help="show the version")

    def __call__(self, parser: argparse.ArgumentParser, *rest: object) -> None:
        """Print and leave."""
        from importlib.metadata import PackageNotFoundError, version

        try:
            known = version("ruralparty")
        except PackageNotFoundError:
            known = "not installed"
        print(f"ruralparty {known}")
        parser.exit()


def _common(command: argparse.ArgumentParser, out: bool, runs: bool) -> None:
    command.add_argument("--json", action="store_true", help="print the result as JSON")
    command.add_argument("-v", "--verbose", action="store_true", help="show where an error happened")
    command.add_argument("--lang", choices=("en", "zh"), default="en", help="language of the results (en)")
    if runs:
        command.add_argument(
            "--seed", type=int, default=1, metavar="N", help="first seed; replicate k has seed N + k (1)"
        )
        command.add_argument(
            "--denominator",
            choices=("registered", "adjusted"),
            help="quorum rule of all scenarios alike: all full members, or less those excused",
        )
    if out:
        command.add_argument(
            "-o",
            "--out",
            metavar="FOLDER",
            help="write tables, figure, series and manifest there; earlier results are replaced, files of yours stay",
        )
        command.add_argument(
            "-j", "--jobs", type=int, default=0, metavar="N", help="processes; one for each processor if left out"
        )


def _keeping(command: argparse.ArgumentParser) -> None:
    place = command.add_mutually_exclusive_group()
    place.add_argument(
        "--store",
        metavar="FOLDER",
        help="keep runs there, and do none that is there already (left out: the folder runs in the user's cache, or "
        "$RURALPARTY_STORE); about 300 kB a run of the baseline's world; runs not used for 30 days are deleted, and "
        "beyond 4 GB ($RURALPARTY_STORE_GB) those unused for longest",
    )
    place.add_argument("--no-store", action="store_true", help="run everything and keep no run (RURALPARTY_STORE=none)")
    command.add_argument("--fresh", action="store_true", help="run anew what is stored, and store it again")


def _evaluation(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--window",
        default="12",
        metavar="MONTHS",
        help="months of evaluation: 12 = the last twelve (default), 2025-01..2026-12, all",
    )
    command.add_argument("--outcomes", type=names_of, metavar="A,B", help="outcomes; the headlines if left out")
