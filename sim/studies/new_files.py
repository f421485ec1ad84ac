"""A scenario and a policy to begin with: files that are valid as they stand, commented in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from sim.core.config.given_files import given_path
from sim.core.config.language import message
from sim.execution.files import make_folder, publish_text
from sim.studies.new_county import scenario_name
from sim.words.changes import present

SCENARIO_TEXT = """\
name: {name}
title: {{en: "{name}", zh: "{name}"}}
version: {version}                  # of ruralparty; a later one says what has changed since / 程序版本
extends: baseline               # everything that is not said here / 未写明的均从此情景
rationale: what it is for       # 说明

# horizon: {{start: 2021-01, months: 120, burn_in: 24}}
# world: {{archetype: labour-exporting, townships: 3, villages: 5, village_size: 1300}}
# world: {{data: my_county}}       # a county of your own: ruralparty new county my_county / 本县数据

policies:                       # ruralparty policies; ruralparty explain training
  training:
    start: 2022-01
    coverage: 1.0               # share of villages / 村的比例
    # dose: {{days: 4}}
    # ramp: 6 months
    # rule: weakest

# parameters:                   # ruralparty parameters
#   migration.leave: 0.018 1/month
"""
POLICY_TEXT = '''\
"""{title}: cadres call on households after supper.

does   On so many evenings a month two cadres go from house to house.
costs  Three hours of two cadres an evening, and 40 yuan for their supper.
fails  Who calls at supper is remembered; whoever works away is not at home in the evening either.

夜访农户
做什么  每月若干个晚上，两名干部入户走访。
成本    每晚两名干部各3小时，另加餐费40元。
反效果  打扰晚饭；外出务工者晚上也不在家。
"""

from sim.core.declarations.parameters import Param
from sim.policies.common.policy import Bought, Policy


class {cls}(Policy):
    """Visits in the evening."""

    idle = {{"evenings": 0}}  # doses with which it does nothing / 无作用时的力度
    bought = Bought(doses=("evenings",))  # what money buys / 经费所购
    evenings = Param(4, "visits/month", "A", "assumption", low=0, high=12, raises="visits", note="evenings a month",
        note_zh="每月晚数")  # fmt: skip

    def apply(self, month):
        """Go round for a month; `ruralparty parameters` lists what can be moved."""
        month.move("service.campaign_hours", 6 * self.dose["evenings"])
        month.book(month.intensity * self.dose["evenings"] * 40, month.intensity * self.dose["evenings"] * 6)
'''


def new_scenario(name: str | Path) -> Path:
    """Write a scenario file; ``.yaml`` is added to a name without it.

    Raises
    ------
    ValueError
        If the file is there already.

    Examples
    --------
    >>> import sim
    >>> from sim.studies.new_files import new_scenario
    >>> sim.load(new_scenario("more_training")).name
    'more_training'
    """
    return _written(name, ".yaml", lambda stem: SCENARIO_TEXT.format(name=scenario_name(stem), version=present()))


def new_policy(name: str | Path) -> Path:
    """Write the file of a policy, which ``--with FILE`` takes; ``.py`` is added to a name without it.

    Raises
    ------
    ValueError
        If the file is there already.
    """

    def text(stem: str) -> str:
        words = [word for word in re.split(r"[^A-Za-z0-9]+", stem) if word]
        cls = "".join(word[:1].upper() + word[1:] for word in words)
        return POLICY_TEXT.format(
            title=" ".join(words).capitalize() or stem, cls=cls if cls[:1].isalpha() else f"P{cls}"
        )

    return _written(name, ".py", text)


def _written(name: str | Path, ending: str, text: Callable[[str], str]) -> Path:
    path = given_path(name)
    file = path if path.suffix == ending else path.with_name(path.name + ending)
    if file.exists():
        raise ValueError(message("{file} is there already: give another name", file=file))
    make_folder(file.parent)
    publish_text(file, text(file.stem))
    return file
