"""Words for the controls that Mesa draws: in English only, and with a switch that stops the pictures."""

from __future__ import annotations

import solara

from sim.core.config.language import LANGUAGES, Language

HIDDEN = ("Use Threads", "Model Parameters", "Information")
"""Mesa's switch to a second thread stops the pictures; parameters and the month are shown by the page itself."""

WORDS: dict[str, tuple[str, str]] = {
    "Controls": ("Run", "运行"),
    "Play Interval (ms)": ("Pause between pictures (ms)", "画面间隔（毫秒）"),
    "Render Interval (steps)": ("Months per picture", "每幅画面月数"),
    "Reset": ("Restart", "重新开始"),
    "▶": ("▶ Play", "▶ 播放"),
    "❚❚": ("❚❚ Pause", "❚❚ 暂停"),
    "Step": ("Step", "单步"),
}
"""What Mesa writes, and what the page shows in English and in Chinese."""


def words(language: Language) -> dict[str, str]:
    """Text to show for every text that may stand there: Mesa's own or that of the other language; empty to hide it."""
    table = dict.fromkeys(HIDDEN, "")
    for mesa, texts in WORDS.items():
        for found in (mesa, *texts):
            table[found] = texts[LANGUAGES.index(language)]
    return table


@solara.component_vue("relabel.vue")
def Relabel(words: dict[str, str]) -> None:
    """Show other words in the drawer of controls, whenever they change.

    Parameters
    ----------
    words : dict of str to str
        Text to show by the text that stands there; empty to hide the control or card around it.
    """
