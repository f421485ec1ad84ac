"""Content-addressed names: the same run has the same name in every study, on every machine, in every order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Self

WORDS_ONLY = ("name", "title", "rationale")
"""Entries of a scenario that change no run."""
HELD_FROM = "held_from"
"""Entry of a plain scenario that is a scenario itself: the baseline whose channels it holds."""
DIGEST_BYTES = 16


def digest_of(*parts: str | bytes) -> str:
    """BLAKE2b of 128 bits over the parts, each with its length before it."""
    found = hashlib.blake2b(digest_size=DIGEST_BYTES)
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        found.update(len(content).to_bytes(8, "little"))
        found.update(content)
    return found.hexdigest()


def as_text(value: Any) -> str:
    """JSON with sorted keys and without blanks; numbers are written so that reading them gives the same bits."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


class Plain:
    """A dataclass that is written as a table of JSON, its tuples as lists, and read back."""

    def plain(self) -> dict[str, Any]:
        """The table."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in vars(self).items()}

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Self:
        """What :meth:`plain` has written."""
        return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in table.items()})


def put(plain: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Set values in a plain scenario by dotted path, unchecked: what the run does with them is checked where it runs.

    A path into a policy that the scenario does not have is passed over: a dose of nothing is nothing.
    """
    tree: dict[str, Any] = dict(plain)
    for path, value in changes.items():
        steps = steps_of(path)
        if steps[0] == "policies" and steps[1] not in plain["policies"]:
            continue
        table = tree
        for step in steps[:-1]:
            table[step] = dict(table.get(step, {}))
            table = table[step]
        table[steps[-1]] = value
    if HELD_FROM in tree:
        tree[HELD_FROM] = put(tree[HELD_FROM], changes)
    return tree


def steps_of(path: str) -> list[str]:
    """Keys that a dotted path goes through; a parameter's own name has a dot in it."""
    first, _, rest = path.partition(".")
    return [first, rest] if first == "parameters" else path.split(".")


def canonical(plain: Mapping[str, Any]) -> str:
    """Text of all that can change a run of a resolved scenario.

    A county of one's own counts by the digest of what it says, wherever it lies.
    """
    tree = {key: value for key, value in plain.items() if key not in WORDS_ONLY}
    if "data_digest" in tree.get("world", {}):
        tree["world"] = {key: value for key, value in tree["world"].items() if key != "data"}
    if HELD_FROM in tree:
        tree[HELD_FROM] = json.loads(canonical(tree[HELD_FROM]))
    tree["parameters"] = _as_floats(tree["parameters"])
    tree["policies"] = {
        name: {**policy, "dose": _as_floats(policy["dose"])} for name, policy in tree["policies"].items()
    }
    return as_text(tree)


def _as_floats(table: Mapping[str, Any]) -> dict[str, Any]:
    """Whole numbers as floats, so that 1 and 1.0 are one value; those of dated values too."""
    return {
        key: _as_floats(value)
        if isinstance(value, dict)
        else float(value)
        if isinstance(value, int) and not isinstance(value, bool)
        else value
        for key, value in table.items()
    }


def run_id(model: str, scenario: str, seed: int, kept: str) -> str:
    """Name of a run.

    Parameters
    ----------
    model : str
        Hash of all that numbers depend on beside these, :func:`sim.runs.sources.numbers_hash`.
    scenario : str
        Canonical text of the resolved scenario.
    seed : int
        Root seed plus number of the replicate.
    kept : str
        Canonical text of what is kept of the run.
    """
    return digest_of(model, scenario, str(seed), kept)


def point_id(values: Mapping[str, Any]) -> str:
    """Name of a point of a design: values by path; those left to the scenario are not named."""
    return digest_of(as_text({path: value for path, value in values.items() if value is not None}))


def part_name(ids: Iterable[str]) -> str:
    """Name of the file that holds these runs."""
    return f"part-{digest_of(*sorted(ids))}.parquet"
