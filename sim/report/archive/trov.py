"""A folder declared as a transparent research object in the vocabulary TROV 0.1 of the TRACE project, as JSON-LD.

Artifacts are known by what they hold (SHA-256), arrangements say where each lay at a point of the work, performances
are the commands that led from one arrangement to the next, and the system is the one that conducted them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sim.execution.provenance import MADE_BY
from sim.report.archive.made import Made, Step

CONTEXT = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "trov": "https://w3id.org/trace/trov/0.1#",
    "schema": "https://schema.org/",
}
VOCABULARY = "0.1"
COMPOSITION = "composition/1"
TABLES = "ruralparty/"
"""Where tables of the package, which no folder of results holds, are said to lie."""
Node = dict[str, Any]


def trov_of(found: Made, key: str = "") -> Node:
    """The declaration of a folder.

    Parameters
    ----------
    found : Made
    key : str
        Public key with which the declaration is going to be signed; left out, it has none and cannot be signed.

    Returns
    -------
    dict
        To be written as ``tro.jsonld``.
    """
    artifacts = _artifacts(found)
    places = _arrangements(found)
    system: Node = {
        "@id": "trs",
        "@type": ["trov:TrustedResearchSystem", "schema:Organization"],
        "schema:name": f"{MADE_BY} {found.manifest['version']}",
        "rdfs:comment": (
            f"Python {found.manifest['python']}, {found.manifest.get('system', '')}, "
            f"{found.manifest.get('processor', '')}; an ordinary process, which isolates nothing and warrants nothing "
            "but what its digests show"
        ),
        **({"trov:publicKey": key} if key else {}),
    }
    return {
        "@context": [CONTEXT],
        "@graph": [
            {
                "@id": "tro",
                "@type": ["trov:TransparentResearchObject", "schema:CreativeWork"],
                "trov:vocabularyVersion": VOCABULARY,
                "trov:createdWith": {
                    "@id": "software",
                    "@type": "schema:SoftwareApplication",
                    "schema:name": MADE_BY,
                    "schema:softwareVersion": found.manifest["version"],
                },
                "schema:name": found.title,
                "schema:description": found.description,
                "schema:dateCreated": datetime.now(UTC).isoformat(timespec="seconds"),
                "trov:wasAssembledBy": system,
                "trov:hasComposition": _composition(artifacts),
                "trov:hasArrangement": [
                    _arrangement(found, number, names, artifacts) for number, names in enumerate(places)
                ],
                "trov:hasPerformance": [_performance(n, step, places) for n, step in enumerate(found.steps)],
            }
        ],
    }


def fingerprint(hashes: Sequence[str]) -> str:
    """The fingerprint of a composition: SHA-256 of the sorted hashes of its artifacts, one behind the other."""
    return hashlib.sha256("".join(sorted(hashes)).encode()).hexdigest()


def _artifacts(found: Made) -> dict[str, tuple[str, str]]:
    """What each artifact is called and its media type, by hash; equal files are one artifact."""
    told = {held.sha256: held.kind for held in found.files.values()}
    told |= dict.fromkeys(found.manifest["data_sha256"].values(), "text/csv")
    return {digest: (f"{COMPOSITION}/artifact/{n}", kind) for n, (digest, kind) in enumerate(told.items())}


def _composition(artifacts: dict[str, tuple[str, str]]) -> Node:
    return {
        "@id": COMPOSITION,
        "@type": "trov:ArtifactComposition",
        "trov:hasFingerprint": {
            "@id": "fingerprint",
            "@type": "trov:CompositionFingerprint",
            "trov:hash": _hash(fingerprint(list(artifacts))),
        },
        "trov:hasArtifact": [
            {"@id": name, "@type": "trov:ResearchArtifact", "trov:mimeType": kind, "trov:hash": _hash(digest)}
            for digest, (name, kind) in artifacts.items()
        ],
    }


def _hash(digest: str) -> Node:
    return {"trov:hashAlgorithm": "sha256", "trov:hashValue": digest}


def _arrangements(found: Made) -> list[tuple[str, ...]]:
    """What was read or written together, each once: files of the folder by their paths."""
    return list(dict.fromkeys(names for step in found.steps for names in (step.inputs, step.outputs) if names))


def _arrangement(found: Made, number: int, names: tuple[str, ...], artifacts: dict[str, tuple[str, str]]) -> Node:
    read = any(names == step.inputs for step in found.steps)
    lying = {name: found.files[name].sha256 for name in names}
    if any(name.endswith(".yaml") for name in names):  # what a run begins with
        lying |= {f"{TABLES}{name}": digest for name, digest in found.manifest["data_sha256"].items()}
    return {
        "@id": f"arrangement/{number}",
        "@type": "trov:ArtifactArrangement",
        "rdfs:comment": "read by a command" if read else "written by a command",
        "trov:hasArtifactLocation": [
            {
                "@id": f"arrangement/{number}/location/{place}",
                "@type": "trov:ArtifactLocation",
                "trov:artifact": {"@id": artifacts[digest][0]},
                "trov:path": name,
            }
            for place, (name, digest) in enumerate(lying.items())
        ],
    }


def _performance(number: int, step: Step, places: list[tuple[str, ...]]) -> Node:
    read = {"trov:accessedArrangement": {"@id": f"arrangement/{places.index(step.inputs)}"}} if step.inputs else {}
    wrote = {"@id": f"arrangement/{places.index(step.outputs)}"} if step.outputs else None
    return {
        "@id": f"trp/{number}",
        "@type": "trov:TrustedResearchPerformance",
        "rdfs:comment": step.name,
        "trov:wasConductedBy": {"@id": "trs"},
        "trov:startedAtTime": step.start,
        "trov:endedAtTime": step.end,
        **read,
        **({"trov:contributedToArrangement": wrote} if wrote else {}),
    }
