"""Every public function has an example in its docstring, and all of them run."""

import doctest
import inspect

import mesa
import pytest

import sim
from sim.core.columns.agentset import ColumnAgentSet
from sim.core.columns.expressions import Columns
from sim.core.columns.verbs import Verbs
from sim.scenario.scenario import Scenario

CLASSES = {
    sim.RuralParty: ("step", "run_for", "outcome", "outcomes", "datacollector"),
    sim.Study: ("status", "query", "failures", "precision", "frame", "to_ema", "to_salib", "to_xarray", "to_csv"),
    ColumnAgentSet: ("select", "shuffle", "sort", "groupby", "get", "agg", "set", "do", "shuffle_do", "map", "count"),
}
"""Classes, and those of their methods whose examples go on from that of the class."""
ALONE = [*(each for each in map(sim.__getattr__, sim.__all__) if inspect.isfunction(each)), Scenario.changed, Columns]
EXAMPLES = [
    *((each, None) for each in (*ALONE, *CLASSES)),
    *((getattr(cls, name), cls) for cls, names in CLASSES.items() for name in names),
]
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def name_of(thing):
    return getattr(thing.fget if isinstance(thing, property) else thing, "__qualname__", "")


@pytest.mark.parametrize(("thing", "cls"), EXAMPLES, ids=[name_of(thing) for thing, _ in EXAMPLES])
def test_the_example_runs(thing, cls, monkeypatch, tmp_path_factory):
    folder = tmp_path_factory.getbasetemp() / "examples"  # of a study that the examples share
    folder.mkdir(exist_ok=True)
    monkeypatch.chdir(folder)
    test = doctest.DocTestFinder(recurse=False).find(thing, name_of(thing), globs={})[0]
    assert test.examples, f"{name_of(thing)} has no example"
    if cls is not None:
        test.examples = [*doctest.DocTestFinder(recurse=False).find(cls, globs={})[0].examples, *test.examples]
    assert not any(doctest.SKIP in example.options for example in test.examples)
    said = []
    doctest.DocTestRunner(optionflags=FLAGS).run(test, out=said.append)
    assert not said, "".join(said)


def test_every_public_name_is_among_them():
    public = {getattr(sim, name) for name in sim.__all__}
    agents = {each for each in public if inspect.isclass(each) and issubclass(each, mesa.Agent)}
    assert public - agents - {sim.col} <= {*ALONE, *CLASSES}
    assert isinstance(sim.col, Columns)
    of_study = {name for name, each in vars(sim.Study).items() if name[0] != "_" and inspect.isfunction(each)}
    assert of_study == set(CLASSES[sim.Study])
    verbs = {name for cls in (ColumnAgentSet, Verbs) for name in vars(cls) if name[0] != "_"}
    assert set(CLASSES[ColumnAgentSet]) == verbs - {"add", "discard", "remove", "copy", "to_list", "of_rows", "random"}
