"""A folder described as an RO-Crate 1.1 of the profile Process Run Crate 0.5: people, software, files, commands.

An RO-Crate is a folder with one file of JSON-LD, ``ro-crate-metadata.json``, that says of every file what it is, and
of every command what it read and wrote, with what and when. Terms are those of schema.org.
"""

from __future__ import annotations

import platform
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, metadata, version
from typing import Any

from sim.report.archive.made import METADATA, RUNS, Made, Step
from sim.report.described.cite import LICENSE, PACKAGE, TITLE, citation

CONTEXT = ["https://w3id.org/ro/crate/1.1/context", "https://w3id.org/ro/terms/workflow-run/context"]
CRATE = "https://w3id.org/ro/crate/1.1"
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
LICENCES = "https://spdx.org/licenses/"
NOT_STATED = "#licence-not-stated"
SOFTWARE_HERITAGE = "https://archive.softwareheritage.org/"
"""Archive of software; a commit has its address there before it is deposited, and leads to it afterwards."""
ORCID = "https://orcid.org/"
Node = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """Who did the work: a name and, if it is known, an ORCID."""

    name: str
    orcid: str = ""

    @property
    def id(self) -> str:
        """The ORCID as an address, or a name within the file."""
        return f"{ORCID}{self.orcid}" if self.orcid else "#" + self.name.replace(" ", "-")

    @property
    def node(self) -> Node:
        """The person described."""
        return {"@id": self.id, "@type": "Person", "name": self.name}


def crate_of(found: Made, people: Sequence[Person] = (), licence: str = "") -> Node:
    """The description of a folder.

    Parameters
    ----------
    found : Made
    people : sequence of Person
        Who did the work; nobody is named if left out.
    licence : str
        Address of the licence of the results; said not to be stated if left out.

    Returns
    -------
    dict
        To be written as ``ro-crate-metadata.json``.
    """
    software = software_id(found)
    actions = [_action(number, step, software, people) for number, step in enumerate(found.steps)]
    values = [value for step_number, step in enumerate(found.steps) for value in _values(step_number, step)]
    runs = _runs(found)
    top = [name for name in found.files if not (runs and name in runs)]
    root: Node = {
        "@id": "./",
        "@type": "Dataset",
        "name": found.title,
        "description": found.description,
        "datePublished": datetime.now(UTC).date().isoformat(),
        "license": {"@id": licence or NOT_STATED},
        "conformsTo": {"@id": PROFILE},
        "hasPart": _ids([*top, *([f"{RUNS}/"] if runs else [])]),
        "mentions": _ids(action["@id"] for action in actions),
    }
    if people:
        root["author"] = _ids(person.id for person in people)
    return {
        "@context": CONTEXT,
        "@graph": [
            _descriptor(),
            root,
            {"@id": PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"},
            _licence(licence),
            *(
                [
                    {
                        "@id": f"{RUNS}/",
                        "@type": "Dataset",
                        "name": "Stored runs",
                        "description": "Tables of runs by what they hold (scalars, yearly, monthly), in parts",
                        "hasPart": _ids(runs),
                    }
                ]
                if runs
                else []
            ),
            *(_file(found, name) for name in found.files),
            *actions,
            *values,
            *_software(found, software),
            *(person.node for person in people),
        ],
    }


def software_id(found: Made) -> str:
    """The software as an address: that of the commit in the archive of software, or one made of its sources' hash."""
    git = found.manifest.get("git")
    if git and not git["changed_since"]:
        return f"{SOFTWARE_HERITAGE}swh:1:rev:{git['commit']}"
    return uuid.uuid5(uuid.NAMESPACE_URL, f"ruralparty:{found.manifest['model_source_hash']}").urn


def _ids(names: Iterable[str]) -> Node | list[Node]:
    """References; a single one is no list, as RO-Crate recommends."""
    found = [{"@id": name} for name in names]
    return found[0] if len(found) == 1 else found


def _descriptor() -> Node:
    return {
        "@id": METADATA["crate"],
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": CRATE},
        "sdPublisher": {"@id": "#developers"},
    }


def _runs(found: Made) -> list[str]:
    return [name for name in found.files if name.startswith(f"{RUNS}/")]


def _licence(licence: str) -> Node:
    told = "Not stated: ask those who made these results"
    name = licence.rstrip("/").rpartition("/")[2] or licence if licence else "Not stated"
    return {"@id": licence or NOT_STATED, "@type": "CreativeWork", "name": name, "description": licence or told}


def _file(found: Made, name: str) -> Node:
    held = found.files[name]
    return {
        "@id": name,
        "@type": "File",
        "name": name,
        "contentSize": str(held.size),
        "encodingFormat": held.kind,
        "sha256": held.sha256,
    }


def _action(number: int, step: Step, software: str, people: Sequence[Person]) -> Node:
    """A command: what it read and wrote, with what, when, and whether all of its runs came to an end."""
    in_runs = any(name.startswith(f"{RUNS}/") for name in step.outputs)
    outputs = [name for name in step.outputs if not name.startswith(f"{RUNS}/")] + [f"{RUNS}/"] * in_runs
    read_runs = any(name.startswith(f"{RUNS}/") for name in step.inputs)
    inputs = [name for name in step.inputs if not name.startswith(f"{RUNS}/")] + [f"{RUNS}/"] * read_runs
    told: Node = {
        "@id": f"#step-{number + 1}",
        "@type": "CreateAction",
        "name": step.name,
        "description": f"{step.runs} runs, {step.failed} failed" if step.runs else f"The command {step.name}",
        "instrument": {"@id": software},
        "startTime": step.start,
        "endTime": step.end,
        "object": _ids([*inputs, *(value["@id"] for value in _values(number, step))]),
        "result": _ids(outputs),
        "actionStatus": f"http://schema.org/{'Failed' if step.failed else 'Completed'}ActionStatus",
    }
    if step.failed:
        told["error"] = f"{step.failed} of {step.runs} runs failed"
    if people:
        told["agent"] = {"@id": people[0].id}
    return told


def _values(number: int, step: Step) -> list[Node]:
    return [
        {"@id": f"#step-{number + 1}-value-{place + 1}", "@type": "PropertyValue", "name": name, "value": value}
        for place, (name, value) in enumerate(step.parameters.items())
    ]


def _software(found: Made, software: str) -> Iterator[Node]:
    """The program with version, licence and what it ran on, those who wrote it, and its libraries."""
    told, manifest = citation(found.manifest), found.manifest
    libraries = {name: _library(name, of) for name, of in manifest["libraries"].items() if of != "not installed"}
    yield {
        "@id": software,
        "@type": "SoftwareApplication",
        "name": PACKAGE,
        "description": TITLE,
        "version": told["version"],
        "identifier": f"model sources {told['digest']}",
        "license": {"@id": f"{LICENCES}{told['license']}"},
        "author": {"@id": "#developers"},
        "runtimePlatform": f"Python {manifest['python']}; {manifest.get('system') or platform.platform()}",
        "softwareRequirements": _ids(node["@id"] for node in libraries.values()),
        **({"url": address} if (address := _address()) else {}),
    }
    yield {"@id": "#developers", "@type": "Organization", "name": told["authors"]}
    yield {"@id": f"{LICENCES}{LICENSE}", "@type": "CreativeWork", "name": LICENSE, "description": "Licence"}
    yield from libraries.values()


def _library(name: str, of: str) -> Node:
    told = {"@id": f"https://pypi.org/project/{name}/{of}/", "@type": "SoftwareApplication", "name": name}
    told |= {"version": of, "url": f"https://pypi.org/project/{name}/"}
    try:  # what is said of a licence holds for the version that is installed
        known = metadata(name).get("License-Expression") if version(name) == of else None
    except PackageNotFoundError:
        known = None
    return {**told, **({"license": known} if known else {})}


def _address() -> str:
    """Where the program is published, if its package says so."""
    told = metadata(PACKAGE).get_all("Project-URL") or []
    return next((line.partition(",")[2].strip() for line in told), "")
