"""A panel as a picture that stands alone: title, axis, lines and what heads every result of the page."""

from __future__ import annotations

from html import escape
from typing import Any

from sim.app.compare.panels import panels_of
from sim.app.compare.state import State
from sim.app.compare.status import lead_of
from sim.words.compare import say

WIDTH, HEIGHT = 720, 420
LEFT, TOP, RIGHT, BOTTOM = 64, 76, 40, 60
STYLE = """
text { fill: #1a1a1a; }
text { font: 13px "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
.head { font-size: 17px; font-weight: 700; } .soft { fill: #595959; font-size: 12px; }
path { fill: none; vector-effect: non-scaling-stroke; } .band { fill: #e9e9e6; } .grid { stroke: #e6e6e6; }
.zero { stroke: #6e6e6e; stroke-width: 1.6; stroke-dasharray: 5 3; } .start { stroke: #9a9a9a; stroke-dasharray: 1 3; }
.a { --k: #0072b2; } .b { --k: #d55e00; } .base { --k: #6e6e6e; }
.b90.a { fill: #0072b2; opacity: .13; } .b50.a { fill: #0072b2; opacity: .34; }
.b90.b { fill: #d55e00; opacity: .13; } .b50.b { fill: #d55e00; opacity: .34; }
.b50.base { fill: #6e6e6e; opacity: .34; }
.median.a, .pair.a, .reported.a { stroke: #0072b2; } .median.b, .pair.b, .reported.b { stroke: #d55e00; }
.median.base, .pair.base, .reported.base { stroke: #6e6e6e; }
.median { stroke-width: 2; } .median.b { stroke-dasharray: 14 3; } .median.base { stroke-dasharray: 5 3; }
.pair { stroke-width: 1.3; } .reported { stroke-width: 1; stroke-dasharray: 1 4; }
"""


def picture_of(outcome: str, state: State) -> str:
    """One panel as an SVG file."""
    shared = panels_of(state)
    panel: dict[str, Any] = next(each for each in shared["panels"] if each["outcome"] == outcome)
    lead = lead_of(state)
    across, down = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    sides = " · ".join(f"{each['letter']} {each['title']}" for each in lead["sides"])
    status = lead["status"]
    parts = [
        f'<text class="head" x="16" y="28">{escape(panel["title"])}</text>',
        f'<text class="soft" x="16" y="47">{escape(lead["against"])}: {escape(sides)}</text>',
        f'<text class="soft" x="16" y="64">{escape(panel["unit"] + " · " + status["strong"] + status["rest"])}</text>',
        f'<svg x="{LEFT}" y="{TOP}" width="{across}" height="{down}" viewBox="0 0 100 100" preserveAspectRatio="none" '
        f'overflow="visible">{panel["svg"]}</svg>',
    ]
    for tick in panel["ticks"]:
        y = TOP + down * tick["at"] / 100 + 4
        parts.append(f'<text class="soft" x="{LEFT - 8}" y="{y:.1f}" text-anchor="end">{escape(tick["text"])}</text>')
    for year in shared["years"]:
        x = LEFT + across * year["at"] / 100
        parts.append(f'<text class="soft" x="{x:.1f}" y="{TOP + down + 20}">{escape(year["text"])}</text>')
    for end in panel["ends"]:
        y = TOP + down * end["at"] / 100 + 4
        parts.append(f'<text x="{LEFT + across + 6}" y="{y:.1f}" font-weight="700">{escape(end["text"])}</text>')
    foot = say("foot", state.view.language).partition(". " if state.view.language == "en" else "。")[0]
    parts.append(f'<text class="soft" x="16" y="{HEIGHT - 12}">{escape(foot)}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<style>{STYLE}</style><rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>'
    )
