"""The quorum desk: a branch in a few fields, its exact odds with and without a list, its members in twenty years."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import solara

from sim.analysis.membership_path import COMMITTEE, GENERAL, JOINT, Line, MembershipPath, thresholds
from sim.analysis.quorum_odds import Odds, default
from sim.app.compare.buttons import Choice, Switch
from sim.app.compare.desk_fields import (
    BRANCH_FIELDS,
    COLUMNS,
    PATH_FIELDS,
    DeskFields,
    Field,
    odds_by_column,
    path_of,
    read_field,
)
from sim.app.compare.drawing import (
    Drawn,
    across,
    axis_y,
    box,
    chance,
    element,
    ends_of,
    height,
    number,
    polyline,
    table,
    text,
)
from sim.app.watch.fields import TextField
from sim.core.config.language import Language, in_language
from sim.mechanisms import all_parameters
from sim.runs.jobs import LIST, QUORUM, QUORUM_RULES
from sim.words.labels import word
from sim.words.one_pair import tell

TOLD_YEARS = (5, 10, 20)
"""Years of which numbers are told beside the picture."""
RULES = {JOINT: "below_joint", COMMITTEE: "below_committee", GENERAL: "above_general"}


@solara.component
def QuorumDesk(
    language: Language = "en", fields: DeskFields | None = None, on_fields: Callable[[DeskFields], object] | None = None
) -> None:
    """Show the desk.

    Parameters
    ----------
    language : {"en", "zh"}
    fields : DeskFields, optional
        What stands in the fields. Whenever other ones are given, such as those of a village, they are shown.
    on_fields : callable, optional
        Is told of every change.
    """
    own, set_own = solara.use_state(fields or DeskFields())
    given = solara.use_ref(fields)
    if fields is not None and fields != given.current:
        given.current = fields
        if fields != own:
            set_own(fields)
            own = fields

    def take(after: DeskFields) -> None:
        set_own(after)
        if on_fields is not None:
            on_fields(after)

    odds = solara.use_memo(lambda: odds_by_column(own), [own.branch])
    path = solara.use_memo(lambda: path_of(own), [own.members, own.away, own.rates])
    with solara.v.Html(
        tag="section", class_="ruralparty-desk", attributes={"aria-label": tell("quorum_desk", language)}
    ):
        with solara.v.Html(tag="div", class_="ruralparty-desk-fields"):
            where = tell("desk_of", language, name=own.village) if own.village else tell("desk_blank", language)
            Drawn(element("h3", text(tell("quorum_desk", language))) + element("p", text(where)), "header")
            with solara.v.Html(tag="div", class_="ruralparty-desk-group"):
                for field in BRANCH_FIELDS:
                    NumberField(field, own, take, language)
            Rule(own, take, language)
            Drawn(text(tell("path_fields", language)), "h4")
            with solara.v.Html(tag="div", class_="ruralparty-desk-group"):
                for field in PATH_FIELDS:
                    NumberField(field, own, take, language)
        with solara.v.Html(tag="div", class_="ruralparty-desk-answer"):
            Drawn(odds_html(own, odds, language), class_="ruralparty-desk-odds", aria_live="polite")
            Drawn(path_html(path, language), class_="ruralparty-desk-path")


@solara.component
def NumberField(field: Field, fields: DeskFields, take: Callable[[DeskFields], None], language: Language) -> None:
    """A field for a number; what is wrong is told at it."""
    value = getattr(fields, field.name)

    def read(typed: str) -> str:
        after, problem = read_field(field, typed, fields, language)
        if not problem:
            take(after)
        return problem

    with solara.v.Html(tag="div", class_="ruralparty-desk-field"):
        label = tell(field.name, language)
        Drawn(text(label), class_="ruralparty-desk-label", aria_hidden="true")
        TextField(label, f"{value:g}", read, 0, field.name, show_label=False)


@solara.component
def Rule(fields: DeskFields, take: Callable[[DeskFields], None], language: Language) -> None:
    """Who is due, and whether there is a list where the rule knows one."""
    with solara.v.Html(tag="div", class_="ruralparty-desk-rule"):
        declared = all_parameters()[QUORUM]
        rules = [(rule, word(f"{rule}_rule", language)) for rule in QUORUM_RULES]
        label = in_language(language, declared.en, declared.zh)
        Drawn(text(label), class_="ruralparty-desk-label", aria_hidden="true")
        Choice(label, rules, fields.rule, lambda rule: take(fields.changed("rule", rule)), "rule")
        if fields.rule == LIST:
            answers = [(True, tell("has_list", language)), (False, tell("has_no_list", language))]
            Switch(
                tell("in_force", language), answers, fields.in_force, lambda on: take(fields.changed("in_force", on))
            )


def odds_html(fields: DeskFields, odds: Mapping[str, Odds], language: Language) -> str:
    """The odds under each way of counting, that of the fields marked, with what a list changes in a sentence."""
    without, listed = chance(odds["no_list"].meeting), chance(odds["by_list"].meeting)
    key = "no_gain" if without == listed else "gain"
    sentence = tell(key, language, without=without, with_list=listed)
    notes = [tell("independent", language, **{name: f"{default(path):g}" for name, path in LOG_ODDS.items()})]
    if fields.members > thresholds()[GENERAL]:
        notes.insert(0, tell("over_general", language, count=thresholds()[GENERAL]))
    return "".join(
        (
            element("h3", text(tell("odds", language))),
            element("p", text(sentence), class_="ruralparty-desk-sentence"),
            odds_table(fields, odds, language),
            *(element("p", text(each), class_="ruralparty-desk-note") for each in notes),
        )
    )


LOG_ODDS = {"frail": "meetings.attend_frail", "election": "meetings.attend_election"}
"""Parameters that the note names."""


def odds_table(fields: DeskFields, odds: Mapping[str, Odds], language: Language) -> str:
    """Rows of odds with a bar each, then those due and those who must be present."""
    calls = int(default("meetings.calls_most"))
    rows = (
        (tell("valid_call", language), lambda each: each.meeting),
        (tell("valid_calls", language, calls=calls), lambda each: each.within_calls()),
        (tell("carries", language), lambda each: each.decision),
        (tell("elects", language), lambda each: each.election),
    )
    counts = ((tell("due", language), lambda each: each.due), (tell("must_come", language), lambda each: each.least))

    def marked(name: str, inside: str) -> str:
        return element("span", inside, class_="ruralparty-chosen" if name == fields.column else "ruralparty-other")

    heads = ["", *(marked(name, text(tell(name, language))) for name in COLUMNS)]
    body = [[text(label), *(marked(name, bar(of(odds[name]))) for name in COLUMNS)] for label, of in rows]
    body += [[text(label), *(marked(name, span(of(odds[name]))) for name in COLUMNS)] for label, of in counts]
    return table(heads, body, "ruralparty-odds")


def bar(value: float) -> str:
    """A probability as a number over a bar."""
    line = element("i", class_="ruralparty-bar", style=f"width:{100 * value:.1f}%")
    return element("span", chance(value), class_="ruralparty-number") + element("span", line, class_="ruralparty-track")


def span(ends: tuple[int, int]) -> str:
    """``13–22``, or one number where both are the same."""
    low, high = ends
    return str(low) if low == high else f"{low}–{high}"


def path_html(path: MembershipPath, language: Language) -> str:
    """Members over the years as a picture with the thresholds that lie near it, and numbers of a few years."""
    return "".join(
        (
            element("h3", text(tell("path", language)), " ", element("small", text(tell("path_note", language)))),
            path_picture(path, language),
            path_table(path, language),
            element("p", text(tell("path_rests", language)), class_="ruralparty-desk-note"),
        )
    )


def path_picture(path: MembershipPath, language: Language) -> str:
    """Band and expected number of all members, expected number at home, and thresholds within reach."""
    everybody, home = path.everybody, path.home
    low, high = ends_of([*everybody.high.tolist(), *everybody.low.tolist()], from_zero=True)
    x = across(len(path.years))
    band = [f"{a:.2f},{height(b, low, high):.2f}" for a, b in zip(x, everybody.high, strict=True)]
    band += [f"{a:.2f},{height(b, low, high):.2f}" for a, b in reversed(list(zip(x, everybody.low, strict=True)))]
    lines = [element("polygon", points=" ".join(band), class_="ruralparty-band")]
    labels = []
    for name, count in thresholds().items():
        if low < count < high:
            y = height(count, low, high)
            lines.append(element("line", x1=0, x2=100, y1=f"{y:.2f}", y2=f"{y:.2f}", class_="ruralparty-threshold"))
            said = tell(RULES[name], language, count=count)
            side = "right" if name == JOINT else "left"  # 3 and 7 may lie too near for two texts
            style = f"top:{y:.1f}%;{side}:4px"
            labels.append(element("span", text(said), class_="ruralparty-at-threshold", style=style))
    lines.append(polyline(x, everybody.mean.tolist(), low, high, "ruralparty-line"))
    lines.append(polyline(x, home.mean.tolist(), low, high, "ruralparty-line ruralparty-home"))
    ends = [("all_members", everybody), ("members_home", home)]
    for key, line in ends:
        y = height(float(line.mean[-1]), low, high)
        labels.append(element("span", text(tell(key, language)), class_="ruralparty-at-end", style=f"top:{y:.1f}%"))
    label = f"{tell('path', language)}: {path_sentence(everybody, language)}"
    picture = box(*lines, class_="ruralparty-plot", label=label)
    years = "".join(element("span", str(year), style=f"left:{5 * year}%") for year in range(0, len(path.years), 5))
    return element(
        "div",
        axis_y((low, (low + high) / 2, high), low, high),
        element("div", picture, *labels, class_="ruralparty-plot-box"),
        element("div", years, class_="ruralparty-axis-x", aria_hidden="true"),
        class_="ruralparty-figure",
    )


def path_sentence(line: Line, language: Language) -> str:
    """Expected number and range in the last year."""
    mean, low, high = float(line.mean[-1]), int(line.low[-1]), int(line.high[-1])
    years = tell("in_years", language, years=len(line.mean) - 1)
    return f"{years} {number(mean)} ({low}–{high})"


def path_table(path: MembershipPath, language: Language) -> str:
    """Numbers of a few years: expected, range, at home, and the chance of each rule's side."""
    heads = ["", *(text(tell("in_years", language, years=year)) for year in TOLD_YEARS)]
    everybody, home = path.everybody, path.home
    rows = [
        [
            text(tell("all_members", language)),
            *(
                f"{number(float(everybody.mean[year]), decimals=0)} "
                + element("small", f"{everybody.low[year]}–{everybody.high[year]}")
                for year in TOLD_YEARS
            ),
        ],
        [
            text(tell("members_home", language)),
            *(
                f"{number(float(home.mean[year]), decimals=0)} "
                + element("small", f"{home.low[year]}–{home.high[year]}")
                for year in TOLD_YEARS
            ),
        ],
    ]
    for name, count in thresholds().items():
        past = everybody.past(name)
        said = tell(RULES[name], language, count=count)
        rows.append([text(said) + ", %", *(chance(float(past[year])) for year in TOLD_YEARS)])
    return table(heads, rows, "ruralparty-path-table")
