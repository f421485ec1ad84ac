"""What is registered is found everywhere, what is incomplete or in the way is refused with everything that is wrong."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import sim
from sim.core.recording.indicator import Composite, Indicator, Spread
from sim.execution.cache import RunStore, generation
from sim.extensions.loading import ExtensionError
from sim.extensions.registry import forget, named, switches
from sim.indicators import INDICATORS
from sim.mechanisms import all_parameters, find_mechanism, mechanism_names
from sim.policies import find_policy, policy_names
from sim.report.described import catalogue
from sim.runs.run import Job
from sim.runs.sources import numbers_hash, package_hash
from tests.extensions.conftest import MECHANISM, OUTCOME, OWN, POLICY

BARE = """\
\"\"\"Lamps: the village buys lamps.

does   There is light.
\"\"\"

from sim.core.declarations.parameters import Param
from sim.policies.common.policy import Policy


class Lamps(Policy):
    lamps = Param(4, "", "X", "assumption", low=5, raises="brightness", law="power", note="lamps")
"""


def text_of(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


def test_the_policy_of_the_documentation_is_short_and_stands_there_as_it_is():
    text = text_of(POLICY)
    tree = ast.parse(text)
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)]
    own = {line for node in texts for line in range(node.lineno, node.end_lineno + 1)}
    code = [line for number, line in enumerate(text.splitlines(), start=1) if line.strip() and number not in own]
    assert (len(text.splitlines()) <= 40, len(code)) == (True, 10)
    assert text in text_of(str(OWN.parent / "own-policy.md"))


def test_every_list_has_what_is_registered_and_no_longer_what_is_forgotten():
    before = policy_names(), mechanism_names(), list(INDICATORS), all_parameters()
    sim.register(POLICY, OUTCOME, MECHANISM)
    assert set(policy_names()) - set(before[0]) == {"evening_rounds"}
    assert set(mechanism_names()) - set(before[1]) == {"land_quarrels"}
    assert set(INDICATORS) - set(before[2]) == {"unmet_needs", "unmet_and_distrust"}
    assert set(all_parameters()) - set(before[3]) == {"land_quarrels.chance", "land_quarrels.loss"}
    forget()
    assert (policy_names(), mechanism_names(), list(INDICATORS), all_parameters()) == before
    with pytest.raises(KeyError, match="there is no policy 'evening_rounds'"):
        find_policy("evening_rounds")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_texts_know_them(language):
    sim.register(POLICY, OUTCOME, MECHANISM)
    title = {"en": "Evening rounds", "zh": "夜访农户"}[language]
    assert title in catalogue.policies_table(language)
    told = catalogue.explanation("evening_rounds", language)
    assert title in told
    assert "service.campaign_hours  0 → 24" in told
    assert catalogue.policies_record()["evening_rounds"]["hours_first_year"] == pytest.approx(24 * 12)
    assert {"en": "needs not met", "zh": "未办结诉求比例"}[language] in catalogue.outcomes_table(language)
    month = catalogue.month_table(language).splitlines()
    places = [[line.split()[1] for line in month].index(name) for name in ("service", "land_quarrels")]
    assert places[1] == places[0] + 1
    assert {"en": "quarrels about land", "zh": "土地纠纷"}[language] in month[places[1]]
    assert "chance that a quarrel begins" in catalogue.parameters_table("land_quarrels")


def test_an_incomplete_policy_is_refused_with_all_that_is_missing_and_breaks_no_other(written):
    path = written("lamps.py", BARE)
    with pytest.raises(ExtensionError) as refused:
        sim.register(path)
    text = str(refused.value)
    assert text.startswith(f"{path}: policy 'lamps' is not complete; it lacks: ")
    told = [
        "costs (en)",
        "fails (en)",
        "title (zh)",
        "做什么 (zh)",
        "成本 (zh)",
        "反效果 (zh)",
        "note_zh of dose lamps",
    ]
    told += ["bought", "apply(self, month)", "idle", "unit of dose lamps", "tag (D, L, A) of dose lamps", "law (sum"]
    told += ["one direction", "a default within low and high of dose lamps"]
    assert [part for part in told if part not in text] == []
    assert "lamps" not in policy_names()
    assert "lamps" not in catalogue.policies_table("en")
    assert named() == []


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('"service.campaign_hours"', '"service.campain_hours"', "did you mean 'service.campaign_hours'?"),
        ("month.book(", "month.buy(", "AttributeError: 'PolicyMonth' object has no attribute 'buy'"),
    ],
)
def test_a_policy_is_tried_for_a_month_before_it_is_taken(written, right, wrong, told):
    path = written("evening_rounds.py", Path(POLICY).read_text(encoding="utf-8").replace(right, wrong))
    with pytest.raises(ExtensionError, match=r"an apply that runs: evening_rounds\.py:\d+: ") as caught:
        sim.register(path)
    assert told in str(caught.value)
    assert "evening_rounds" not in policy_names()


def test_an_incomplete_mechanism_is_refused_with_all_that_is_missing(written):
    text = text_of(MECHANISM)
    for whole, part in (
        ('after="service"', 'after="servise"'),
        ('Param(0.0, "1/month"', 'Param(0.01, "1/month"'),
        ("def step", "def steps"),
        (', note_zh="当月发生纠纷的概率"', ""),
        ('title_zh="土地纠纷"', 'title_zh=""'),
    ):
        assert whole in text
        text = text.replace(whole, part)
    with pytest.raises(ExtensionError) as refused:
        sim.register(written("land_quarrels.py", text))
    for part in (
        "step(self, model)",
        "the default 0.0 of parameter chance",
        "note_zh of parameter chance",
        "title_zh of place",
        "one of the two, with one of demography, migration",
    ):
        assert part in str(refused.value)
    text = text_of(MECHANISM).replace('idle = {"chance": 0.0}', "")
    with pytest.raises(ExtensionError, match="it lacks: idle.*place = Place"):
        sim.register(
            written("land_quarrels.py", text[: text.index("    place = ")] + text[text.index("    chance = Param") :])
        )
    assert "land_quarrels" not in mechanism_names()


TOLD = {"note": "what it is", "note_zh": "说明"}


@pytest.mark.parametrize(
    ("indicator", "missing"),
    [
        (Indicator("i", "", "i", "", "shouts", **TOLD), ["unit", "zh", "a tally called shouts"]),
        (Indicator("i", "share", "i", "甲", "visits", reported="x", better=2, **TOLD), ["better", "reported"]),
        (Composite("c", "0-1", "c", "丙", "trst * 2", **TOLD), ["'trst', which is not declared"]),
        (Composite("c", "0-1", "c", "丙", "trust ** (", **TOLD), ["an expression that can be worked out"]),
        (Composite("c", "0-1", "c", "丙", "trust.real", **TOLD), ["'trust.real' is not understood"]),
        (Spread("s", "0-1", "s", "丁", "gini", "visits", **TOLD), ["measure, one of theil, mean"]),
    ],
)
def test_an_incomplete_outcome_is_refused(indicator, missing):
    with pytest.raises(ExtensionError) as refused:
        sim.register(indicator)
    for part in missing:
        assert part in str(refused.value)
    assert indicator.name not in INDICATORS


def test_a_name_that_is_taken_is_refused_with_who_has_it(written):
    taken = text_of(POLICY).replace("    idle = {", '    name = "training"\n    idle = {')
    with pytest.raises(ExtensionError, match="policy 'training' has the name of one of the package; give it another"):
        sim.register(written("mine.py", taken))
    sim.register(POLICY)
    again = text_of(POLICY).replace("    idle = {", '    name = "evening_rounds"\n    idle = {')
    with pytest.raises(ExtensionError, match=r"has the name of one of evening_rounds\.py"):
        sim.register(written("mine.py", again))
    twice = text_of(POLICY) + "\n\nclass Second(EveningRounds):\n    pass\n"
    with pytest.raises(ExtensionError, match="stands twice"):
        sim.register(written("second.py", twice))
    with pytest.raises(ExtensionError, match="has no name in small letters"):
        sim.register(written("My rounds.py", text_of(POLICY)))
    for name in ("trust", "seed", "cost_yuan"):
        with pytest.raises(ExtensionError, match="has the name of"):
            sim.register(Indicator(name, "share", "x", "甲", "visits", **TOLD))
    assert INDICATORS["trust"].en == "trust in the branch"
    assert [each["name"] for each in named()] == ["evening_rounds.py"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = 1\n\ny = x / 0\n", r"broken\.py:3: ZeroDivisionError: division by zero"),
        ("def f(:\n", r"broken\.py:1: SyntaxError"),
        ("import sys\nsys.exit(4)\n", r"broken\.py:2: SystemExit: 4"),
        ("import nothing_of_this_name\n", r"broken\.py:1: ModuleNotFoundError"),
        ("x = 1\n", "declares no policy, no mechanism and no outcome"),
    ],
)
def test_a_file_that_cannot_be_run_is_refused_with_its_line_and_leaves_nothing(written, text, message):
    before = set(sys.modules)
    with pytest.raises(ExtensionError, match=message):
        sim.register(written("broken.py", text))
    assert not any("broken" in name for name in set(sys.modules) - before if "division" in message)
    assert named() == []


def test_what_is_neither_file_nor_plug_in_is_refused(tmp_path):
    with pytest.raises(ExtensionError, match=r"nowhere\.py cannot be read \(there is no such file"):
        sim.register(tmp_path / "nowhere.py")
    with pytest.raises(ExtensionError, match=r"nowhere is neither a file ending in \.py nor an installed plug-in"):
        sim.register("nowhere")
    with pytest.raises(ExtensionError, match="7 cannot be registered; allowed are a file"):
        sim.register(7)


def test_a_file_that_imports_another_beside_it_is_refused(written):
    written("helper_of_rounds.py", "PRICE = 40\n")
    path = written(
        "rounds.py",
        f"import sys\nsys.path.insert(0, {str(Path(written('x', '')).parent)!r})\nimport helper_of_rounds\n",
    )
    try:
        with pytest.raises(ExtensionError, match="imports helper_of_rounds from files beside it"):
            sim.register(path)
        assert "helper_of_rounds" not in sys.modules
    finally:
        del sys.path[0]


def test_runs_are_named_after_name_and_content_and_as_before_without_any(written, tmp_path):
    store, job = RunStore(tmp_path / "store"), Job(sim.load("baseline"), 1)
    plain, folder, names = store.name(job), generation(), set()
    assert numbers_hash() == package_hash()
    for name, text in (("rounds.py", ""), ("rounds.py", "\n# dearer\n"), ("others.py", "")):
        sim.register(written(name, text_of(POLICY) + text))
        names.add(store.name(job))
        forget()
    assert len(names - {plain}) == 3
    sim.register(written("elsewhere/rounds.py", text_of(POLICY)))
    assert store.name(job) in names
    assert generation() == folder
    forget()
    assert store.name(job) == plain


def test_the_order_does_not_matter_and_an_edited_file_takes_the_place_of_what_it_was(written):
    sim.register(POLICY, OUTCOME)
    there = numbers_hash()
    forget()
    sim.register(OUTCOME, POLICY)
    assert numbers_hash() == there
    sim.register(POLICY, OUTCOME, OUTCOME)
    assert numbers_hash() == there
    path = written(
        "rounds.py", text_of(POLICY).replace("(4, ", "(3, ").replace("    idle", '    name = "rounds"\n    idle')
    )
    sim.register(path)
    first = numbers_hash()
    sim.register(path)
    assert numbers_hash() == first
    written("rounds.py", text_of(POLICY).replace("(4, ", "(2, ").replace("    idle", '    name = "rounds"\n    idle'))
    sim.register(path)
    assert find_policy("rounds").params["evenings"].default == 2
    assert numbers_hash() != first
    second = numbers_hash()
    written("rounds.py", "broken")
    with pytest.raises(ExtensionError):
        sim.register(path)
    written("rounds.py", BARE)
    with pytest.raises(ExtensionError):
        sim.register(path)
    assert (find_policy("rounds").params["evenings"].default, numbers_hash()) == (2, second)


def test_a_class_of_a_file_and_an_indicator_are_registered_from_python():
    sim.register(POLICY)
    found = find_policy("evening_rounds")
    forget()
    sim.register(found)
    assert find_policy("evening_rounds") is found
    assert named() == [{"name": "evening_rounds.py", "hash": named()[0]["hash"], "class": "EveningRounds"}]
    assert switches() == f"--with {POLICY}"
    sim.register(Indicator("calls_a_need", "ratio", "visits a need", "走访诉求比", "visits", "needs_arisen", **TOLD))
    assert INDICATORS["calls_a_need"].tallies == ["visits", "needs_arisen"]
    assert switches() == f"--with {POLICY}"


def test_a_class_that_stands_in_no_file_is_refused():
    sim.register(POLICY)
    made = type("Made", (find_policy("evening_rounds"),), {"__module__": __name__, "name": "made"})
    with pytest.raises(ExtensionError, match=r"Made stands at the top of no file.*sim\.register\('FILE\.py'\)"):
        sim.register(made)


def test_a_file_may_register_its_own_class(written):
    text = text_of(POLICY) + "\n\nimport sim\n\nsim.register(EveningRounds)\n"
    sim.register(written("evening_rounds.py", text))
    assert [each["name"] for each in named()] == ["evening_rounds.py"]
    assert "evening_rounds" in policy_names()


def test_an_installed_plug_in_is_loaded_by_its_name_only(written, tmp_path, monkeypatch):
    written("county_of_mine-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: county-of-mine\nVersion: 1.0\n")
    written("county_of_mine-1.0.dist-info/entry_points.txt", "[ruralparty]\nmy_county = county_of_mine.policies\n")
    written("county_of_mine/__init__.py", "")
    written("county_of_mine/evening_rounds.py", text_of(POLICY))
    written("county_of_mine/policies.py", "from county_of_mine.evening_rounds import EveningRounds\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert "evening_rounds" not in policy_names()
    assert "county_of_mine" not in sys.modules
    sim.register("my_county")
    assert find_policy("evening_rounds").__module__ == "county_of_mine.evening_rounds"
    assert (switches(), named()[0]["name"]) == ("--with my_county", "my_county")
    first = named()
    written("county_of_mine/more.py", "x = 1\n")
    forget()
    sim.register("my_county")
    assert named() != first
    for name in [name for name in sys.modules if name.startswith("county_of_mine")]:
        monkeypatch.delitem(sys.modules, name)


@pytest.mark.parametrize("name", ["evening_rounds", "land_quarrels"])
def test_a_class_is_called_as_its_file(name):
    sim.register(POLICY, MECHANISM)
    found = find_policy(name) if name == "evening_rounds" else find_mechanism(name)
    assert found.name == name
    assert found.__module__.startswith(f"ruralparty_with_{name}_")
