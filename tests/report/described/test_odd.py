"""The description of the model: nothing declared is missing, equations name what exists, and the pages are fresh."""

from __future__ import annotations

import ast
import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from sim.cli import main as cli
from sim.core.columns.columns import columns_of
from sim.core.columns.views import RowAgent
from sim.core.config.declared import declared_in
from sim.core.config.language import LANGUAGES, message, speaking
from sim.indicators import HEADLINES, INDICATORS
from sim.indicators.tallies import GroupTallies, Tallies, Tally
from sim.mechanisms import all_parameters, find_mechanism, mechanism_names, month_steps
from sim.policies import find_policy, policy_names
from sim.report.described.odd import checklists, document, results
from sim.report.described.odd.document import odd, part, parts_of
from sim.report.described.odd.entities import ENTITIES
from sim.report.described.odd.submodel import FACTS, FOLDER, digest_of_words, docstring, prose_of, submodel
from sim.validation.patterns import PATTERNS
from sim.world.specification import ARCHETYPES
from tests.cli.english_left import english_left

ROOT = Path(__file__).resolve().parents[3]
PAGES = {"en": ROOT / "docs" / "model.md", "zh": ROOT / "docs" / "model.zh.md"}
AGAIN = "is stale: ruralparty odd -o docs/model.md && ruralparty odd --lang zh -o docs/model.zh.md (or: make model)"
MECHANISMS = mechanism_names()
ALL = [(name, each) for name in MECHANISMS for each in submodel(name).equations]


@cache
def page(language: str) -> str:
    return odd(language)


@cache
def written_tests() -> set[str]:
    texts = (file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
    return {name for text in texts for name in re.findall(r"^def (test_\w+)", text, re.MULTILINE)}


@cache
def all_columns() -> set[str]:
    return {name for owner, _, _ in ENTITIES for name in columns_of(owner)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_in_the_repository_are_what_the_command_writes(language):
    assert PAGES[language].read_text(encoding="utf-8") == page(language), f"{PAGES[language].name} {AGAIN}"


def test_every_class_of_agents_that_keeps_columns_is_an_entity():
    stored = {each for each in RowAgent.__subclasses__() if each.__module__.startswith("sim.agents")}
    assert stored == {owner for owner, _, _ in ENTITIES}


def rows_named(text: str, name: str, column: int = 1) -> int:
    """Rows of tables that have a name in a column."""
    return sum(line.split(" | ")[column - 1].lstrip("| ") == f"`{name}`" for line in text.splitlines())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_of_every_entity_has_its_row(language):
    for owner, _, _ in ENTITIES:
        text = parts_of(page(language))[f"entity-{owner.__name__.lower()}"]
        assert [name for name in columns_of(owner) if rows_named(text, name) != 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MECHANISMS)
def test_every_mechanism_has_its_equations_and_a_row_for_each_parameter(name, language):
    text = parts_of(page(language))[name]
    assert f"`sim/mechanisms/{name}.py`" in text
    assert "```text" in text
    params = find_mechanism(name).params
    assert [each for each in params if rows_named(text, each) != 1] == []
    assert len(re.findall(r"^\| `\w+` \|", text, re.MULTILINE)) == len(params)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_policy_dose_outcome_tally_step_and_pattern_is_there(language):
    text, parts = page(language), parts_of(page(language))
    for name in policy_names():
        own = parts[f"policy-{name}"]
        assert [dose for dose in find_policy(name).params if rows_named(own, dose) != 1] == []
    outcomes = [line for line in parts["section-8"].splitlines() if re.match(r"\| .*\| [YR]\d+ \||\| .*\|  \| `", line)]
    assert Counter(re.findall(r"`(\w+)`", "\n".join(line.split(" | ")[2] for line in outcomes))) == Counter(
        list(INDICATORS)
    )
    assert sum("\\*" in line.split(" | ")[0] for line in outcomes) == len(HEADLINES)
    for each in INDICATORS.values():
        assert each.formula.replace("|", "\\|") in text
    tallies = parts["tallies"]
    for owner in (Tallies, GroupTallies):
        assert [name for name in declared_in(owner, Tally) if not rows_named(tallies, name)] == []
    month = parts["section-3"]
    assert [step.mechanism for step in month_steps() if f"[{step.mechanism}](#{step.mechanism})" not in month] == []
    assert [each.code for each in PATTERNS if f"**{each.code} " not in parts["section-11"]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_inside_a_page_leads_somewhere_and_no_anchor_stands_twice(language):
    anchors = Counter(document.ANCHOR.findall(page(language)))
    assert [name for name, times in anchors.items() if times > 1] == []
    assert set(re.findall(r"\]\(#([^)]+)\)", page(language))) <= anchors.keys()


def test_the_two_texts_have_the_same_places():
    texts = [(document.TEXTS / f"model.{language}.md").read_text(encoding="utf-8") for language in LANGUAGES]
    english, chinese = ([(name, rest.split()[:1]) for name, rest in document.PLACE.findall(text)] for text in texts)
    assert english == chinese
    assert {name for name, _ in english} == {*document.PARTS, *document.counts(), "section", "active", "data"}


@pytest.mark.parametrize("name", MECHANISMS)
def test_a_mechanism_says_what_it_reads_writes_draws_and_is_tested_against(name):
    assert list(submodel(name).facts) == list(FACTS)


@pytest.mark.parametrize("name", MECHANISMS)
def test_the_chinese_words_say_the_docstring_as_it_is(name):
    now = digest_of_words(docstring(name))
    assert submodel(name).digest == now, (
        f"the docstring of sim/mechanisms/{name}.py has changed: see to zh in {FOLDER}/{name}.yaml, then says: {now}"
    )
    assert submodel(name).zh


@pytest.mark.parametrize(("name", "equation"), ALL, ids=[f"{name}-{each.en[:30]}" for name, each in ALL])
def test_an_equation_names_parameters_columns_code_and_tests_that_exist(name, equation):
    params = all_parameters()
    defined = {each for other in submodel(name).equations for each in other.defined}
    known = all_columns() | defined | equation.where.keys() | {key.removeprefix(f"{name}.") for key in params}
    assert [each for each in equation.names if each not in known] == []
    assert [each for each in equation.where if each not in equation.names] == []
    file, _, function = equation.place.partition(" ")
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert function.rpartition(".")[2] in {
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    assert equation.tests
    assert [each for each in equation.tests if each not in written_tests()] == []
    for told in (equation.en, equation.zh):
        assert [each for each in re.findall(r"`([a-z_.]+)`", told) if each not in known and "_…" not in each] == []


def test_parameters_that_no_equation_has_are_rules_that_the_words_tell():
    """Most parameters stand in an equation; the others are few and are named in words or in their own row."""
    named = {f"{name}.{each}" for name, equation in ALL for each in [*equation.names, *equation.where]}
    named |= {each for _, equation in ALL for each in equation.names}
    said = " ".join(each.en + " ".join(told for told, _ in each.where.values()) for _, each in ALL)
    left = [key for key in all_parameters() if key not in named and f"`{key.partition('.')[2]}`" not in said]
    assert len(left) < len(all_parameters()) / 3


def test_prose_and_equations_of_a_docstring_are_told_apart():
    title, text = prose_of(
        "Title: words.\n\nT' = T + gain, with\ngain  = one\nmore words of it.\n\nreads   a\ndraws   b\n"
    )
    assert title == "Title: words."
    assert text == "```text\nT' = T + gain, with\ngain  = one\n```\n\nmore words of it."


def test_the_chinese_page_is_chinese():
    text = re.sub(r"```text.*?```|`[^`\n]*`|<a id=[^>]*>|\]\([^)]*\)", " ", page("zh"), flags=re.DOTALL)
    sources = text.index("SEEN 已在取得")
    text = text[:sources] + text[text.index("## 14.") :]
    authors = [told for each in checklists.declared().values() for told in each["source"][1].split("；")[0].split(", ")]
    for each in authors:
        text = text.replace(each, "")
    for param in all_parameters().values():
        text = text.replace(f"（{param.symbol}）", "")
    left = english_left(text, *(step.mechanism for step in month_steps()))
    assert set(left) <= {*"czjne", "Qf", "exp", "clip", "Alkire", "Foster", "Mesa", "NumPy", "Numba", "Apache", "and"}


@pytest.mark.parametrize("notes", [columns_of(owner) for owner, _, _ in ENTITIES])
def test_every_note_of_a_column_has_chinese_words(notes):
    with speaking("zh"):
        assert [name for name, each in notes.items() if message(each.note) == each.note] == []


def test_kept_runs_are_of_checks_that_are_declared_and_say_whether_they_hold():
    with results.PATTERNS_FOUND.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    checks = {
        (pattern.number, check.en, world): check
        for pattern in PATTERNS
        for check in pattern.checks
        for world in pattern.archetypes or ARCHETYPES
    }
    for row in rows:
        check = checks[row["pattern"], row["check"], row["world"]]
        mean = float(row["mean"].replace(",", ""))
        assert (check.low <= mean <= check.high) is (row["holds"] == "yes"), row
    assert checks.keys() == {(row["pattern"], row["check"], row["world"]) for row in rows}


def test_every_item_of_a_checklist_has_a_state_and_a_place():
    items = [item for each in checklists.declared().values() for item in each["items"]]
    assert {state for _, _, _, state, _, _ in items} == {"filled", "partly", "missing"}
    assert all(all(map(str.strip, map(str, item))) for item in items)
    assert all("RECALLED" in told for each in checklists.declared().values() for told in each["source"])


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("S8", "### S8 Party life"),
        ("§11", "## 11. Patterns"),
        ("14", "## 14. "),
        ("trust", "### S13 Trust"),
        ("I1", "### I1 Training"),
        ("online_branch", "### I6 "),
        ("P17", "**P17 trust"),
        ("Y2", "|  | code | outcome"),
        ("h3", "| | hypothesis"),
        ("checklists", "## Checklist STRESS-ABS"),
    ],
)
def test_a_code_or_a_name_prints_its_part(capsys, name, begins):
    assert cli.main(["odd", name]) == cli.DONE
    assert capsys.readouterr().out.startswith(begins)


def test_a_part_ends_where_the_next_begins():
    assert "## 12." not in part("§11")
    assert part("S8").count("\n### ") == 1  # the meetings, and the votes
    assert "P18" not in part("P17")
    assert "\n### " not in part("votes")


def test_what_has_no_such_name_is_refused_with_the_nearest(capsys):
    assert cli.main(["odd", "S99"]) == cli.BAD_INPUT
    assert "no" in capsys.readouterr().err.lower()
    assert cli.main(["odd", "trst"]) == cli.BAD_INPUT
    assert "did you mean 'trust'?" in capsys.readouterr().err


def test_the_page_is_written_to_a_file(tmp_path, capsys):
    file = tmp_path / "model.md"
    assert cli.main(["odd", "--lang", "zh", "--out", str(file)]) == cli.DONE
    assert file.read_text(encoding="utf-8") == page("zh")
    assert capsys.readouterr().out == ""
