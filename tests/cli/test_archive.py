"""The command that describes a folder for a repository: every file, every command, what led from which to which."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main as cli
from sim.report.archive.trov import fingerprint
from tests.studies.invented import quick, swept, write_study

AUTHOR = ("--by", "Li Wen, 0000-0002-1825-0097")
LICENCE = ("--license", "https://creativecommons.org/licenses/by/4.0/")
TEXT = """\
name: invented
title: An invented study
scenarios: [baseline, training]
constants: {{horizon.months: 24, horizon.burn_in: 0, policies.training.start: 2021-01}}
uncertainties: {{parameters.migration.leave: declared}}
design: {{kind: lhs, points: {points}}}
replicates: {replicates}
outcomes: [trust, capacity]
"""


@pytest.fixture
def results(tmp_path, tiny) -> Path:
    """Results of a run."""
    folder = tmp_path / "results"
    assert cli.main(["run", tiny[1], "--reps", "1", "--outcomes", "trust", "-j", "1", "-o", str(folder)]) == cli.DONE
    return folder


@pytest.fixture
def study(tmp_path, monkeypatch) -> Path:
    """A study whose runs are invented, in this process, with one analysis."""
    monkeypatch.setattr("sim.execution.work.simulate", quick)
    folder = write_study(tmp_path / "study", points=3, replicates=2, text=TEXT)
    swept(folder)
    assert cli.main(["robust", str(folder), "-j", "1"]) == cli.DONE
    return folder


def archived(folder: Path, *words: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Nodes of the crate by name, and the declaration."""
    assert cli.main(["archive", str(folder), *words]) == cli.DONE
    crate = json.loads((folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    nodes = {node["@id"]: node for node in crate["@graph"]}
    assert len(nodes) == len(crate["@graph"]), "an entity stands twice"
    declared = json.loads((folder / "tro.jsonld").read_text(encoding="utf-8"))
    return nodes, declared["@graph"][0]


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def ids(value: Any) -> list[str]:
    return [each["@id"] for each in listed(value)]


def check_crate(folder: Path, nodes: dict[str, Any]) -> None:
    """What RO-Crate 1.1 and Process Run Crate 0.5 require, and that files are as they are described."""
    root, descriptor = nodes["./"], nodes["ro-crate-metadata.json"]
    assert ids(descriptor["about"]) == ["./"]
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert all(root[name] for name in ("name", "description", "datePublished", "license", "hasPart"))
    assert nodes[root["conformsTo"]["@id"]]["@type"] == "CreativeWork"
    for node in nodes.values():  # every reference within the file leads somewhere
        for key, value in node.items():
            if key != "conformsTo" and key != "@id":
                for each in listed(value):
                    if isinstance(each, dict):
                        assert each["@id"] in nodes, (node["@id"], key)
    actions = [node for node in nodes.values() if node["@type"] == "CreateAction"]
    assert sorted(ids(root["mentions"])) == sorted(node["@id"] for node in actions)
    for action in actions:
        assert nodes[action["instrument"]["@id"]]["@type"] == "SoftwareApplication"
        assert action["startTime"] <= action["endTime"]
        kinds = {nodes[name]["@type"] for name in (*ids(action["object"]), *ids(action["result"]))}
        assert kinds <= {"File", "Dataset", "PropertyValue"}
    files = {name: node for name, node in nodes.items() if node["@type"] == "File"}
    parts = {part for node in nodes.values() if node["@type"] == "Dataset" for part in ids(node["hasPart"])}
    assert set(files) == parts - {"runs/"}
    for name, node in files.items():
        held = (folder / name).read_bytes()
        assert (node["contentSize"], node["sha256"]) == (str(len(held)), hashlib.sha256(held).hexdigest())


def check_declared(tro: dict[str, Any], keys: int = 0) -> None:
    """The cardinalities that TROV 0.1 states, and its fingerprint."""
    assert tro["trov:vocabularyVersion"] == "0.1"
    assert "trov:TrustedResearchSystem" in tro["trov:wasAssembledBy"]["@type"]
    assert len(listed(tro["trov:wasAssembledBy"].get("trov:publicKey", []))) == keys
    composition = tro["trov:hasComposition"]
    hashes = [each["trov:hash"]["trov:hashValue"] for each in composition["trov:hasArtifact"]]
    assert len(set(hashes)) == len(hashes) > 0
    assert composition["trov:hasFingerprint"]["trov:hash"]["trov:hashValue"] == fingerprint(hashes)
    artifacts = {each["@id"] for each in composition["trov:hasArtifact"]}
    assert tro["trov:hasArrangement"]
    for arrangement in tro["trov:hasArrangement"]:
        assert arrangement["trov:hasArtifactLocation"]
        for location in arrangement["trov:hasArtifactLocation"]:
            assert location["trov:artifact"]["@id"] in artifacts
            assert isinstance(location["trov:path"], str)
    arrangements = {each["@id"] for each in tro["trov:hasArrangement"]}
    for performance in tro["trov:hasPerformance"]:
        assert performance["trov:wasConductedBy"] == {"@id": "trs"}
        assert performance["trov:accessedArrangement"]["@id"] in arrangements
        assert performance["trov:contributedToArrangement"]["@id"] in arrangements


def test_the_fingerprint_is_that_of_the_sorted_hashes():
    assert fingerprint(["b", "a"]) == hashlib.sha256(b"ab").hexdigest()


def test_results_are_described_with_their_scenarios(results, tmp_path, capsys):
    key = tmp_path / "key.asc"
    key.write_text("-----BEGIN PGP PUBLIC KEY BLOCK-----\n", encoding="utf-8")
    nodes, declared = archived(results, *AUTHOR, *LICENCE, "--key", str(key))
    check_crate(results, nodes)
    check_declared(declared, keys=1)
    manifest = json.loads((results / "manifest.json").read_text(encoding="utf-8"))
    action = nodes["#step-1"]
    assert "scenarios/taught.yaml" in ids(action["object"])
    assert (action["startTime"], action["endTime"]) == (manifest["start"], manifest["end"])
    assert action["agent"] == {"@id": "https://orcid.org/0000-0002-1825-0097"}
    values = {node["name"]: node["value"] for node in nodes.values() if node["@type"] == "PropertyValue"}
    dose = manifest["scenarios"][0]["policies"]["training"]["dose"]
    assert values["taught: policies.training.dose.units"] == dose["units"]
    software = nodes[action["instrument"]["@id"]]
    assert (software["version"], nodes[software["license"]["@id"]]["name"]) == (manifest["version"], "Apache-2.0")
    paths = {each["trov:path"] for each in declared["trov:hasArrangement"][0]["trov:hasArtifactLocation"]}
    assert "ruralparty/world/data/drivers_by_year.csv" in paths
    assert cli.main(["validate", str(results / "scenarios" / "taught.yaml")]) == cli.DONE


def test_results_that_are_described_can_be_described_and_replaced_again(results, tiny, capsys):
    first, _ = archived(results)
    assert "nobody is named" in capsys.readouterr().err
    again, _ = archived(results)
    assert again == first
    assert cli.main(["run", tiny[0], "--reps", "1", "--outcomes", "trust", "-j", "1", "-o", str(results)]) == cli.DONE
    assert not (results / "tro.jsonld").exists()
    assert not (results / "scenarios").exists()


def test_a_study_is_described_sweep_by_sweep(study):
    nodes, declared = archived(study, *AUTHOR, *LICENCE)
    check_crate(study, nodes)
    check_declared(declared)
    manifest = json.loads((study / "manifest.json").read_text(encoding="utf-8"))
    sweep, analysis = nodes["#step-1"], nodes["#step-2"]
    assert sweep["startTime"] == manifest["sweeps"][0]["start"]
    assert {"study.yaml", "design.parquet", "scenarios/training.yaml"} <= set(ids(sweep["object"]))
    assert sweep["actionStatus"] == "http://schema.org/CompletedActionStatus"
    assert "runs/" in ids(sweep["result"])
    assert ids(analysis["object"]) == ["runs/"]
    assert "analysis/robust/signs.csv" in ids(analysis["result"])
    values = {nodes[name]["name"]: nodes[name]["value"] for name in ids(sweep["object"]) if name.startswith("#")}
    assert values["replicates"] == 2
    assert ".." in values["parameters.migration.leave"]
    assert not any("lock" in name for name in nodes)


def test_the_report_and_the_page_of_a_study_are_described_and_a_page_of_others_is_not(study):
    held = {"made_by": "ruralparty", "command": ["ruralparty", "report", "study"], "files": ["manifest.json"]}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    (study / "report").mkdir()
    (study / "report" / "manifest.json").write_text(json.dumps({**held, "start": now, "end": now}), encoding="utf-8")
    (study / "index.html").write_text("<p>mine</p>", encoding="utf-8")
    nodes, _ = archived(study)
    check_crate(study, nodes)
    assert "report/manifest.json" in ids(nodes["#step-3"]["result"])
    assert "index.html" not in nodes


def test_only_what_is_asked_for_is_written(study):
    assert cli.main(["archive", str(study), "--trov"]) == cli.DONE
    assert (study / "tro.jsonld").is_file()
    assert not (study / "ro-crate-metadata.json").exists()


@pytest.mark.parametrize("name", ["ro-crate-metadata.json", "tro.jsonld"])
def test_a_description_of_others_is_left_alone(study, capsys, name):
    (study / name).write_text("{}", encoding="utf-8")
    assert cli.main(["archive", str(study)]) == cli.BAD_INPUT
    assert "was not made by this program" in capsys.readouterr().err
    assert (study / name).read_text(encoding="utf-8") == "{}"


def test_what_is_neither_results_nor_a_study_is_refused(tmp_path, study, capsys):
    assert cli.main(["archive", str(tmp_path / "nothing")]) == cli.BAD_INPUT
    assert cli.main(["archive", str(study / "analysis" / "robust")]) == cli.BAD_INPUT
    assert "give the folder of the study" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        cli.main(["archive", str(study), "--by", "Li Wen, 12"])
