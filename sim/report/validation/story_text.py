"""One person's life under several scenarios, side by side."""

from __future__ import annotations

from typing import Any

from sim.agents.codes import ACTIVE, FULL, PROBATIONARY
from sim.core.config.calendar import name_of
from sim.core.config.language import Language
from sim.report.layout.table import Table, columns
from sim.runs.story import Drawn, Story, first_difference
from sim.words.labels import in_brackets, joined, listed, word

EVENTS: dict[str, tuple[str, str]] = {
    "born": ("born", "出生"),
    "moved_in": ("moved in", "迁入"),
    "died": ("died", "去世"),
    "departed": ("gave up registration", "迁出户籍"),
    "died_or_departed": ("died or gave up registration", "去世或迁出户籍"),
    "left": ("left for work", "外出"),
    "came_back": ("came back", "返乡"),
    "frail": ("became frail", "失能"),
    "child_born": ("had a child", "生育"),
    "office_taken": ("took the secretary's office", "任村书记"),
    "office_left": ("left the secretary's office", "卸任村书记"),
    "need_administrative": ("need: administrative", "产生办事诉求"),
    "need_livelihood": ("need: livelihood", "产生生计诉求"),
    "need_welfare": ("need: welfare", "产生救助诉求"),
    "need_dispute": ("need: dispute", "产生纠纷诉求"),
    "need_digital": ("need: digital", "产生数字诉求"),
    "need_lapsed": ("need lapsed", "诉求失效"),
    "nobody_found": ("found nobody in charge", "找不到人"),
    "attempt_failed": ("attempt failed", "办理未成"),
    "need_met": ("need met", "诉求办结"),
    "visited": ("visited", "被走访"),
    "message": ("message received", "收到消息"),
    "applied": ("applied for membership", "提交入党申请"),
    "activist": ("became an activist", "成为入党积极分子"),
    "admitted": ("admitted as probationary member", "接收为预备党员"),
    "full_member": ("became a full member", "转为正式党员"),
    "withdrew": ("application ended", "申请终止"),
    "left_the_party": ("membership ended", "党籍终止"),
    "account_active": ("account in use", "账号启用"),
    "account_dormant": ("account fell dormant", "账号休眠"),
    "account_closed": ("account closed", "账号注销"),
    "device": ("got a device", "有了上网设备"),
}
WORDS: dict[str, tuple[str, str]] = {
    "month": ("month", "月份"),
    "who": ("identity {identity}, village {village}", "标识 {identity}，村 {village}"),
    "same": ("the lives do not differ", "轨迹无差异"),
    "first": ("first month at which the lives differ: {month}", "轨迹首次出现差异的月份：{month}"),
    "marked": ("months from then on are marked *", "该月起各月以*标出"),
    "never": ("never lived in this run", "该运行中无此人"),
    "end": ("at the end", "期末"),
    "gone": ("gone", "已离世或迁出"),
    "trust": ("trust", "信任"),
    "member": ("member", "党员"),
    "away": ("away", "外出"),
    "home": ("at home", "在村"),
    "account": ("account in use", "账号在用"),
    "drawn": (
        "drawn from {adults} adults of the start: {alive} live to the end under every scenario, {apart} of these not "
        "the same life under all",
        "从期初{adults}名成年人中抽取：{alive}人在各情景下均存续至期末，其中{apart}人的轨迹因情景而异",
    ),
    "drawn_one": (
        "drawn from {adults} adults of the start, {alive} of whom live to the end",
        "从期初{adults}名成年人中抽取，其中{alive}人存续至期末",
    ),
}


def story_text(stories: list[Story], language: Language, drawn: Drawn | None = None) -> str:
    """The lives side by side: months in which something happened under at least one scenario.

    Whoever was drawn at random is told with the number of those she was drawn from.
    """
    words = {key: word(key, language, WORDS) for key in WORDS}
    apart = first_difference(stories)
    by_month = [dict(story.events()) for story in stories]
    months = sorted({month for events in by_month for month in events} | ({apart} if apart is not None else set()))
    rows = []
    for month in months:
        told = [
            joined(language, *(word(name, language, EVENTS) for name in events.get(month, []))) for events in by_month
        ]
        rows.append(("*" * (apart is not None and month >= apart), name_of(month), *told))
    rows.append(("", words["end"], *(_end(story, words, language) for story in stories)))
    heads = columns(["", words["month"], *(story.scenario for story in stories)])
    village = next(story.village for story in stories if story.village is not None)
    lines = [words["who"].format(identity=stories[0].identity, village=village), "", Table(heads, rows).text()]
    if drawn:
        told = words["drawn" if len(stories) > 1 else "drawn_one"]
        lines.insert(1, told.format(adults=drawn.adults, alive=drawn.alive, apart=drawn.apart))
    if len(stories) == 1:
        return "\n".join(lines)
    if apart is None:
        return "\n".join([*lines, "", words["same"]])
    first = words["first"].format(month=name_of(apart))
    return "\n".join([*lines, "", in_brackets(language, first, words["marked"])])


def _end(story: Story, words: dict[str, str], language: Language) -> str:
    """A person's state in the last month."""
    if story.village is None:
        return words["never"]
    row = story.states[-1].row
    if row is None:
        return words["gone"]
    parts = [words["away"] if row["away"] else words["home"], f"{words['trust']} {row['trust']:.2f}"]
    if row["stage"] in (PROBATIONARY, FULL):
        parts.append(words["member"])
    if row["account"] == ACTIVE:
        parts.append(words["account"])
    return listed(language, *parts)


def story_record(stories: list[Story], drawn: Drawn | None = None) -> dict[str, Any]:
    """The lives in plain values, as ``--json`` prints them."""
    apart = first_difference(stories)
    return {
        "identity": stories[0].identity,
        "drawn_from": None if drawn is None else {key: each for key, each in vars(drawn).items() if key != "identity"},
        "first_difference": None if apart is None else name_of(apart),
        "lives": [
            {
                "scenario": story.scenario,
                "village": story.village,
                "events": [{"month": name_of(month), "events": events} for month, events in story.events()],
                "end": story.states[-1].row,
            }
            for story in stories
        ],
    }
